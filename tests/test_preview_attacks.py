"""What others could ask the preview for: files outside of what it shows, drafts through a name of their own."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from test_preview import PAGE, PATIENCE, Served, made, serving

SECRET = b"top secret"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site with a secret beside what is shown, being served; nothing is changed."""
    site = made(tmp_path_factory.mktemp("attacked"))
    site.write("secret.txt", SECRET)
    site.write(".contentshop/preview/secret.txt", SECRET)
    site.write(".contentshop/preview/.contentshop-output", "")
    with serving(site) as found:
        yield found


def ask(served: Served, request: bytes) -> tuple[int, bytes]:
    """Send bytes and return the status and all that comes back; the secret never does."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=PATIENCE) as connection:
        connection.sendall(request)
        with connection.makefile("rb") as answer:
            said = answer.read()
    assert SECRET not in said
    return int(said.split()[1]), said


def get(served: Served, target: str, host: str = "localhost", *more: str) -> tuple[int, bytes]:
    """Ask for a target as it stands, byte for byte."""
    lines = [f"GET {target} HTTP/1.1", f"Host: {host}", *more, "Connection: close", "", ""]
    return ask(served, "\r\n".join(lines).encode())


REFUSED = {
    "the folder above": "/..",
    "this folder": "/.",
    "plain": "/../../../secret.txt",
    "past the root": "/../../../../../../../../../../etc/passwd",
    "from a page": "/articles/../../secret.txt",
    "from a file": "/feed.xml/../../secret.txt",
    "from the events": "/.contentshop/events/../../../secret.txt",
    "from the kits": "/-/kits/../../secret.txt",
    "from a kit": "/-/kits/kit/../../secret.txt",
    "of the kits": "/-/kits/..",
    "encoded": "/%2e%2e/%2e%2e/secret.txt",
    "encoded in capitals": "/%2E%2E/%2E%2E/secret.txt",
    "half encoded": "/.%2e/%2e./secret.txt",
    "of the kits, encoded": "/-/kits/%2e%2e/secret.txt",
    "an encoded slash": "/..%2f..%2fsecret.txt",
    "an encoded slash in a name": "/articles%2fa/",
    "an encoded slash first": "/%2fetc/passwd",
    "backslashes": "/..\\..\\secret.txt",
    "encoded backslashes": "/..%5c..%5csecret.txt",
    "all encoded, backslashes": "/%2e%2e%5c%2e%2e%5csecret.txt",
    "a share": "/\\\\evil.test\\share",
    "an encoded share": "/%5c%5cevil.test%5cshare",
    "overlong dots": "/%c0%ae%c0%ae/secret.txt",
    "overlong dots of three bytes": "/%e0%80%ae%e0%80%ae/secret.txt",
    "overlong dots of four bytes": "/%f0%80%80%ae%f0%80%80%ae/secret.txt",
    "an overlong slash": "/..%c0%afsecret.txt",
    "an overlong backslash": "/..%c1%9csecret.txt",
    "no UTF-8": "/%ff",
    "half a surrogate": "/%ed%a0%80",
    "NUL": "/%00",
    "NUL before another ending": "/feed.xml%00.html",
    "NUL after the dots": "/..%00/secret.txt",
    "a line end": "/%0d%0aSet-Cookie:%20a=b",
    "a tabulator": "/%09",
    "DEL": "/%7f",
    "doubled slash": "/articles//a/",
    "many slashes": "/" * 3000,
    "four dots, two slashes": "/....//....//secret.txt",
    "an address of a host": "//evil.test/feed.xml",
    "an absolute path": "//etc/passwd",
    "three slashes": "///etc/passwd",
    "an address": "http://127.0.0.1/feed.xml",
    "an address elsewhere": "http://evil.test/",
    "a file": "file:///etc/passwd",
    "no slash": "etc/passwd",
    "dots without a slash": "../secret.txt",
    "a star": "*",
    "a host and port": "localhost:443",
    "behind a fragment": "/#/../../secret.txt",
}
MISSING = {
    "encoded twice": "/%252e%252e/%252e%252e/secret.txt",
    "an encoded slash, twice": "/..%252f..%252fsecret.txt",
    "a backslash, twice": "/..%255c..%255csecret.txt",
    "NUL, twice": "/secret.txt%2500.html",
    "a semicolon": "/..;/..;/secret.txt",
    "an encoded semicolon": "/..%3b/secret.txt",
    "four dots": "/..../secret.txt",
    "three dots": "/.../secret.txt",
    "dots and a blank": "/..%20/secret.txt",
    "wide dots": "/%ef%bc%8e%ef%bc%8e/secret.txt",
    "leading dots": "/%e2%80%a5/secret.txt",
    "a wide slash": "/..%ef%bc%8fsecret.txt",
    "code points of another server": "/%u002e%u002e/secret.txt",
    "no digits": "/%2/%zz/secret.txt",
    "an absolute path": "/etc/passwd",
    "a home": "/~root/secret.txt",
    "the source": "/secret.txt",
    "the config": "/config.yaml",
    "beside the pages": "/-/kits/secret.txt",
    "the pages as a kit": "/-/kits/web/feed.xml",
    "the marker": "/-/kits/.contentshop-output",
    "the store": "/.contentshop/preview.sqlite3",
    "a repository": "/.git/config",
    "a short name": "/ARTICL~1/a/",
    "a device": "/NUL",
    "a device with an ending": "/aux.html",
    "a device below a folder": "/articles/CON",
    "a port": "/COM1",
    "a long name": "/" + "a" * 5000,
    "a deep path": "/a" * 3000,
    "a slash after a file": "/feed.xml/",
    "a name below a file": "/feed.xml/x",
}
WINDOWS = {"a drive": "/C:/Windows/win.ini", "a stream": "/feed.xml::$DATA", "a drive without a slash": "/C:secret.txt"}


@pytest.mark.parametrize("target", REFUSED.values(), ids=REFUSED)
def test_paths_that_no_link_holds_are_refused(served: Served, target: str) -> None:
    """Ways out of the folder, however they are written, are wrong requests."""
    assert get(served, target)[0] == 400


@pytest.mark.parametrize("target", MISSING.values(), ids=MISSING)
def test_odd_names_are_only_missing(served: Served, target: str) -> None:
    """A name that is no way out is looked for below the pages and not found."""
    assert get(served, target)[0] == 404


@pytest.mark.parametrize("target", WINDOWS.values(), ids=WINDOWS)
def test_colons_of_windows(served: Served, target: str) -> None:
    """Drives and streams are wrong where they mean something, and missing elsewhere."""
    assert get(served, target)[0] == (400 if os.name == "nt" else 404)


def test_a_path_longer_than_any(served: Served) -> None:
    """Whether it comes in one piece or many, it is wrong or missing."""
    assert get(served, "/" + "a" * 70_000)[0] in {400, 404}


@pytest.mark.parametrize("bad", [b"\0", b"\n", b"\r", b"\x1b", b" /x"], ids=["NUL", "LF", "CR", "ESC", "blank"])
def test_raw_control_characters(served: Served, bad: bytes) -> None:
    """A request line with one is no request."""
    request = b"GET /articles" + bad + b"/../secret.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert ask(served, request)[0] == 400


def test_a_query_is_no_path(served: Served) -> None:
    """What stands after the question mark leads nowhere, and in a redirect stays on its line."""
    assert get(served, "/feed.xml?../../secret.txt")[0] == 200
    status, said = get(served, "/articles/a?next=//evil.test%0d%0aSet-Cookie:%20a=b")
    assert status == 302
    assert b"location: /articles/a/?next=//evil.test%0d%0aset-cookie:%20a=b\r\n" in said.lower()
    assert b"\r\nset-cookie" not in said.lower()


@pytest.mark.parametrize(
    "target", ["/%5cevil.test/..", "//evil.test", "/%2f%2fevil.test", "/\\evil.test", "/./evil.test"]
)
def test_no_redirect_leads_elsewhere(served: Served, target: str) -> None:
    """A path that a browser could take for another host is not sent on."""
    status, said = get(served, target)
    assert (status, re.search(rb"(?i)\nlocation:", said)) == (400, None)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"])
def test_only_reading(served: Served, method: str) -> None:
    """Nothing but GET and HEAD is answered."""
    request = f"{method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert ask(served, request.encode())[0] == 405


OURS = ["localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:9", "[::1]", "[::1]:8000", "localhost:", " localhost "]
FOREIGN = {
    "another name": "evil.test",
    "another name and our port": "evil.test:{port}",
    "ours as a part": "localhost.evil.test",
    "the address as a part": "127.0.0.1.evil.test",
    "a public name for any address": "127.0.0.1.nip.test",
    "below ours": "evil.localhost",
    "before ours": "evil.test.localhost",
    "a user": "localhost@evil.test",
    "a user of ours": "evil.test@localhost",
    "a password": "localhost:80@evil.test",
    "a path": "evil.test/localhost",
    "a path to ours": "localhost/evil.test",
    "a fragment": "evil.test#localhost",
    "a query": "evil.test?localhost",
    "a dot at the end": "localhost.",
    "a dot after the address": "127.0.0.1.",
    "a dot before": ".localhost",
    "every address": "0.0.0.0",
    "every address of IPv6": "[::]",
    "a short address": "127.1",
    "a whole number": "2130706433",
    "sixteens": "0x7f.0.0.1",
    "eights": "0177.0.0.1",
    "another of this computer": "127.0.0.2",
    "the network's": "192.168.1.10",
    "one of IPv4 in IPv6": "[::ffff:127.0.0.1]",
    "one of IPv6 in full": "[0:0:0:0:0:0:0:1]",
    "IPv6 with a zone": "[::1%25lo]",
    "IPv6 without brackets": "::1",
    "half a bracket": "[::1",
    "after a bracket": "[::1].evil.test",
    "two names": "localhost, evil.test",
    "two names without a blank": "localhost,evil.test",
    "a port of letters": "localhost:http",
    "a long port": "localhost:123456",
    "two ports": "localhost:80:80",
    "a negative port": "localhost:-1",
    "a scheme": "http://localhost",
    "wide letters": "ｌocalhost",
    "a tabulator inside": "local\thost",
    "nothing": "",
    "a port alone": ":8000",
    "a second line": "localhost\r\nHost: evil.test",
    "a first line": "evil.test\r\nHost: localhost",
    "a folded line": "evil.test\r\n localhost",
    "a very long name": "a" * 5000,
}


@pytest.mark.parametrize("host", OURS)
def test_hosts_that_are_ours(served: Served, host: str) -> None:
    """This computer's own names are answered, with any port, as behind a tunnel."""
    assert get(served, PAGE, host)[0] == 200


