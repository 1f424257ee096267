"""Search without a server: what the index holds and weighs, and what a reader finds with it in a browser."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browsers import Tabs
from playwright.sync_api import Browser, Page, Route
from sites import CONFIG, Site, codes

from contentshop.channels.urls import Urls
from contentshop.channels.web.lists import tags_of
from contentshop.channels.web.pages import Listing, ShownProduct
from contentshop.channels.web.search import index
from contentshop.channels.web.views import EntryView
from contentshop.model import SiteConfig
from contentshop.sources import theme_folder

HOSTILE = "<img src=x onerror=document.title='gone'> </script> {count} $&"
SITE = f"""
-- articles/2026-11-18-a.md --
---
title: 山西老陈醋怎么挑：看总酸
tags: [醋, 厨房]
---
::product{{vinegar}}
-- articles/2026-11-17-b.md --
---
title: 老陈醋
tags: [面]
---
文。
-- articles/2026-11-16-c.md --
---
title: 一碗刀削面，怎么浇醋
tags: [面, 厨房]
---
::product{{noodles}}
-- articles/2026-11-15-d.md --
---
title: Steak and Tea, Ｎｏ．５ 号锅
tags: [Kitchen]
language: en
---
Text.
-- articles/2026-11-14-e.md --
---
title: "{HOSTILE}"
tags: ["<b>醋</b>"]
---
文。
-- articles/2026-11-13-泡醋.md --
---
title: 泡腊八醋
tags: [醋]
---
文。
-- products/more.yaml --
- {{id: noodles, title: 手工拉面 V6, brand: 晋味, category: 面食, price: 9, as_of: 2026-11-20,
   offers: [{{shop: own, path: /n}}]}}
