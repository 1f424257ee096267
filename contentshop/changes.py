"""What a build is made from, source by source: kept for the next build, compared with it, and taken back.

A source is one thing an author changes by itself: an article, a product, an outlet, the config, a picture, a
template, a file of `static/`, the day. `sources_of` takes the inputs of a build apart, `with_sources` puts them
together again, so that a build can be planned as if some change had not been made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from itertools import zip_longest
from typing import Any

import msgspec

from contentshop import engine
from contentshop.channels import Documents, Inputs
from contentshop.channels.web import Plan
from contentshop.explanations import Cause, CauseKind
from contentshop.media import Photo
from contentshop.model import (
    Article,
    Config,
    Fonts,
    KeyPlace,
    Origin,
    Outlet,
    Place,
    Product,
    Record,
    TypedArticle,
    Where,
    digest,
)
from contentshop.problems import ProblemError
from contentshop.sources import CONFIG, OUTLETS, Theme, with_body

Sources = dict[str, Any]
"""Values by source: the kind, a colon, its name."""
Parse = Callable[[Sequence[Article], Config], Documents]
"""Parses the bodies of articles, those that have none with them from their files."""
BodyOf = Callable[[str], str]
"""Returns the body in an article's file."""
Keys = tuple[str | int, ...]
_TYPES: Mapping[str, Any] = {
    "config": Config,
    "article": TypedArticle,
    "product": Product,
    "outlet": Outlet,
    "photo": Photo,
    "static": str,
    "template": str,
    "fonts": Fonts,
    "now": str,
    "program": dict[str, str],
    "stock": tuple[str, ...],
}
_WHOLE = frozenset({"photo", "static", "fonts"})
"""Kinds of which only the bytes count."""
_UNTOLD = frozenset({"stock"})
"""Kinds that are kept to tell of others."""
_WAITING = "waiting:"
"""Stands before sources as they were at the last build that held no file back, while others do."""
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_NOT_TYPED = frozenset({"body", "body_line", "file", "text"})
_LISTS = (list, tuple)
_ABSENT = object()
_encoder = msgspec.msgpack.Encoder()
"""Keeps the order of shops and specs, in which readers see them."""


class Change(Record):
    """One thing that is not as it was at the build before."""

    source: str
    kind: CauseKind
    where: Where | None = None
    name: str = ""
    keys: Keys = ()
    """Which lead to the value inside the source; none for the whole."""
    old: str = ""
    new: str = ""
    lines: int = 0

    def cause(self, places: Mapping[Where, Place]) -> Cause:
        """Return what is told of it, with its place as file and line."""
        found = places.get(self.where, self.where) if self.where else None
        place = found if isinstance(found, Place) or found is None else Place(found.file)
        return Cause(self.kind, place, self.name, self.old, self.new, self.lines)


def sources_of(inputs: Inputs, program: Mapping[str, str]) -> Sources:
    """Return what a build is made from, source by source; `program` are the versions that output depends on."""
    return {
        "program:": program,
        "config:": inputs.config,
        "fonts:": inputs.fonts,
        "now:": inputs.now.isoformat(),
        **{f"article:{one.file}": one for one in inputs.articles},
        **{f"product:{name}": one for name, one in inputs.catalogue.products.items()},
        **{f"outlet:{name}": one for name, one in inputs.outlets.by_id.items()},
        **{f"photo:{path}": one for path, one in inputs.photos.items()},
        **{f"static:{path}": content for path, content in inputs.static.items()},
        **{f"template:{path}": text for path, text in inputs.theme.files},
        **{f"stock:{file}": tuple(sorted(names)) for file, names in _stock(inputs).items()},
    }


def _stock(inputs: Inputs) -> dict[str, list[str]]:
    """Return the products of each file."""
    found: dict[str, list[str]] = {}
    for name, origin in inputs.catalogue.origins.items():
        found.setdefault(origin.file, []).append(name)
    return found