@pytest.mark.parametrize("host", FOREIGN.values(), ids=FOREIGN)
def test_hosts_that_are_not_ours(served: Served, host: str) -> None:
    """A request that names another host, as after DNS rebinding, gets nothing: no page, no events, no kits."""
    for target in (PAGE, "/.contentshop/events", "/-/kits/kit/", "/none"):
        status, said = get(served, target, host.format(port=served.port))
        assert status == 400
        assert "第一段".encode() not in said


def test_what_proxies_say_counts_for_nothing(served: Served) -> None:
    """A foreign host stays foreign whatever else is said, and ours stays ours."""
    said = ["X-Forwarded-Host: {0}", "X-Host: {0}", "Forwarded: host={0}", "X-Original-URL: /../secret.txt"]
    assert get(served, PAGE, "evil.test", *(one.format("localhost") for one in said))[0] == 400
    assert get(served, PAGE, "localhost", *(one.format("evil.test") for one in said))[0] == 200


def test_no_host_and_no_http(served: Served) -> None:
    """A request without a host and bytes that are no request get nothing."""
    assert ask(served, b"GET / HTTP/1.0\r\n\r\n")[0] == 400
    assert ask(served, b"GET / HTTP/1.1\r\n\r\n")[0] == 400
    assert ask(served, b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")[0] == 400


def test_a_second_request_is_looked_at_like_the_first(served: Served) -> None:
    """On one connection each request is judged by itself."""
    first = f"GET {PAGE} HTTP/1.1\r\nHost: localhost\r\n\r\n"
    second = f"GET {PAGE} HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n"
    said = ask(served, (first + second).encode())[1]
    assert re.findall(rb"HTTP/1\.1 (\d+) ", said) == [b"200", b"400"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_links_and_pipes(tmp_path: Path) -> None:
    """A link is followed inside the output only, also where it stands for all pages; what never ends is not read."""
    site = made(tmp_path)
    site.write("secret.txt", SECRET)
    with serving(site) as served:
        output = site.folder / ".contentshop/preview"
        web = output / "web"
        (web / "out").symlink_to(site.folder)
        (web / "up").symlink_to("../../..")
        (web / "file.txt").symlink_to(site.folder / "secret.txt")
        (web / "chain.txt").symlink_to(web / "file.txt")
        (web / "loop").symlink_to(web / "loop")
        (web / "in").symlink_to(web / "articles")
        (web / "folder").mkdir()
        (web / "folder/index.html").symlink_to(site.folder / "secret.txt")
        os.mkfifo(web / "pipe")
        (output / "texts").rename(tmp_path / "texts")
        (output / "texts").symlink_to(site.folder)
        outside = (
            "out",
            "out/",
            "out/secret.txt",
            "up/secret.txt",
            "file.txt",
            "chain.txt",
            "loop",
            "loop/a",
            "folder/",
        )
        for path in (*outside, "pipe", "-/kits/texts/secret.txt", "-/kits/texts/"):
            assert get(served, f"/{path}")[0] == 404
        assert get(served, "/in/a/")[0] == 200
        web.rename(tmp_path / "elsewhere")
        web.symlink_to(site.folder)
        assert get(served, "/secret.txt")[0] == 404


@pytest.mark.browser
def test_a_page_elsewhere_reads_nothing(served: Served, chrome: Browser) -> None:
    """In a browser: a name made to lead here gets nothing, and a page of another origin neither page nor events."""
    stealing = """async (address) => {
        const read = await fetch(address).then((answer) => answer.text(), () => "refused");
        const told = await new Promise((done) => {
            const source = new EventSource(address + ".contentshop/events");
            source.onmessage = () => done("told");
            source.onerror = () => { source.close(); done("refused"); };
        });
        return [read, told];
    }"""
    with closing(chrome.new_page()) as page:
        for path in (PAGE, "/.contentshop/events"):
            answer = page.goto(f"http://rebound.test:{served.port}{path}")
            assert answer is not None
            assert (answer.status, answer.text()) == (400, "Bad Request")
        for attack in (
            "..%2f..%2fsecret.txt",
            "%2e%2e/secret.txt",
            "..\\..\\secret.txt",
            "articles/..%5c..%5csecret.txt",
        ):
            page.goto(f"http://localhost:{served.port}/{attack}")
            assert SECRET.decode() not in page.content()
        page.goto(f"http://localhost:{served.port}/")
        assert page.evaluate(stealing, f"http://127.0.0.1:{served.port}/") == ["refused", "refused"]
        read, told = page.evaluate(stealing, f"http://localhost:{served.port}/")
        assert ("第一段" in read or "题" in read, told) == (True, "told")
