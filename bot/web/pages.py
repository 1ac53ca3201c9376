"""The demonstration page of a commune, and the widget's file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader

from bot import __version__

HERE: Final = Path(__file__).parent
STATIC: Final = HERE / "static"
# A script or style of somebody else has no way in; DOM injection is stopped by Trusted Types.
PAGE_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self';"
    " connect-src 'self'; img-src 'self' data:; require-trusted-types-for 'script';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
# Any site may embed the widget, with `integrity`: that asks for CORS.
_SHARED: Final = {"Access-Control-Allow-Origin": "*", "X-Content-Type-Options": "nosniff"}
_NEWEST: Final = _SHARED | {"Cache-Control": "no-cache"}
_FOR_EVER: Final = _SHARED | {"Cache-Control": "public, max-age=31536000, immutable"}
_SCRIPT: Final = "text/javascript; charset=utf-8"


class Pages:
    """The routes `/`, `/widget.js`, `/widget-<version>.js` and the page's own files."""

    def __init__(self, *, sample_reference: str, sample_code: str) -> None:
        """Take a made-up request for visitors to try; empty strings show none."""
        self._sample = {"sample_reference": sample_reference, "sample_code": sample_code}
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, auto_reload=False
        )

    def router(self) -> APIRouter:
        """Give the routes."""
        router = APIRouter(include_in_schema=False)
        router.get("/")(self._demo)
        router.get("/widget.js")(self._widget)
        router.get(f"/widget-{__version__}.js")(self._widget_version)
        for name, kind in (("demo.css", "text/css"), ("demo.js", _SCRIPT)):
            router.get(f"/static/{name}")(_file(name, kind))
        return router

    async def _demo(self) -> HTMLResponse:
        page = self._templates.get_template("demo.html").render(
            **self._sample, version=__version__, integrity=integrity(STATIC / "widget.js")
        )
        return HTMLResponse(page, headers=PAGE_HEADERS)

    async def _widget(self) -> Response:
        return FileResponse(STATIC / "widget.js", media_type=_SCRIPT, headers=_NEWEST)

    async def _widget_version(self) -> Response:
        return FileResponse(STATIC / "widget.js", media_type=_SCRIPT, headers=_FOR_EVER)


def integrity(file: Path) -> str:
    """Give the value of a script's `integrity` attribute."""
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


def _file(name: str, media_type: str) -> Callable[[], Awaitable[Response]]:
    async def serve() -> Response:
        return FileResponse(STATIC / name, media_type=media_type, headers=_NEWEST)

    return serve