def with_sources(inputs: Inputs, sources: Sources, documents: Parse) -> Inputs:
    """Return the inputs as they would be with other sources."""
    by_kind: dict[str, dict[str, Any]] = {kind: {} for kind in _TYPES}
    for source, value in sources.items():
        kind, _, name = source.partition(":")
        by_kind[kind][name] = value
    config = by_kind["config"][""]
    articles = tuple(by_kind["article"].values())
    known = {one.file: one for one in inputs.articles} if config == inputs.config else {}
    other = [one for one in articles if not _same_text(one, known.get(one.file))]
    products = by_kind["product"]
    origins = dict.fromkeys(products, Origin("products", 0)) | dict(inputs.catalogue.origins)
    indexes = dict.fromkeys(by_kind["outlet"], 0) | dict(inputs.outlets.indexes)
    return msgspec.structs.replace(
        inputs,
        config=config,
        now=datetime.fromisoformat(by_kind["now"][""]).astimezone(inputs.now.tzinfo),
        articles=articles,
        documents=inputs.documents.updated(documents(other, config)),
        catalogue=msgspec.structs.replace(inputs.catalogue, products=products, origins=origins),
        outlets=msgspec.structs.replace(inputs.outlets, by_id=by_kind["outlet"], indexes=indexes),
        photos=by_kind["photo"],
        static=by_kind["static"],
        theme=Theme(tuple(sorted(by_kind["template"].items()))),
        fonts=by_kind["fonts"][""],
    )


def _same_text(one: Article, other: Article | None) -> bool:
    return other is not None and (one.text, one.title) == (other.text, other.title)


def digests_of(sources: Sources) -> dict[str, str]:
    """Return the digest of each source."""
    return {name: digest(_encoder.encode(value)) for name, value in sources.items()}


def sources_in(rows: Mapping[str, bytes | None], zone: tzinfo | None) -> Sources:
    """Return what kept rows hold, without those that another version kept in another shape.

    Args:
        rows: by source.
        zone: the site's time zone, in which an article has its dates; rows have them in UTC.

    """
    found = {}
    for name, row in rows.items():
        if row is not None:
            try:
                value = msgspec.msgpack.decode(row, type=_TYPES[name.partition(":")[0]])
            except (msgspec.DecodeError, KeyError):
                continue
            found[name] = _in_zone(value, zone) if isinstance(value, TypedArticle) else value
    return found


def _in_zone(one: TypedArticle, zone: tzinfo | None) -> TypedArticle:
    date, updated = (moment and moment.astimezone(zone) for moment in (one.date, one.updated))
    return msgspec.structs.replace(one, date=date, updated=updated)


def failed_articles(inputs: Inputs, plan: Plan) -> frozenset[str]:
    """Return the files of articles that are not shown as they are now."""
    shown = {file for file in plan.listings if not plan.held or plan.held.isdisjoint(plan.listings[file].paths)}
    return inputs.failed | {one.file for one in inputs.articles if one.file not in shown}


def stays(source: str, inputs: Inputs, failed: Collection[str]) -> bool:
    """Return whether a source is wrong now, so that what was made from it stays as it was.

    Args:
        source: its name.
        inputs: of this build.
        failed: files of the articles that are not shown as they are now.

    """
    kind, _, name = source.partition(":")
    match kind:
        case "article":
            return name in failed
        case "product":
            return inputs.catalogue.is_broken(name)
        case "outlet":
            return inputs.outlets.is_broken(name)
        case "photo":
            return name in inputs.missing
        case _:
            return False


def row_of(value: Any, body: BodyOf) -> engine.Row | None:
    """Return a source as it is kept, an article with its body; None for one that changed since it was read."""
    typed = _typed(value, body)
    if isinstance(typed, TypedArticle) and typed.text != value.text:
        return None
    return engine.Row(digest(_encoder.encode(value)), _encoder.encode(typed))


def _typed(value: Any, body: BodyOf) -> Any:
    """Return a source, an article with its body; an empty one where its file is gone by now."""
    if not isinstance(value, Article):
        return value
    try:
        return with_body(value, body(value.file))
    except ProblemError:
        return with_body(value, "")


