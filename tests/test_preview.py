"""The preview: a real server on this computer, asked by real clients while files change."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import queue
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from sites import CONFIG, NOW, PRODUCTS, Site, codes

from contentshop.build import Options
from contentshop.engine import Store
from contentshop.model import Place, Problem
from contentshop.preview import serve
from contentshop.preview.builds import builds
from contentshop.preview.pages import MARKS, editor_link, live, marked
from contentshop.preview.pages import problems as panel
from contentshop.preview.paths import parts_of
from contentshop.preview.state import Made, Preview
from contentshop.problems import ProblemError, problem
from contentshop.reporting import Outcome
from contentshop.runs import store_path

PATIENCE = 60.0
PAGE = "/articles/a/"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


def eventually(check: Callable[[], object]) -> None:
    """Look until the check is true."""
    until = time.monotonic() + PATIENCE
    while not check():
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.02)


class Answer:
    """A response that was read."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.type = response.headers["Content-Type"]
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")


class Served:
    """A site that is being served."""

    def __init__(self, site: Site, outcomes: list[Outcome], address: str) -> None:
        self.site, self.outcomes, self.address = site, outcomes, address
        self.port = urlsplit(address).port or 0

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, quote(path, safe="/%?=&"), headers=headers)
            return Answer(connection.getresponse())

    def raw(self, request: bytes) -> int:
        """Send bytes and return the status of what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            with connection.makefile("rb") as answer:
                line = answer.readline()
                answer.read()
        assert b"secret" not in line
        return int(line.split()[1])

    def shows(self, path: str, text: str) -> bool:
        """Return whether the page has the text."""
        return text in self.get(path).text

    @contextmanager
    def events(self) -> Iterator[Callable[[], int]]:
        """Listen as the script in the page does; give a function that waits for the next epoch."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request("GET", "/.contentshop/events")
            response = connection.getresponse()
            assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"

            def following() -> int:
                while not (line := response.readline()).startswith(b"data: "):
                    assert line, "the stream ended"
                return int(json.loads(line[6:])["epoch"])

            yield following


@contextmanager
def serving(site: Site) -> Iterator[Served]:
    """Serve a site on a free port."""
    ready: queue.Queue[str | BaseException] = queue.Queue()
    outcomes: list[Outcome] = []
    stop = threading.Event()

    def run() -> None:
        try:
            options = Options(now=NOW, jobs=1)
            serve(site.folder, options, port=0, on_ready=ready.put, on_build=outcomes.append, stop=stop)
        except BaseException as error:  # noqa: BLE001 - raised in the test
            ready.put(error)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        address = ready.get(timeout=PATIENCE)
        if isinstance(address, BaseException):
            raise address
        yield Served(site, outcomes, address)
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def made(folder: Path) -> Site:
    """Make a site with an article and a draft."""
    found = Site(folder / "site")
    found.write("articles/a.md", "---\ntitle: 题\n---\n第一段。\n\n::product{vinegar}\n")
    found.write("articles/b.md", "---\ntitle: 草\ndraft: true\n---\n草稿里。\n")
    found.write("static/猫 1.txt", "喵")
    return found


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with an article and a draft."""
    return made(tmp_path)


@pytest.fixture
def served(site: Site) -> Iterator[Served]:
    """The site, being served."""
    with serving(site) as found:
        yield found


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site being served, for tests that change nothing."""
    with serving(made(tmp_path_factory.mktemp("standing"))) as found:
        yield found


def test_pages_are_served_with_their_types_and_never_kept(standing: Served) -> None:
    """Text is UTF-8 by its type, nothing is kept by the browser, HEAD has no body."""
    page = standing.get(PAGE)
    assert (page.status, page.type, page.headers["Cache-Control"]) == (200, "text/html; charset=utf-8", "no-store")
    assert "第一段" in page.text
    assert standing.get("/feed.xml").type == "application/xml; charset=utf-8"
    text = standing.get("/猫 1.txt")
    assert (text.type, text.text) == ("text/plain; charset=utf-8", "喵")
    head = standing.get(PAGE, "HEAD")
    assert (head.status, head.body, int(head.headers["Content-Length"])) == (200, b"", len(page.body))
    assert standing.get("/.contentshop/events", "HEAD").type == "text/event-stream; charset=utf-8"


