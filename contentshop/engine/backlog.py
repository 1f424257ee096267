"""What is planned and not done yet: its values wait in a file, so that memory does not grow with what a page shows.

The file has no name in any folder and is gone with the process. What small sites plan stays in memory.
"""

from __future__ import annotations

import errno
import os
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple, Self, TypeVar, cast, get_args, overload

import msgspec

from contentshop.model import Record, Render, Task, Wave, Work, digest
from contentshop.problems import ProblemError, fail

from .environment import environment_digest
from .templates import Templates

W = TypeVar("W", bound=Record)
_AT_ONCE = 8_000_000
"""Bytes that wait in memory before they go to the file."""
_AHEAD = 262_144
"""Bytes that are read from the file together; what is asked for next mostly lies behind what is asked for now."""
_DIGEST = 16
"""Bytes of a digest."""
_WAVES: tuple[Wave, ...] = get_args(Wave)
_encoder = msgspec.msgpack.Encoder(order="deterministic")


class Packed(NamedTuple):
    """What a task is made from, as it waits and as workers get it."""

    template: str
    """Of a page; empty for other work."""
    kind: type[Record]
    """Of the page's view, else of the work."""
    data: bytes

    @classmethod
    def of(cls, work: Work) -> Self:
        """Return what a work is as bytes."""
        if isinstance(work, Render):
            return cls(work.template, type(work.view), _encoder.encode(work.view))
        return cls("", type(work), _encoder.encode(work))

    def work(self) -> Work:
        """Return the work."""
        value = _decoder(self.kind).decode(self.data)
        return Render(self.template, value) if self.template else cast("Work", value)


@cache
def _decoder(kind: type[Record]) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(kind)


class Backlog(Sequence[Task]):
    """The tasks of a plan in their order, and other values that planning puts aside; a context manager.

    Each task is decoded when it is asked for.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Keep what does not fit into memory in a folder, by default in the machine's for temporary files."""
        self._values = _Values(folder)
        self._templates: list[str] = []
        self._template_numbers: dict[str, int] = {}
        self.paths: list[str] = []
        """Of the tasks."""
        self._columns = array("B"), array("H"), array("L")
        """Of each task the number of its wave, of its template, and of its value."""

    def __enter__(self) -> Self:
        """Return the backlog."""
        return self

    def __exit__(self, *_: object) -> None:
        """Forget the values."""
        self.close()

    def close(self) -> None:
        """Forget the values; paths, waves and templates are still there."""
        self._values.close()

    def put(self, value: Record) -> int:
        """Put a value aside and return its number.

        Raises:
            ProblemError: output-unwritable (a full disk).

        """
        return self._values.put(type(value), _encoder.encode(value))

    def get(self, number: int) -> Any:
        """Return a value that was put aside."""
        kind, data = self._values.get(number)
        return _decoder(kind).decode(data)

    def add(self, task: Task) -> None:
        """Add a task.

        Raises:
            ProblemError: output-unwritable (a full disk).

        """
        packed = Packed.of(task.work)
        if packed.template not in self._template_numbers:
            self._template_numbers[packed.template] = len(self._templates)
            self._templates.append(packed.template)
        self.paths.append(task.path)
        waves, templates, values = self._columns
        waves.append(_WAVES.index(task.wave))
        templates.append(self._template_numbers[packed.template])
        values.append(self._values.put(packed.kind, packed.data))

    def __len__(self) -> int:
        """Return how many tasks there are."""
        return len(self.paths)

    @overload
    def __getitem__(self, number: int) -> Task: ...
    @overload
    def __getitem__(self, number: slice) -> list[Task]: ...
    def __getitem__(self, number: int | slice) -> Task | list[Task]:
        """Return a task, or several."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        return Task(self.paths[number], self.wave(number), self.pack(number).work())

    def pack(self, number: int) -> Packed:
        """Return what a task is made from."""
        return Packed(self.template(number), *self._values.get(self._columns[2][number]))

    def packed(self, numbers: Sequence[int]) -> Sequence[Packed]:
        """Return what some tasks are made from, each read when it is asked for."""
        return _Some(self, numbers)

    def wave(self, number: int) -> Wave:
        """Return the wave in which a task is written."""
        return _WAVES[self._columns[0][number]]

    def template(self, number: int) -> str:
        """Return the template of a task that makes a page; nothing for another."""
        return self._templates[self._columns[1][number]]

    def kind(self, number: int) -> type[Record]:
        """Return the kind of a task's work."""
        return Render if self.template(number) else self._values.kind(self._columns[2][number])

    def each(self, kind: type[W], among: Iterable[int] | None = None) -> Iterator[tuple[int, W]]:
        """Yield the number and the work of every task, or of some, whose work is of a kind."""
        for number in range(len(self)) if among is None else among:
            if self.kind(number) is kind:
                yield number, cast("W", self.pack(number).work())

    def some(self, among: Iterable[int], *kinds: type[Record]) -> Iterator[tuple[int, Task]]:
        """Yield those of some tasks whose work is of one of the kinds, with their numbers."""
        return ((number, self[number]) for number in among if self.kind(number) in kinds)

    def fingerprints(self, templates: Templates) -> Fingerprints:
        """Return the fingerprint of each task: the digest of all that its bytes depend on.

        Raises:
            ProblemError: a template of a task is missing or broken.

        """
        found = Fingerprints()
        used = {name: templates.digest(name) if name else "" for name in self._templates}
        environment = environment_digest()
        for number, path in enumerate(self.paths):
            value, template = self._columns[2][number], self.template(number)
            made_from = (self.wave(number), self._values.kind(value).__name__, self._values.digest(value))
            found.append(digest(path, template, used[template], environment, *made_from))
        return found


