"""Small sites in strings, for tests: files in one text, built for real in a temporary folder."""

from __future__ import annotations

import re
import shutil
import textwrap
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from contentshop.build import Options
from contentshop.channels import Inputs
from contentshop.engine import InProcess, Store
from contentshop.gathering import Gathering
from contentshop.model import Problem
from contentshop.reporting import Outcome, Reporter
from contentshop.resuming import build
from contentshop.sources import Folder, read_config

EXAMPLE = Path(__file__).parent.parent
"""The repository, which is the example site."""
NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)

CONFIG = """\
site:
  title: 晋味小铺
  base_url: https://jinwei.test/
shops:
  own: {kind: web, name: 官网, url: "https://shop.jinwei.test"}
  mini: {kind: miniprogram, name: 小程序, appid: wx0123456789abcdef}
  tao: {kind: taobao, name: 淘宝店, affiliate: true}
"""

PRODUCTS = """\
- id: vinegar
  title: 老陈醋
  price: 39.90
  as_of: 2026-11-20
  offers: [{shop: own, path: /p/vinegar}]
"""


NO_POSTERS = "channels: {moments: {enabled: false}}\n"
"""How configs end that say nothing of channels: posters take time and fonts, and have tests of their own."""


class Site:
    """A site in a folder, made from one text in which a line `-- path --` begins each file."""

    def __init__(self, folder: Path, text: str = "") -> None:
        self.folder = folder
        self.write("config.yaml", CONFIG)
        self.write("products/all.yaml", PRODUCTS)
        for part in textwrap.dedent(text).split("\n-- ")[1:] if text else []:
            path, _, body = part.partition(" --\n")
            self.write(path, body + "\n")

    @classmethod
    def of(cls, folder: Path) -> Site:
        """Return the site that is in a folder already."""
        site = cls.__new__(cls)
        site.folder = folder
        return site

    @classmethod
    def example(cls, folder: Path) -> Site:
        """Return a copy of the example site in an empty folder, without ledger and templates."""
        for name in ("articles", "products", "images", "static"):
            shutil.copytree(EXAMPLE / name, folder / name)
        shutil.copy(EXAMPLE / "outlets.yaml", folder)
        site = cls.of(folder)
        site.write("config.yaml", (EXAMPLE / "config.yaml").read_text("utf-8"))
        return site

    def write(self, path: str, data: str | bytes) -> None:
        """Put a file into the site."""
        if path == "config.yaml" and isinstance(data, str):
            data = _without_posters(data)
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)

    def delete(self, path: str) -> None:
        """Take a file out of the site."""
        (self.folder / path).unlink()

    def build(self, options: Options | None = None, /, **changes: object) -> Outcome:
        """Build the site with a fixed clock."""
        base = options or Options(now=NOW, jobs=1)
        return build(self.folder, msgspec.structs.replace(base, **changes))

    def inputs(self, now: datetime = NOW, told: list[Problem] | None = None) -> Inputs:
        """Return what the channels are planned from; what is wrong goes to `told`, without which nothing may be."""
        found: list[Problem] = [] if told is None else told
        folder = Folder(self.folder)
        config = read_config(folder, found.append)
        store = Store.copy_of(None)
        assert config is not None, found
        gathering = Gathering(folder, store, lambda _: nullcontext(InProcess()), Reporter(), found.append)
        made = gathering.inputs(config, now, drafts=False, future=False)  # whose documents come from the store
        assert told is not None or not found
        return made

    def read(self, path: str) -> str:
        """Return the text of a file in `build/`."""
        return (self.folder / "build" / path).read_text("utf-8")

    def output(self, folder: str = "build") -> dict[str, bytes]:
        """Return every file of the output by its path."""
        root = self.folder / folder
        return {
            path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
        }


def _without_posters(config: str) -> str:
    own = config.replace(NO_POSTERS, "")
    return own if re.search(r"^channels:", own, re.MULTILINE) else own.rstrip("\n") + "\n" + NO_POSTERS


def codes(outcome: Outcome) -> list[str]:
    """Return the codes of an outcome's problems."""
    return [one.code for one in outcome.problems]