def test_the_script_is_only_in_what_is_sent(standing: Served) -> None:
    """The script stands before the end of the body, and the file on disk has none."""
    assert re.search(r'<script data-epoch="\d+".*</script></body>', standing.get(PAGE).text, re.DOTALL)
    page = standing.site.folder / ".contentshop/preview/web/articles/a/index.html"
    assert "data-epoch" not in page.read_text("utf-8")


def test_the_preview_writes_neither_ledger_nor_build(site: Site) -> None:
    """Drafts are shown and marked; what is kept with the sources and what is uploaded stay as they are."""
    site.build()
    before = site.output(), (site.folder / "ledger.csv").read_bytes()
    site.write("articles/c.md", "---\ntitle: 新\n---\n::product{vinegar}\n")
    with serving(site) as served:
        assert served.shows("/articles/b/", "草稿：只在预览里看得到")
        assert served.get("/articles/c/").status == 200
    assert (site.output(), (site.folder / "ledger.csv").read_bytes()) == before


def test_a_site_below_a_path(site: Site) -> None:
    """A site hosted below a path is served there, and the root leads to it."""
    site.write("config.yaml", CONFIG.replace("jinwei.test/", "jinwei.test/店/"))
    with serving(site) as served:
        assert served.address.endswith("/店/")
        for path in ("/", "/店"):
            answer = served.get(path)
            assert (answer.status, answer.headers["Location"]) == (302, quote("/店/"))
        assert served.get("/店" + PAGE).status == 200
        assert served.get(PAGE).status == 404


def test_missing_pages_and_folders(standing: Served) -> None:
    """A missing page is the site's own 404; a folder without its slash leads to the one with it."""
    missing = standing.get("/none/")
    assert missing.status == 404
    assert "data-epoch" in missing.text
    assert "晋味小铺" in missing.text
    folder = standing.get("/articles/a?x=1")
    assert (folder.status, folder.headers["Location"]) == (302, "/articles/a/?x=1")
    assert standing.get("/articles/").status == 404
    assert standing.get("/feed.xml/").status == 404


def test_an_edit_is_seen_and_told(served: Served) -> None:
    """A save is told to listening pages, and then the page is the new one."""
    with served.events() as following:
        first = following()
        served.site.write("articles/a.md", "# 题\n\n第二段。\n")
        assert following() != first
        assert served.shows(PAGE, "第二段")


def test_a_save_that_changes_nothing_reloads_nothing(served: Served) -> None:
    """A build that wrote nothing leaves the epoch as it is."""
    with served.events() as following:
        first, builds = following(), len(served.outcomes)
        served.site.write("articles/.a.md.swp", b"\0")
        eventually(lambda: len(served.outcomes) > builds)
        with served.events() as again:
            assert again() == first


def test_problems_lie_over_the_last_good_page(served: Served) -> None:
    """A broken article shows where it is broken, escaped, over its last good page, until it is mended."""
    served.site.write("articles/a.md", "# 题\n\n坏了。\n\n::product{vinega note='<b>'}\n")
    eventually(lambda: served.shows(PAGE, "contentshop-problems"))
    text = served.get(PAGE).body.decode()
    shown = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), text)
    assert "<code>articles/a.md:5:1" in shown
    assert "Did you mean “vinegar”?" in shown
    assert "<mark>:</mark>:product{vinega note=&#x27;&lt;b&gt;&#x27;}" in text
    assert "第一段" in text
    assert "坏了" not in text
    assert served.shows("/", "contentshop-problems")
    served.site.write("articles/a.md", "# 题\n\n好了。\n")
    eventually(lambda: served.shows(PAGE, "好了"))
    assert not served.shows(PAGE, "contentshop-problems")


