"""The desk: what a route needs to answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from tarazu.api.case import Case
from tarazu.api.noticing import Notice
from tarazu.web.guard import Doors
from tarazu.web.jobs import Jobs
from tarazu.web.shelf import Shelf
from tarazu.web.uploads import Uploads


class Desk:
    """What a route needs to answer; `AtDesk` hands it over.

    Args:
        case: The case that is shown.
        doors: Who is let in.
        coder: What codes the documents that are handed over; None takes the best that is installed.

    Attributes:
        case: The case that is shown, with all its verbs.
        doors: Who is let in.
        coder: As given.
        shelf: What was computed, for as long as the case stays as it is.
        jobs: What takes long.
        uploads: Files that were handed over and not read yet.
    """

    def __init__(self, case: Case, doors: Doors, coder: str | None = None) -> None:
        self.case = case
        self.doors = doors
        self.coder = coder
        self.uploads = Uploads()
        self.jobs = Jobs()
        self._notice = Notice(case.path)
        self.shelf = Shelf(self._notice.revision, self.jobs.writing)

    def close(self) -> None:
        """Stops all jobs, throws away what was handed over and not read, and lets go of the case."""
        self.jobs.close()
        self.uploads.close()
        self._notice.close()


def desk_of(request: Request) -> Desk:
    """The desk of the server that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
"""A route's parameter `desk: AtDesk`."""
