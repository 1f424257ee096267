"""The versions that output depends on."""

from __future__ import annotations

import sys
import zlib
from contextlib import suppress
from functools import cache
from pathlib import Path

import msgspec

from contentshop import __version__
from contentshop.kept import keep, kept
from contentshop.media import encoders, shapers
from contentshop.model import digest
from contentshop.sources import installed

_PARTS = (
    "babel",
    "beautifulsoup4",
    "jinja2",
    "lxml",
    "markdown",
    "markupsafe",
    "nh3",
    "numpy",
    "pillow",
    "pygments",
    "qrcode",
)


@cache
def environment() -> dict[str, str]:
    """Return every part that output bytes depend on, with its version.

    To ask each takes as long as a small site; so what they said is kept while what is installed stands.
    """
    place, key = f"{sys.prefix} {__file__}", installed()
    data = kept("environments", place, key)
    with suppress(msgspec.DecodeError):
        if data is not None:
            return msgspec.msgpack.decode(data, type=dict[str, str])
    asked = _asked()
    keep("environments", place, key, msgspec.msgpack.encode(asked))
    return asked


def _asked() -> dict[str, str]:
    """Return what each part says of itself."""
    import platform
    from importlib import metadata

    versions = {name: metadata.version(name) for name in _PARTS}
    own = {"contentshop": __version__ + _edition(), "python": platform.python_version()}
    return {**own, "zlib": zlib.ZLIB_RUNTIME_VERSION, **versions, **encoders(), **shapers()}


def _edition() -> str:
    """Return the digest of the program's own code and tables: between releases the version stands still."""
    package = Path(__file__).parent.parent
    files = sorted(path for path in package.rglob("*") if path.suffix in {".py", ".toml", ".yaml"})
    return "+" + digest(*(part for path in files for part in (path.name, path.read_bytes())))


@cache
def environment_digest() -> str:
    """Return the digest of the environment."""
    return digest(*(f"{name} {version}" for name, version in sorted(environment().items())))