- {{id: unseen, title: 没有文章的商品, offers: [{{shop: own, path: /u}}]}}
"""


def index_of(site: Site) -> dict[str, Any]:
    """Return the index that the search page names."""
    page = site.read("web/search/index.html")
    found: dict[str, Any] = json.loads(site.read("web" + page.split('data-index="')[1].split('"')[0]))
    return found


def titles(site: Site) -> list[str]:
    """Return the titles in the index, in its order."""
    return [row[0] for row in index_of(site)["entries"]]


# --- the index ------------------------------------------------------------------------------------


def test_the_index_holds_articles_and_the_products_they_show(tmp_path: Path) -> None:
    """Products come first, by id, each with where it leads; then articles from the newest to the oldest."""
    site = Site(tmp_path, SITE)
    assert not site.build().problems
    found = index_of(site)
    rows = found["entries"]
    assert [row[0] for row in rows[:5]] == [
        "手工拉面 V6",
        "老陈醋",
        "山西老陈醋怎么挑：看总酸",
        "老陈醋",
        "一碗刀削面，怎么浇醋",
    ]
    assert [found["names"][number] for number in rows[0][1]] == ["晋味", "面食"]
    assert rows[0][2:] == [[], 2, "products/noodles/"]
    assert [found["names"][number] for number in rows[2][1]] == ["厨房", "醋"]
    assert rows[2][2:] == [[1], 1, "articles/a/", "2026-11-18"]
    assert rows[5][3:] == [0, "articles/d/", "2026-11-15", "en"]


def test_only_the_search_page_names_the_index(tmp_path: Path) -> None:
    """No other page loads the index or the script; the page is kept from search engines and the sitemap."""
    site = Site(tmp_path, SITE)
    site.build()
    naming = [path for path, data in site.output().items() if b"/assets/search-" in data]
    assert naming == ["web/search/index.html"]
    assert '<meta name="robots" content="noindex">' in site.read("web/search/index.html")
    assert "search" not in site.read("web/sitemap.xml")


def test_the_index_has_its_digest_in_its_name(tmp_path: Path) -> None:
    """A changed title gives another name and takes the old file away; an unchanged site keeps its name and bytes."""
    site = Site(tmp_path, SITE)
    site.build()
    before = {path for path in site.output() if path.startswith("web/assets/search-") and path.endswith(".json")}
    assert not site.build().written
    site.write("articles/2026-11-17-b.md", "---\ntitle: 新陈醋\ntags: [面]\n---\n文。\n")
    site.build()
    after = {path for path in site.output() if path.startswith("web/assets/search-") and path.endswith(".json")}
    assert len(before) == len(after) == 1
    assert before != after
    incremental = site.output()
    site.build(clean=True)
    assert site.output() == incremental


def test_a_failed_article_is_found_as_it_last_was(tmp_path: Path) -> None:
    """Held articles and the products only they show stay in the index; mended, they are found anew."""
    site = Site(tmp_path, SITE)
    site.build()
    before = titles(site)
    text = (site.folder / "articles/2026-11-16-c.md").read_text("utf-8")
    site.write("articles/2026-11-16-c.md", text.replace("刀削面", "拉面") + "\n::product{nothing}\n")
    products = (site.folder / "products/more.yaml").read_text("utf-8")
    site.write("products/more.yaml", products.replace("price: 9,", "price: [],"))
    assert codes(site.build())
    assert titles(site) == before
    site.write("articles/2026-11-16-c.md", text.replace("刀削面", "拉面"))
    site.write("products/more.yaml", products)
    assert not site.build().problems
    assert titles(site) == [title.replace("刀削面", "拉面") for title in before]


def test_a_held_article_shows_sound_products_as_they_are_now(tmp_path: Path) -> None:
    """A product whose title changed is found by the new one, although an article that shows it has failed."""
    site = Site(tmp_path, SITE)
    site.build()
    text = (site.folder / "articles/2026-11-16-c.md").read_text("utf-8")
    site.write("articles/2026-11-16-c.md", text + "\n::product{nothing}\n")
    products = (site.folder / "products/more.yaml").read_text("utf-8")
    site.write("products/more.yaml", products.replace("手工拉面 V6", "手工拉面 V7"))
    site.build()
    assert "手工拉面 V7" in titles(site)


def test_an_empty_site_has_a_search_page(tmp_path: Path) -> None:
    """Without articles there are no tags to offer and nothing to find."""
    site = Site(tmp_path)
    assert not site.build().problems
    assert index_of(site) == {"names": [], "entries": []}
    assert "search-tags" not in site.read("web/search/index.html")


@pytest.mark.parametrize("title", ["\ud800 半个", "行\u2028列\x7f", '"}]', "\u0130\u0301" * 40])
def test_no_title_breaks_the_index(title: str) -> None:
    """Whatever a title holds, the index is JSON."""
    rows = json.loads(index(SiteConfig("店", "https://x.test/"), [listing(0, title)], (), ()))["entries"]
    assert rows[0][0] == title.replace("\ud800", "?")


def test_products_of_the_catalogue_are_found(tmp_path: Path) -> None:
    """Those with a page of their own, though no article shows them."""
    site = Site(tmp_path)
    site.write("articles/a.md", "字。\n")
    site.write("config.yaml", CONFIG + "products: {pages: all}\n")
    site.build()
    data = next(
        data for path, data in site.output().items() if path.startswith("web/assets/search-") and path.endswith(".json")
    )
    assert json.loads(data)["entries"][0] == ["老陈醋", [], [], 2, "products/vinegar/"]


def test_a_page_may_link_to_a_search(tmp_path: Path) -> None:
    """The search page is an address of the site, with a query too; an alias cannot take its place."""
    site = Site(tmp_path)
    site.write("articles/a.md", "[找醋](/search/?q=醋)\n")
    assert not site.build().problems
    assert 'href="/search/?q=醋"' in site.read("web/articles/a/index.html")
    site.write("articles/a.md", "---\naliases: [/search/]\n---\n文。\n")
    assert codes(site.build()) == ["duplicate-output"]
    assert 'role="search"' in site.read("web/search/index.html")


OPENINGS = (
    "山西老陈醋",
    "手工刀削面",
    "平定砂锅",
    "吕梁红枣",
    "莜面栲栳栳",
    "黄小米",
    "铁锅开锅",
    "腊八蒜",
    "油泼辣子",
    "粗陶醋坛",
)
MIDDLES = ("怎么挑", "怎么做才好吃", "第一个月", "和隔壁家的有什么不同", "放多久还能用", "一年用下来", "写给刚开始的人")
ENDINGS = ("：翻到背面看四行字", "，先看这三样", "（冬天版）", "：问得最多的十个问题", "")


def listing(number: int, title: str, tags: tuple[str, ...] = (), products: tuple[ShownProduct, ...] = ()) -> Listing:
    """Return what an article gives to lists."""
    day = f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}"
    slug = f"{title[:12]}-{number}" if number % 2 else f"how-to-choose-vinegar-{number}"
    entry = EntryView(title, "", "", "zh-CN", "", day, None, (), ad=bool(products), draft=False, pinned=False)
    return Listing(
        file=f"articles/{number}.md",
        id=slug,
        slug=slug,
        title=title,
        order=f"{day}T00:00:00+08:00",
        changed=day,
        pinned=False,
        draft=False,
        entry=entry,
        feed=None,
        tags=tags,
        author="",
        aliases=(),
        tokens=(),
        paths=(),
        products=products,
    )


def many(number: int) -> list[Listing]:
    """Return realistic articles with 40 tags and 200 products among them."""
    goods = [
        ShownProduct(
            f"p-{n}", f"{OPENINGS[n % 10]} {n * 10 + 250}ml 礼盒", ("晋味", "六味居")[n % 2], f"category-{n % 12}"
        )
        for n in range(200)
    ]
    found = []
    for n in range(number):
        title = OPENINGS[n % 10] + MIDDLES[n // 10 % 7] + ENDINGS[n // 70 % 5]
        tags = tuple({f"标签{n * step % 40}" for step in (1, 7, 11)})
        found.append(listing(n, title, tuple(sorted(tags)), tuple(goods[n * step % 200] for step in (1, 3))))
    return found


def index_of_many(number: int) -> bytes:
    """Return the index of so many articles."""
    listings, site = many(number), SiteConfig("店", "https://x.test/")
    return index(site, listings, tags_of(listings, Urls(site.base_url), site.slugs), ())


def test_a_thousand_articles_weigh_at_most_200_kb() -> None:
    """With 40 tags and 200 products, uncompressed."""
    data = index_of_many(1000)
    found = json.loads(data)
    assert len(found["entries"]) == 1200
    assert len(data) <= 200_000


def test_the_script_stays_small_and_makes_no_markup_of_data() -> None:
    """At most 3 KB; texts become text nodes only."""
    text = (theme_folder() / "web/assets/search.js").read_text("utf-8")
    assert len(text.encode()) <= 3 * 1024
    assert not [
        word for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(") if word in text
    ]


# --- in a browser ---------------------------------------------------------------------------------


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Serve = Callable[[Site], str]


@pytest.fixture(scope="module")
def serve() -> Iterator[Serve]:
    """Give a function that serves a site's output and returns its address."""
    servers = []

    def start(site: Site) -> str:
        handler = functools.partial(Quiet, directory=str(site.folder / "build/web"))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve: Serve) -> str:
    """Serve the small site and give its address."""
    site = Site(tmp_path_factory.mktemp("search"), SITE)
    assert not site.build().problems
    return serve(site)