class SinceLast:
    """What a build is made from, and what of that is not as it was at earlier builds into the same folder.

    What stands in the output was made by the last build; but as long as something wrong holds files back, no file
    is deleted. So rows are kept of the last build that held nothing, too: those that are other ones since.
    """

    def __init__(self, inputs: Inputs, plan: Plan, store: engine.Store, body_of: BodyOf) -> None:
        self.inputs, self._body_of = inputs, body_of
        self._sources = sources_of(inputs, engine.environment())
        self._digests = digests_of(self._sources)
        self._holds = bool(plan.held)
        self._failed = failed_articles(inputs, plan)
        rows = store.sources_before(self._digests)
        self._waiting = {
            name.removeprefix(_WAITING): row or None for name, row in rows.items() if name.startswith(_WAITING)
        }
        self.before = {
            name: row for name, row in rows.items() if not name.startswith(_WAITING) and not self._stays(name)
        }
        """Rows as they were at the last build; None where there was none."""

    @property
    def sources(self) -> Sources:
        """All sources; the articles among them that are not as they were have their bodies."""
        typed = {
            name: _typed(self._sources[name], self._body_of)
            for name in (*self.before, *self._waiting)
            if name in self._sources
        }
        return self._sources | typed

    @property
    def before_waiting(self) -> dict[str, bytes | None]:
        """Rows as they were at the last build that held nothing back; None where there was none."""
        if not self._waiting:
            return self.before
        waiting = {name: row for name, row in self._waiting.items() if not self._stays(name)}
        return {name: row for name, row in (self.before | waiting).items() if row != self._row_now(name)}

    def _stays(self, name: str) -> bool:
        return stays(name, self.inputs, self._failed)

    def _row_now(self, name: str) -> bytes | None:
        row = row_of(self._sources[name], self._body_of) if name in self._sources else None
        return row.value if row else None

    def changed(self) -> Iterator[tuple[str, engine.Row | None]]:
        """Yield rows as they are, one by one; None where there is none now.

        An article that changed after it was read is left as it was before.
        """
        for name, before in self.before.items():
            if self._holds and name not in self._waiting:
                yield _WAITING + name, engine.Row("", before or b"")
            if name not in self._sources:
                yield name, None
            elif row := row_of(self._sources[name], self._body_of):
                yield name, row
        if not self._holds:
            yield from ((_WAITING + name, None) for name in self._waiting)


def changes(inputs: Inputs, sources: Sources, before: Mapping[str, bytes | None]) -> list[Change]:
    """Return all that is not as it was; a first build is one change.

    Args:
        inputs: of this build.
        sources: the same, source by source.
        before: the rows kept of sources that differ now; None for those that were not there.

    """
    if before.get("config:", b"") is None:
        return [Change("", "first")]
    old = sources_in(before, inputs.now.tzinfo)
    then = old.get("now:", "")
    found: list[Change] = []
    for source in sorted(before, key=_rank):
        kind, _, name = source.partition(":")
        over = _laid_over(source, before, sources)
        if kind in _UNTOLD or source in unused(before, sources):
            continue
        if over:
            found.append(Change(source, over, _whole(kind, name, inputs)))
        elif _is_under(source) and (before[source] is None or source not in sources):
            continue  # told with the file that was laid over it
        elif before[source] is None:
            found.append(_added(source, kind, name, inputs, then))
        elif source not in old:
            continue  # kept in another shape, by another version, which is told
        elif source not in sources:
            found.append(_removed(source, kind, name, inputs, old))
        else:
            found += _inside(source, kind, name, inputs, old[source], sources[source])
    return found


def unused(before: Mapping[str, bytes | None], sources: Sources) -> list[str]:
    """Return the pictures that nothing names any more: what named them is what changed."""
    return [name for name in before if name.startswith("photo:") and name not in sources]


