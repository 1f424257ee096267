"""What an author does with an official-account article: the copy page, the draft, the list of all."""

from __future__ import annotations

import base64
import functools
import http.server
import io
import json
import re
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import axe_playwright_python
import msgspec
import pytest
from browsers import Tabs
from bs4 import BeautifulSoup
from PIL import Image
from playwright.sync_api import Browser, Page
from sites import CONFIG, NOW, Site, codes
from test_photos import photo, saved
from test_uploads import MEGABYTE, diagram, noise

from contentshop import engine
from contentshop.channels import Inputs
from contentshop.channels.wechat.desk import doubts, index, kit_row, picture_name, picture_size, tasks
from contentshop.channels.wechat.draft import Draft, Upload, draft_json, shortened
from contentshop.channels.wechat.themes import theme_of
from contentshop.channels.wechat.uploads import cover_of
from contentshop.channels.wechat.views import (
    Adapted,
    CodeFile,
    Insert,
    ShownCode,
    ShownPrice,
    Way,
    WechatArticle,
    WechatPicture,
)
from contentshop.channels.wechat.weighing import Weight
from contentshop.gathering import Gathering
from contentshop.model import Problem, Task
from contentshop.reporting import Reporter
from contentshop.sources import Folder, read_config

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
GO = "https://jinwei.test/go/0123456789ab/"
HOSTILE = "<img src=x onerror=document.title='gone'> </script> {pictures} $& \" '"
TEXT = """\
-- articles/2026-11-18-vinegar.md --
---
title: 山西老陈醋怎么挑
author: 老陈
summary: 看年份、看总酸、看配料表。
cover: images/cover.jpg
---
::product{vinegar}

![瓶子](images/noisy.jpg)
![总酸](images/acid.png)
![章](images/seal.png)
![动](images/moving.gif)
"""


def made(folder: Path, size: tuple[int, int] = (400, 300)) -> Site:
    """Return a site whose article has a photo of noise, a drawing, a tiny picture and an animation."""
    site = Site(folder, "\n" + TEXT)
    site.write("images/noisy.jpg", saved(noise(*size), "JPEG", quality=90))
    site.write("images/acid.png", saved(diagram()))
    site.write("images/seal.png", saved(Image.new("RGB", (45, 13), (200, 30, 30))))
    out = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(out, "GIF", save_all=True, append_images=[diagram(300, 200)])
    site.write("images/moving.gif", out.getvalue())
    site.write("images/cover.jpg", saved(photo(1600, 900), "JPEG"))
    return site


def inputs_of(site: Site, config: str = "") -> Inputs:
    """Return what the channels are planned from."""
    if config:
        site.write("config.yaml", config)
    folder, found = Folder(site.folder), list[Problem]()
    read = read_config(folder, found.append)
    assert read
    store = engine.Store.copy_of(None)
    gathering = Gathering(folder, store, lambda _: engine.InProcess(), Reporter(), found.append)
    result = gathering.inputs(read, NOW, drafts=False, future=False)
    assert not found
    return result


LARGE = (4000, 3000)
SOURCES = ("images/noisy.jpg", "images/acid.png", "images/seal.png", "images/moving.gif")


def article(inputs: Inputs, **changes: Any) -> WechatArticle:
    """Return the article with four pictures, one code and two cards to insert."""
    pictures = []
    for source in SOURCES:
        shown = inputs.photos[source]
        pictures.append(
            WechatPicture(source, picture_name(shown, source), *picture_size(shown, source), f"图{len(pictures)}")
        )
    problems: list[Problem] = []
    (one,) = inputs.articles
    base = WechatArticle(
        id=one.id,
        slug=one.slug,
        file=one.file,
        language="zh-CN",
        title=one.title,
        digest=one.summary,
        author=one.author,
        source_url="https://jinwei.test/articles/vinegar/",
        address="https://jinwei.test/articles/vinegar/",
        readmore="article",
        miniprogram="card",
        cover=one.cover,
        ad=True,
        disclosure="",
        commission="",
        theme=theme_of(dict(inputs.theme.files), "", problems.append),
        parts=(),
        pictures=tuple(pictures),
        codes=(CodeFile("0123456789ab", GO), CodeFile("ba9876543210", GO)),
        ways=(Way("0123456789ab", "vinegar", "老陈醋", "官网", "own", "code"),),
    )
    return msgspec.structs.replace(base, **changes)


