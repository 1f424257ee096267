"""Law 2: whatever stops a build, every file is whole, nothing shown is missing, and the next build is right."""

from __future__ import annotations

import io
import multiprocessing
import os
import posixpath
import random
import re
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from html import unescape
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image
from sites import NOW, Site, codes

from contentshop import engine
from contentshop.build import Options
from contentshop.problems import exit_code

ONE = Options(now=NOW, jobs=1)
STORE = ".contentshop/build.sqlite3"
PROCESSES = (
    multiprocessing.get_context("forkserver") if sys.platform != "win32" else multiprocessing.get_context("spawn")
)
PROCESSES.set_forkserver_preload(["__main__", "contentshop.build", "contentshop.engine", "PIL.Image"])
ATTRIBUTE = re.compile(r'\s(?:href|src)="([^"]*)"')
PRODUCTS = """\
- {id: vinegar, title: 老陈醋, price: 39.90, as_of: 2026-11-20, image: images/1.png, offers: [{shop: own, path: /v}]}
- {id: noodles, title: 面, price: 9.90, as_of: 2026-11-20, image: images/2.png, offers: [{shop: mini, path: p?id=1}]}
"""


def picture(shade: int) -> bytes:
    """Return a small PNG of one shade."""
    out = io.BytesIO()
    Image.new("L", (8, 8), shade).save(out, "PNG")
    return out.getvalue()


def shop(folder: Path, articles: int = 30) -> Site:
    """Return a site whose articles show cards, lists, codes, pictures and each other."""
    site = Site(folder)
    site.write("products/all.yaml", PRODUCTS)
    for number in range(1, 6):
        site.write(f"images/{number}.png", picture(number * 10))
    for number in range(articles):
        write_article(site, number, number % 5 + 1)
    site.write("static/CNAME", "jinwei.test")
    return site


def write_article(site: Site, number: int, shown: int, word: str = "", before: int | None = None) -> None:
    """Write one of the site's articles, with the picture `shown` and a link to the article before it."""
    before = max(number - 1, 0) if before is None else before
    site.write(
        f"articles/a{number}.md",
        f"---\ntitle: 第{number}篇{word}\ndate: 2026-11-{number % 20 + 1:02}\ntags: [标签{shown}]\n---\n"
        f"{word}看[醋](product:vinegar)，:price{{noodles}}。\n\n![图](/images/{shown}.png)\n\n"
        f"::product{{vinegar key=k{shown}}}\n\n上一篇是[它](a{before}.md)。\n",
    )


def edit(site: Site) -> None:
    """Turn the site into its second version: other pictures, products, tags, words; some articles go, some come."""
    site.write("images/1.png", picture(200))
    site.write("images/6.png", picture(210))
    site.write("products/all.yaml", PRODUCTS.replace("9.90", "8.80").replace("images/2.png", "images/6.png"))
    for number in range(3, 9):
        write_article(site, number, 6, "改")
    for number in (29, 28, 27):
        site.delete(f"articles/a{number}.md")
    write_article(site, 40, 5, "新", before=41)
    write_article(site, 41, 6, "新", before=40)
    site.delete("static/CNAME")
    site.write("static/CNAME/jinwei.txt", "now a folder")


def clean_output(site: Site, scratch: Path) -> dict[str, bytes]:
    """Return what a build of the same sources and ledger from nothing gives."""
    shutil.copytree(site.folder, scratch, ignore=shutil.ignore_patterns("build", ".contentshop"))
    fresh = Site.of(scratch)
    assert exit_code(fresh.build().problems) == 0
    output = fresh.output()
    shutil.rmtree(scratch)
    return output


def missing_targets(output: dict[str, bytes]) -> set[str]:
    """Return every file of the site that a page refers to and that is not there."""
    missing = set()
    for page, data in output.items():
        if not page.endswith(".html"):
            continue
        for typed in ATTRIBUTE.findall(data.decode()):
            address = unescape(typed).removeprefix("https://jinwei.test")
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            if address.startswith("/"):
                path = posixpath.join("web", unquote(parts.path)[1:])
            else:
                path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
            path = posixpath.join(path, "index.html") if parts.path.endswith("/") else path
            if path not in output:
                missing.add(path)
    return missing


def stray_files(folder: Path) -> list[str]:
    """Return temporary files left anywhere in a site."""
    return [str(path) for path in folder.rglob("*") if path.name.endswith((".tmp", "-tmp", "-journal"))]