def taken_back(sources: Sources, some: Iterable[Change], old: Sources) -> Sources:
    """Return sources as they would be without some changes."""
    result = dict(sources)
    for one in some:
        kind = one.source.partition(":")[0]
        if kind == "template":
            _put_back(result, _under(one.source), old, was_there=one.kind != "added")
        if one.source not in old:
            result.pop(one.source, None)
        elif one.keys:
            value = _with(msgspec.to_builtins(result[one.source]), one.keys, _at(old[one.source], one.keys))
            other = msgspec.convert(value, _TYPES[kind])
            result[one.source] = with_body(other, other.body) if isinstance(other, TypedArticle) else other
        else:
            result[one.source] = old[one.source]
    return result


def _under(source: str) -> str:
    """Return the source of the theme's own template below one that a site puts over it."""
    kind, _, name = source.partition(":")
    return f"{kind}:theme/{name}"


def _is_under(source: str) -> bool:
    return source.startswith("template:theme/")


def _laid_over(source: str, before: Mapping[str, bytes | None], sources: Sources) -> CauseKind | None:
    """Return whether the site's own template was put over the theme's, or taken away; None for any other change."""
    under = _under(source)
    if under not in before or before[source] is None or source not in sources:
        return None
    if before[under] is None:
        return "added"
    return "removed" if under not in sources else None


def _put_back(result: Sources, source: str, old: Sources, *, was_there: bool) -> None:
    """Put a source back that changed with another one, or take it away."""
    if source in old:
        result[source] = old[source]
    elif not was_there:
        result.pop(source, None)


def _rank(source: str) -> tuple[int, str]:
    kind, _, name = source.partition(":")
    return (list(_TYPES).index(kind) if kind in _TYPES else len(_TYPES), name)


def _added(source: str, kind: str, name: str, inputs: Inputs, then: str) -> Change:
    article = next((one for one in inputs.articles if one.file == name), None) if kind == "article" else None
    if article and then and article.date and datetime.fromisoformat(then) < article.date <= inputs.now:
        when = article.date.isoformat(" ", "minutes")[:16]
        return Change(source, "due", KeyPlace(name, ("date",)), "date", new=when)
    return Change(source, "added", _whole(kind, name, inputs), _called(kind, name))


def _removed(source: str, kind: str, name: str, inputs: Inputs, old: Sources) -> Change:
    gone: CauseKind = "unpublished" if kind == "article" and name in inputs.unpublished else "removed"
    files = (one.partition(":")[2] for one, names in old.items() if one.startswith("stock:") and name in names)
    stood = next(files, "") if kind == "product" else ""
    return Change(source, gone, Place(stood) if stood else _whole(kind, name, inputs), _called(kind, name))


def _inside(source: str, kind: str, name: str, inputs: Inputs, old: Any, new: Any) -> Iterator[Change]:
    """Yield what differs inside one source."""
    if kind == "now":
        if old[:10] != new[:10]:
            yield Change(source, "day", old=old[:10], new=new[:10])
    elif kind == "program":
        for part in sorted({*old, *new}):
            if old.get(part) != new.get(part):
                yield Change(source, "program", name=part, old=old.get(part, ""), new=new.get(part, ""))
    elif kind == "template":
        yield _of_text(source, f"templates/{name}", 1, (), old, new)
    elif kind in _WHOLE:
        yield Change(source, "fonts" if kind == "fonts" else "bytes", _whole(kind, name, inputs))
    else:
        yield from _fields(source, kind, name, inputs, old, new)


def _fields(source: str, kind: str, name: str, inputs: Inputs, old: Any, new: Any) -> Iterator[Change]:
    if kind == "article" and old.body != new.body:
        yield _of_text(source, name, new.body_line, ("body",), old.body, new.body)
    plain = msgspec.to_builtins(new)
    for keys, was, now in _differences(msgspec.to_builtins(old), plain):
        if kind == "article" and keys[0] in _NOT_TYPED:
            continue
        called = _dotted(keys, plain)
        if kind in ("product", "outlet"):
            called = f"{name}.{called}"
        yield Change(source, "field", _place(kind, name, keys, inputs), called, keys, _shown(was), _shown(now))


