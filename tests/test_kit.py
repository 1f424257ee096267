"""Kits: the pages from which a phone hands an article on, named and packed from the command line."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from sites import CONFIG, NOW, Site

from contentshop.build import Options
from contentshop.cli import main
from contentshop.kits import KitAsked, KitOutcome, kits
from contentshop.links import token
from contentshop.model import Identity

Told = Callable[..., tuple[int, str, str]]
WITH_POSTERS = CONFIG + "channels: {moments: {enabled: true}}\n"
OUTLETS = """\
- {id: tea-a, kind: group, name: 茶友群A, texts: yes, posters: yes}
- {id: 月信, kind: newsletter, name: 每月一信, texts: yes}
- {id: idle, kind: group, name: 茶友群B}
"""
HOSTILE = '</textarea><script>alert(1)</script>"&amp; {{ 7*7 }}'


def made(folder: Path) -> Site:
    """Make a site with two articles, one of them with a Chinese address, and outlets that ask for this and that."""
    site = Site(folder)
    site.write("config.yaml", WITH_POSTERS)
    site.write("outlets.yaml", OUTLETS)
    head = "---\ntitle: {}\nsummary: 看年份、看总酸。\ndate: 2026-11-{}\n---\n"
    site.write("articles/怎么挑.md", head.format("老陈醋怎么挑", 18) + "::product{vinegar}\n")
    site.write("articles/b.md", head.format("第二篇", 17) + "没有商品。\n")
    return site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site, built."""
    site = made(tmp_path_factory.mktemp("kit"))
    assert site.build().completed
    return site


def page(site: Site, path: str) -> BeautifulSoup:
    """Return a page of the kits."""
    return BeautifulSoup(site.read(f"kit/{path}index.html"), "lxml")


def addresses(tree: BeautifulSoup) -> Iterator[str]:
    """Yield every relative address of a page."""
    for tag in tree.select("[href], [src]"):
        found = str(tag.get("href") or tag.get("src"))
        if not re.match(r"[a-z]+:|#", found):
            yield unquote(found)


def opened(folder: Path, file: str) -> set[str]:
    """Return every file that is reached from a page by relative addresses, and fail where one is not there."""
    seen, waiting = set[str](), [file]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        assert (folder / path).is_file(), path
        if path.endswith("index.html") and not path.startswith("wechat/"):
            tree = BeautifulSoup((folder / path).read_text("utf-8"), "lxml")
            base = (folder / path).parent
            waiting += [(base / one).resolve().relative_to(folder.resolve()).as_posix() for one in addresses(tree)]
    return seen


