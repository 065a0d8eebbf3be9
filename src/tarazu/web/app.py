"""The app: the guard, the routes of every module `routes_*`, and the page."""

from __future__ import annotations

import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Final

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tarazu import web
from tarazu.api.case import Case
from tarazu.api.listing import version
from tarazu.errors import OptionError, RecordError, TarazuError
from tarazu.web.answers import answer, fault
from tarazu.web.desk import Desk
from tarazu.web.guard import Doors, Guard
from tarazu.web.shelf import SERVED, StillWorkingError
from tarazu.web.static import Assets, page_folder

REVISION: Final = "Tarazu-Revision"
"""The header that says of which state of the case an answer is."""


def make_app(case: Case, doors: Doors, coder: str | None = None) -> FastAPI:
    """Makes the app that shows a case.

    Args:
        case: The case.
        doors: Who is let in.
        coder: What codes the documents that are handed over on the page; None takes the best that is installed.

    Returns:
        The app. Each module of this package whose name begins with `routes_` and that has a `router` is part of it.
    """
    app = _Guarded(doors)
    app.state.desk = Desk(case, doors, coder)
    for name in sorted(each.name for each in pkgutil.iter_modules(web.__path__) if each.name.startswith("routes_")):
        router: APIRouter = import_module(f"{web.__name__}.{name}").router
        app.include_router(router)
    app.add_exception_handler(TarazuError, _tell_error)
    app.add_exception_handler(RequestValidationError, _tell_invalid)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(StillWorkingError, _tell_working)
    app.add_exception_handler(Exception, _tell_fault)
    _add_page(app, Assets(page_folder()))
    # the last one added is asked first
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=4)
    app.add_middleware(Revising, desk=app.state.desk)
    return app


class _Guarded(FastAPI):
    """An app with the guard around all of it, what tells of our own faults included.

    Args:
        doors: Who is let in.
    """

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        super().__init__(
            title="Tarazu", version=version(), docs_url=None, redoc_url=None, openapi_url="/api/openapi.json", lifespan=_lifespan, redirect_slashes=False,
            telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        )  # fmt: skip

    def build_middleware_stack(self) -> ASGIApp:
        """The app with all that is around it."""
        return Guard(super().build_middleware_stack(), self._doors)


class Revising:
    """Says on each answer of which state of the case it is, and to who has the same answer already only that it is the same.

    Args:
        app: What answers.
        desk: Knows the state of the case.
    """

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app = app
        self._desk = desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        served: list[str] = []
        SERVED.set(served)
        known = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match"), "")
        silent = False

        async def passing(message: Message) -> None:
            nonlocal silent
            if message["type"] == "http.response.start":
                own = dict(message["headers"])
                tag = own.get(b"etag", b"").decode("latin-1")
                revision = served[0] if served else self._revision()
                headers = [*message["headers"], (REVISION.lower().encode(), revision.encode())]
                silent = bool(tag) and scope["method"] in {"GET", "HEAD"} and message["status"] == 200 and tag.strip("W/") in known
                if silent:
                    headers = [pair for pair in headers if pair[0] not in {b"content-length", b"content-type", b"content-encoding"}]
                message = {**message, "headers": headers, "status": 304 if silent else message["status"]}
            elif message["type"] == "http.response.body" and silent:
                message = {"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)}
            await send(message)

        await self._app(scope, receive, passing)

    def _revision(self) -> str:
        try:
            return self._desk.shelf.revision()
        except TarazuError:
            return "gone"  # as the answer says


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    desk: Desk = app.state.desk
    desk.close()


def _add_page(app: FastAPI, assets: Assets) -> None:
    def nothing(rest: str) -> Response:
        return fault(RecordError(f"/api/{rest[:80]}", "an address of this server", "none such", "see /api/openapi.json"), 404)

    def page(request: Request) -> Response:
        return assets.answer(request)

    app.add_api_route("/api/{rest:path}", nothing, methods=["GET", "HEAD", "POST", "PUT"], include_in_schema=False)
    app.add_api_route("/{rest:path}", page, methods=["GET", "HEAD"], include_in_schema=False)


def _tell_error(_: Request, error: Exception) -> Response:
    if not isinstance(error, TarazuError):
        raise error
    return fault(error, 404 if isinstance(error, RecordError) else 400)


def _tell_invalid(_: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    first = error.errors()[0]
    where = ".".join(str(each) for each in first["loc"][1:]) or str(first["loc"][0])
    return fault(OptionError(where, str(first["msg"]).removeprefix("Input should be ").lower(), repr(first.get("input"))[:80], "correct the address"))


def _tell_http(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return fault(RecordError("address", "an address of this server", str(error.detail), "see /api/openapi.json"), error.status_code)


def _tell_working(_: Request, error: Exception) -> Response:
    if not isinstance(error, StillWorkingError):
        raise error
    response = answer({"stage": "computing", "seconds": round(error.seconds, 1)}, 202)
    response.headers["Retry-After"] = "1"
    del response.headers["ETag"]
    return response


def _tell_fault(_: Request, error: Exception) -> Response:
    """A fault of ours: what it was stands in the server's log, and not in the answer."""
    return fault(TarazuError("server", "an answer", f"a fault of ours ({type(error).__name__})", "see what `tarazu serve` wrote, and tell us"), 500)