def _of_text(source: str, file: str, first: int, keys: Keys, old: str, new: str) -> Change:
    """Return what differs between two texts: the first line, and how many."""
    pairs = list(zip_longest(old.split("\n"), new.split("\n")))
    start = next(number for number, (one, other) in enumerate(pairs) if one != other)
    was, now = old.split("\n")[start:], new.split("\n")[start:]
    while was and now and was[-1] == now[-1]:
        was.pop()
        now.pop()
    place = Place(file, first + start)
    return Change(source, "text", place, "", keys, "".join(was[:1]), "".join(now[:1]), max(len(was), len(now)))


def _differences(old: Any, new: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any, Any]]:
    """Yield the innermost values that differ; lists of other length, and what stands in another order, as a whole."""
    if isinstance(old, dict) and isinstance(new, dict):
        if old.keys() == new.keys() and list(old) != list(new):
            yield keys, old, new
            return
        for key in dict.fromkeys([*new, *old]):
            yield from _differences(old.get(key, _ABSENT), new.get(key, _ABSENT), (*keys, key))
    elif old == new:
        return
    elif isinstance(old, _LISTS) and isinstance(new, _LISTS) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differences(one, other, (*keys, index))
    else:
        yield keys, old, new


def _at(record: Any, keys: Keys) -> Any:
    value = msgspec.to_builtins(record)
    for key in keys:
        if isinstance(value, dict) and key not in value:
            return _ABSENT
        value = value[key]
    return value


def _with(value: Any, keys: Keys, other: Any) -> Any:
    """Return a copy of plain values with another one where the keys lead."""
    if not keys:
        return other
    copy: Any = dict(value) if isinstance(value, dict) else list(value)
    if len(keys) == 1 and other is _ABSENT:
        del copy[keys[0]]
    else:
        copy[keys[0]] = _with(value[keys[0]] if len(keys) > 1 else None, keys[1:], other)
    return copy


def _dotted(keys: Keys, record: Any) -> str:
    """Return keys as an author reads them: `offers[taobao].price`."""
    text, value = "", record
    for key in keys:
        if isinstance(key, str):
            text += f".{key}" if text else key
            value = value.get(key, {}) if isinstance(value, dict) else {}
        else:
            value = value[key] if isinstance(value, _LISTS) else {}
            named = isinstance(value, dict) and (value.get("shop") or value.get("id"))
            text += f"[{named or key + 1}]"
    return text


def _shown(value: Any) -> str:
    """Return a plain value as an author would type it, a time as that of the site; nothing for none."""
    if value is _ABSENT or value is None:
        return ""
    if isinstance(value, _LISTS) and not any(isinstance(one, (dict, *_LISTS)) for one in value):
        return ", ".join(map(str, value))
    if isinstance(value, (bool, dict, *_LISTS)):
        return json.dumps(value, ensure_ascii=False)
    moment = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    if moment:
        day, minute, second = moment.groups()
        time = minute + (second if second != ":00" else "")
        return day if time == "00:00" else f"{day} {time}"
    return str(value)


def _place(kind: str, name: str, keys: Keys, inputs: Inputs) -> Where:
    match kind:
        case "product":
            return inputs.catalogue.place(name, *keys)
        case "outlet":
            return KeyPlace(OUTLETS, (inputs.outlets.indexes[name], *keys))
        case "article":
            return KeyPlace(name, keys)
        case _:
            return KeyPlace(CONFIG, keys)


def _whole(kind: str, name: str, inputs: Inputs) -> Where | None:
    """Return the place of a source as a whole, as far as it has one now."""
    match kind:
        case "product":
            return inputs.catalogue.place(name) if name in inputs.catalogue.origins else Place("products")
        case "outlet":
            return KeyPlace(OUTLETS, (inputs.outlets.indexes[name],) if name in inputs.outlets.indexes else ())
        case "template":
            return Place(f"templates/{name}")
        case "fonts":
            return None
        case _:
            return Place(name)


def _called(kind: str, name: str) -> str:
    return name if kind in ("product", "outlet") else ""