@pytest.fixture(scope="module")
def tabs(chrome: Browser, address: str) -> Tabs:
    """Give the tabs of readers."""
    return Tabs(chrome, address)


@pytest.fixture
def page(tabs: Tabs, address: str) -> Iterator[Page]:
    """Give a tab on the search page; an error in its console fails the test."""
    tab = tabs.new_page(viewport={"width": 375, "height": 800})
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(address + "search/")
    yield tab
    assert said == []
    tab.close()


def found_by(page: Page, text: str) -> list[str]:
    """Return the titles found for what is typed."""
    page.locator("#q").fill("")
    page.wait_for_function("document.getElementById('said').textContent === ''")
    page.locator("#q").press_sequentially(text)
    page.wait_for_function("document.getElementById('said').textContent !== ''")
    return page.locator("#found a").all_inner_texts()


CHOICE, STEAK, BOWL = "山西老陈醋怎么挑：看总酸", "Steak and Tea, Ｎｏ．５ 号锅", "一碗刀削面，怎么浇醋"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("老陈醋", ["老陈醋", CHOICE, "老陈醋"]),  # the article of that name, one with it inside, the product
        ("怎么浇", [BOWL]),
        ("厨房", [CHOICE, BOWL]),
        ("厨房 醋", [CHOICE, BOWL]),
        ("厨房　面，浇", [BOWL]),
        ("tea", [STEAK]),
        ("TEA stea", [STEAK]),
        ("ＴＥＡ", [STEAK]),
        ("no5", []),
        ("no 5号锅", [STEAK]),
        ("eak", []),
        ("拉面v6", ["手工拉面 V6", BOWL]),
        ("v6", ["手工拉面 V6", BOWL]),
        ("晋味", ["手工拉面 V6"]),
        ("面食", ["手工拉面 V6"]),
        ("老陈醋 火星", []),
        ("，。!", []),
        ("没有文章", []),
        ("img", [HOSTILE.strip()]),
    ],
)
def test_what_is_found(page: Page, text: str, titles: list[str]) -> None:
    """Han text is found anywhere, Latin words from their beginning, full-width as half-width; all words must match."""
    assert [one.strip() for one in found_by(page, text)] == titles