def run_apart(prepare: Callable[[], None], folder: Path, options: Options = ONE) -> tuple[int | None, list[str], int]:
    """Build in another process after `prepare` ran there; return its status, the problems' codes, the exit code."""
    receiver, sender = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_build_apart, args=(prepare, folder, options, sender))
    process.start()
    sender.close()
    try:
        found, code = receiver.recv()
    except EOFError:
        found, code = [], -1
    process.join()
    receiver.close()
    status = process.exitcode
    process.close()
    return status, found, code


def _build_apart(prepare: Callable[[], None], folder: Path, options: Options, sender: Connection) -> None:
    prepare()
    outcome = Site.of(folder).build(options)
    sender.send((codes(outcome), exit_code(outcome.problems)))


def die_at(step: int) -> None:
    """Have this process killed at the so-many-th time it is about to touch the disk."""
    left = step

    def watch(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in ("os.rename", "os.remove", "os.rmdir", "os.mkdir"):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def die_after(seconds: float) -> None:
    """Have this process ended by the system after so many seconds of work, wherever it is."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def limit_files(size: int) -> None:
    """Let no file of this process grow beyond so many bytes, as on a disk that fills up."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def nothing() -> None:
    """Prepare nothing."""


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], Path, dict[str, bytes]]:
    """Return the built first version of a site, the sources of the second, and what each gives when built clean."""
    root = tmp_path_factory.mktemp("versions")
    first = shop(root / "first")
    assert exit_code(first.build().problems) == 0
    before = first.output()
    assert missing_targets(before) == set()
    shutil.copytree(first.folder, root / "second", ignore=shutil.ignore_patterns("build", ".contentshop"))
    second = Site.of(root / "second")
    edit(second)
    after = clean_output(second, root / "scratch")
    assert missing_targets(after) == set()
    return first.folder, before, second.folder, after


def sources_of(source: Path, target: Path) -> None:
    """Make the sources in a folder those of another, its ledger excepted."""
    for name in ("articles", "products", "images", "static"):
        shutil.rmtree(target / name, ignore_errors=True)
        shutil.copytree(source / name, target / name)


