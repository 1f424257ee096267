"""Other processes that share in the work of this one."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TypeVar

R = TypeVar("R")
_EACH = 2
"""Pieces of work that a process has before it: one it works on, and one more, so that it need not wait."""


class InProcess(Executor):
    """An executor that does the work at once, in this process."""

    def submit(self, fn: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        """Return a future that is already done."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - a future hands on whatever was raised
            future.set_exception(error)
        return future


class Workers(InProcess):
    """An executor that gives work to other processes; what they have no room for, this one does at once."""

    def __init__(self, count: int) -> None:
        """Begin so many other processes."""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        self._pool = ProcessPoolExecutor(count, get_context("fork" if _forks() else "spawn"), initializer=_begun)
        self._room = threading.Semaphore(count * _EACH)

    def submit(self, fn: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        """Return the future of work that another process does, or one that is already done."""
        return self.offer(fn, *args, **kwargs) or super().submit(fn, *args, **kwargs)

    def offer(self, fn: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R] | None:
        """Return the future of work that another process does; None when they have no room for it."""
        if not self._room.acquire(blocking=False):
            return None
        with _uninterrupted():  # a process that is begun for it has no way yet to leave interrupts to this one
            future = self._pool.submit(fn, *args, **kwargs)
        future.add_done_callback(lambda _: self._room.release())
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as in Python
        """End the other processes once they have done what they are at."""
        self._pool.shutdown(wait, cancel_futures=cancel_futures)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let no interrupt in, as far as the system can put it off; processes that begin meanwhile put it off for good."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def starting_seconds() -> float:
    """Return what it takes, roughly, to begin another process: a new one imports everything again."""
    return 0.05 if _forks() else 0.5


def _forks() -> bool:
    """Return whether another process can begin as a copy of this one.

    Where other threads run, a copy might wait for ever for what they held (`os.fork`); macOS's own libraries use some.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _begun() -> None:
    """Leave interrupts to the process that began this one, and end with it; look for no cycles, as few are made."""
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