@pytest.mark.browser
def test_titles_come_before_products_before_tags(page: Page) -> None:
    """For 醋: titles from the newest, then products, then tags alone."""
    found = found_by(page, "醋")
    assert found[:4] == [CHOICE, "老陈醋", BOWL, "泡腊八醋"]
    assert found[4] == "老陈醋"
    assert found[5].startswith("<img")
    assert page.locator("#said").inner_text() == "找到 6 条"


@pytest.mark.browser
def test_a_result_says_what_it_is_and_marks_what_matched(page: Page) -> None:
    """Title with marks, the mark of an ad, day, tags and matching products; a product has its word and leads on."""
    found_by(page, "老陈醋")
    article, product = page.locator("#found li").nth(1), page.locator("#found li").nth(2)
    assert article.locator("a mark").all_inner_texts() == ["老陈醋"]
    assert article.locator("p > *").all_inner_texts() == ["广告", "2026-11-18", "老陈醋", "厨房", "醋"]
    assert product.locator("p").inner_text() == "商品"
    assert product.locator("a").get_attribute("href") == "../products/vinegar/"
    found_by(page, "ＴＥＡ no")
    assert page.locator("#found mark").all_inner_texts() == ["Tea", "Ｎｏ"]
    assert page.locator("#found li").get_attribute("lang") == "en"


@pytest.mark.browser
def test_hostile_titles_stay_text(page: Page) -> None:
    """Neither a title nor what is typed becomes markup."""
    found_by(page, "onerror")
    assert page.locator("#found img").count() == 0
    assert page.locator("#found b").count() == 0
    found_by(page, "<img src=x onerror=alert(1)> $& 火星")
    assert page.locator("#said").inner_text() == "没有找到“<img src=x onerror=alert(1)> $& 火星”，换个词试试。"
    assert page.title() == "搜索 · 晋味小铺"


@pytest.mark.browser
def test_tags_are_offered_when_nothing_is_found(page: Page) -> None:
    """They are there at first and when nothing is found, and make room for results."""
    tags = page.locator(".search-tags a")
    assert tags.first.is_visible()
    found_by(page, "醋")
    assert not tags.first.is_visible()
    found_by(page, "火星")
    assert tags.first.is_visible()


@pytest.mark.browser
def test_an_address_with_a_query_shows_its_results(tabs: Tabs, address: str) -> None:
    """`?q=` is searched at once; Enter, and leaving for a result, keep the query in the address for the way back."""
    page = tabs.new_page()
    page.goto(f"{address}search/?q=%E6%B5%87+%E9%86%8B")
    page.locator("#found a").first.wait_for()
    assert page.locator("#q").input_value() == "浇 醋"
    assert page.locator("#found a").all_inner_texts() == [BOWL]
    page.locator("#q").fill("泡腊八")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*8%85%8A%E5%85%AB")
    page.locator("#q").fill("浇醋")
    page.locator("#found a").first.click()
    page.wait_for_url("**/articles/c/")
    page.go_back()
    page.locator("#found a").first.wait_for()
    assert page.locator("#q").input_value() == "浇醋"
    assert page.locator("#found a").all_inner_texts() == [BOWL]
    page.close()


@pytest.mark.browser
def test_letters_on_the_way_to_han_text_are_not_searched(page: Page) -> None:
    """While an input method composes nothing is looked for; what it gives is."""
    found_by(page, "醋")
    typing = page.context.new_cdp_session(page)
    typing.send("Input.imeSetComposition", {"text": "huoxing", "selectionStart": 7, "selectionEnd": 7})
    assert page.locator("#said").inner_text() == "找到 6 条"
    typing.send("Input.insertText", {"text": "火星"})
    page.get_by_text("没有找到“醋火星”，换个词试试。").wait_for()


@pytest.mark.browser
def test_an_index_that_cannot_be_read_is_said_and_asked_for_again(tabs: Tabs, address: str) -> None:
    """Missing, cut short or no index at all: the page says so in words and offers the tags; then it works again."""
    page = tabs.new_page()
    answers: list[dict[str, Any]] = [{"status": 404}, {"body": '{"names":["'}, {"body": "[]"}, {"body": '{"names":[]}'}]

    def answer(route: Route) -> None:
        if answers:
            route.fulfill(**answers.pop(0))
        else:
            route.fallback()

    page.route("**/assets/*.json", answer)
    page.goto(address + "search/?q=醋")
    failed = page.get_by_text("搜索用的目录没有读到")
    for text in ("醋", "醋 厨", "醋"):
        failed.wait_for()
        page.locator("#q").fill(text)
    assert page.locator(".search-tags a").first.is_visible()
    failed.wait_for()
    page.locator("#q").fill("腊八")
    page.get_by_text("找到 1 条").wait_for()
    page.close()