def adapted(shown: WechatArticle, text: str = "蘸饺子 & 拌凉菜") -> Adapted:
    """Return a content with everything the article has."""
    pictures = "".join(
        f'<section style="margin: 0"><img src="pictures/{one.name}" alt="{one.alt}" style="width: 100%"></section>'
        for one in shown.pictures
    )
    content = (
        f'<section style="color: #333"><p style="margin: 0 0 16px">{text.replace("&", "&amp;")}</p>{pictures}'
        '<section style="background-color: #ffffff; color: #a13816">'
        '<img src="codes/0123456789ab.png" alt="扫码" style="width: 180px"></section>'
        '<p style="margin: 0">在此插入 ①</p></section>'
    )
    mini = Insert(
        number=1,
        token="0123456789ab",
        kind="miniprogram",
        form="card",
        shop="小程序",
        title="老陈醋",
        appid="wx0123456789abcdef",
        path="pages/a?id=1&b=2",
        cover=SOURCES[0],
        image=f"pictures/{shown.pictures[0].name}" if shown.pictures else "",
        text="在此插入 ①",
    )
    store = msgspec.structs.replace(
        mini, number=2, kind="store", appid="", path="1000012345", cover="", image="", title=HOSTILE
    )
    return Adapted(
        content,
        content,
        Weight(len(content), len(text) + 6),
        codes=(ShownCode("0123456789ab", 222),),
        references=(("国标", "https://a.test/?b=1"),),
        inserts=(mini, store),
    )


def performed(site: Site, inputs: Inputs, planned: tuple[Task, ...]) -> dict[str, bytes]:
    """Return the files that tasks make, by path."""
    pictures = [one for one in planned if engine.picture_of(one)]
    files: dict[str, bytes] = {}
    results = [(task, made) for task, made, _ in engine.scaled(pictures, Folder(site.folder).bytes, engine.InProcess())]
    computed = [one for one in planned if not engine.picture_of(one)]
    results += zip(
        computed, engine.Performance(inputs.theme)([engine.Packed.of(one.work) for one in computed]), strict=True
    )
    for task, result in results:
        assert isinstance(result, bytes), result
        files[task.path] = result
    return files


class Kit(NamedTuple):
    """An article's folder on disk, and what it was made of."""

    folder: Path
    article: WechatArticle
    files: dict[str, bytes]


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Kit:
    """Make the folder of the article and the list, in Chinese."""
    site = made(tmp_path_factory.mktemp("site"), LARGE)
    inputs = inputs_of(site)
    shown = article(inputs)
    content = adapted(shown)
    files = performed(site, inputs, (*tasks(shown, content, inputs), index([kit_row(shown, content, inputs)], inputs)))
    output = tmp_path_factory.mktemp("build")
    for path, data in files.items():
        target = output / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return Kit(output / "wechat" / "vinegar", shown, files)


# --- files


def test_an_article_has_everything_in_its_folder(kit: Kit) -> None:
    """Page, draft, covers, every picture and code that is shown, each with its script; nothing else."""
    names = [f"pictures/{one.name}" for one in kit.article.pictures] + ["codes/0123456789ab.png"]
    scripts = [f"data/{name.rpartition('/')[2]}.js" for name in names]
    expected = {"index.html", "article.json", "cover-wide.jpg", "cover-square.jpg", *names, *scripts}
    assert {path for path in kit.files if path.startswith("wechat/vinegar/")} == {
        f"wechat/vinegar/{name}" for name in expected
    }


def test_pictures_can_be_uploaded(kit: Kit) -> None:
    """JPEG or PNG below 1 MB, the covers too."""
    pictures = {path: data for path, data in kit.files.items() if path.endswith((".jpg", ".png"))}
    assert len(pictures) == 7
    for path, data in pictures.items():
        assert len(data) < MEGABYTE, path
        assert Image.open(io.BytesIO(data)).format == ("JPEG" if path.endswith(".jpg") else "PNG"), path


