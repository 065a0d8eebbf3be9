"""What takes long: how far it is, as it goes, and how to stop it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Final

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from tarazu.web.answers import answer
from tarazu.web.desk import AtDesk, Desk
from tarazu.web.jobs import OVER

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

_TICK: Final = 0.2
_BREATH: Final = 15.0


@router.get("")
def jobs(desk: AtDesk) -> Response:
    """All jobs, the latest first."""
    return answer(desk.jobs.list())


@router.get("/{job_id}")
def job(desk: AtDesk, job_id: str) -> Response:
    """One job as it stands."""
    return answer(desk.jobs.get(job_id))


@router.post("/{job_id}/stop")
def stop(desk: AtDesk, job_id: str) -> Response:
    """Stops a job; what it has done so far stays done."""
    return answer(desk.jobs.stop(job_id))


@router.get("/{job_id}/events")
async def events(desk: AtDesk, job_id: str, request: Request) -> Response:
    """A job as it goes: an event `job` with the job each time that it has changed, the last one when it is over."""
    desk.jobs.get(job_id)
    return StreamingResponse(_follow(desk, job_id, request), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


async def _follow(desk: Desk, job_id: str, request: Request) -> AsyncIterator[bytes]:
    before = b""
    silent = 0.0
    while not await request.is_disconnected():
        found = desk.jobs.get(job_id)
        now = msgspec.json.encode(found)
        if now != before:
            before, silent = now, 0.0
            yield b"event: job\ndata: " + now + b"\n\n"
        elif silent >= _BREATH:
            silent = 0.0
            yield b": still there\n\n"
        if found.state in OVER:
            return
        await asyncio.sleep(_TICK)
        silent += _TICK
