"""What earlier channels made, by the folders it stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from urllib.parse import quote

from contentshop.channels.batch import ShownArticle, Steps
from contentshop.model import Record, Render, Task, Verbatim

from .views import DeskView, SizeView

_POSTER = re.compile(r"poster-(\d+)x(\d+)\.jpg")
_WIDTH = 1080
_LONGEST_TITLE = 64
"""Characters that the editor of the official account takes (its error 64702, checked 2026-11-21, H)."""


class Made:
    """Looks up the files of other channels; texts among them are read, since they stand in the page itself."""

    def __init__(self, tasks: Mapping[str, Task], staying: Collection[str], steps: Steps) -> None:
        self._folders: dict[str, list[str]] = {}
        self._below: dict[str, list[str]] = {}
        for path in sorted({*tasks, *staying}):
            folder, _, name = path.rpartition("/")
            self._folders.setdefault(folder, []).append(name)
            self._below.setdefault("/".join(path.split("/")[:2]), []).append(path)
        self._tasks = tasks
        self._texts = _texts([one for path, one in tasks.items() if _is_text(path)], steps)

    def texts(self, folder: str) -> dict[str, str]:
        """Return the texts of a folder by name: `group`, `moments-comment`."""
        names = self._folders.get(folder, ())
        found = {name.removesuffix(".txt"): self._texts.get(f"{folder}/{name}", "") for name in names}
        return {name: text for name, text in found.items() if text}

    def posters(self, folder: str, up: str) -> tuple[SizeView, ...]:
        """Return the posters of a folder, the tallest first, as a page sees them that is `up` from the output."""
        found = []
        for name in self._folders.get(folder, ()):
            if match := _POSTER.fullmatch(name):
                wide, high = int(match[1]), int(match[2])
                url = up + quote(f"{folder}/{name}")
                found.append(SizeView(f"{wide}x{high}", url, _WIDTH, round(_WIDTH * high / wide)))
        return tuple(sorted(found, key=lambda one: (-one.height, one.name)))

    def desk(self, shown: ShownArticle, up: str) -> DeskView | None:
        """Return what the official account is given of an article; none where that is not made.

        The draft's title is cut to what the API takes; the editor, into which one pastes, takes twice as much.
        """
        folder = f"wechat/{shown.article.slug}"
        if "index.html" not in self._folders.get(folder, ()):
            return None
        draft = self._draft(f"{folder}/article.json")
        return DeskView(
            url=f"{up}{quote(folder)}/index.html",
            title=shown.title if len(shown.title) <= _LONGEST_TITLE else draft.get("title", shown.title),
            digest=draft.get("digest", shown.summary),
            author=draft.get("author", shown.article.author),
            source=draft.get("content_source_url", ""),
        )

    def _draft(self, path: str) -> dict[str, str]:
        task = self._tasks.get(path)
        with suppress(ValueError, LookupError):
            if task is not None and isinstance(task.work, Verbatim):
                fields = json.loads(task.work.data)["articles"][0]
                return {name: value for name, value in fields.items() if isinstance(value, str)}
        return {}

    def files(self, folder: str) -> tuple[str, ...]:
        """Return the paths of what stands in a folder."""
        return tuple(f"{folder}/{name}" for name in self._folders.get(folder, ()))

    def below(self, top: str) -> tuple[str, ...]:
        """Return the paths of all that stands below a folder of a channel, `wechat/<slug>`."""
        return tuple(self._below.get(top, ()))


def _is_text(path: str) -> bool:
    return path.startswith("texts/") and path.endswith(".txt")


def _texts(tasks: Sequence[Task], steps: Steps) -> dict[str, str]:
    """Return what text files will hold; a template that fails is told where its file is written."""
    found = {one.path: one.work.data.decode() for one in tasks if isinstance(one.work, Verbatim)}
    by_template: dict[str, list[tuple[str, Record]]] = {}
    for one in tasks:
        if isinstance(one.work, Render):
            by_template.setdefault(one.work.template, []).append((one.path, one.work.view))
    for template, pages in by_template.items():
        results = steps("kit-text", _encoded, [view for _, view in pages], template, seconds=0.0005)
        for (path, _), result in zip(pages, results, strict=True):
            if isinstance(result, bytes):
                found[path] = result.decode()
    return {path: text.strip("\n") for path, text in found.items()}


def _encoded(_: Record, text: str) -> bytes:
    return text.encode()
