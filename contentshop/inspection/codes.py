"""Reading the codes in the output back, as phones see them: at three sizes and through a lossy picture.

The sizes are those at which posters are looked at: whole, on a small screen, in a list (378 px of 1080).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from contentshop.model import Place, Problem, Record
from contentshop.problems import problem

if TYPE_CHECKING:
    from PIL import Image

_SHARES = (1, 0.5, 0.35)
_QUALITY = 60


class CodeFile(Record):
    """A picture of the output with the text that its code must hold; what a worker gets."""

    path: str
    text: str
    data: bytes


class CodeSeen(Record):
    """What was read from a picture."""

    path: str
    text: str
    unread: tuple[str, ...] = ()
    """The views in which its code was not found, such as `35 %`."""
    others: tuple[str, ...] = ()
    """What else was read."""
    broken: bool = False


def can_read_codes() -> bool:
    """Return whether the reader of codes is installed."""
    return find_spec("zxingcpp") is not None


def read_codes(files: Sequence[CodeFile]) -> list[CodeSeen]:
    """Return what is read from pictures, each seen in every way."""
    return [_seen(one) for one in files]


def problems_of_codes(seen: CodeSeen, shown_in: str) -> Iterator[Problem]:
    """Yield what is wrong with a code; `shown_in` stands before its path, with a slash at its end."""
    where = Place(shown_in + seen.path)
    if seen.broken:
        yield problem("broken-picture", where, path=where.file)
    elif seen.others and len(seen.unread) == len(_SHARES) + 1:
        yield problem("code-leads-elsewhere", where, found=", ".join(seen.others), wanted=seen.text)
    elif seen.unread:
        yield problem("unreadable-code", where, views=", ".join(seen.unread), wanted=seen.text)
    elif seen.others:
        yield problem("several-codes", where, found=", ".join(seen.others))


def _seen(file: CodeFile) -> CodeSeen:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(file.data)) as opened:
            whole = opened.convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return CodeSeen(file.path, file.text, broken=True)
    unread: list[str] = []
    others: dict[str, None] = {}
    for name, view in _views(whole):
        texts = _texts(view)
        unread += [] if file.text in texts else [name]
        others |= dict.fromkeys(text for text in texts if text != file.text)
    return CodeSeen(file.path, file.text, tuple(unread), tuple(others))


def _views(image: Image.Image) -> Iterator[tuple[str, Image.Image]]:
    from PIL import Image

    for share in _SHARES:
        size = round(image.width * share), round(image.height * share)
        yield f"{share:.0%}", image if share == 1 else image.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=_QUALITY)
    yield f"JPEG {_QUALITY}", Image.open(out)


def _texts(image: Image.Image) -> list[str]:
    import zxingcpp

    only = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    return [found.text for found in zxingcpp.read_barcodes(image, formats=only)]