class TestPages:
    """The page of each article and outlet, and the list of all."""

    def test_everything_is_reached_from_the_list(self, site: Site) -> None:
        """Every page and poster is a file that relative addresses lead to, from a folder as from a server."""
        build = site.folder / "build"
        found = opened(build, "kit/index.html")
        posters = {one.relative_to(build).as_posix() for one in (build / "moments").rglob("*.jpg")}
        assert posters
        assert posters <= found
        assert {"kit/怎么挑/index.html", "kit/怎么挑/tea-a/index.html", "kit/b/index.html"} <= found

    def test_the_list_has_the_newest_first(self, site: Site) -> None:
        """With its day, and a link to each outlet's own."""
        tree = page(site, "")
        assert [one.get_text() for one in tree.select("h2 a")] == ["老陈醋怎么挑", "第二篇"]
        assert "2026年11月18日" in tree.select(".kits > li")[0].get_text()
        assert next(one.get_text() for one in tree.select(".kits > li:first-child li a")) == "给 茶友群A"

    def test_posters_are_pictures_of_which_one_is_open(self, site: Site) -> None:
        """First the article's, then those of its products; of each one size shows."""
        tree = page(site, "怎么挑/")
        folds = tree.select("#posters details")
        assert [one.select("summary")[0].get_text() for one in folds] == ["文章海报", "商品海报：老陈醋"]
        assert [one.has_attr("open") for one in folds] == [True, False]
        assert len({str(one["name"]) for one in folds}) == 1
        sizes = [(str(one["src"]).rpartition("/")[2], one["width"], one["height"]) for one in folds[0].select("img")]
        assert sizes == [("poster-9x16.jpg", "1080", "1920"), ("poster-3x4.jpg", "1080", "1440")]

    def test_an_outlet_has_posters_of_its_own(self, site: Site) -> None:
        """They lie in its folder, and its page names it."""
        tree = page(site, "怎么挑/tea-a/")
        sources = [str(one["src"]) for one in tree.select("img")]
        assert sources
        assert all("/tea-a/poster-" in one for one in sources)
        assert "给 茶友群A" in tree.get_text()
        assert not tree.select("#wechat")

    def test_an_outlet_that_asks_for_nothing_has_no_page(self, site: Site) -> None:
        """Nothing is made for it."""
        assert not (site.folder / "build/kit/怎么挑/idle").exists()

    def test_pages_stand_alone(self, site: Site) -> None:
        """They load nothing from anywhere but posters beside them."""
        for path in (site.folder / "build/kit").rglob("*.html"):
            tree = BeautifulSoup(path.read_text("utf-8"), "lxml")
            loaded = [str(one.get("src") or one.get("href")) for one in tree.select("[src], link[href]")]
            assert all(one.startswith(("../", "data:,")) for one in loaded), path

    def test_an_article_that_fails_keeps_its_kit(self, tmp_path: Path) -> None:
        """Its page stays as it was, and the list still leads there."""
        site = made(tmp_path)
        site.build()
        before = site.read("kit/b/index.html")
        site.write("articles/b.md", "---\ntitle: 坏了\ndate: 2026-11-17\n---\n::product{none}\n")
        assert site.build().problems
        assert site.read("kit/b/index.html") == before
        assert [one["href"] for one in page(site, "").select("h2 a")][1] == "b/index.html"

    def test_an_article_that_goes_takes_its_kit_along(self, tmp_path: Path) -> None:
        """Neither page nor entry stays."""
        site = made(tmp_path)
        site.build()
        site.delete("articles/b.md")
        assert site.build().completed
        assert not (site.folder / "build/kit/b").exists()
        assert len(page(site, "").select(".kits h2")) == 1

    def test_without_anything_to_hand_on_there_are_no_kits(self, tmp_path: Path) -> None:
        """A site whose other channels are off has no folder of kits."""
        site = Site(tmp_path)
        names = ("wechat", "moments", "group", "chat", "weibo", "email", "print")
        site.write("config.yaml", CONFIG + "channels:\n" + "".join(f"  {one}: {{enabled: false}}\n" for one in names))
        site.write("articles/a.md", "# 题\n\n字。\n")
        assert site.build().completed
        assert not (site.folder / "build/kit").exists()


def ask(site: Site, *articles: str, outlet: str = "", target: Path | None = None) -> KitOutcome:
    """Ask for kits as the command does."""
    asked = KitAsked(articles, outlet, str(target or ""))
    return kits(site.folder, Options(now=NOW, jobs=1), asked)


