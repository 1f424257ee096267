"""Finding 口令 in text: the eleven characters by which Taobao's app knows an item it was told of in words.

A token is eleven letters and digits with others than letters and digits around it, both cases, and at least
three changes between lower case, upper case and digits. That alone also fits `MicroPython`; so it counts
only behind `tk=` or behind a sign that share texts put before it: a currency sign, an opening bracket, a
slash, an emoji. Measured on 22 public samples of 2017 to 2025 and 886 000 ordinary lines on 2026-11-21: all
samples found, 0.023 % of the lines hit. Two things are passed over besides, which no sample has: words
written together (`(WebAssembly)`), and parts of addresses and paths (`youtu.be/dQw4w9WgXcQ`, `src/MicroPython`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec

from contentshop.model import (
    Channel,
    Config,
    KeyPlace,
    Outlet,
    OutletTexts,
    Problem,
    Product,
    ProductTexts,
    Record,
    TextPlace,
    TypedArticle,
    Where,
)
from contentshop.problems import problem

from .policy import row_of

LENGTH = 11
_CHANGES = 3
_SIGNS = "$＄¢£¥￥￡\u20a0-\u20cf(（\\[［{｛<＜〈《【〖〔「『/／\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
"""What may stand before a token: currency signs, opening brackets, a slash, emoji."""
_TOKEN = re.compile(rf"[={_SIGNS}] ?([A-Za-z0-9]{{{LENGTH}}})(?![A-Za-z0-9])")
_BARE = re.compile(rf"[A-Za-z0-9]{{{LENGTH}}}")
_CHANGE = re.compile("(?<=[a-z])[A-Z0-9]|(?<=[A-Z])[a-z0-9]|(?<=[0-9])[A-Za-z]")
_WORDS = re.compile("[A-Z]?[a-z]{2,}(?:[A-Z][a-z]{2,})*(?:[A-Z]{3,}s?)?[0-9]{0,4}")
_LONGEST = 2048
"""Characters of an address that are looked back on."""
_KEY = re.compile(r"(?<!\w)tk\Z", re.ASCII)
_IN_PATH = re.compile(r"[\w.%+~=:/-]\Z")
_ADDRESS = re.compile(r"[\w.+-]+://[^\s<>\"'「」【】《》，。）]*\Z")


class Token(Record):
    """A token of a 口令 and where it stands in the text, in characters."""

    text: str
    start: int
    in_address: bool = False
    """Whether it stands in a short link, as the value of `tk`."""

    @property
    def end(self) -> int:
        """Return the position behind the token."""
        return self.start + len(self.text)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of 口令 in a text, in order."""
    for match in _TOKEN.finditer(text):
        token, start = match[1], match.start()
        if not _is_mixed(token) or not _changes_enough(token):
            continue
        keyed = text[start] == "="
        if _KEY.search(text, start - 2, start) if keyed else _is_wrapped(text, start, token):
            yield Token(token, match.start(1), keyed)


def _is_wrapped(text: str, start: int, token: str) -> bool:
    """Return whether the sign at `start` is one before a 口令, and not part of a path, an address or ordinary words."""
    if _WORDS.fullmatch(token) or (text[start] in "/／" and _IN_PATH.search(text, max(0, start - 1), start)):
        return False
    return not _is_in_address(text, start)


def looks_bare(text: str) -> bool:
    """Return whether a text is nothing but eleven such characters, which may be a token without its signs."""
    return bool(_BARE.fullmatch(text)) and _is_mixed(text) and _changes_enough(text) and not _WORDS.fullmatch(text)


def _is_mixed(token: str) -> bool:
    return token != token.lower() and token != token.upper()


def _changes_enough(token: str) -> bool:
    return len(_CHANGE.findall(token)) >= _CHANGES


def _is_in_address(text: str, position: int) -> bool:
    """Return whether an address runs up to a position of the text."""
    far = max(0, position - _LONGEST)
    start = max(text.rfind(" ", far, position) + 1, text.rfind("\n", far, position) + 1, far)
    return "://" in text[start:position] and _ADDRESS.search(text, start, position) is not None


