"""The product files of a site as an import meets them: read once, edited in memory, written all or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from contentshop.model import Config, Money, Place, Problem, Product
from contentshop.problems import CONFIG, ProblemError, Report, fail, is_error, nearest, problem
from contentshop.sources.catalogue import Catalogue, products_in, read_catalogue
from contentshop.sources.config import read_config
from contentshop.sources.files import Folder, decode

from .editing import CannotEditError, Editor

_BOM = b"\xef\xbb\xbf"
Edit = Callable[[Editor, int], None]
"""Takes the editor of a file and a product's index in it, and makes changes."""


class _Nothing:
    """A memo that remembers nothing."""

    def get(self, _: str) -> bytes | None:
        """Return nothing."""
        return None

    def put(self, _: str, __: bytes) -> None:
        """Keep nothing."""


class Site:
    """Config and catalogue of a site, and the new texts of its product files."""

    def __init__(self, folder: Folder, config: Config, catalogue: Catalogue) -> None:
        self.folder, self.config, self.catalogue = folder, config, catalogue
        self.texts: dict[str, str] = {}
        self._marks: dict[str, bytes] = {}

    def money(self, price: object) -> Money | None:
        """Return a price with its currency."""
        if price is None or isinstance(price, Money):
            return price
        return Money(price, self.config.site.currency)  # type: ignore[arg-type]  # else it is an amount

    def text(self, file: str) -> str:
        """Return a product file's text with its own line ends; empty when there is no file yet."""
        if file in self.texts:
            return self.texts[file]
        data = self.folder.bytes(file) if self.folder.has(file) else b""
        self._marks[file] = _BOM if data.startswith(_BOM) else b""
        return data.removeprefix(_BOM).decode()

    def edit(self, file: str, edits: Mapping[str, Edit], wanted: Mapping[str, Product], report: Report) -> set[str]:
        """Edit products of one file and return the ids of those that now are as wanted.

        A product is left as it was, and reported, when it is written in a way that cannot be edited.
        """
        text = self.text(file)
        good = dict(edits)
        while good:
            after = self._tried(text, good)
            wrong = set(good) if after is None else _differing(after, file, {name: wanted[name] for name in good})
            if after is not None and not wrong:
                self.texts[file] = after
                break
            if len(good) > 1 and len(wrong) == len(good):
                wrong = {name for name in good if self._is_bad(text, file, name, edits, wanted)} or wrong
            good = {name: edit for name, edit in good.items() if name not in wrong}
        for name in edits.keys() - good.keys():
            report(problem("cannot-update", self.catalogue.place(name), id=name))
        return set(good)

    def _is_bad(
        self, text: str, file: str, name: str, edits: Mapping[str, Edit], wanted: Mapping[str, Product]
    ) -> bool:
        after = self._tried(text, {name: edits[name]})
        return after is None or bool(_differing(after, file, {name: wanted[name]}))

    def _tried(self, text: str, edits: Mapping[str, Edit]) -> str | None:
        editor = Editor(text)
        try:
            for name, edit in edits.items():
                edit(editor, self.catalogue.origins[name].index)
            return editor.edited()
        except CannotEditError:
            return None

    def write(self) -> tuple[str, ...]:
        """Write every changed file, all or none, and return their paths.

        Raises:
            ProblemError: output-unwritable; every file is as it was.

        """
        new = {
            file: self._marks.get(file, b"") + text.encode()
            for file, text in sorted(self.texts.items())
            if not self.folder.has(file) or text != self.folder.bytes(file).removeprefix(_BOM).decode()
        }
        write_all(self.folder.root, new)
        return tuple(new)


def read_back(text: str, file: str) -> tuple[list[Product | str], list[Problem]]:
    """Return what the site will read of a text, and what will be wrong with it."""
    found: list[Problem] = []
    read: list[Product | str] = []
    try:
        read.extend(products_in(decode(text.encode(), file, found.append) or "", file, found.append))
    except ProblemError as error:
        found.append(error.problem)
    return read, found


def _differing(text: str, file: str, wanted: Mapping[str, Product]) -> set[str]:
    """Return the ids of products that a text does not hold as wanted."""
    read = {one.id: one for one in read_back(text, file)[0] if isinstance(one, Product)}
    return {name for name, product in wanted.items() if read.get(name) != product}


def open_site(root: Path, report: Report) -> Site | None:
    """Return the site in a folder, or None after reporting what is wrong with its config or catalogue."""
    folder, found = Folder(root), list[Problem]()
    catalogue = None
    config = read_config(folder, found.append)
    if config is not None:
        try:
            catalogue = read_catalogue(folder, _Nothing(), found.append)
        except ProblemError as error:
            found.append(error.problem)
    errors = [one for one in found if is_error(one)]
    for one in errors:
        report(one)
    return Site(folder, config, catalogue) if config and catalogue is not None and not errors else None


def write_all(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files in a folder, all or none: prepared aside, put in place one by one, put back when one fails.

    Raises:
        ProblemError: output-unwritable.

    """
    scratches = {root / path: (root / path).with_name((root / path).name + ".tmp") for path in files}
    before: dict[Path, bytes | None] = {}
    target = root
    try:
        for (target, scratch), data in zip(scratches.items(), files.values(), strict=True):
            target.parent.mkdir(parents=True, exist_ok=True)
            scratch.write_bytes(data)
        for target, scratch in scratches.items():
            before[target] = target.read_bytes() if target.exists() else None
            scratch.replace(target)
    except OSError as error:
        for path, old in before.items():
            _put_back(path, old)
        for scratch in scratches.values():
            scratch.unlink(missing_ok=True)
        raise fail("output-unwritable", Place(str(target)), path=target, reason=error.strerror or error) from None


def _put_back(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(data)


def shop_of(config: Config, shop: str) -> None:
    """Refuse a shop that the config does not have.

    Raises:
        ProblemError: unknown-shop.

    """
    if shop and shop not in config.shops:
        known, near = ", ".join(config.shops), nearest(shop, config.shops)
        raise fail("unknown-shop", Place(CONFIG), shop=shop, known=known, near=near)
