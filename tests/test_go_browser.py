"""Go pages in a real browser: as readers meet them inside WeChat, on iPhones and Android, and outside it."""

from __future__ import annotations

import functools
import http.server
import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
import zxingcpp
from browsers import Tabs
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page
from sites import NOW, Site, codes

from contentshop.links import token
from contentshop.model import Identity

pytestmark = pytest.mark.browser

HOST = "jinwei.test"
"""A name that the browser finds on this computer: a page on plain http that is no secure context."""
_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
_ANDROID = "Mozilla/5.0 (Linux; Android 15; 2410DPN6CC Build/AP3A; wv) AppleWebKit/537.36 (KHTML, like Gecko)"
_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
WECHAT = {
    "wechat on iphone": f"{_IPHONE} Mobile/15E148 MicroMessenger/8.0.61(0x18003d28) NetType/WIFI Language/zh_CN",
    "wechat on android": (
        f"{_ANDROID} Version/4.0 Chrome/130.0.6723.103 Mobile Safari/537.36 XWEB/1300459"
        " MMWEBSDK/20250201 MMWEBID/4229 MicroMessenger/8.0.57.2820(0x28003934) WeChat/arm64 Weixin NetType/5G"
    ),
    "wechat on windows": (
        f"{_WINDOWS} Chrome/132.0.0.0 Safari/537.36 NetType/WIFI MicroMessenger/7.0.20.1781(0x6700143B)"
        " WindowsWechat(0x63090c33) XWEB/14185 Flue"
    ),
}
OUTSIDE = {
    "safari on iphone": f"{_IPHONE} Version/18.6 Mobile/15E148 Safari/604.1",
    "chrome on android": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
    " Mobile Safari/537.36",
    "chrome on windows": f"{_WINDOWS} Chrome/140.0.0.0 Safari/537.36",
}
AGENTS = WECHAT | OUTSIDE
AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
KOULING = "8￥CZ0001 aBcDeFgHiJk￥ 打开淘宝"

CONFIG = """\
site: {title: 晋味小铺, base_url: "http://jinwei.test:PORT/"}
shops:
  own: {kind: web, name: 官网, url: "https://shop.example"}
  mini: {kind: miniprogram, name: 小程序, appid: wx0123456789abcdef}
  tao: {kind: taobao, name: 淘宝店, affiliate: true}
  jd: {kind: jd, name: 京东店}
  room: {kind: live, name: 直播间, appid: wx0123456789abcdef}
channels: {scan: {kouling: true}}
policy:
  - {channel: web, kind: taobao, carriers: [url]}
"""
PRODUCTS = """\
- id: everywhere
  title: 处处能买的醋
  price: 39.90
  as_of: 2026-11-20
  offers: [{shop: own, path: /p/everywhere}]
- id: taobao
  title: 淘宝上的醋
  price: 29.90
  as_of: 2026-11-20
  offers: [{shop: tao, item_id: "1001", kouling: {text: "KOULING", expires: 2026-11-30}}]
- id: both
  title: 两边都有的醋
  price: 19.90
  as_of: 2026-11-20
  offers: [{shop: tao, item_id: "1002"}, {shop: jd, item_id: "2002"}, {shop: mini, path: "pages/goods?id=2"}]
- id: mini
  title: 小程序里的面
  price: 9.90
  as_of: 2026-11-20
  offers: [{shop: mini, path: "pages/goods?id=1"}]
- id: sold-out
  title: 卖完的醋
  stock: out_of_stock
  offers: [{shop: own, path: /p/sold-out}]
- id: replaced
  title: 换了包装的醋
  stock: out_of_stock
  alternatives: [everywhere]
  offers: [{shop: own, path: /p/replaced}]
- id: swapped
  title: 换了平台的醋
  stock: out_of_stock
  alternatives: [taobao]
  offers: [{shop: own, path: /p/swapped}]
- id: brief
  title: 只卖三天的醋
  offers: [{shop: own, path: /p/brief, valid_until: 2026-11-23}]
- id: live
  title: 直播间里的醋
  offers: [{shop: room, item_id: "12", links: {scan: "https://room.example/live/1"}}]
- id: past
  title: 过期的活动
  offers: [{shop: own, path: /p/past, valid_until: 2026-11-20}]
""".replace("KOULING", KOULING)
ARTICLE = """\
---
title: 醋怎么买
date: 2026-11-18
---
[处处](product:everywhere)、[淘宝](product:taobao)、[小程序](product:mini)。

::product{everywhere}

::product{taobao}

::product{both offer=tao}

::product{mini}

::product{sold-out}

::product{replaced}

::product{past}

::product{swapped}

::product{brief}

::product{live}
"""


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Shop:
    """The built site at its address, and the way from a placement to its go page."""

    def __init__(self, site: Site, address: str) -> None:
        self.site, self.address = site, address
        self.article = f"{address}articles/a/"

    def go(self, product: str, form: str = "card", channel: str = "scan") -> str:
        """Return the address of a placement's go page."""
        return f"{self.address}go/{token(Identity('a', product, form, '', channel))}/"  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Serve a site whose products stand in shops that open here and there."""
    site = Site(tmp_path_factory.mktemp("go"))
    folder = functools.partial(Quiet, directory=str(site.folder / "build/web"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), folder)
    site.write("config.yaml", CONFIG.replace("PORT", str(server.server_port)))
    site.write("products/all.yaml", PRODUCTS)
    site.write("articles/a.md", ARTICLE)
    outcome = site.build()
    assert set(codes(outcome)) <= {"link-without-day", "nothing-carries", "wechat-heavy"}
    assert outcome.completed
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Shop(site, f"http://{HOST}:{server.server_port}/")
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def opened(chrome: Browser, shop: Shop) -> Tabs:
    """Give the tabs of readers."""
    return Tabs(chrome, f"{shop.address}robots.txt", answer_for_shops)


def answer_for_shops(context: BrowserContext) -> None:
    """Have all shops answered by a page with their address."""
    context.route(
        lambda url: url.startswith("http") and urlsplit(url).hostname != HOST,
        lambda route: route.fulfill(body=f"<title>店</title><p>{route.request.url}", content_type="text/html"),
    )


@contextmanager
def reading(tabs: Tabs, agent: str, *, dark: bool = False, now: datetime | None = None) -> Iterator[Page]:
    """Give a page as a reader with this browser has it, at a time of the test's choosing."""
    is_phone = "windows" not in agent
    page = tabs.new_page(
        "clock" if now else "",
        user_agent=AGENTS[agent],
        viewport={"width": 375, "height": 740} if is_phone else {"width": 1280, "height": 800},
        has_touch=is_phone,
        is_mobile=is_phone,
        color_scheme="dark" if dark else "light",
        locale="zh-CN",
    )
    if now:
        page.clock.set_fixed_time(now)
    yield page
    page.close()