def test_problems_before_there_is_any_page(site: Site) -> None:
    """A site that cannot be built at all shows its problems on a page of their own."""
    site.write("config.yaml", CONFIG.replace("title:", "titel:"))
    with serving(site) as served:
        answer = served.get("/any/")
        assert answer.status == 503
        assert "titel" in answer.text
        site.write("config.yaml", CONFIG)
        eventually(lambda: served.get("/").status == 200)
        assert not served.shows("/", "contentshop-problems")


def test_a_site_whose_output_cannot_be_made(site: Site) -> None:
    """With a config but no pages, problems have a page of their own too."""
    site.write(".contentshop/preview/notes.txt", "mine")
    with serving(site) as served:
        assert codes(served.outcomes[0]) == ["foreign-output"]
        assert served.get(PAGE).status == 503
        assert served.shows(PAGE, "foreign-output")


def test_a_build_that_breaks_down(site: Site) -> None:
    """When the build itself breaks down, that is shown like a problem, and the next save builds again."""
    site.write(".contentshop", "no folder")
    with serving(site) as served:
        assert served.get(PAGE).status == 503
        assert served.shows(PAGE, "contentshop-problems")
        site.delete(".contentshop")
        site.write("articles/a.md", "# 题\n\n好了。\n")
        eventually(lambda: served.shows(PAGE, "好了"))


def test_the_address_is_told_before_the_first_build(site: Site) -> None:
    """A first build may take long; what is asked for meanwhile waits for it."""
    told: list[str] = []
    stop = threading.Event()

    def ready(address: str) -> None:
        told.append(f"ready {address}")
        stop.set()

    def built(outcome: Outcome) -> None:
        told.append(f"built {len(outcome.problems)}")

    options = Options(now=NOW, jobs=1)
    serve(site.folder, options, port=0, on_begun=told.append, on_ready=ready, on_build=built, stop=stop)
    assert told == [told[0], "built 0", f"ready {told[0]}"]
    assert told[0].startswith("http://127.0.0.1:")


@pytest.mark.parametrize(
    ("text", "column", "shown"),
    [
        ("买醋<b>吧", 3, "    1 | 买醋<mark>&lt;</mark>b&gt;吧"),
        ("买醋", 3, "    1 | 买醋<mark> </mark>"),
        ("买醋", 0, "    1 | 买醋"),
    ],
)
def test_the_panel_marks_the_character_itself(text: str, column: int, shown: str) -> None:
    """In a browser a Han character is not as wide as two Latin ones, so that a caret below would point beside it."""
    assert marked(text, Place("a.md", 1, column)) == shown
    assert marked("", Place("a.md", 2, 1)) == ""


def test_many_problems_are_cut() -> None:
    """A hundred problems are listed and the others counted, in the author's language."""
    found = panel([(problem("no-site", folder=str(number)), "") for number in range(102)], "zh")
    assert found.count("<li>") == 100
    assert "还有 2 个" in found
    assert "有 102 个问题" in found


@pytest.mark.parametrize("page", [b"<p>\xff", b"<BODY>\xff</BODY >", b"<body></body></html><!-- </p> -->"])
def test_what_is_added_to_odd_pages(page: bytes) -> None:
    """Whatever the page, its bytes stay and what is added is ASCII."""
    found = live(page, 7, "<div>坏</div>")
    added = re.search(rb"<div>&#22351;</div><script.*</script>", found, re.DOTALL)
    assert added is not None
    assert found.replace(added[0], b"") == page
    assert added[0].isascii()


def test_a_page_that_stays_keeps_its_marks(served: Served) -> None:
    """So that only pages which changed reload."""
    served.site.write("articles/c.md", "---\ntitle: 丙\ntags: [丙]\n---\n字。\n")
    eventually(lambda: served.shows("/articles/c/", "字"))
    before, other = served.get(PAGE).headers[MARKS], served.get("/articles/c/").headers[MARKS]
    served.site.write("articles/c.md", "---\ntitle: 丙\ntags: [丙]\n---\n另一些字。\n")
    eventually(lambda: served.shows("/articles/c/", "另一些"))
    assert served.get(PAGE).headers[MARKS] == before
    assert served.get("/articles/c/").headers[MARKS] != other


