"""The page's files, read once at the start: no address that anybody asks for ever reaches the disk."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

_TYPES: Final = {
    ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
    ".woff2": "font/woff2", ".woff": "font/woff", ".txt": "text/plain; charset=utf-8", ".webmanifest": "application/manifest+json",
    ".map": "application/json",
}  # fmt: skip
_PACKED: Final = frozenset({".html", ".js", ".mjs", ".css", ".json", ".svg", ".txt", ".webmanifest", ".map"})
_HASHED: Final = re.compile(r"[-.][A-Za-z0-9_-]{8,}\.\w+$")
_LARGEST: Final = 32 * 2**20
_WORTH: Final = 1_000

MISSING: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Tarazu</title><h1>The page is not built</h1>'
    "<p>This is a checkout. Build the page with <code>make page</code> (it needs Node, and takes it from PyPI where there is none), then start the server anew."
    ' The data is there: <a href="/api/case">/api/case</a>.</p></html>'
)
"""What is shown where there is no page."""


class Asset(msgspec.Struct, frozen=True, kw_only=True):
    """A file of the page, as it is sent.

    Attributes:
        body: Its bytes.
        packed: The same by encoding (`br`, `gzip`), where that is shorter.
        kind: Its type.
        tag: Names its content.
        lasting: Whether its name changes with its content, so that it may be kept for ever.
    """

    body: bytes
    packed: dict[str, bytes]
    kind: str
    tag: str
    lasting: bool


class Assets:
    """The files of a page by their paths.

    Args:
        folder: Where the built page lies.

    Attributes:
        files: The files; empty where the page is not built.
    """

    def __init__(self, folder: Path) -> None:
        self.files: dict[str, Asset] = {}
        if (folder / "index.html").is_file():
            for path in sorted(folder.rglob("*")):
                if path.is_file() and path.suffix in _TYPES and path.stat().st_size <= _LARGEST:
                    self.files["/" + path.relative_to(folder).as_posix()] = _asset(path)

    def answer(self, request: Request) -> Response:
        """The file of an address; the page itself where there is no such file, for it has many addresses."""
        found = self.files.get(request.url.path) or self.files.get("/index.html")
        if found is None:
            return HTMLResponse(MISSING, 503)
        if request.url.path not in self.files and _HASHED.search(request.url.path):
            return Response("no such file", 404, media_type="text/plain")  # an old page asks for a file of its own: the page would not do
        headers = {"ETag": found.tag, "Vary": "Accept-Encoding", "Cache-Control": "public, max-age=31536000, immutable" if found.lasting else "no-cache"}
        if found.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        accepted = {each.partition(";")[0].strip() for each in request.headers.get("accept-encoding", "").split(",")}
        encoding = next((each for each in found.packed if each in accepted), None)
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(found.packed[encoding] if encoding else found.body, headers=headers, media_type=found.kind)


def page_folder() -> Path:
    """Where the built page lies: in the package, unless `TARAZU_PAGE` names another folder."""
    return Path(os.environ.get("TARAZU_PAGE") or Path(__file__).with_name("page"))


def _asset(path: Path) -> Asset:
    body = path.read_bytes()
    kind = _TYPES[path.suffix]
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    packed = _pack(body) if path.suffix in _PACKED and len(body) > _WORTH else {}
    return Asset(body=body, packed=packed, kind=kind, tag=tag, lasting=path.suffix != ".html" and bool(_HASHED.search(path.name)))


def _pack(body: bytes) -> dict[str, bytes]:
    packed = {"gzip": gzip.compress(body, 9, mtime=0)}
    if find_spec("brotli") is not None:
        packed = {"br": bytes(import_module("brotli").compress(body, quality=9)), **packed}
    return {name: each for name, each in packed.items() if len(each) < len(body)}
