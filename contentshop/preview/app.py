"""Requests and what they are answered with."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from http import HTTPStatus
from pathlib import Path

from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from contentshop.problems import Language

from . import pages
from .paths import Parts, address_of, content_type, find, parts_of
from .state import Preview, Shown

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:@/\s]+)(:[0-9]{0,5})?")
_FRESH = {"Cache-Control": "no-store"}
_KEEP_ALIVE = 15
"""Seconds after which an open stream of events says that it is still there."""
_WEB, _KIT, _INDEX = "web", "kit", "index.html"
KITS = ("-", "kits")
"""The names with which the paths of kits begin, `/-/kits/`, whatever the site's own path is."""
KIT_FOLDERS = frozenset({_KIT, "wechat", "texts", "moments"})
"""The folders of the output that stand there, beside each other as on disk."""


class App:
    """The preview as an ASGI application."""

    def __init__(self, preview: Preview, output: Path, host: str, language: Language = "en") -> None:
        """Take what is shown, the output folder, the host the server is bound to, and the author's language.

        Other names in a request's `Host` are refused: a page elsewhere whose name was made to lead to
        this computer (DNS rebinding) must not read drafts.
        """
        self._preview, self._output, self._language = preview, output, language
        self._hosts = {"localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host.lower()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self._response(scope)
        await response(scope, receive, send)

    async def _response(self, scope: Scope) -> Response:
        hosts = [value.decode("latin-1").lower() for name, value in scope["headers"] if name == b"host"]
        parts = parts_of(scope["raw_path"])
        if len(hosts) != 1 or not self.is_ours(hosts[0]) or parts is None:
            return _plain(HTTPStatus.BAD_REQUEST)
        if scope["method"] not in {"GET", "HEAD"}:
            return _plain(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": "GET, HEAD"})
        if address_of(parts) == pages.EVENTS:
            events = self._events() if scope["method"] == "GET" else iter(())
            return StreamingResponse(events, headers=_FRESH, media_type="text/event-stream")
        shown = await self._preview.settled()
        if parts[: len(KITS)] == KITS:
            return self._kits(shown, parts, scope["query_string"])
        return self._page(shown, parts, scope["query_string"])

    def is_ours(self, host: str) -> bool:
        """Return whether a request's `Host` names this server."""
        match = _HOST.fullmatch(host)
        return match is not None and match[1] in self._hosts

    async def _events(self) -> AsyncIterator[str]:
        """Tell the epoch now and each later one, until the preview is closed."""
        yield "retry: 500\n\n"
        epoch: int | None = self._preview.shown.epoch
        while epoch is not None:
            yield f"data: {json.dumps({'epoch': epoch})}\n\n"
            later = asyncio.ensure_future(self._preview.epoch_after(epoch))
            try:
                while not (await asyncio.wait([later], timeout=_KEEP_ALIVE))[0]:
                    yield ": still here\n\n"
            finally:
                later.cancel()
            epoch = later.result()

    def _page(self, shown: Shown, parts: Parts, query: bytes) -> Response:
        if shown.base is None:
            return _html(pages.bare("contentshop"), shown, HTTPStatus.SERVICE_UNAVAILABLE)
        base = parts_of(shown.base.encode()) or ("",)
        inside = parts[len(base) - 1 :]
        if parts in {("",), base[:-1]} and parts != base:
            return _redirect(base, query)
        if parts[: len(base) - 1] != base[:-1]:
            return self._missing(shown)
        return self._below((_WEB, *inside), parts, query, shown) or self._missing(shown)

    def _kits(self, shown: Shown, parts: Parts, query: bytes) -> Response:
        """Answer for what is beside the pages: the kits, by the same paths as in the output.

        So the addresses between them, which are relative, lead where they lead on disk.
        """
        folder, *inside = parts[len(KITS) :] or ("",)
        if not folder:
            has_list = self._find(_KIT, _INDEX) is not None
            return _redirect((*KITS, _KIT, ""), query) if has_list else self._no_kits(shown)
        answer = self._below((folder, *inside), parts, query, shown) if folder in KIT_FOLDERS else None
        return answer or self._missing(shown)

    def _no_kits(self, shown: Shown) -> Response:
        return _html(pages.bare(pages.word("no-kits", self._language)), shown, HTTPStatus.NOT_FOUND)

    def _below(self, names: Parts, parts: Parts, query: bytes, shown: Shown) -> Response | None:
        """Answer with what stands in the output by these names, or return None when there is nothing."""
        found = self._find(*names)
        if found is not None and found.is_dir():
            if parts[-1]:
                return _redirect((*parts, ""), query)
            found = self._find(*names[:-1], _INDEX)
        return self._file(found, shown, way=self._way_to_kits(names)) if found is not None else None

    def _find(self, folder: str, *inside: str) -> Path | None:
        """Return what stands in a folder of the output, if it lies inside that folder, and that in the output."""
        top = find(self._output, (folder,))
        return find(top, inside) if top else None

    def _way_to_kits(self, names: Parts) -> str:
        """Return the link from a page to its kit, or to all; nothing on the kits themselves and without any."""
        if names[0] != _WEB or self._find(_KIT, _INDEX) is None:
            return ""
        own = names[2:3] if names[1] == "articles" else ()
        known = own if any(own) and self._find(_KIT, *own, _INDEX) else ()
        return pages.way(address_of((*KITS, _KIT, *known, "")), self._language)

    def _missing(self, shown: Shown) -> Response:
        page = self._find(_WEB, "404.html")
        if page is not None:
            return self._file(page, shown, HTTPStatus.NOT_FOUND)
        status = HTTPStatus.SERVICE_UNAVAILABLE if shown.problems else HTTPStatus.NOT_FOUND
        return _html(pages.bare(status.phrase), shown, status)

    def _file(self, path: Path, shown: Shown, status: HTTPStatus = HTTPStatus.OK, way: str = "") -> Response:
        try:
            data = path.read_bytes()
        except OSError:  # deleted by the build that has begun meanwhile
            return _plain(HTTPStatus.NOT_FOUND)
        kind = content_type(path)
        if kind.startswith("text/html"):
            return _html(data, shown, status, way)
        return Response(data, status, headers=_FRESH, media_type=kind)


def _html(page: bytes, shown: Shown, status: HTTPStatus, way: str = "") -> Response:
    added = way + shown.problems
    marked = pages.marks(page, added, shown.pictures, shown.sheets)
    data = pages.live(page, shown.epoch, added, marked, pages.known_scripts())
    return Response(data, status, headers={**_FRESH, pages.MARKS: marked}, media_type="text/html; charset=utf-8")


def _redirect(parts: Parts, query: bytes) -> Response:
    address = address_of(parts) + (f"?{query.decode('latin-1')}" if query else "")
    return Response(status_code=HTTPStatus.FOUND, headers={**_FRESH, "Location": address})


def _plain(status: HTTPStatus, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(status.phrase, status, headers={**_FRESH, **(headers or {})})
