"""The author's live view: builds the site, serves it on this computer, reloads pages as files change.

    server   the socket, the threads, Ctrl-C
    watch    files that change → a build is wanted
    builds   a build is wanted → what is now shown
    state    what is shown, and who waits for it
    app      requests → responses
    paths    the path of a request → a file of the output
    network  the address that phones in the same network open
    pages    what is added to pages: the problems, the way to kits, the script that reloads

Everything heavy it needs (uvicorn, Starlette, watchfiles) is imported with this package and nowhere else.
"""

from .network import lan_host
from .server import serve

__all__ = ["lan_host", "serve"]