def test_the_same_article_gives_the_same_bytes(kit: Kit, tmp_path: Path) -> None:
    """Nothing of the clock or the order of things comes into the files."""
    site = made(tmp_path, LARGE)
    inputs = inputs_of(site)
    shown = article(inputs)
    again = performed(site, inputs, tasks(shown, adapted(shown), inputs))
    assert again.items() <= kit.files.items()


def test_pictures_are_public_only_where_asked(tmp_path: Path) -> None:
    """With `public_pictures` the same files lie in the web site, and the page knows their addresses."""
    site = made(tmp_path)
    inputs = inputs_of(site, CONFIG + "wechat: {public_pictures: true}\n")
    shown = article(inputs)
    files = performed(site, inputs, tasks(shown, adapted(shown), inputs))
    for one in shown.pictures:
        assert files[f"web/media/{one.name}"] == files[f"wechat/vinegar/pictures/{one.name}"]
        assert f'data-address="https://jinwei.test/media/{one.name}"' in files["wechat/vinegar/index.html"].decode()
    assert 'value="address"' in files["wechat/vinegar/index.html"].decode()


def test_without_public_pictures_addresses_are_not_offered(kit: Kit) -> None:
    """Nor are any pictures put into the web site."""
    assert 'value="address"' not in kit.files["wechat/vinegar/index.html"].decode()
    assert [path for path in kit.files if path.startswith("web/")] == []


# --- the draft


def draft_of(kit: Kit) -> dict[str, Any]:
    """Return the draft of the article."""
    found: dict[str, Any] = json.loads(kit.files["wechat/vinegar/article.json"])
    return found


def test_the_draft_has_the_fields_of_the_api(kit: Kit) -> None:
    """As `draft/add` takes them, in plain UTF-8, with the cover's id left for whoever uploads it."""
    draft = draft_of(kit)
    (fields,) = draft["articles"]
    assert fields["title"] == "山西老陈醋怎么挑"
    assert "山西老陈醋" in kit.files["wechat/vinegar/article.json"].decode()
    assert (fields["author"], fields["digest"]) == ("老陈", "看年份、看总酸、看配料表。")
    assert fields["content"].startswith('<section style="color: #333">')
    assert (fields["article_type"], fields["thumb_media_id"]) == ("news", "")
    assert (fields["need_open_comment"], fields["only_fans_can_comment"]) == (0, 0)
    assert fields["content_source_url"] == "https://jinwei.test/articles/vinegar/"
    assert draft["cover"]["file"] == "cover-wide.jpg"
    assert "add_material" in draft["cover"]["upload"]


def test_the_draft_names_every_picture_that_must_be_uploaded(kit: Kit) -> None:
    """Each `src` of the content is a file of the folder and stands in the list once, in the order of the text."""
    draft = draft_of(kit)
    named = [one["src"] for one in BeautifulSoup(draft["articles"][0]["content"], "html.parser").find_all("img")]
    assert [one["src"] for one in draft["pictures"]] == named
    assert all((kit.folder / name).is_file() for name in named)


def test_crops_are_in_the_middle(kit: Kit) -> None:
    """The crops are parts of the wide cover with six decimals at most; the square one is as wide as it is high."""
    fields = draft_of(kit)["articles"][0]
    assert fields["pic_crop_235_1"] == "0_0_1_1"
    left, top, right, bottom = fields["pic_crop_1_1"].split("_")
    assert (top, bottom) == ("0", "1")
    assert round((float(right) - float(left)) * 900) == 383
    assert float(left) == pytest.approx(1 - float(right))
    assert all(re.fullmatch(r"[01](\.\d{1,6})?", one) for one in (left, right))
    ratios = {one["ratio"]: one["x1"] for one in fields["cover_info"]["crop_percent_list"]}
    assert ratios == {"2.35_1": "0", "1_1": left}