class TestAsking:
    """Which kits are named."""

    @pytest.mark.parametrize("name", ["怎么挑", "articles/怎么挑.md"])
    def test_an_article_is_known_by_slug_and_file(self, site: Site, name: str) -> None:
        """Its kit and those of its outlets are named, each with its page first."""
        found = ask(site, name).kits
        assert [(one.slug, one.outlet) for one in found][:2] == [("怎么挑", ""), ("怎么挑", "tea-a")]
        for one in found:
            assert one.page == one.files[0]
            assert all((site.folder / "build" / path).is_file() for path in one.files)
        assert "moments/products/vinegar/poster-9x16.jpg" in found[0].files
        assert "moments/products/vinegar/tea-a/poster-9x16.jpg" in found[1].files

    def test_an_article_is_known_by_its_path_and_its_id(self, tmp_path: Path) -> None:
        """A path is taken from where one stands; the id is that of the front matter."""
        site = made(tmp_path)
        site.write("articles/b.md", "---\ntitle: 二\nid: second\n---\n字。\n")
        for name in ("second", str(site.folder / "articles/b.md")):
            assert [one.id for one in ask(site, name).kits][:1] == ["second"]

    def test_without_a_name_all_are_named(self, site: Site) -> None:
        """The newest first."""
        assert list(dict.fromkeys(one.slug for one in ask(site).kits)) == ["怎么挑", "b"]

    def test_an_article_asked_for_twice_is_named_once(self, site: Site) -> None:
        """However it is called."""
        assert ask(site, "b", "articles/b.md").kits == ask(site, "b").kits

    @pytest.mark.parametrize("name", ["tea-a", "茶友群A"])
    def test_an_outlet_is_known_by_id_and_name(self, site: Site, name: str) -> None:
        """Only what is made for it is named."""
        assert {one.outlet for one in ask(site, outlet=name).kits} == {"tea-a"}

    def test_an_outlet_without_posters_says_so(self, site: Site) -> None:
        """It is no error: its texts are there."""
        assert "outlet-without-posters" in [one.code for one in ask(site, outlet="月信").problems]

    @pytest.mark.parametrize(
        ("articles", "outlet", "code", "near"),
        [
            (["怎么条"], "", "no-kit", "怎么挑"),
            (["b", "articles/怎么挑"], "", "no-kit", "articles/怎么挑.md"),
            ([], "茶友群", "no-kit-outlet", "茶友群B"),
            ([], "idle", "outlet-asks-nothing", None),
        ],
    )
    def test_wrong_names(self, site: Site, articles: list[str], outlet: str, code: str, near: str | None) -> None:
        """They are told with the nearest one that there is."""
        outcome = ask(site, *articles, outlet=outlet)
        found = outcome.problems[-1]
        assert found.code == code
        assert near is None or found.values["near"] == near
        assert outcome.kits == ()
        assert not outcome.completed

    def test_a_draft_has_no_kit(self, tmp_path: Path) -> None:
        """What is not published is not handed on."""
        site = made(tmp_path)
        site.write("articles/c.md", "---\ntitle: 草\ndraft: true\n---\n字。\n")
        assert ask(site, "c").problems[-1].code == "kit-draft"

    def test_the_ledger_is_written(self, tmp_path: Path) -> None:
        """What is about to be posted must lead on for ever."""
        site = made(tmp_path)
        outcome = ask(site, "b")
        name = token(Identity("b", "", "code", "", "moments"))
        assert name in (site.folder / "ledger.csv").read_text("utf-8")
        assert outcome.new_tokens > 0


class TestZip:
    """All of a kit in one file."""

    def test_it_works_wherever_it_is_unpacked(self, site: Site, tmp_path: Path) -> None:
        """From its first page everything in it is reached, and nothing else is asked for."""
        target = tmp_path / "一篇.zip"
        outcome = ask(site, "怎么挑", target=target)
        assert (outcome.zip, outcome.size) == (str(target), target.stat().st_size)
        with zipfile.ZipFile(target) as archive:
            archive.extractall(tmp_path / "out")
            names = set(archive.namelist())
        found = opened(tmp_path / "out", "index.html")
        assert {one for one in names if not one.startswith(("texts/", "wechat/"))} == {
            one for one in found if not one.startswith(("texts/", "wechat/"))
        }
        assert {path for one in outcome.kits for path in one.files} <= names
        assert "b/index.html" not in "".join(names)

    def test_the_same_kits_make_the_same_bytes(self, site: Site, tmp_path: Path) -> None:
        """The day of packing is not in them, and names are sorted and known to be UTF-8."""
        ask(site, target=tmp_path / "one.zip")
        ask(site, target=tmp_path / "other.zip")
        assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
        with zipfile.ZipFile(tmp_path / "one.zip") as archive:
            rows = archive.infolist()
        assert {row.date_time for row in rows} == {(1980, 1, 1, 0, 0, 0)}
        assert [row.filename for row in rows] == sorted(row.filename for row in rows)
        assert any("怎么挑" in row.filename for row in rows)
        assert all(row.flag_bits & 0x800 for row in rows if not row.filename.isascii())

    def test_an_outlet_gets_nothing_of_others(self, site: Site, tmp_path: Path) -> None:
        """What is handed to a promoter holds his codes alone."""
        ask(site, outlet="茶友群A", target=tmp_path / "a.zip")
        with zipfile.ZipFile(tmp_path / "a.zip") as archive:
            names = archive.namelist()
            first = BeautifulSoup(archive.read("index.html"), "lxml")
        lists = {"index.html", "kit/index.html"}
        assert all("/tea-a/" in one for one in names if one not in lists)
        assert [str(one["href"]) for one in first.select("a")] == [
            "kit/%E6%80%8E%E4%B9%88%E6%8C%91/tea-a/index.html",
            "kit/b/tea-a/index.html",
        ]
        assert "serve --lan" not in first.get_text()

    def test_a_place_that_cannot_be_written(self, site: Site, tmp_path: Path) -> None:
        """It is told, and nothing is left there."""
        outcome = ask(site, target=tmp_path / "none" / "a.zip")
        assert outcome.problems[-1].code == "output-unwritable"
        assert list(tmp_path.iterdir()) == []