def test_a_picture_that_keeps_its_address_changes_all_marks(served: Served) -> None:
    """Any page may show what stands in `static/`."""
    served.site.write("static/logo.png", b"1")
    eventually(lambda: served.get("/logo.png").status == 200)
    before = served.get(PAGE).headers[MARKS]
    served.site.write("static/logo.png", b"2")
    eventually(lambda: served.get("/logo.png").body == b"2")
    assert served.get(PAGE).headers[MARKS] != before


@pytest.mark.font
def test_a_poster_changes_the_marks_of_what_shows_it(tmp_path: Path) -> None:
    """A new price paints a poster again, which kits show and no page does: pages without the product stay."""
    site = made(tmp_path)
    site.write("config.yaml", CONFIG + "channels: {moments: {}}\n")
    with serving(site) as served:
        kit = "/-/kits/kit/a/"
        assert "poster-3x4.jpg" in served.get(kit).text
        page, other, shown = (served.get(path).headers[MARKS].split() for path in (PAGE, "/articles/b/", kit))
        site.write("products/all.yaml", PRODUCTS.replace("39.90", "36.00"))
        eventually(lambda: served.shows(PAGE, "36.00"))
        after, stays, again = (served.get(path).headers[MARKS].split() for path in (PAGE, "/articles/b/", kit))
        assert stays == other
        assert (after[0] != page[0], after[1:]) == (True, page[1:])
        assert again[1] != shown[1]


def test_style_sheets_have_a_mark_of_their_own(served: Served) -> None:
    """One of the site's that keeps its address is not one of the pictures, which need a reload."""
    served.site.write("static/own.css", "p { color: red }")
    eventually(lambda: served.get("/own.css").status == 200)
    page, pictures, sheets = served.get(PAGE).headers[MARKS].split()
    served.site.write("static/own.css", "p { color: blue }")
    eventually(lambda: served.shows("/own.css", "blue"))
    assert served.get(PAGE).headers[MARKS].split()[:2] == [page, pictures]
    assert served.get(PAGE).headers[MARKS].split()[2] != sheets


def test_problems_lead_to_the_editor(tmp_path: Path) -> None:
    """By the address of the author's choice, with whatever stands in the path encoded."""
    where = Place('articles/a "b".md', 5, 2)
    assert editor_link("e://f{path}:{line}:{column}", Path("/s"), where) == "e://f/s/articles/a%20%22b%22.md:5:2"
    assert editor_link("", tmp_path, where) == ""
    found = panel([(problem("no-site", where, folder="x"), "")], "en", lambda _: "e://f?a&b")
    assert '<a href="e://f?a&amp;b">articles/a &quot;b&quot;.md:5:2</a>' in found


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        (b"/", ("",)),
        (b"/a/%E9%86%8B/", ("a", "醋", "")),
        (b"/a%20b", ("a b",)),
        (b"/%zz", ("%zz",)),
        (b"/...", ("...",)),
        (b"", None),
        (b"/a/./b", None),
        (b"/a%7f", None),
    ],
)
def test_paths(path: bytes, parts: tuple[str, ...] | None) -> None:
    """Honest paths are decoded once."""
    assert parts_of(path) == parts


def test_two_hundred_quick_saves_end_in_the_right_state(served: Served) -> None:
    """However quickly files are saved, whole or in halves, the last state is shown, in few builds."""
    builds = len(served.outcomes)
    target = served.site.folder / "articles/a.md"
    for number in range(200):
        save = SAVES[number % len(SAVES)]
        save(target, f"---\ntitle: 题\n---\n第{number}稿。\n")
    eventually(lambda: served.shows(PAGE, "第199稿"))
    assert not served.shows(PAGE, "contentshop-problems")
    assert len(served.outcomes) - builds < 100
    assert {path.name for path in target.parent.iterdir()} == {"a.md", "b.md"}


def _in_place(target: Path, text: str) -> None:
    target.write_text(text, "utf-8")