def settled(page: Page) -> str:
    """Return where the page is once scripts had their time."""
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(150)
    return page.url


@pytest.mark.parametrize("agent", AGENTS)
def test_a_shop_that_opens_everywhere_is_reached_at_once_and_back_leads_to_the_article(
    opened: Tabs, shop: Shop, agent: str
) -> None:
    """Neither a plain browser nor WeChat shows the go page, and going back never bounces."""
    with reading(opened, agent) as page:
        page.goto(shop.article)
        page.evaluate("address => { location.href = address }", shop.go("everywhere"))
        page.wait_for_url("https://shop.example/p/everywhere**")
        page.go_back()
        assert settled(page) == shop.article
        page.go_forward()
        assert settled(page).startswith("https://shop.example/p/everywhere")


@pytest.mark.parametrize("agent", OUTSIDE)
def test_outside_wechat_taobao_is_reached_at_once(opened: Tabs, shop: Shop, agent: str) -> None:
    """A code scanned with the camera leads to the shop, with nothing in between to go back to."""
    with reading(opened, agent) as page:
        page.goto(shop.go("taobao"))
        page.wait_for_url("https://item.taobao.com/item.htm?id=1001")
        assert page.evaluate("history.length") <= 2  # a new tab's own page, and the shop


@pytest.mark.parametrize("agent", WECHAT)
def test_inside_wechat_the_page_of_a_shop_that_does_not_open_stays_and_helps(
    opened: Tabs, shop: Shop, agent: str
) -> None:
    """It says so, gives the address to copy, names the menu, offers nothing that would not open, and back works."""
    with reading(opened, agent) as page:
        page.goto(shop.article)
        page.evaluate("address => { location.href = address }", shop.go("taobao"))
        page.wait_for_url(shop.go("taobao"))
        assert settled(page) == shop.go("taobao")
        for text in ("微信里打不开这家店", "在浏览器打开", "复制地址"):
            assert page.get_by_text(text).first.is_visible(), text
        assert page.locator("input").input_value() == "https://item.taobao.com/item.htm?id=1001"
        assert not page.locator(".onward").is_visible()
        assert page.get_by_text("广告").is_visible()
        assert "¥29.90" in page.locator(".price").inner_text()
        page.go_back()
        assert settled(page) == shop.article


