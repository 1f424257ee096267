"""The server: its socket, its threads, and how it ends."""

from __future__ import annotations

import errno
import multiprocessing
import os
import socket
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import msgspec
import uvicorn

from contentshop.build import Options, output_folder
from contentshop.problems import Language, fail
from contentshop.reporting import Outcome
from contentshop.sources import Folder

from .app import App
from .builds import base_of, builds
from .state import Preview
from .watch import Watch

_GRACE = 0.3
"""Seconds a thread is given to end."""


def serve(
    root: Path,
    options: Options,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    language: Language = "en",
    editor: str = "",
    on_begun: Callable[[str], None] = lambda _: None,
    on_ready: Callable[[str], None],
    on_build: Callable[[Outcome], None],
    on_wait: Callable[[], None] = lambda: None,
    stop: threading.Event | None = None,
) -> None:
    """Build the site, drafts included, and serve it until Ctrl-C, building and reloading on every change.

    Args:
        root: the site's folder.
        options: how to build; its clock is replaced by the present at every build.
        host: the address to listen on; requests that name another one are refused, but for this computer's.
        port: the port; 0 for any free one.
        language: of the problems on the page.
        editor: the address that opens a file in the author's editor, with `{path}`, `{line}` and `{column}`;
            without one, problems have no link to it.
        on_begun: told the address, once, before the first build; requests wait for that.
        on_ready: told the address, once, after the first build; called in another thread, as is
        on_build: told of every build, also of one that changed nothing, and
        on_wait: told that another build of the same folder is waited for, once for each that lasts.
        stop: ends the preview when set, as Ctrl-C does.

    Raises:
        ProblemError: port-taken, cannot-listen, cannot-watch.

    """
    root = root.resolve()
    changes = {"preview": True, "drafts": True, "locked": False, "check": False, "dry_run": False}
    options = msgspec.structs.replace(options, **changes)
    output = output_folder(root, options)
    preview = Preview()

    def work() -> None:
        ready = False
        for outcome in builds(root, options, language, preview, editor, on_wait):
            on_build(outcome)
            if not ready:
                on_ready(_address(host, listener, preview.shown.base))
                ready = True

    with closing(_listen(host, port)) as listener:
        on_begun(_address(host, listener, base_of(Folder(root))))
        jobs = (work, Watch(root, output, preview).run)
        threads = [threading.Thread(target=preview.guarded(job), daemon=True) for job in jobs]
        for thread in threads:
            thread.start()
        _run(App(preview, output, host, language), preview, listener, stop or threading.Event())
        _end(threads)
    if preview.fault is not None:
        raise preview.fault


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens, so that a browser which comes before the server is ready waits."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise fail("cannot-listen", host=host, port=port, reason=error.strerror or error) from None
    try:
        if os.name == "posix":  # elsewhere this option lets two servers share a port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise fail("port-taken", host=host, port=port) from None
        raise fail("cannot-listen", host=host, port=port, reason=error.strerror or error) from None
    return listener


def _address(host: str, listener: socket.socket, base: str | None) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listener.getsockname()[1]}{base or '/'}"


class _Server(uvicorn.Server):
    """Ends when the preview or its caller does, and lets no stream of events hold it up."""

    def __init__(self, config: uvicorn.Config, preview: Preview, stop: threading.Event) -> None:
        super().__init__(config)
        self._preview, self._stop = preview, stop

    async def on_tick(self, counter: int) -> bool:
        """Return whether to end."""
        return self._stop.is_set() or self._preview.closed.is_set() or await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End every wait, then all connections."""
        self._preview.close()
        await super().shutdown(sockets)


def _run(app: App, preview: Preview, listener: socket.socket, stop: threading.Event) -> None:
    """Serve in this thread until the end."""
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    with suppress(KeyboardInterrupt):
        _Server(config, preview, stop).run([listener])
    preview.close()


def _end(threads: list[threading.Thread]) -> None:
    """Wait a moment for the threads; a build that goes on loses its processes, which leaves whole files."""
    for thread in threads:
        thread.join(_GRACE)
    if any(thread.is_alive() for thread in threads):
        for child in multiprocessing.active_children():
            child.terminate()