@pytest.mark.browser
def test_without_script_the_page_says_so_and_lists_tags(tabs: Tabs, address: str) -> None:
    """The field is not offered where it cannot work."""
    context = tabs.browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "search/?q=醋")
    assert page.get_by_text("搜索要靠脚本").is_visible()
    assert not page.locator("#q").is_visible()
    page.locator(".search-tags").get_by_text("厨房").click()
    page.wait_for_url("**/tags/*/")
    context.close()


@pytest.mark.browser
def test_opened_from_a_disk_the_page_says_that_search_does_not_run(tabs: Tabs, tmp_path: Path) -> None:
    """Without a host neither script nor index can be loaded; the words for that stand in the page."""
    site = Site(tmp_path, SITE)
    site.build()
    page = tabs.new_page()
    page.goto((tmp_path / "build/web/search/index.html").as_uri())
    assert page.get_by_text("搜索要靠脚本").is_visible()
    page.close()


@pytest.mark.browser
def test_under_a_path_and_in_english(tabs: Tabs, tmp_path: Path, serve: Serve) -> None:
    """A site below a path leads to its own pages; an English one speaks English."""
    site = Site(tmp_path, SITE)
    site.write("config.yaml", CONFIG.replace("jinwei.test/", "jinwei.test/s/\n  language: en"))
    assert not site.build().problems
    (site.folder / "build/web").rename(site.folder / "build/s")
    (site.folder / "build/web").mkdir()
    (site.folder / "build/s").rename(site.folder / "build/web/s")
    page = tabs.new_page()
    page.goto(serve(site) + "s/")
    page.get_by_role("link", name="Search").click()
    page.get_by_label("A word of a title, a product or a tag").fill("拉面")
    page.get_by_text("Results: 2").wait_for()
    assert page.locator("#found li").nth(0).locator("p").inner_text() == "Product"
    page.locator("#found a").first.click()
    page.wait_for_url("**/s/products/noodles/")
    page.close()


@pytest.mark.browser
def test_words_typed_before_the_script_has_come_are_kept(tabs: Tabs, address: str) -> None:
    """On a slow net a reader types first; the script takes up what stands in the field."""
    page, waiting = tabs.new_page(), list[Route]()
    page.route("**/search*.js", lambda route: waiting.append(route))  # noqa: PLW0108 - it is marked by an attribute
    page.goto(address + "search/", wait_until="commit")
    page.get_by_role("searchbox").fill("醋")
    waiting[0].continue_()
    page.get_by_text("找到 6 条").wait_for()
    assert page.get_by_role("searchbox").input_value() == "醋"
    page.close()


@pytest.mark.browser
def test_only_the_first_fifty_are_listed(tabs: Tabs, address: str) -> None:
    """More are counted."""
    page = tabs.new_page()
    page.route("**/assets/*.json", lambda route: route.fulfill(body=index_of_many(1000)))
    page.goto(address + "search/?q=砂锅")
    page.get_by_text("找到 220 条，先列出 50 条：").wait_for()
    assert page.locator("#found li").count() == 50
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_page_can_be_used_by_everyone(tabs: Tabs, address: str, width: int) -> None:
    """The field has a name, the form and the number of results their roles, focus is seen, and taps are 44 px."""
    page = tabs.new_page(viewport={"width": width, "height": 800})
    page.goto(address + "search/?q=醋")
    page.get_by_text("找到 6 条").wait_for()
    assert page.get_by_role("search").count() == 1
    assert page.get_by_role("status").inner_text() == "找到 6 条"
    field = page.get_by_role("searchbox", name="标题、商品或标签里的词")
    field.focus()
    assert field.evaluate("one => getComputedStyle(one).outlineWidth") == "3px"
    size = "one => { const box = one.getBoundingClientRect(); return Math.min(box.width, box.height) }"
    icon = page.get_by_role("navigation").get_by_role("link", name="搜索")
    for one in (icon, field, page.get_by_role("button", name="搜索")):
        assert one.evaluate(size) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.browser
def test_a_long_name_leaves_room_in_the_header(tabs: Tabs, tmp_path: Path, serve: Serve) -> None:
    """On a narrow phone a long name of the site is cut, so that every link of the header can be tapped."""
    site = Site(tmp_path, SITE)
    site.write("config.yaml", CONFIG.replace("晋味小铺", "The Old Vinegar House of Shanxi Province"))
    site.build()
    page = tabs.new_page(viewport={"width": 320, "height": 800})
    page.goto(serve(site) + "articles/b/")
    assert page.locator(".top").evaluate("one => one.getBoundingClientRect().height") <= 70
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