def assert_whole(output: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Check that every file is old or new and that all a page shows is there.

    Only a page that the stopped build was about to add may be linked to and not be there yet: two new pages
    that link to each other cannot both come first.
    """
    output = {path: data for path, data in output.items() if not path.startswith(".contentshop-tmp/")}
    for path, data in output.items():
        assert data in (before.get(path), after.get(path)), path
    coming = {path for path in after.keys() - before.keys() if path.endswith(".html")}
    assert missing_targets(output) - coming == set()


MOMENTS = random.Random(20261121)
KILLS = [partial(die_at, MOMENTS.randrange(1, 600)) for _ in range(8)]
KILLS += [partial(die_after, MOMENTS.uniform(0.02, 0.5)) for _ in range(3)]


@pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals")
@pytest.mark.parametrize("kill", KILLS, ids=lambda kill: f"{kill.func.__name__}-{kill.args[0]:.3g}")
def test_killed(
    versions: tuple[Path, dict[str, bytes], Path, dict[str, bytes]], tmp_path: Path, kill: partial[None]
) -> None:
    """A kill at any moment leaves old files or new ones, and the next build makes up for it."""
    first, before, second, after = versions
    site = Site.of(tmp_path / "site")
    shutil.copytree(first, site.folder)
    sources_of(second, site.folder)
    run_apart(kill, site.folder)
    assert_whole(site.output(), before, {**after, ".contentshop-output": before[".contentshop-output"]})
    assert exit_code(site.build().problems) == 0
    assert site.output() == after
    assert stray_files(site.folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals")
def test_killed_again_and_again(
    versions: tuple[Path, dict[str, bytes], Path, dict[str, bytes]], tmp_path: Path
) -> None:
    """After several kills with edits to and fro between them, the next build is a clean one's equal."""
    first, _, second, after = versions
    site = Site.of(tmp_path / "site")
    shutil.copytree(first, site.folder)
    moments, ends = random.Random(2), []
    for source in (second, first, second, first, second):
        sources_of(source, site.folder)
        ends.append(run_apart(partial(die_at, moments.randrange(1, 150)), site.folder)[0])
    assert set(ends) <= {0, -signal.SIGKILL}, "a late moment may never come, when little was left to do"
    assert ends.count(-signal.SIGKILL) > len(ends) // 2
    assert exit_code(site.build().problems) == 0
    assert site.output() == after
    assert stray_files(site.folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals")
@pytest.mark.parametrize("step", [60, 110, 160])
def test_killed_then_broken(
    versions: tuple[Path, dict[str, bytes], Path, dict[str, bytes]], tmp_path: Path, step: int
) -> None:
    """An article that was being changed when the build was killed and is broken now still shows all its pictures."""
    first, _, second, _ = versions
    site = Site.of(tmp_path / "site")
    shutil.copytree(first, site.folder)
    sources_of(second, site.folder)
    assert run_apart(partial(die_at, step), site.folder)[0] == -signal.SIGKILL
    for number in range(3, 9):
        site.write(f"articles/a{number}.md", "---\ntitle: [\n---\n")
    assert set(codes(site.build())) == {"not-closed"}
    assert {path for path in missing_targets(site.output()) if not path.endswith(".html")} == set()
    sources_of(second, site.folder)
    assert exit_code(site.build().problems) == 0
    assert site.output() == clean_output(site, tmp_path / "fresh")


@pytest.mark.skipif(sys.platform == "win32", reason="kills by POSIX signals")
@pytest.mark.parametrize("step", [30, 200, 400])
def test_killed_then_undone(
    versions: tuple[Path, dict[str, bytes], Path, dict[str, bytes]], tmp_path: Path, step: int
) -> None:
    """What a killed build had added is taken away again when the edits are undone."""
    first, _, second, _ = versions
    site = Site.of(tmp_path / "site")
    shutil.copytree(first, site.folder)
    sources_of(second, site.folder)
    assert run_apart(partial(die_at, step), site.folder)[0] == -signal.SIGKILL
    sources_of(first, site.folder)
    assert exit_code(site.build().problems) == 0
    assert site.output() == clean_output(site, tmp_path / "fresh")


@pytest.mark.skipif(sys.platform == "win32", reason="limits files by POSIX")
@pytest.mark.parametrize("size", [0, 150, 6_000, 12_000, 60_000, 200_000])
def test_full_disk(versions: tuple[Path, dict[str, bytes], Path, dict[str, bytes]], tmp_path: Path, size: int) -> None:
    """A disk that fills up is a problem with exit code 2, old files stay whole, and the next build is right."""
    first, before, second, after = versions
    site = Site.of(tmp_path / "site")
    shutil.copytree(first, site.folder)
    sources_of(second, site.folder)
    status, found, code = run_apart(partial(limit_files, size), site.folder)
    assert status == 0
    assert (found, code) in ((["output-unwritable"], 2), (["store-unusable"], 2), ([], 0))
    assert found or size == 200_000
    assert_whole(site.output(), before, after)
    assert exit_code(site.build().problems) == 0
    assert site.output() == after
    assert stray_files(site.folder) == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits files by POSIX")
@pytest.mark.parametrize("size", [0, 10, 5_000])
def test_full_disk_at_first(tmp_path: Path, size: int) -> None:
    """A first build on a full disk says so, and the next one is right."""
    site = shop(tmp_path / "site", 3)
    status, found, code = run_apart(partial(limit_files, size), site.folder)
    assert (status, code) == (0, 2)
    assert found in (["output-unwritable"], ["store-unusable"])
    assert exit_code(site.build().problems) == 0
    assert site.output() == clean_output(site, tmp_path / "fresh")


def become_nobody(scratch: Path) -> None:
    """Give up root's right to write everywhere, once all is imported, which root alone may be able to read."""
    if os.getuid() == 0:
        shop(scratch, 1).build()
        os.setgid(65534)
        os.setuid(65534)


@pytest.mark.skipif(sys.platform == "win32", reason="read-only by POSIX permissions")
@pytest.mark.parametrize(
    ("folder", "code"),
    [
        ("build", "output-unwritable"),
        ("build/web/articles/a1", "output-unwritable"),
        (".contentshop", "output-unwritable"),
    ],
)
def test_read_only(tmp_path: Path, folder: str, code: str) -> None:
    """A folder that may not be written to is a problem with exit code 2, and everything stays as it was."""
    for parent in (tmp_path, *tmp_path.parents):
        if parent.is_relative_to(tempfile.gettempdir()) and parent != Path(tempfile.gettempdir()):
            parent.chmod(0o755)
    site = shop(tmp_path / "site", 3)
    site.build()
    before = site.output()
    write_article(site, 1, 2, "改")
    closed = site.folder / folder
    for path in (site.folder, *site.folder.rglob("*")):
        os.chown(path, *((65534, 65534) if os.getuid() == 0 else (-1, -1)))
    for path in [closed, *closed.iterdir()]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    after = clean_output(site, tmp_path / "after")
    try:
        assert run_apart(partial(become_nobody, tmp_path / "scratch"), site.folder) == (0, [code], 2)
        assert_whole(site.output(), before, after)
    finally:
        for path in [closed, *closed.iterdir()]:
            path.chmod(0o755 if path.is_dir() else 0o644)
    assert exit_code(site.build().problems) == 0
    assert site.output() == after


def hold_store(path: Path, sender: Connection, receiver: Connection) -> None:
    """Hold a store open until told to let go."""
    with engine.Store(path, print):
        sender.send("held")
        receiver.recv()


@pytest.mark.parametrize("same", [{}, {"output": "build"}], ids=["plain", "named"])
def test_two_builds_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same: dict[str, str]) -> None:
    """While one build runs, another one of the same output says so and changes nothing; a check goes on."""
    site = shop(tmp_path / "site", 2)
    site.build()
    write_article(site, 1, 2, "改")
    before = snapshot(site.folder)
    monkeypatch.chdir(site.folder)
    (told, teller), (stopped, stopper) = PROCESSES.Pipe(duplex=False), PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=hold_store, args=(site.folder / STORE, teller, stopped))
    process.start()
    assert told.recv() == "held"
    outcome = site.build(**same)
    assert (codes(outcome), exit_code(outcome.problems)) == (["build-running"], 2)
    assert exit_code(site.build(check=True).problems) == 0
    stopper.send("stop")
    process.join()
    assert process.exitcode == 0
    for each in (process, told, teller, stopped, stopper):
        each.close()
    assert snapshot(site.folder) == before
    assert exit_code(site.build().problems) == 0
    assert site.output() == clean_output(site, tmp_path / "fresh")