@pytest.mark.parametrize("agent", WECHAT)
def test_inside_wechat_offers_that_open_there_come_first(opened: Tabs, shop: Shop, agent: str) -> None:
    """The same product at a shop that opens is one tap, above the address to copy; a mini-program is not offered."""
    with reading(opened, agent) as page:
        page.goto(shop.go("both"))
        assert settled(page) == shop.go("both")
        offered = page.locator("details a.button")
        assert offered.all_inner_texts() == ["去京东店购买"]
        field = page.locator("input").bounding_box()
        button = offered.bounding_box()
        assert button is not None
        assert field is not None
        assert button["y"] < field["y"]
        assert button["height"] >= 44
        offered.click()
        page.wait_for_url("https://item.jd.com/2002.html**")
        page.go_back()
        assert settled(page) == shop.go("both")


@pytest.mark.parametrize("agent", ["wechat on iphone", "wechat on android"])
@pytest.mark.parametrize("control", ["复制地址", "复制口令"])
def test_addresses_and_kouling_are_copied_without_a_secure_context(
    opened: Tabs, shop: Shop, agent: str, control: str
) -> None:
    """On plain http there is no clipboard for scripts, and one tap copies all the same."""
    with reading(opened, agent) as page:
        page.goto(shop.go("taobao"))
        assert page.evaluate("!isSecureContext && !navigator.clipboard")
        button = page.get_by_role("button", name=control)
        button.tap()
        assert button.or_(page.get_by_role("button", name="已复制")).first.inner_text() == "已复制"
        assert pasted(page) == (KOULING if control == "复制口令" else "https://item.taobao.com/item.htm?id=1001")


def pasted(page: Page) -> str:
    """Return what the clipboard holds."""
    page.evaluate("document.body.append(Object.assign(document.createElement('textarea'), { id: 'pasted' }))")
    page.locator("#pasted").focus()
    page.keyboard.press("Control+V")
    return page.locator("#pasted").input_value()


@pytest.mark.parametrize(
    ("channel", "form", "is_shown"), [("scan", "card", True), ("web", "card", False), ("web", "link", False)]
)
def test_a_kouling_is_shown_where_channel_and_author_allow_it(
    opened: Tabs, shop: Shop, channel: str, form: str, *, is_shown: bool
) -> None:
    """The page of a token whose channel the author has not opened for 口令 shows none."""
    with reading(opened, "wechat on iphone") as page:
        page.goto(shop.go("taobao", form, channel))
        assert page.locator("textarea").count() == int(is_shown)
        assert page.locator("input").is_visible()


def test_a_kouling_goes_after_its_last_day(opened: Tabs, shop: Shop) -> None:
    """A page that was built before that day shows it no more, and everything else is still there."""
    with reading(opened, "wechat on iphone", now=NOW + timedelta(days=10)) as page:
        page.goto(shop.go("taobao"))
        assert page.locator("textarea").count() == 0
        assert page.locator("input").is_visible()


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize(
    ("product", "said", "onward"),
    [
        ("sold-out", "暂时缺货", "articles/a/"),
        ("past", "这一期已经结束", "articles/a/"),
        ("replaced", "暂时缺货", "https://shop.example/p/everywhere"),
    ],
)
def test_what_cannot_be_had_is_said_before_anything_else_is_offered(
    opened: Tabs, shop: Shop, agent: str, product: str, said: str, onward: str
) -> None:
    """Out of stock or over, the page stays in every browser, says so, and leads on only when pressed."""
    with reading(opened, agent) as page:
        page.goto(shop.go(product))
        assert settled(page) == shop.go(product)
        assert said in page.locator(".reason").inner_text()
        assert onward in (page.locator("a.onward").get_attribute("href") or "")
        page.locator("a.onward").click()
        page.wait_for_url(f"**{onward.removeprefix('https:')}**")
        page.go_back()
        assert settled(page) == shop.go(product)


@pytest.mark.parametrize("agent", AGENTS)
def test_an_offer_that_ended_since_the_build_is_not_passed_on(opened: Tabs, shop: Shop, agent: str) -> None:
    """Up to its last day the reader is sent on; from the next, the page stays and says so, without a new build."""
    with reading(opened, agent, now=datetime.fromisoformat("2026-11-23T23:59:00+08:00")) as page:
        page.goto(shop.go("brief"))
        page.wait_for_url("https://shop.example/p/brief**")
        page.clock.set_fixed_time("2026-11-24T00:00:00+08:00")
        page.goto(shop.go("brief"))
        assert settled(page) == shop.go("brief")
        assert page.locator(".reason").inner_text() == "您要找的商品：这一期已经结束"
        assert page.locator("a.onward").is_visible()


@pytest.mark.parametrize("agent", WECHAT)
def test_an_alternative_that_does_not_open_in_wechat(opened: Tabs, shop: Shop, agent: str) -> None:
    """What is missing is said first, then how to reach what there is instead."""
    with reading(opened, agent) as page:
        page.goto(shop.go("swapped"))
        assert settled(page) == shop.go("swapped")
        tops = [
            page.get_by_text(text).first.bounding_box() for text in ("换了平台的醋：暂时缺货", "淘宝上的醋", "复制地址")
        ]
        heights = [box["y"] for box in tops if box]
        assert heights == sorted(heights)
        assert len(heights) == 3
        assert not page.locator(".onward").is_visible()


