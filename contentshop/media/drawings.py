"""SVG: shown as it is, so it must hold nothing that runs or fetches; its size in px.

Read by expat as it stands in Python, which fetches nothing; entities are refused where they are declared,
before one could grow.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from .photos import PictureError

_NAMESPACE = "http://www.w3.org/2000/svg"
_HTML = "http://www.w3.org/1999/xhtml"
"""Its elements work in an SVG too: `meta` sends a reader on, `img` with `srcset` fetches."""
_HEAVIEST = 8 * 1024 * 1024
_RUNNING = frozenset(
    {"script", "foreignobject", "handler", "listener", "iframe", "embed", "object", "audio", "video", "canvas"}
)
"""Local names of elements, in lower case, that run something or bring in HTML."""
_MOVING = frozenset({"animate", "set", "animatetransform", "animatemotion", "animatecolor", "discard"})
_LOCAL = re.compile(r"#|data:(?:image/(?:png|jpe?g|gif|webp|avif)|font/|application/(?:x-)?font)", re.IGNORECASE)
_PAGE = re.compile(r"#|https?://", re.IGNORECASE)
_URL = re.compile(r"\b(?:url|src|image|image-set|-webkit-image-set)\(\s*[\"']?\s*([^)]*)", re.IGNORECASE)
_LENGTH = re.compile(r"\s*\+?(\d+(?:\.\d*)?|\.\d+)(?:e([+-]?\d{1,2}))?\s*([a-z]*)\s*", re.IGNORECASE)
_PX = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
_MOST = 1_000_000
"""In px: no side is taken to be longer."""


def is_drawing(data: bytes) -> bool:
    """Return whether the bytes begin like XML."""
    return data[:256].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<"


def size_of_drawing(data: bytes) -> tuple[int, int]:
    """Check an SVG and return its size in px: of its `viewBox`, else its width and height; (0, 0) when it has none.

    Raises:
        PictureError: broken-picture, heavy-picture, unsafe-svg.

    """
    if len(data) > _HEAVIEST:
        raise PictureError("heavy-picture", limit=_HEAVIEST // 1024 // 1024)
    reader = _Reader()
    try:
        reader.read(data)
    except (expat.ExpatError, LookupError, UnicodeError):
        raise PictureError("broken-picture") from None
    return reader.size


def _unsafe(what: str) -> PictureError:
    return PictureError("unsafe-svg", what=what)


class _Reader:
    """Reads one SVG from its begin to its end; refuses what is not allowed as soon as it stands there."""

    def __init__(self) -> None:
        self.size = (0, 0)
        self._depth = 0
        self._style: list[str] | None = None
        """The text of the `style` element that is open."""
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._entity
        parser.ProcessingInstructionHandler = self._instruction

    def read(self, data: bytes) -> None:
        """Read it all."""
        self._parser.Parse(data, True)

    @staticmethod
    def _doctype(name: str, system: str | None, public: str | None, has_internal: int) -> None:
        del name, system, public
        if has_internal:  # it may give elements attributes that do not stand there
            raise _unsafe("<!DOCTYPE […]>")

    @staticmethod
    def _entity(name: str, *_: object) -> None:
        raise _unsafe(f"<!ENTITY {name}>")

    @staticmethod
    def _instruction(target: str, data: str) -> None:
        if target.lower() != "xpacket":
            raise _unsafe(f"<?{target} {data[:40]}?>")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if self._depth == 0:
            if (space, local) != (_NAMESPACE, "svg"):
                raise PictureError("broken-picture")
            self.size = _size(attributes)
        self._depth += 1
        element = local.lower()
        if element in _RUNNING or space == _HTML:
            raise _unsafe(f"<{local}>")
        if element == "style":
            self._style = []
        for key, value in attributes.items():
            _check_attribute(element, key.rpartition(" ")[2].lower(), value)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name.rpartition(" ")[2].lower() == "style" and self._style is not None:
            _check_style("".join(self._style))
            self._style = None

    def _text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)


def _check_attribute(element: str, name: str, value: str) -> None:
    """Refuse event handlers, what turns an attribute into one, and addresses outside the file."""
    if name.startswith("on"):
        raise _unsafe(name)
    if name in ("href", "src", "base", "data", "action", "formaction"):
        allowed = _PAGE if element == "a" and name == "href" else _LOCAL
        if value.strip() and not allowed.match(value.strip()):
            raise _unsafe(f'{name}="{value[:60]}"')
    elif element in _MOVING and name == "attributename":
        target = value.strip().lower().rpartition(":")[2]
        if target == "href" or target.startswith("on"):
            raise _unsafe(f'attributeName="{value}"')
    elif "(" in value or name == "style":
        _check_style(value)


def _check_style(text: str) -> None:
    """Refuse style that fetches; a backslash may spell what is looked for here in another way."""
    if "\\" in text or "@import" in text.lower() or "expression(" in text.lower():
        raise _unsafe(text.strip()[:60])
    for found in _URL.finditer(text):
        if not _LOCAL.match(found[1]):
            raise _unsafe(found[0][:60])


def _size(attributes: dict[str, str]) -> tuple[int, int]:
    box = re.split(r"[\s,]+", attributes.get("viewBox", "").strip())
    if len(box) == 4:  # noqa: PLR2004 - left, top, width, height
        width, height = _px(box[2]), _px(box[3])
        if width and height:
            return width, height
    width, height = _px(attributes.get("width", "")), _px(attributes.get("height", ""))
    return (width, height) if width and height else (0, 0)


def _px(length: str) -> int:
    """Return a length in px; 0 for one that is relative, such as `100%` or `2em`, or none at all."""
    found = _LENGTH.fullmatch(length)
    scale = _PX.get(found[3].lower()) if found else None
    if found is None or scale is None:
        return 0
    return round(min(float(f"{found[1]}e{found[2] or 0}") * scale, _MOST))