class TestCommand:
    """`contentshop kit`."""

    @pytest.fixture
    def told(self, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
        """Return a function that runs the command inside the site and gives exit code, output and errors."""
        monkeypatch.chdir(site.folder)

        def command(*arguments: str) -> tuple[int, str, str]:
            with pytest.raises(SystemExit) as ended:
                main(["kit", *arguments, "--lang", "en", "-j", "1"])
            said = capsys.readouterr()
            return int(ended.value.code or 0), said.out, said.err

        return command

    def test_it_names_files(self, told: Told) -> None:
        """Of what is asked for by name every file, of all the pages alone."""
        code, out, _ = told("b", "--outlet", "tea-a")
        assert code == 0
        lines = out.splitlines()
        assert lines[0] == "第二篇 (for 茶友群A)"
        assert "  build/kit/b/tea-a/index.html" in lines
        assert "  build/moments/articles/b/tea-a/poster-3x4.jpg" in lines
        _, every, _ = told()
        assert "build/kit/怎么挑/index.html" in every
        assert ".jpg" not in every

    def test_it_packs(self, told: Told, tmp_path: Path) -> None:
        """It says where, how many files, and how heavy."""
        _, out, _ = told("b", "--zip", str(tmp_path / "b.zip"))
        assert re.search(r"Packed .*b\.zip: \d+ files, 0\.\d MB\.", out)

    def test_json(self, told: Told) -> None:
        """The same for programs."""
        found = json.loads(told("b", "--json")[1])
        assert found["kits"][0]["page"] == "kit/b/index.html"
        assert found["exit_code"] == 0

    def test_wrong_names_are_wrong_use(self, told: Told) -> None:
        """Exit code 2, with the nearest name, also as JSON."""
        code, out, err = told("c.md")
        assert (code, out) == (2, "")
        assert "There is no kit of “c.md”." in err
        assert json.loads(told("bb", "--json")[1])["exit_code"] == 2

    def test_an_outlet_without_posters(self, told: Told) -> None:
        """It says so, and goes on."""
        code, _, err = told("--outlet", "每月一信")
        assert code == 0
        assert "does not ask for posters" in err


@pytest.mark.parametrize(("slug", "path"), [("index.html", "kit/index.html"), ("search.csv", "texts/search.csv")])
def test_an_address_that_is_a_list_of_kits_is_told(tmp_path: Path, slug: str, path: str) -> None:
    """A folder cannot stand where a list does; the rest of the site is built."""
    site = Site(tmp_path)
    site.write("articles/a.md", f"---\ntitle: 醋\ndate: 2026-11-18\nslug: {slug}\n---\n::product{{vinegar}}\n")
    outcome = site.build()
    assert outcome.completed
    assert ("duplicate-output", path) in [(one.code, one.values.get("path")) for one in outcome.problems]