def _in_halves(target: Path, text: str) -> None:
    with target.open("w", encoding="utf-8") as file:
        file.write(text[: len(text) // 2])
        file.flush()
        file.write(text[len(text) // 2 :])


def _by_rename(target: Path, text: str) -> None:
    scratch = target.with_name(".a.md.tmp")
    scratch.write_text(text, "utf-8")
    scratch.replace(target)


def _with_a_backup(target: Path, text: str) -> None:
    backup = target.with_name("a.md~")
    target.rename(backup)
    target.write_text(text, "utf-8")
    backup.unlink()


def _deleted_first(target: Path, text: str) -> None:
    scratch = target.with_name("a.md___new")
    scratch.write_text(text, "utf-8")
    target.unlink()
    scratch.rename(target)


SAVES: tuple[Callable[[Path, str], None], ...] = (_in_place, _in_halves, _by_rename, _with_a_backup, _deleted_first)
"""How editors save: one after the other writes over the file, by a rename, after putting the old one aside."""


@pytest.mark.parametrize("save", SAVES)
def test_each_way_of_saving(served: Served, save: Callable[[Path, str], None]) -> None:
    """A file is seen again and again, whatever becomes of its inode, and leaves no problem behind."""
    for number in range(3):
        save(served.site.folder / "articles/a.md", f"# 题\n\n第{number}稿。\n")
        eventually(partial(served.shows, PAGE, f"第{number}稿"))
        assert not served.shows(PAGE, "contentshop-problems")


def test_five_hundred_files_at_once_are_one_build(served: Served) -> None:
    """Files that another program changes together, as a checkout does, are built together."""
    builds = len(served.outcomes)
    code = "from pathlib import Path\nfor n in range(500): Path(f'n{n}.md').write_text(f'# T\\n\\nno. {n}\\n')"
    subprocess.run([sys.executable, "-c", code], cwd=served.site.folder / "articles", check=True)
    eventually(lambda: served.get("/articles/n499/").status == 200)
    assert served.get("/articles/n0/").status == 200
    assert 1 <= len(served.outcomes) - builds <= 2  # one more where the machine let the other program wait
    assert len(served.outcomes[-1].created) > 500 or len(served.outcomes) - builds == 2


def test_folders_that_come_and_go(served: Served) -> None:
    """Folders that are deleted, made again, moved and new are watched like the others."""
    articles = served.site.folder / "articles"
    shutil.rmtree(articles)
    eventually(lambda: served.get(PAGE).status == 404)
    served.site.write("articles/sub/c.md", "# 丙\n\n一。\n")
    eventually(lambda: served.shows("/articles/c/", "一。"))
    (articles / "sub").rename(articles / "moved")
    served.site.write("articles/moved/c.md", "# 丙\n\n二。\n")
    eventually(lambda: served.shows("/articles/c/", "二。"))
    served.site.write("articles/moved/c.md", "# 丙\n\n![图](/photos/p.png)\n")
    eventually(lambda: served.shows("/articles/c/", "missing-picture"))
    served.site.write("photos/p.png", PICTURE)
    eventually(lambda: not served.shows("/articles/c/", "missing-picture"))
    articles.rename(served.site.folder / "kept")
    eventually(lambda: served.get("/articles/c/").status == 404)
    (served.site.folder / "kept").rename(articles)
    eventually(lambda: served.get("/articles/c/").status == 200)


def test_a_site_that_is_moved_away_and_back(served: Served) -> None:
    """Even the site's folder may go and come back."""
    folder = served.site.folder
    folder.rename(folder.with_name("away"))
    eventually(lambda: served.get(PAGE).status != 200)
    shutil.copytree(folder.with_name("away"), folder, dirs_exist_ok=True)  # a build under way may have left its store
    eventually(lambda: served.get(PAGE).status == 200 and not served.shows(PAGE, "contentshop-problems"))
    served.site.write("articles/a.md", "# 题\n\n回来了。\n")
    eventually(lambda: served.shows(PAGE, "回来了"))


@pytest.mark.parametrize(
    ("path", "text", "page", "seen"),
    [
        ("config.yaml", CONFIG.replace("晋味小铺", "新铺子"), "/", "新铺子"),
        ("products/all.yaml", "- {id: vinegar, title: 新醋, offers: [{shop: own, path: /v}]}\n", PAGE, "新醋"),
        ("static/new.txt", "hello", "/new.txt", "hello"),
        ("templates/web/404.html", "<p>自己的</p>", "/none", "自己的"),
        ("templates/words/en.toml", "broken", "/", "templates/words/en.toml"),
    ],
)
def test_every_kind_of_source_is_watched(served: Served, path: str, text: str, page: str, seen: str) -> None:
    """Config, products, static files and templates are seen at once, in folders that were not there before."""
    served.site.write(path, text)
    eventually(lambda: served.shows(page, seen))


def test_a_request_waits_for_the_builds_asked_for_before_it() -> None:
    """A request waits for the build under way, and not for one that is asked for later."""

    async def scenario() -> None:
        preview = Preview()
        preview.change()
        build = preview.next_build()
        assert build is not None
        waiting = asyncio.create_task(preview.settled())
        assert not (await asyncio.wait([waiting], timeout=0.05))[0]
        preview.change()
        await asyncio.to_thread(preview.show, build, "/", "", Made(changed=True))
        assert (await waiting).base == "/"
        later = asyncio.create_task(preview.settled())
        assert not (await asyncio.wait([later], timeout=0.05))[0]
        await asyncio.to_thread(preview.close)
        await later
        assert preview.next_build() is None
        assert await preview.epoch_after(preview.shown.epoch) is None

    asyncio.run(scenario())


def test_much_that_changes_is_waited_for() -> None:
    """After many changes at once a build begins when nothing more comes; a single save waits for nothing."""
    preview = Preview()
    begun: queue.Queue[int | None] = queue.Queue()

    def build() -> None:
        while (number := preview.next_build()) is not None:
            begun.put(number)
            preview.show(number, "/", "", Made())

    thread = threading.Thread(target=build)
    thread.start()
    try:
        preview.change()
        assert begun.get(timeout=PATIENCE) == 1
        for _ in range(5):
            preview.change(quiet=0.5)
        preview.change()
        assert begun.get(timeout=PATIENCE) == 7
        preview.change()
        assert begun.get(timeout=PATIENCE) == 8
    finally:
        preview.close()
        thread.join(PATIENCE)


def test_a_file_saved_halfway_shows_no_problem(site: Site) -> None:
    """Errors of a build that files overtook are looked at again before they are shown, but not for ever."""
    preview = Preview()
    preview.change()
    shown = builds(site.folder, Options(now=NOW, jobs=1, preview=True), "en", preview)
    assert codes(next(shown)) == []
    site.write("articles/c.md", "# 丙\n\n:price{not")
    saves = ["# 丙\n\n:price{nothing}", "# 丙\n\n:price{vinegar}\n"]
    preview.change()

    class Halfway(Preview):
        """A preview whose files change while it builds."""

        def is_overtaken(self) -> bool:
            if saves:
                site.write("articles/c.md", saves.pop(0))
                self.change()
            return super().is_overtaken()

    preview.__class__ = Halfway
    assert codes(next(shown)) == []
    assert saves == []
    assert "丙" in site.output(".contentshop/preview")["web/articles/c/index.html"].decode()
    site.write("articles/c.md", "# 丙\n\n:price{nothing}")
    saves += ["# 丙\n\n:price{nothing}"] * 9
    preview.change()
    assert codes(next(shown)) == ["unknown-product"]
    assert "unknown-product" in preview.shown.problems
    assert len(saves) == 6
    preview.close()


def test_the_preview_is_what_a_clean_build_makes(served: Served) -> None:
    """After any edits the folder it shows equals that of a clean build with the same options."""
    site = served.site
    edits: list[tuple[str, str | None]] = [
        ("articles/c.md", "---\ntitle: 丙\ntags: [醋]\n---\n[买](product:vinegar)。\n"),
        ("articles/a.md", "---\ntitle: 改\ntags: [醋]\ncover: images/p.png\n---\n第二段。\n"),
        ("products/all.yaml", "- {id: vinegar, title: 新醋, offers: [{shop: own, path: /v}]}\n"),
        ("articles/a.md", "---\ntitle: 坏\n---\n:price{nothing}\n"),
        ("templates/web/assets/own.css", "p { color: red }"),
        ("articles/b.md", None),
        ("config.yaml", CONFIG.replace("晋味小铺", "新铺子")),
        ("templates/words/en.toml", ""),
        ("static/new.txt", "新"),
        ("articles/c.md", "---\ntitle: 丙\naliases: [/old/]\n---\n又。\n\n::product{vinegar}\n"),
        ("templates/words/en.toml", None),
        ("articles/a.md", "---\ntitle: 改\ntags: [醋]\ncover: images/p.png\n---\n第三段。\n"),
        ("static/new.txt", None),
    ]
    site.write("images/p.png", PICTURE)
    for path, text in edits:
        builds = len(served.outcomes)
        site.delete(path) if text is None else site.write(path, text)
        eventually(lambda before=builds: len(served.outcomes) > before)
    eventually(lambda: served.shows("/articles/c/", "又") and served.shows(PAGE, "第三段"))
    eventually(lambda: served.get("/new.txt").status == 404 and not served.shows(PAGE, "contentshop-problems"))
    clean = site.folder.with_name("clean")
    shutil.copytree(site.folder, clean, ignore=shutil.ignore_patterns(".contentshop"))
    fresh = Site.of(clean)
    assert codes(fresh.build(preview=True, drafts=True)) == codes(served.outcomes[-1])
    assert site.output(".contentshop/preview") == fresh.output(".contentshop/preview")


def test_two_previews_of_one_site(served: Served) -> None:
    """Two previews wait for each other's builds and both show the last state."""
    with serving(served.site) as other:
        for number in range(5):
            served.site.write("articles/a.md", f"# 题\n\n第{number}稿。\n")
            for one in (served, other):
                eventually(partial(one.shows, PAGE, f"第{number}稿"))
        assert not any("build-running" in codes(one) for one in [*served.outcomes, *other.outcomes])


def test_a_taken_port(site: Site) -> None:
    """A port that is in use is said, with its number; the program would exit with 2."""
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(ProblemError) as caught:
            serve(site.folder, Options(now=NOW), port=port, on_ready=print, on_build=print)
    assert (caught.value.problem.code, caught.value.problem.values["port"]) == ("port-taken", str(port))


def test_a_host_that_is_not_ours(site: Site) -> None:
    """A host that cannot be listened on is said."""
    with pytest.raises(ProblemError) as caught:
        serve(site.folder, Options(now=NOW), host="192.0.2.1", port=0, on_ready=print, on_build=print)
    assert caught.value.problem.code == "cannot-listen"


def test_a_fault_ends_the_preview(site: Site) -> None:
    """An exception in one of its threads is raised where the preview was started."""

    def broken(outcome: Outcome) -> None:
        raise LookupError(outcome.output)

    with pytest.raises(LookupError):
        serve(site.folder, Options(now=NOW, jobs=1), port=0, on_ready=print, on_build=broken)


HURRIED = """
import os, sys
from pathlib import Path
from contentshop.engine import Store, Written

store = Store(Path(sys.argv[1]), print, hurried=True)
for number in range(200):
    store.commit([(f"{number}.html", Written(str(number)))], ())
store.announce(["0.html"])
os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal there")
def test_a_kill_loses_nothing_that_the_preview_had_kept(tmp_path: Path) -> None:
    """The preview's store does not wait for the disk; the system has what was committed even so."""
    path = tmp_path / "store.sqlite3"
    assert subprocess.run([sys.executable, "-c", HURRIED, str(path)], check=False).returncode == -signal.SIGKILL
    told: list[Problem] = []
    with Store(path, told.append) as store:
        written = store.written()
    assert (told, len(written), written["0.html"].fingerprint, written["199.html"].fingerprint) == (
        [],
        200,
        None,
        "199",
    )


COMMAND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from contentshop.build import Options
from contentshop.preview import serve
from contentshop.preview.builds import builds

def main():
    serve(Path(sys.argv[1]), Options(now=datetime.now(UTC)), port=0,
          on_ready=lambda address: print(address, flush=True), on_build=lambda outcome: None)

if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise there")
@pytest.mark.parametrize("moment", ["at rest", "in a build"])
def test_ctrl_c_waits_for_nobody(site: Site, tmp_path: Path, moment: str) -> None:
    """Ctrl-C ends the program within a second, quietly, while a page listens and another request is half sent.

    The bound is a promise to the author; three times as much is for machines that are busy.
    """
    script = tmp_path / "run.py"
    script.write_text(COMMAND, "utf-8")
    command = [sys.executable, str(script), str(site.folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        served = Served(site, [], address)
        with served.events() as following, socket.create_connection(("127.0.0.1", served.port)) as half:
            following()
            half.sendall(b"GET / HTTP/1.1\r\nHost: loc")
            if moment == "in a build":
                for number in range(300):
                    site.write(f"articles/n{number}.md", "# 题\n\n" + "一段。\n\n" * 300)
                time.sleep(0.3)
            process.send_signal(signal.SIGINT)
            begun = time.monotonic()
            output = process.communicate(timeout=PATIENCE)
            took = time.monotonic() - begun
    assert (process.returncode, output) == (0, ("", ""))
    assert took < 3.0


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise there")
def test_the_terminal_says_that_it_waits(site: Site, tmp_path: Path) -> None:
    """While another build holds the folder one line says so; then comes the first build, and no error meanwhile."""
    command = [sys.executable, "-u", "-m", "contentshop", "--lang", "en", "serve", "--port", "0"]
    said = tmp_path / "said.txt"
    store = store_path(site.folder, site.folder / ".contentshop" / "preview")
    held = Store(store, print)
    with said.open("wb") as out, subprocess.Popen(command, cwd=site.folder, stdout=out, stderr=out) as process:
        try:
            with held:
                eventually(lambda: "waiting until it ends" in said.read_text("utf-8"))
            eventually(lambda: "Built." in said.read_text("utf-8"))
        finally:
            process.send_signal(signal.SIGINT)
    told = said.read_text("utf-8")
    assert told.count("waiting until it ends") == 1
    assert told.index("waiting until it ends") < told.index("Built.")
    assert not re.search(r"error|build-running", told)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise there")
def test_the_terminal_does_not_say_built_of_errors(site: Site, tmp_path: Path) -> None:
    """A first build that writes nothing is not called done."""
    site.write("config.yaml", "site: {title: x}\n")
    command = [sys.executable, "-u", "-m", "contentshop", "--lang", "en", "serve", "--port", "0"]
    said = tmp_path / "said.txt"
    with said.open("wb") as out, subprocess.Popen(command, cwd=site.folder, stdout=out, stderr=out) as process:
        try:
            eventually(lambda: "Not built yet" in said.read_text("utf-8"))
        finally:
            process.send_signal(signal.SIGINT)
    assert "Built." not in said.read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise there")
def test_the_terminal_tells_each_problem_once(site: Site, tmp_path: Path) -> None:
    """A problem that stays is not listed again at every save, and the terminal says when no error is left."""
    command = [sys.executable, "-u", "-m", "contentshop", "--lang", "en", "serve", "--port", "0"]
    said = tmp_path / "said.txt"
    with said.open("wb") as out, subprocess.Popen(command, cwd=site.folder, stdout=out, stderr=out) as process:

        def told(text: str) -> bool:
            return text in said.read_text("utf-8")

        try:
            eventually(lambda: told("Open pages change as you save."))
            site.write("articles/a.md", "# 题\n\n:price{nothing}\n")
            eventually(lambda: told("no product “nothing”"))
            site.write("articles/c.md", "# 丙\n\n:price{another}\n")
            eventually(lambda: told("no product “another”"))
            site.delete("articles/c.md")
            site.write("articles/a.md", "# 题\n\n好了。\n")
            eventually(lambda: told("No errors any more."))
        finally:
            process.send_signal(signal.SIGINT)
    assert said.read_text("utf-8").count("no product “nothing”") == 1