KINDS = ("taobao", "tmall")
"""The kinds of shop whose app reads 口令."""
_BODY: tuple[Channel, ...] = ("wechat",)
_HEAD: tuple[Channel, ...] = ("wechat", "moments")
"""The channels that are made of an article's text, and of its title and summary, and may forbid a 口令."""
_GOODS: tuple[Channel, ...] = ("wechat", "moments", "feed", "print")
"""The channels that show texts of the catalogue and of outlets, and may forbid a 口令."""
_NAMES: dict[Channel, tuple[str, str]] = {
    "wechat": ("official accounts", "公众号"),
    "moments": ("Moments", "朋友圈"),
    "feed": ("feeds", "订阅源"),
    "print": ("print", "印刷品"),
}
_TEXTS = {Product: ProductTexts.__struct_fields__, Outlet: OutletTexts.__struct_fields__}
"""What readers see of a record: the fields that it may have in other languages too."""
R = TypeVar("R", Product, Outlet)


def raw_koulings(article: TypedArticle, config: Config) -> Iterator[Problem]:
    """Yield `raw-kouling` for each 口令 typed into an article whose text goes where the policy forbids one.

    What stands in code is an example and passed over.
    """
    found = {one.text: _BODY for one in tokens(article.body) if _stands_outside_code(article.body, one.text)}
    for text, channels in found.items():
        yield from _raw(text, channels, TextPlace(article.file, text), config)
    for key, value in (("title", article.title), ("summary", article.summary)):
        for one in tokens(value):
            if one.text not in found:
                yield from _raw(one.text, _HEAD, KeyPlace(article.file, (key,)), config)


def _raw(
    text: str, channels: tuple[Channel, ...], where: Where, config: Config, code: str = "raw-kouling"
) -> Iterator[Problem]:
    wrong = [one for one in channels if config.builds(one) and forbids_kouling(one, config)]
    if wrong:
        english, chinese = zip(*(_NAMES[one] for one in wrong), strict=True)
        yield problem(code, where, text=text, channels=", ".join(english), channels_zh="、".join(chinese))


def forbids_kouling(channel: Channel, config: Config) -> bool:
    """Return whether a channel may carry no 口令: Moments never does; a row of confidence L forbids nothing."""
    rows = [row_of(channel, kind, config.policy) for kind in KINDS]
    known = [row for row in rows if row is not None and row.confidence != "L"]
    return channel == "moments" or (bool(known) and not any("kouling" in row.carriers for row in known))


# --- in the catalogue and in outlets


def hidden_koulings(record: Product | Outlet, place: KeyPlace, config: Config) -> Iterator[Problem]:
    """Yield `hidden-kouling` for each text of a product or an outlet with a 口令 that some channel leaves out.

    Args:
        record: a product or an outlet, as it is written.
        place: where it is written.
        config: the site's.

    """
    for keys, text in _pieces(record) if _speaks(record) else ():
        for one in tokens(text):
            where = KeyPlace(place.file, (*place.keys, *keys))
            yield from _raw(one.text, _GOODS, where, config, "hidden-kouling")


def unspoken(record: R) -> R:
    """Return a product or an outlet whose texts, in its own language, hold no 口令."""
    if not _speaks(record):
        return record
    fields = {name: _without(getattr(record, name)) for name in _TEXTS[type(record)]}
    return msgspec.structs.replace(record, **fields)


def without_kouling(text: str) -> str:
    """Return a text without the tokens of 口令, each with the signs around it left where they are."""
    while found := next(iter(tokens(text)), None):
        text = f"{text[: found.start]}…{text[found.end :]}"
    return text


def _speaks(record: Product | Outlet) -> bool:
    """Return whether any text of a record holds a 口令; all are looked at in one go."""
    return next(tokens("\n".join(text for _, text in _pieces(record))), None) is not None


def _pieces(record: Product | Outlet) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each text of a record that readers see, in every language, with its keys."""
    spoken: list[tuple[tuple[str, ...], Any]] = [((), record)]
    spoken += [(("translations", language), one) for language, one in record.translations.items()]
    for keys, one in spoken:
        for name in _TEXTS[type(record)]:
            value = getattr(one, name)
            if isinstance(value, str):
                yield (*keys, name), value
            elif isinstance(value, tuple):
                for number, text in enumerate(value):
                    yield (*keys, name, number), text
            else:
                for key, text in value.items():
                    yield (*keys, name, key), f"{key}\n{text}"


def _without(value: Any) -> Any:
    if isinstance(value, str):
        return without_kouling(value)
    if isinstance(value, tuple):
        return tuple(map(without_kouling, value))
    return {without_kouling(key): without_kouling(text) for key, text in value.items()}


def _stands_outside_code(body: str, text: str) -> bool:
    from contentshop.markup import locate

    return locate(body, text, 0) != (0, 0)
