"""The kits of a built site: whose they are, what belongs to each, and all of it in one zip."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from contentshop.channels.kit import LIST, PAGE, Kit, KitEntry, KitFiles, KitIndex, KitOutlet, Kits
from contentshop.engine import templates_of
from contentshop.model import Place, Problem, Record
from contentshop.problems import ProblemError, Report, fail, nearest, problem
from contentshop.reporting import LeftOut, Outcome, Reporter
from contentshop.resuming import build
from contentshop.runs import Options
from contentshop.sources import OUTLETS, Folder, Theme, read_theme

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip can tell, on all files: the same kits make the same bytes."""
_UNIX, _READABLE = 3, 0o644 << 16
_PACKED_ALREADY = (".jpg", ".jpeg", ".png", ".gif", ".webp")


class KitAsked(Record):
    """What is asked for: articles by slug, id or file, none for all; an outlet by id or name; where to pack it."""

    articles: tuple[str, ...] = ()
    outlet: str = ""
    zip: str = ""


class KitTold(Record):
    """A kit of an article, for an outlet or for none; paths are relative to the output folder."""

    id: str
    slug: str
    title: str
    outlet: str
    outlet_name: str
    page: str
    files: tuple[str, ...]


class KitOutcome(Record):
    """What a build made for phones; problems are located."""

    problems: tuple[Problem, ...]
    kits: tuple[KitTold, ...] = ()
    output: str = ""
    zip: str = ""
    """The file they were packed into, or empty."""
    size: int = 0
    """Of that file in bytes."""
    new_tokens: int = 0
    completed: bool = True


def kits(root: Path, options: Options, asked: KitAsked, reporter: Reporter | None = None) -> KitOutcome:
    """Build the site as `build` does, and name the kits asked for; with `zip` pack them.

    Wrong names are problems of the outcome, found after the build: that is what makes the kits.
    """
    outcome = build(root, options, reporter)
    if not outcome.completed:
        return _outcome(outcome, ())
    found: list[Problem] = []
    output = Path(outcome.output)
    try:
        known = _read(output)
        chosen = _chosen(root, known, outcome.left_out, asked, found.append)
        names = {one.id: one.name for one in known.outlets}
        told = tuple(_told(kit, group, names.get(group.outlet, "")) for kit, group in chosen)
        packed = _packed(output, read_theme(Folder(root)), known, chosen) if asked.zip else b""
        if asked.zip:
            _write(Path(asked.zip), packed)
    except ProblemError as error:
        return _outcome(outcome, (*found, error.problem), completed=False)
    done = _outcome(outcome, found)
    return msgspec.structs.replace(done, kits=told, zip=asked.zip, size=len(packed))


def _outcome(outcome: Outcome, more: Iterable[Problem], *, completed: bool = True) -> KitOutcome:
    problems = (*outcome.problems, *more)
    completed = completed and outcome.completed
    return KitOutcome(problems, output=outcome.output, completed=completed, new_tokens=outcome.new_tokens)


def _read(output: Path) -> Kits:
    try:
        return msgspec.json.decode((output / LIST).read_bytes(), type=Kits)
    except FileNotFoundError:
        raise fail("no-kits") from None


def _told(kit: Kit, group: KitFiles, outlet: str) -> KitTold:
    page, *_ = group.files
    return KitTold(kit.id, kit.slug, kit.entry.title, group.outlet, outlet, page, group.files)


# --- which ones -----------------------------------------------------------------------------------

_Chosen = Sequence[tuple[Kit, KitFiles]]


def _chosen(root: Path, known: Kits, left_out: Sequence[LeftOut], asked: KitAsked, report: Report) -> _Chosen:
    """Return the kits asked for, in the order of asking, each once.

    Raises:
        ProblemError: no-kit, kit-draft, kit-scheduled, no-kit-outlet, outlet-asks-nothing.

    """
    named = [_by_name(root, known, left_out, name) for name in asked.articles] or list(known.kits)
    articles = {kit.slug: kit for kit in named}.values()
    outlet = _outlet(known, asked.outlet, report) if asked.outlet else None
    return [(kit, group) for kit in articles for group in kit.files if outlet is None or group.outlet == outlet.id]


def _by_name(root: Path, known: Kits, left_out: Sequence[LeftOut], name: str) -> Kit:
    path = Path(name).resolve()
    file = path.relative_to(root.resolve()).as_posix() if path.is_relative_to(root.resolve()) else name
    for kit in known.kits:
        if name in (kit.slug, kit.id, kit.file) or file == kit.file:
            return kit
    for one in left_out:
        if name in (one.slug, one.id, one.file) or file == one.file:
            raise fail("kit-scheduled" if one.waits_for else "kit-draft", Place(one.file), name=name, day=one.waits_for)
    names = {one for kit in known.kits for one in (kit.slug, kit.id, kit.file)}
    raise fail("no-kit", name=name, near=nearest(name, names))


def _outlet(known: Kits, name: str, report: Report) -> KitOutlet:
    one = next((one for one in known.outlets if one.id == name), None)
    one = one or next((one for one in known.outlets if one.name == name), None)
    if one is None:
        names = {part for one in known.outlets for part in (one.id, one.name)}
        raise fail("no-kit-outlet", name=name, near=nearest(name, names))
    if not (one.texts or one.posters):
        raise fail("outlet-asks-nothing", Place(OUTLETS), id=one.id, name=one.name)
    if not one.posters:
        report(problem("outlet-without-posters", Place(OUTLETS), id=one.id, name=one.name))
    return one


# --- in one file ----------------------------------------------------------------------------------


def _packed(output: Path, theme: Theme, known: Kits, chosen: _Chosen) -> bytes:
    """Return a zip of the kits with lists of just these: one where their pages look for it, one to begin with."""
    entries = tuple(_entry(kit, [group.outlet for one, group in chosen if one is kit]) for kit, _ in chosen)
    entries = tuple(dict.fromkeys(entries))
    listing = KitIndex(known.language, known.site, entries, packed=True)
    first = msgspec.structs.replace(listing, kits=tuple(_moved(entry) for entry in entries))
    templates, folder = templates_of(theme), Folder(output)
    files = {path: folder.bytes(path) for path in sorted({path for _, group in chosen for path in group.files})}
    files[PAGE] = templates.render(PAGE, listing).encode()
    files["index.html"] = templates.render(PAGE, first).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, _DAY)
            info.create_system, info.external_attr = _UNIX, _READABLE
            info.compress_type = zipfile.ZIP_STORED if path.endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
            archive.writestr(info, files[path])
    return target.getvalue()


def _entry(kit: Kit, outlets: Sequence[str]) -> KitEntry:
    """Return the entry of a kit with what of it is in the zip."""
    own = tuple(one for one in kit.entry.outlets if one.id in outlets)
    return msgspec.structs.replace(kit.entry, url=kit.entry.url if "" in outlets else "", outlets=own)


def _moved(entry: KitEntry) -> KitEntry:
    """Return the entry as it leads on from beside the folder of kits."""
    folder = PAGE.rpartition("/")[0]
    outlets = tuple(msgspec.structs.replace(one, url=f"{folder}/{one.url}") for one in entry.outlets)
    return msgspec.structs.replace(entry, url=entry.url and f"{folder}/{entry.url}", outlets=outlets)


def _write(target: Path, data: bytes) -> None:
    """Put a file in its place whole.

    Raises:
        ProblemError: output-unwritable.

    """
    scratch = target.with_name(f".{target.name}-{os.getpid()}")
    try:
        scratch.write_bytes(data)
        scratch.replace(target)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise fail("output-unwritable", path=target, reason=error.strerror or error) from None