def test_a_draft_without_a_cover_says_nothing_of_one() -> None:
    """Then its author must choose one before it can be sent."""
    found = json.loads(draft_json(Draft("题", "", "", "<p>文</p>", "", None, ())))
    assert found["cover"] is None
    assert not {name for name in found["articles"][0] if "crop" in name}


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("短", 32, "短"),
        ("看年份。看总酸。看配料表，还要看价钱。", 10, "看年份。看总酸。"),
        ("山西老陈醋怎么挑，看年份看总酸看配料表", 10, "山西老陈醋怎么挑…"),
        ("A field guide to the vinegars of Shanxi", 32, "A field guide to the vinegars…"),
        ("一" * 40, 32, "一" * 31 + "…"),
        ("See v1.2 and more of it, up to v2", 20, "See v1.2 and more…"),
        ("a" * 40, 32, "a" * 31 + "…"),
    ],
)
def test_long_texts_are_cut_where_one_would(text: str, limit: int, expected: str) -> None:
    """Whole sentences where they fill half the room, else whole words, and never more than the limit."""
    assert shortened(text, limit) == expected
    assert len(shortened(text, limit)) <= limit


def test_the_draft_keeps_the_limits() -> None:
    """Title 32, author 16 and digest 120 characters; an address over 1 KB is left out rather than broken."""
    (fields,) = json.loads(
        draft_json(Draft("题" * 70, "名" * 20, "摘" * 300, "", "https://a.test/" + "x" * 1024, None, ()))
    )["articles"]
    assert [len(fields[name]) for name in ("title", "author", "digest", "content_source_url")] == [32, 16, 120, 0]


def test_uploads_of_a_draft_tell_their_size() -> None:
    """An uploader may check what it sends."""
    (one,) = json.loads(draft_json(Draft("", "", "", "", "", None, (Upload("pictures/a.jpg", 9, 8, "醋"),))))[
        "pictures"
    ]
    assert one == {
        "src": "pictures/a.jpg",
        "upload": "media/uploadimg",
        "into": "articles[0].content",
        "width": 9,
        "height": 8,
        "alt": "醋",
    }


# --- what the page says


def page_of(site: Site, config: str = "", **changes: Any) -> BeautifulSoup:
    """Return the copy page of the article with some of it changed."""
    inputs = inputs_of(site, config)
    shown = article(inputs, **changes)
    (page,) = [one for one in tasks(shown, adapted(shown), inputs) if one.path.endswith("index.html")]
    (made_page,) = engine.Performance(inputs.theme)([engine.Packed.of(page.work)])
    assert isinstance(made_page, bytes)
    return BeautifulSoup(made_page, "html.parser")


def counts(page: BeautifulSoup) -> dict[str, str]:
    """Return the counts of the fields by the id of their text."""
    rows = {row.find(class_="value")["id"]: row.find(class_="count").get_text() for row in page.select("li.row")}
    return {str(name).removeprefix("field-"): count for name, count in rows.items()}


def test_each_field_has_its_limit(tmp_path: Path) -> None:
    """The title is counted in characters, the address in bytes; a short title for drafts is shown beside a long one."""
    page = page_of(made(tmp_path), title="怎么挑醋" * 10, author="")
    assert counts(page) == {"title": "40/64", "digest": "13/120", "source": "37/1024 B"}
    note = page.select_one("#field-title ~ .note")
    assert note
    assert "怎么挑醋" * 7 + "怎么挑…" in note.get_text()


def test_a_title_over_the_limit_is_kept_and_told(tmp_path: Path) -> None:
    """A title is the author's; he is told, and it is not cut behind his back."""
    page = page_of(made(tmp_path), title="题" * 65)
    assert counts(page)["title"] == "65/64"
    assert page.select_one(".count.over")
    assert "title-long" in page.select_one("#check").get_text()  # type: ignore[union-attr]


def test_a_digest_over_the_limit_is_cut_to_sentences_and_told(tmp_path: Path) -> None:
    """What is copied fits the editor."""
    page = page_of(made(tmp_path), digest="看年份，看总酸，看配料表。" * 10)
    assert counts(page)["digest"] == "117/120"
    assert page.select_one("#field-digest").get_text() == "看年份，看总酸，看配料表。" * 9  # type: ignore[union-attr]
    assert "130" in page.select_one("#field-digest ~ .note").get_text()  # type: ignore[union-attr]


def test_a_missing_cover_is_told(tmp_path: Path) -> None:
    """The page says where a cover is given."""
    page = page_of(made(tmp_path), cover="")
    assert "cover" in page.select_one("[aria-labelledby=cover-title] .note").get_text()  # type: ignore[union-attr]
    assert not page.select("img[src*=cover-]")