def foreign_database(path: Path) -> None:
    """Leave another program's database at the path."""
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE about (name TEXT)")
        connection.execute("INSERT INTO about VALUES ('another')")
    connection.close()


def older_store(path: Path) -> None:
    """Leave a store of an older format at the path."""
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE about SET format = 'contentshop store 0'")
        connection.execute("DROP TABLE kept")
    connection.close()


def lost_table(path: Path) -> None:
    """Leave a store that lacks a table."""
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE kept")
    connection.close()


def overwrite(path: Path, start: int, size: int) -> None:
    """Put random bytes into the file."""
    data = bytearray(path.read_bytes())
    data[start : start + size] = random.Random(start).randbytes(len(data[start : start + size]))
    path.write_bytes(data)


def truncate(path: Path, size: int) -> None:
    """Cut the file off."""
    os.truncate(path, size)


DAMAGES = [foreign_database, older_store, lost_table, *(partial(truncate, size=size) for size in (50, 5_000, 20_000))]
DAMAGES += [
    partial(overwrite, start=0, size=10**9),
    partial(overwrite, start=4096, size=10**9),
    partial(overwrite, start=20_000, size=30_000),
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_store(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """A store that cannot be used is begun anew with a warning, and the output is right; a check leaves it alone."""
    site = shop(tmp_path / "site", 12)
    site.build()
    damage(site.folder / STORE)
    write_article(site, 1, 2, "改")
    before = snapshot(site.folder)
    assert codes(site.build(check=True)) == []
    assert snapshot(site.folder) == before
    outcome = site.build()
    assert "store-rebuilt" in codes(outcome)
    assert exit_code(outcome.problems) == 0
    expected = clean_output(site, tmp_path / "fresh")
    found = site.output()
    assert {path: found[path] for path in expected} == expected
    strangers = found.keys() - expected.keys()
    assert ("unknown-files" in codes(outcome)) == bool(strangers)
    assert codes(site.build()) == []


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return type, modification time and bytes of everything in a folder, the folder itself included."""
    found = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        stat = path.lstat()
        found[path.relative_to(folder).as_posix()] = (
            stat.st_mode,
            stat.st_mtime_ns,
            b"" if path.is_dir() else path.read_bytes(),
        )
    return found


@pytest.mark.parametrize("options", [{}, {"check": True}, {"dry_run": True}, {"clean": True}])
def test_foreign_output(tmp_path: Path, options: dict[str, bool]) -> None:
    """A folder that holds someone else's files is refused, and nothing is written, the ledger included."""
    site = shop(tmp_path / "site", 2)
    for folder in (site.folder / "build", site.folder):
        site.write("build/thesis.txt", "mine")
        outcome = site.build(output=str(folder), **options)
        assert (codes(outcome), exit_code(outcome.problems)) == (["foreign-output"], 2)
        assert {path.name for path in site.folder.iterdir()} == {
            "articles",
            "build",
            "config.yaml",
            "images",
            "products",
            "static",
        }
        assert [path.name for path in (site.folder / "build").iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("clean", [False, True])
def test_files_of_others(tmp_path: Path, *, clean: bool) -> None:
    """Files and folders that a user put into the output survive every build."""
    site = shop(tmp_path / "site", 3)
    site.build()
    mine = {"web/articles/a1/notes.txt": b"1", "web/mine/a.html": b"2", "readme": b"3"}
    for path, data in mine.items():
        site.write(f"build/{path}", data)
    site.delete("articles/a1.md")
    write_article(site, 2, 1, "改")
    assert exit_code(site.build(clean=clean).problems) == 1
    write_article(site, 0, 1)
    write_article(site, 2, 1)
    site.write("articles/a2.md", "改\n")
    assert codes(site.build(clean=clean)) == []
    assert site.output() == clean_output(site, tmp_path / "fresh") | mine


def local_files(names: Iterable[str]) -> set[str]:
    """Return the names that are not the store's own."""
    return {name for name in names if not name.startswith(".contentshop")}


@pytest.mark.parametrize("options", [{"check": True}, {"dry_run": True}])
@pytest.mark.parametrize("clean", [False, True])
@pytest.mark.parametrize("built", [False, True])
def test_look_writes_nothing(tmp_path: Path, options: dict[str, bool], *, clean: bool, built: bool) -> None:
    """`check` and a dry run leave the whole site as it is, to the nanosecond, with and without earlier builds."""
    site = shop(tmp_path / "site", 3)
    if built:
        site.build()
        write_article(site, 1, 4, "改")
        site.delete("articles/a2.md")
    before = snapshot(site.folder)
    outcome = site.build(clean=clean, **options)
    assert codes(outcome) == []
    assert outcome.completed
    assert snapshot(site.folder) == before


@pytest.mark.parametrize("clean", [False, True])
def test_dry_run_tells(tmp_path: Path, *, clean: bool) -> None:
    """A dry run names exactly the files that the build then writes and deletes."""
    site = shop(tmp_path / "site", 3)
    site.build()
    edit_small(site)
    told, done = site.build(dry_run=True, clean=clean), site.build(clean=clean)
    assert (told.written, told.deleted, told.unchanged) == (done.written, done.deleted, done.unchanged)
    assert done.deleted
    assert (done.unchanged == 0) == clean


def edit_small(site: Site) -> None:
    """Change an article's picture and tag, and make a file a folder."""
    write_article(site, 2, 5, "改")
    site.delete("static/CNAME")
    site.write("static/CNAME/a.txt", "a")


@pytest.mark.parametrize("built", [False, True])
def test_locked(tmp_path: Path, *, built: bool) -> None:
    """`locked` fails without writing anything when the ledger lacks rows, and builds when it has them."""
    site = shop(tmp_path / "site", 3)
    if built:
        site.build()
        write_article(site, 3, 3)
    before = snapshot(site.folder)
    outcome = site.build(locked=True)
    assert (codes(outcome), exit_code(outcome.problems)) == (["ledger-missing"], 1)
    after = snapshot(site.folder)
    assert {name: after[name] for name in before if name != "." and not name.startswith(".contentshop")} == {
        name: before[name] for name in before if name != "." and not name.startswith(".contentshop")
    }
    assert local_files(after) - {"."} == local_files(before) - {"."}
    site.build()
    ledger = (site.folder / "ledger.csv").stat()
    write_article(site, 1, 2, "改")
    assert codes(site.build(locked=True)) == []
    assert (site.folder / "ledger.csv").stat() == ledger


# --- a failed article stays


def begin_with_bad_head(site: Site) -> None:
    """Break the article's head."""
    site.write("articles/a1.md", "---\ntitle: [\n---\n")


def name_unknown_product(site: Site) -> None:
    """Name a product that never was."""
    append(site, "::product{nothing}\n")


def delete_product(site: Site) -> None:
    """Delete the product that this article alone shows."""
    text = (site.folder / "products/all.yaml").read_text("utf-8")
    site.write("products/all.yaml", text.partition("- {id: rice")[0])


def break_product(site: Site) -> None:
    """Leave the product that this article alone shows with a price without a day."""
    text = (site.folder / "products/all.yaml").read_text("utf-8")
    site.write("products/all.yaml", text.replace("title: 米, price: 5.00, as_of: 2026-11-20", "title: 米, price: 5.00"))


def lose_picture(site: Site) -> None:
    """Delete the picture that this article alone shows."""
    site.delete("images/5.png")


def lose_product_picture(site: Site) -> None:
    """Delete the picture of the product that this article links to."""
    site.delete("images/4.png")


def link_nowhere(site: Site) -> None:
    """Link to an article that never was."""
    append(site, "[没有](nowhere.md)\n")


def write_latin(site: Site) -> None:
    """Put a byte into the article that is not UTF-8."""
    path = site.folder / "articles/a1.md"
    path.write_bytes(path.read_bytes() + b"\xff\n")


def append(site: Site, text: str) -> None:
    """Add text to the article."""
    path = site.folder / "articles/a1.md"
    site.write("articles/a1.md", path.read_text("utf-8") + text)


BREAKS: dict[Callable[[Site], None], set[str]] = {
    begin_with_bad_head: {"not-closed"},
    name_unknown_product: {"unknown-product"},
    delete_product: {"unknown-product"},
    break_product: {"price-without-date"},
    lose_picture: {"missing-picture"},
    lose_product_picture: {"missing-picture"},
    link_nowhere: {"broken-link"},
    write_latin: {"bad-utf8"},
}


def fragile(folder: Path) -> Site:
    """Return a site of three articles; the first uses a product, a picture, a tag and an old address of its own."""
    site = Site(folder)
    site.write(
        "products/all.yaml",
        PRODUCTS + "- {id: rice, title: 米, price: 5.00, as_of: 2026-11-20, image: images/4.png,\n"
        "   offers: [{shop: own, path: /r}]}\n",
    )
    for number in range(1, 6):
        site.write(f"images/{number}.png", picture(number * 10))
    site.write(
        "articles/a1.md",
        "---\ntitle: 一\ndate: 2026-11-19\ntags: [独, 同]\naliases: [/old/]\ncover: images/5.png\n---\n"
        "买[米](product:rice)。\n\n![图](/images/5.png)\n\n::product{vinegar}\n\n去[二](a2.md)。\n",
    )
    site.write(
        "articles/a2.md", "---\ntitle: 二\ndate: 2026-11-18\ntags: [同]\n---\n回[一](a1.md)。\n\n::product{noodles}\n"
    )
    site.write("articles/a3.md", "---\ntitle: 三\ndate: 2026-11-17\n---\n![图](/images/3.png)\n")
    return site


@pytest.mark.parametrize("damage", BREAKS, ids=lambda damage: damage.__name__)
def test_failed_article_stays(tmp_path: Path, damage: Callable[[Site], None]) -> None:
    """An article that fails stays everywhere as it last was, while edits of others go through."""
    site = fragile(tmp_path / "site")
    assert codes(site.build()) == []
    sources = {
        path: path.read_bytes() for path in site.folder.rglob("*") if path.is_file() and "build" not in path.parts
    }
    before = site.output()
    damage(site)
    outcome = site.build()
    assert set(codes(outcome)) == BREAKS[damage]
    assert exit_code(outcome.problems) == 1
    assert site.output() == before
    site.write("articles/a3.md", "---\ntitle: 三改\ndate: 2026-11-20\ntags: [同]\n---\n改。\n")
    site.write("images/2.png", picture(222))
    for _ in range(2):
        assert set(codes(site.build())) == BREAKS[damage]
        now = site.output()
        assert missing_targets(now) == set()
        assert {path: now.get(path) for path in of_first(before)} == of_first(before)
        assert "三改" in site.read("web/index.html")
        assert all(
            word in site.read(page) for word in ("一", "三改") for page in ("web/feed.xml", "web/tags/同/index.html")
        )
    for path, data in sources.items():
        if path.name != "a3.md" and ".contentshop" not in path.parts:
            path.write_bytes(data)
    assert codes(site.build()) == []
    assert site.output() == clean_output(site, tmp_path / "fresh")


def of_first(output: dict[str, bytes]) -> dict[str, bytes]:
    """Return the files that only the first article of the fragile site needs, and its go pages."""
    page = output["web/articles/a1/index.html"].decode()
    tokens = set(re.findall(r"/codes/(\w+)\.png", page))
    own = {"web/articles/a1/index.html", "web/old/index.html", "web/tags/独/index.html"}
    own |= {f"web/{kind}/{token}{end}" for token in tokens for kind, end in (("codes", ".png"), ("go", "/index.html"))}
    own |= {f"web{path}" for path in re.findall(r'"(/(?:media|assets)/[^"]+)"', page)}
    assert own <= output.keys()
    return {path: output[path] for path in own}


@pytest.mark.parametrize("damage", BREAKS, ids=lambda damage: damage.__name__)
def test_never_built_article_fails_quietly(tmp_path: Path, damage: Callable[[Site], None]) -> None:
    """An article that links to one which fails and never was built waits without a word."""
    site = fragile(tmp_path / "site")
    sources = {path: path.read_bytes() for path in site.folder.rglob("*") if path.is_file()}
    damage(site)
    outcome = site.build()
    assert set(codes(outcome)) == BREAKS[damage]
    found = site.output()
    assert "web/articles/a3/index.html" in found
    assert {"web/articles/a1/index.html", "web/articles/a2/index.html"}.isdisjoint(found)
    assert missing_targets(found) == set()
    for path, data in sources.items():
        path.write_bytes(data)
    assert codes(site.build()) == []
    assert site.output() == clean_output(site, tmp_path / "fresh")


@pytest.mark.parametrize(
    ("template", "text", "code"),
    [
        ("web/article.html", "{% if %}", "broken-template"),
        ("web/article.html", "{{ page.nothing }}", "broken-template"),
        ("web/group.html", "{% include page.name %}", "dynamic-template"),
        ("web/home.html", "{{ words.nothing }}", "broken-template"),
        ("web/feed.xml", "{% include 'web/none.xml' %}", "no-template"),
        ("words/en.toml", "a = [", "broken-words"),
    ],
)
def test_broken_template(tmp_path: Path, template: str, text: str, code: str) -> None:
    """With a broken template nothing of later waves is written or deleted, and all is well once it is mended."""
    site = fragile(tmp_path / "site")
    site.build()
    before = site.output()
    site.write(f"templates/{template}", text)
    site.write("articles/a3.md", "---\ntitle: 三改\ndate: 2026-11-20\ntags: [新]\n---\n![新](/images/1.png)\n")
    outcome = site.build()
    assert (set(codes(outcome)), exit_code(outcome.problems), outcome.completed) == ({code}, 1, False)
    now = site.output()
    assert before.keys() <= now.keys()
    later = {path for path in before if path.startswith("web/tags/") or path.count("/") == 1}
    later = {"web/index.html"} if "home" in template else later
    assert {path: now[path] for path in later} == {path: before[path] for path in later}
    site.delete(f"templates/{template}")
    assert codes(site.build()) == []
    assert site.output() == clean_output(site, tmp_path / "fresh")


@pytest.mark.parametrize("options", [{}, {"clean": True}, {"check": True}])
@pytest.mark.parametrize("row", ["x,y\n", "<<<<<<< HEAD\n", "\xff\n", "000000000000,a1,,code,,scan,,2026-11-20\n"])
def test_broken_ledger(tmp_path: Path, row: str, options: dict[str, bool]) -> None:
    """A broken ledger stops the build before anything is written or deleted, go pages least of all."""
    site = fragile(tmp_path / "site")
    site.build()
    ledger = site.folder / "ledger.csv"
    sound = ledger.read_bytes()
    ledger.write_bytes(sound + row.encode("latin-1"))
    site.delete("articles/a3.md")
    before = snapshot(site.folder / "build")
    outcome = site.build(**options)
    assert exit_code(outcome.problems) == 1
    assert not outcome.completed
    assert snapshot(site.folder / "build") == before
    assert ledger.read_bytes().startswith(sound)
    ledger.write_bytes(sound)
    assert codes(site.build()) == []
    assert site.output() == clean_output(site, tmp_path / "fresh")