class _Some(Sequence[Packed]):
    """Some tasks of a backlog as workers get them."""

    def __init__(self, backlog: Backlog, numbers: Sequence[int]) -> None:
        self._backlog, self._numbers = backlog, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, number: int) -> Packed: ...
    @overload
    def __getitem__(self, number: slice) -> list[Packed]: ...
    def __getitem__(self, number: int | slice) -> Packed | list[Packed]:
        if isinstance(number, slice):
            return [self._backlog.pack(one) for one in self._numbers[number]]
        return self._backlog.pack(self._numbers[number])


class Fingerprints(Sequence[str]):
    """Fingerprints, held as few bytes."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def append(self, fingerprint: str) -> None:
        """Add one."""
        self._bytes += bytes.fromhex(fingerprint)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._bytes) // _DIGEST

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        """Return one, or several."""
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        start = range(len(self))[number] * _DIGEST
        return self._bytes[start : start + _DIGEST].hex()


class _Values:
    """Encoded values by number, in a file once they are many."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._file: FileIO | None = None
        self._written, self._first = 0, 0
        """Bytes in the file, and the number of the first value that waits in memory."""
        self._waiting: list[bytes] = []
        self._ahead, self._ahead_from = b"", 0
        """What was read of the file last, and where it stands there."""
        self._ends = array("Q", [0])
        self._kinds: list[type[Record]] = []
        self._kind_numbers: dict[type[Record], int] = {}
        self._kind_of = array("H")
        self._digests = bytearray()

    def put(self, kind: type[Record], data: bytes) -> int:
        if kind not in self._kind_numbers:
            self._kind_numbers[kind] = len(self._kinds)
            self._kinds.append(kind)
        self._kind_of.append(self._kind_numbers[kind])
        self._digests += blake2b(data, digest_size=_DIGEST).digest()
        self._waiting.append(data)
        self._ends.append(self._ends[-1] + len(data))
        if self._ends[-1] - self._written >= _AT_ONCE:
            self._write()
        return len(self._kind_of) - 1

    def kind(self, number: int) -> type[Record]:
        return self._kinds[self._kind_of[number]]

    def digest(self, number: int) -> bytes:
        return bytes(self._digests[number * _DIGEST : (number + 1) * _DIGEST])

    def get(self, number: int) -> tuple[type[Record], bytes]:
        if number >= self._first:
            return self.kind(number), self._waiting[number - self._first]
        start, end = self._ends[number], self._ends[number + 1]
        if not self._ahead_from <= start <= end <= self._ahead_from + len(self._ahead):
            self._ahead, self._ahead_from = self._read(start, max(end - start, _AHEAD)), start
        return self.kind(number), self._ahead[start - self._ahead_from : end - self._ahead_from]

    def _read(self, start: int, count: int) -> bytes:
        if self._file is None:
            raise ValueError(start)
        wanted = min(count, self._written - start)
        try:
            self._file.seek(start)
            found = self._file.read(wanted)
            while len(found) < wanted and (more := self._file.read(wanted - len(found))):
                found += more
        except OSError as error:
            raise self._refused(error) from None
        if len(found) < wanted:
            raise self._refused(OSError(errno.EIO, os.strerror(errno.EIO)))
        return found

    def _refused(self, error: OSError) -> ProblemError:
        """Return what is told where the machine cannot keep or give back what waits."""
        where = self._folder or tempfile.gettempdir()
        return fail("output-unwritable", path=where, reason=error.strerror or error)

    def _write(self) -> None:
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0, dir=self._folder)  # noqa: SIM115 - `close` does
            self._file.seek(self._written)
            left = memoryview(b"".join(self._waiting))
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise self._refused(error) from None
        self._written, self._first = self._ends[-1], len(self._kind_of)
        self._waiting.clear()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._waiting.clear()
        self._ahead = b""