def test_what_becomes_of_pictures_is_told(tmp_path: Path) -> None:
    """An animation stands still and a small cover is enlarged: problems of the build, and said on the page."""
    site = made(tmp_path)
    site.write("images/cover.jpg", saved(photo(500, 300), "JPEG"))
    inputs = inputs_of(site)
    found = doubts(article(inputs), inputs)
    assert [(one.code, one.values["path"]) for one in found] == [
        ("wechat-small-cover", "images/cover.jpg"),
        ("wechat-moving", "images/moving.gif"),
    ]
    said = page_of(site).select_one("#check").get_text()  # type: ignore[union-attr]
    assert "images/moving.gif" in said
    assert "500×300" in said


def test_prices_stand_with_their_days(tmp_path: Path) -> None:
    """They are on the page for the author to check before it goes out."""
    prices = (ShownPrice("老陈醋", "¥39.90", date(2026, 11, 20), date(2026, 12, 20)),)
    row = page_of(made(tmp_path), prices=prices).select_one("#check table tbody tr")
    assert row
    assert [cell.get_text() for cell in row.find_all("td")] == ["老陈醋", "¥39.90", "2026年11月20日", "2026年12月20日"]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Titles and names from elsewhere make no elements, neither on the page nor in the article shown on it."""
    site = made(tmp_path)
    plain, hostile = (page_of(site, title=text, author=text) for text in ("t" * len(HOSTILE), HOSTILE))
    assert [one.name for one in hostile.find_all(True)] == [one.name for one in plain.find_all(True)]
    shown = BeautifulSoup(str(hostile.iframe["srcdoc"]), "html.parser")  # type: ignore[index]
    assert shown.h1
    assert shown.h1.get_text() == HOSTILE


def test_the_list_leads_to_every_page(kit: Kit) -> None:
    """With title, date, sizes and warnings."""
    page = BeautifulSoup(kit.files["wechat/index.html"], "html.parser")
    (row,) = page.select("li.kit")
    assert row.a
    assert (row.a["href"], row.a.get_text()) == ("vinegar/index.html", "山西老陈醋怎么挑")
    assert "2026年11月18日" in row.get_text()
    assert row.img
    assert row.img["src"] == "vinegar/cover-wide.jpg"


def test_an_svg_cover_is_told_and_left_out(tmp_path: Path) -> None:
    """There is no file for it, and its place in the article's head is named."""
    site = made(tmp_path)
    site.write("images/cover.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 383"/>')
    site.write("articles/2026-11-18-vinegar.md", TEXT.partition(" --\n")[2].replace("cover.jpg", "cover.svg"))
    inputs = inputs_of(site)
    shown = article(inputs)
    assert cover_of(inputs.photos["images/cover.svg"], "images/cover.svg") is None
    assert doubts(shown, inputs)[0].code == "wechat-drawing"
    assert not [one for one in tasks(shown, adapted(shown), inputs) if "cover-" in one.path]


# --- in a build


def test_a_build_makes_the_pages_and_keeps_those_of_a_failed_article(tmp_path: Path) -> None:
    """A second build makes nothing anew; an article that is wrong keeps its folder and its place in the list."""
    site = made(tmp_path)
    first = site.build()
    assert {"build/wechat/index.html"} <= {f"build/{path}" for path in first.written}
    before = {path: data for path, data in site.output().items() if path.startswith("wechat/")}
    assert {"wechat/vinegar/index.html", "wechat/vinegar/article.json", "wechat/vinegar/content.html"} <= set(before)
    assert site.build().written == ()
    article = site.folder / "articles/2026-11-18-vinegar.md"
    text = article.read_text("utf-8")
    article.write_text(text + "\n::product{nothing}\n", "utf-8")
    assert site.build().problems
    assert {path: data for path, data in site.output().items() if path.startswith("wechat/")} == before
    article.write_text(text, "utf-8")
    site.build()
    assert site.output()["wechat/vinegar/index.html"] == before["wechat/vinegar/index.html"]


def test_warnings_are_for_sites_with_an_account(tmp_path: Path) -> None:
    """A small cover is told by the build where an account is named, and on the page in any case."""
    site = made(tmp_path)
    site.write("images/cover.jpg", saved(photo(500, 300), "JPEG"))
    assert codes(site.build()) == []
    site.write("config.yaml", CONFIG + "account: {name: 晋味小铺}\n")
    assert sorted(codes(site.build())) == ["wechat-moving", "wechat-small-cover"]


def test_a_site_without_articles_has_no_list(tmp_path: Path) -> None:
    """There is nothing to copy."""
    site = Site(tmp_path)
    site.build()
    assert not [path for path in site.output() if path.startswith("wechat/")]


# --- in a browser


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def served(kit: Kit) -> Iterator[str]:
    """Serve the kits; the port is that of any host name that leads here."""
    folder = str(kit.folder.parent)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f":{server.server_port}/vinegar/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def tabs(chrome: Browser, kit: Kit) -> Tabs:
    """Give the tabs of authors."""
    return Tabs(chrome, (kit.folder / "index.html").as_uri())


@pytest.fixture
def page(tabs: Tabs) -> Iterator[Page]:
    """Give a tab."""
    page = tabs.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def pressed(page: Page, address: str, way: str = "") -> str:
    """Open a copy page, press the button, and return what the page says then."""
    page.goto(address)
    page.locator("#copy:not([disabled])").wait_for()
    if way:
        page.locator(f"input[value={way}]").check()
    page.locator("#copy").click()
    page.wait_for_function("document.getElementById('said').textContent")
    return page.locator("#said").inner_text()


def pasted(copied: Page, tmp_path: Path) -> tuple[str, str]:
    """Paste into another page, as an author does, and return the HTML and the text that it gets."""
    target = tmp_path / "editor.html"
    target.write_text("<!doctype html><div id=editor contenteditable>.</div>", "utf-8")
    page = copied.context.new_page()
    page.goto(target.as_uri())
    page.evaluate(
        "document.addEventListener('paste', event => { window.got = "
        "['text/html', 'text/plain'].map(kind => event.clipboardData.getData(kind)) })"
    )
    page.locator("#editor").click()
    page.keyboard.press("Control+V")
    page.wait_for_function("window.got")
    html, text = page.evaluate("window.got")
    page.close()
    return html, text


def pictures_in(html: str) -> list[tuple[str, bytes]]:
    """Return the type and the bytes of each picture, all of which must be in the text itself."""
    found = []
    for one in BeautifulSoup(html, "html.parser").find_all("img"):
        match = re.fullmatch(r"data:image/(png|jpeg);base64,([A-Za-z0-9+/=]+)", str(one["src"]))
        assert match, one["src"][:80]
        found.append((match[1], base64.b64decode(match[2])))
    return found


WITHOUT_ITEM = "delete window.ClipboardItem; Object.defineProperty(navigator, 'clipboard', {value: undefined})"


@pytest.mark.browser
@pytest.mark.parametrize("place", ["file", "127.0.0.1", "kit.test", "old browser"])
def test_the_article_is_copied_with_its_pictures(kit: Kit, served: str, page: Page, tmp_path: Path, place: str) -> None:
    """Opened as a file, served here, on plain http elsewhere, in a browser that only knows `execCommand`.

    What arrives holds every picture with the bytes of its file, those below 200 px enlarged, and nothing that
    leads away or runs.
    """
    if place == "old browser":
        page.add_init_script(WITHOUT_ITEM)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = (kit.folder / "index.html").as_uri() if place in ("file", "old browser") else f"http://{place}{served}"
    said = pressed(page, address)
    assert page.evaluate("isSecureContext") == (place != "kit.test")
    assert "5 张图" in said
    html, text = pasted(page, tmp_path)
    found = pictures_in(html)
    names = [f"pictures/{one.name}" for one in kit.article.pictures] + ["codes/0123456789ab.png"]
    assert len(found) == len(names)
    for name, (kind, data) in zip(names, found, strict=True):
        image = Image.open(io.BytesIO(data))
        assert min(image.size) >= 200, name
        assert image.format == kind.upper(), name
        if "seal" in name:
            assert image.size == (45 * 16, 13 * 16)
        else:
            assert data == (kit.folder / name).read_bytes(), name
    tree = BeautifulSoup(html, "html.parser")
    assert not tree.find_all(["script", "style", "link", "iframe"])
    assert not [one for one in tree.find_all(True) if any(name.startswith("on") for name in one.attrs)]
    addresses = [one[name] for one in tree.find_all(True) for name in ("src", "href", "srcset") if name in one.attrs]
    assert not [one for one in addresses if not str(one).startswith("data:")]
    assert text.startswith("蘸饺子 & 拌凉菜")
    assert "在此插入 ①" in text
    styled = tree.find("section")
    assert styled
    assert styled["style"] == "color: #333"
    assert not [url for url in asked if url.startswith("http") and place in ("file", "old browser")]


@pytest.mark.browser
def test_without_pictures_numbers_stand_in_their_places(kit: Kit, page: Page, tmp_path: Path) -> None:
    """The last resort: every picture is in a list to be dragged from, by its number."""
    pressed(page, (kit.folder / "index.html").as_uri(), "none")
    html, _ = pasted(page, tmp_path)
    tree = BeautifulSoup(html, "html.parser")
    assert not tree.find_all("img")
    for number in range(1, 6):
        assert f"在此插入图 {number}" in tree.get_text()
        assert page.locator(f"#pictures [data-number='{number}'] img").count() == 1


@pytest.mark.browser
@pytest.mark.parametrize("online", [True, False])
def test_pictures_go_by_address_where_the_site_has_them(
    kit: Kit,
    page: Page,
    tmp_path: Path,
    online: bool,  # noqa: FBT001
) -> None:
    """The editor fetches them then; codes come along all the same, and a site that is not there yet is told."""
    site = made(tmp_path / "site")
    inputs = inputs_of(site, CONFIG + "wechat: {public_pictures: true}\n")
    shown = article(inputs)
    folder = tmp_path / "kit"
    shutil.copytree(kit.folder, folder)
    for task in tasks(shown, adapted(shown), inputs):
        if task.path.startswith("wechat/vinegar/") and not task.path.endswith(".json"):
            target = folder / task.path.removeprefix("wechat/vinegar/")
            target.write_bytes(performed(site, inputs, (task,))[task.path])
    answer = {"body": saved(diagram(9, 9)), "content_type": "image/png"} if online else {"status": 404}
    page.route("https://jinwei.test/**", lambda route: route.fulfill(**answer))  # type: ignore[arg-type]
    page.goto((folder / "index.html").as_uri())
    page.locator("#copy:not([disabled])").wait_for()
    with page.expect_request("https://jinwei.test/media/**"):
        page.locator("input[value=address]").check()
    if not online:
        page.wait_for_function("document.getElementById('said').textContent")
    page.locator("#copy").click()
    page.wait_for_function("document.getElementById('said').textContent")
    assert ("build/web" in page.locator("#said").inner_text()) == (not online)
    addresses = [str(one["src"]) for one in BeautifulSoup(pasted(page, tmp_path)[0], "html.parser").find_all("img")]
    assert addresses[:4] == [f"https://jinwei.test/media/{one.name}" for one in shown.pictures]
    assert addresses[4].startswith("data:image/png;base64,")


@pytest.mark.browser
def test_a_picture_that_cannot_be_read_leaves_its_number(kit: Kit, page: Page, tmp_path: Path) -> None:
    """The rest is copied all the same, and the page says how many are missing."""
    folder = tmp_path / "kit"
    shutil.copytree(kit.folder, folder)
    (folder / "data" / f"{kit.article.pictures[1].name}.js").unlink()
    said = pressed(page, (folder / "index.html").as_uri())
    assert "1 张图没带上" in said
    html, _ = pasted(page, tmp_path)
    assert "在此插入图 2" in html
    assert len(pictures_in(html)) == 4


@pytest.mark.browser
def test_where_the_clipboard_is_refused_the_text_is_selected(kit: Kit, page: Page) -> None:
    """Then the author's own keys copy it."""
    page.add_init_script(WITHOUT_ITEM + "; Document.prototype.execCommand = () => false")
    said = pressed(page, (kit.folder / "index.html").as_uri())
    assert "Ctrl+C" in said
    assert page.locator("#by-hand").is_visible()
    assert "蘸饺子" in page.evaluate("getSelection().toString()")


@pytest.mark.browser
@pytest.mark.parametrize("place", ["file", "kit.test"])
def test_each_field_is_copied(kit: Kit, served: str, page: Page, tmp_path: Path, place: str) -> None:
    """Title, digest and the parts of a card, exactly as they are shown, hostile ones too."""
    page.goto((kit.folder / "index.html").as_uri() if place == "file" else f"http://{place}{served}")
    page.locator("button[data-copy=field-digest]").click()
    page.locator("button[data-copy=field-digest].done").wait_for()
    assert pasted(page, tmp_path)[1] == "看年份、看总酸、看配料表。"
    page.locator(".card").nth(0).locator("button[data-copy]").nth(1).click()
    page.locator(".card button.done").wait_for()
    assert pasted(page, tmp_path)[1] == "pages/a?id=1&b=2"
    page.locator(".card").nth(1).locator("button[data-copy]").nth(1).click()
    page.locator(".card").nth(1).locator("button.done").wait_for()
    assert pasted(page, tmp_path)[1] == HOSTILE


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_pages_bar_nobody(kit: Kit, tabs: Tabs, tmp_path: Path, width: int, colours: str, language: str) -> None:
    """No finding of axe-core that is serious, nothing in the console, no sideways scroll, no broken picture."""
    site = made(tmp_path)
    config = CONFIG.replace("site:\n", f"site:\n  language: {language}\n") + "wechat: {public_pictures: true}\n"
    inputs = inputs_of(site, config)
    shown = article(inputs, digest="看总酸。" * 50, title="A very long title for a small telephone " * 2)
    rows = [kit_row(shown, adapted(shown), inputs)]
    for task in (*tasks(shown, adapted(shown), inputs), index(rows, inputs)):
        if task.path.endswith(".html"):
            shutil.copytree(kit.folder.parent, tmp_path / "build", dirs_exist_ok=True)
            (data,) = engine.Performance(inputs.theme)([engine.Packed.of(task.work)])
            assert isinstance(data, bytes)
            (tmp_path / "build" / task.path.removeprefix("wechat/")).write_bytes(data)
    page = tabs.new_page(viewport={"width": width, "height": 800}, color_scheme=colours, reduced_motion="reduce")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(request.url))
    for name in ("index.html", "vinegar/index.html"):
        page.goto((tmp_path / "build" / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        page.evaluate("Promise.all([...document.images].map(one => { one.loading = 'eager'; return one.decode() }))")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert said == [], name
        page.evaluate(AXE.read_text("utf-8"))
        rows_ = page.evaluate("axe.run({resultTypes: ['violations']}).then(found => found.violations)")
        assert [
            (row["id"], node["html"][:120]) for row in rows_ for node in row["nodes"] if row["impact"] != "minor"
        ] == [], name
        said.clear()  # axe speaks to the preview's frame, which a page opened as a file does not answer
    page.close()


@pytest.mark.browser
def test_dark_mode_is_shown_and_not_copied(kit: Kit, page: Page, tmp_path: Path) -> None:
    """The switch turns grounds dark and text light in the preview; what is copied keeps the author's colours."""
    page.goto((kit.folder / "index.html").as_uri())
    page.locator(".modes [value=dark]").click()
    inside = page.frame_locator("#article")
    assert inside.locator("body").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(25, 25, 25)"
    card = inside.locator("#content section section").last
    ground = [int(one) for one in re.findall(r"\d+", card.evaluate("one => getComputedStyle(one).backgroundColor"))]
    assert max(ground[:3]) < 60
    text = inside.locator("#content p").first.evaluate("one => getComputedStyle(one).color")
    assert min(int(one) for one in re.findall(r"\d+", text)) > 110
    page.locator("#copy:not([disabled])").click()
    page.wait_for_function("document.getElementById('said').textContent")
    assert "background-color: #ffffff" in pasted(page, tmp_path)[0]
    page.locator(".modes [value=light]").click()
    assert card.evaluate("one => one.style.backgroundColor") == "rgb(255, 255, 255)"


@pytest.mark.browser
def test_the_page_says_so_without_script(kit: Kit, chrome: Browser) -> None:
    """The article, the texts and the pictures are there; no button that would do nothing."""
    context = chrome.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((kit.folder / "index.html").as_uri())
    assert page.locator("button:visible").count() == 0
    assert "脚本" in page.locator("#said").inner_text()
    assert page.frame_locator("#article").locator("#content img").count() == 5
    context.close()