@pytest.mark.parametrize("agent", WECHAT)
def test_a_mini_program_inside_wechat(opened: Tabs, shop: Shop, agent: str) -> None:
    """From a page the plain Scheme does not open there: it says what to search for and gives its own address."""
    with reading(opened, agent) as page:
        page.goto(shop.go("mini"))
        assert settled(page) == shop.go("mini")
        assert not page.locator("a.onward").is_visible()
        assert page.get_by_text("在微信里搜索小程序“小程序”").is_visible()
        assert page.locator("input").input_value() == shop.go("mini")


def test_what_opens_in_wechat_alone(opened: Tabs, shop: Shop) -> None:
    """Inside WeChat the reader is sent on; a phone's browser says where to open it, a computer shows a code too."""
    with reading(opened, "wechat on android") as page:
        page.goto(shop.go("live"))
        page.wait_for_url("https://room.example/live/1")
    for agent in ("safari on iphone", "chrome on windows"):
        with reading(opened, agent) as page:
            page.goto(shop.go("live"))
            assert settled(page) == shop.go("live")
            assert page.get_by_text("请在微信里打开").is_visible()
            assert read(page) == ([shop.go("live")] if "windows" in agent else [])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("product", ["taobao", "both", "mini", "swapped", "brief"])
def test_pages_that_stay_are_in_order(opened: Tabs, shop: Shop, product: str, *, dark: bool) -> None:
    """No finding of axe-core, no sideways scroll, nothing that a finger would miss."""
    with reading(opened, "wechat on iphone", dark=dark, now=NOW + timedelta(days=5)) as page:
        page.goto(shop.go(product))
        settled(page)
        page.add_script_tag(path=AXE)
        assert page.evaluate("axe.run().then(found => found.violations.map(one => one.id))") == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for control in page.locator("a.button, button, input").all():
            box = control.bounding_box()
            assert box is None or box["height"] >= 44


def test_a_mini_program_on_a_computer_is_a_code_to_scan(opened: Tabs, shop: Shop) -> None:
    """A computer starts no app: it shows the page's own address as a code, which reads from the screen."""
    for dark in (False, True):
        with reading(opened, "chrome on windows", dark=dark) as page:
            page.goto(shop.go("mini"))
            assert settled(page) == shop.go("mini")
            assert read(page) == [shop.go("mini")]


def read(page: Page) -> list[str]:
    """Return what a phone held before the screen would read."""
    image = Image.open(io.BytesIO(page.screenshot()))
    return [one.text for one in zxingcpp.read_barcodes(image.convert("L"))]


@pytest.mark.parametrize("agent", ["wechat on iphone", "chrome on android", "chrome on windows"])
def test_a_shared_article_is_read_on_at_once(opened: Tabs, shop: Shop, agent: str) -> None:
    """The share code of an article leads straight to it, inside WeChat too."""
    with reading(opened, agent) as page:
        page.goto(f"{shop.address}go/{token(Identity('a'))}/")
        page.wait_for_url(shop.article)


def test_a_held_page_stays_as_it_was(opened: Tabs, tmp_path: Path) -> None:
    """While its product is broken a go page leads where it led."""
    site = Site(tmp_path)
    site.write("articles/a.md", "::product{vinegar}\n")
    assert site.build().completed
    name = token(Identity("a", "vinegar", "card", "", "scan"))
    before = site.read(f"web/go/{name}/index.html")
    site.write("products/all.yaml", "- {id: vinegar, title: 醋, price: 很贵, offers: [{shop: own, path: /p}]}\n")
    assert site.build().problems
    assert site.read(f"web/go/{name}/index.html") == before
    with reading(opened, "wechat on android") as page:
        page.goto((site.folder / f"build/web/go/{name}/index.html").as_uri())
        page.wait_for_url("https://shop.jinwei.test/p/vinegar**")


@pytest.mark.parametrize("agent", ["wechat on iphone", "chrome on windows"])
def test_without_script_everything_is_there(opened: Tabs, shop: Shop, agent: str) -> None:
    """The button, the address and the 口令 do not depend on the script."""
    context = opened.browser.new_context(user_agent=AGENTS[agent], java_script_enabled=False)
    page = context.new_page()
    page.goto(shop.go("taobao"))
    assert page.locator("a.onward").is_visible()
    page.locator("summary").click()
    assert page.locator("input").is_visible()
    assert page.locator("textarea").is_visible()
    context.close()
