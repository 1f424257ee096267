"""The example site in a real browser: every kind of page at the widths and in the colours readers have."""

from __future__ import annotations

import functools
import http.server
import io
import threading
from collections.abc import Iterator

import pytest
import zxingcpp
from examples import built
from PIL import Image
from playwright.sync_api import Browser, Page, Request

from contentshop.links import token
from contentshop.model import Identity

pytestmark = pytest.mark.browser

WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile MicroMessenger/8.0.50"
CHOICE = "how-to-choose-vinegar"
PAGES = ("", f"articles/{CHOICE}/", "articles/faq/", "articles/field-guide-to-shanxi-vinegar/", "tags/醋/", "404.html")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the example site, built for the address it is served at, and give that address."""
    folder = tmp_path_factory.mktemp("example")
    web = folder / "build/web"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(web)))
    own = f"http://127.0.0.1:{server.server_port}/"
    built("example", folder, own)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield own
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_pages_are_in_order(chrome: Browser, address: str, width: int, colours: str) -> None:
    """No error in the console, no sideways scroll, no request to anyone else, no broken picture."""
    context = chrome.new_context(viewport={"width": width, "height": 800}, color_scheme=colours)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        page.evaluate(
            "Promise.allSettled([...document.images].map(one => { one.loading = 'eager'; return one.decode() }))"
        )
        assert page.evaluate("[...document.images].filter(one => !one.naturalWidth).map(one => one.src)") == [], path
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []
    context.close()


def seen(page: Page, selector: str) -> str:
    """Return the text of the code that a phone would read from the screen."""
    place = page.locator(selector).first
    place.scroll_into_view_if_needed()
    place.locator("img").evaluate("one => one.decode()")
    image = Image.open(io.BytesIO(place.screenshot()))
    (code,) = zxingcpp.read_barcodes(image.convert("L"))
    return code.text


def test_a_code_is_read_from_the_screen(chrome: Browser, address: str) -> None:
    """On a wide screen the card's code is shown and reads, in the dark too; on a phone it is one tap away."""
    for colours in ("light", "dark"):
        page = chrome.new_page(viewport={"width": 1280, "height": 900}, color_scheme=colours)  # type: ignore[arg-type]
        page.goto(f"{address}articles/{CHOICE}/")
        name = token(Identity(CHOICE, "vinegar-6y", "card", "", "scan"))
        assert seen(page, f'.card .code-shown:has(img[src="/codes/{name}.png"])') == f"{address}go/{name}/"
        page.close()
    page = chrome.new_page(viewport={"width": 375, "height": 800})
    page.goto(f"{address}articles/{CHOICE}/")
    folded = page.locator(f'.card details:has(img[src="/codes/{name}.png"])').last
    assert not folded.locator("img").is_visible()
    folded.locator("summary").click()
    assert folded.locator("img").is_visible()
    page.close()


def test_a_past_price_hides_itself(chrome: Browser, address: str) -> None:
    """A page that was built before a price's last day hides the amounts after it; prices say where to look."""
    page = chrome.new_page()
    page.clock.set_fixed_time("2027-06-01T00:00:00Z")
    page.goto(f"{address}articles/{CHOICE}/")
    dated = page.locator("[data-until]")
    assert dated.count() > 0
    for index in range(dated.count()):
        assert not dated.nth(index).locator(".amount").is_visible()
    prices = page.locator(".price[data-until], .price-inline[data-until]")
    assert prices.count() > 0
    for index in range(prices.count()):
        assert "以店铺为准" in prices.nth(index).inner_text()
    page.close()


def test_pages_work_without_script(chrome: Browser, address: str) -> None:
    """Cards, prices and buttons are there; what only a script could do is not offered."""
    context = chrome.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}articles/{CHOICE}/")
    assert page.locator(".card a.button").first.is_visible()
    assert page.locator(".card .amount").first.is_visible()
    assert page.locator("[data-copy]").first.is_hidden()
    context.close()


def test_a_go_page_sends_a_reader_on_and_back_does_not_bounce(chrome: Browser, address: str) -> None:
    """From an article through a share code's go page to the article; back leads to where he was."""
    page = chrome.new_page()
    page.goto(address)
    page.goto(f"{address}go/{token(Identity(CHOICE))}/")
    page.wait_for_url(f"{address}articles/{CHOICE}/")
    page.go_back()
    assert page.url == address
    page.close()


def test_in_wechat_a_go_page_stays_where_the_shop_does_not_open(chrome: Browser, address: str) -> None:
    """It says what to do: other shops that open, the address to copy, the browser."""
    context = chrome.new_context(user_agent=WECHAT, viewport={"width": 375, "height": 800}, has_touch=True)
    context.route("https://shop.example.com/**", lambda route: route.fulfill(body="the shop"))
    page = context.new_page()
    page.goto(f"{address}articles/yearend-goods/")
    links = page.eval_on_selector_all('a.button[href*="/go/"]', "all => all.map(one => one.href)")
    assert links
    page.goto(links[0])
    page.wait_for_timeout(300)
    assert page.url == links[0]
    assert "在浏览器打开" in page.inner_text("body")
    page.goto(f"{address}go/{token(Identity(CHOICE, 'vinegar-6y', 'card', '', 'scan'))}/")
    page.wait_for_url("https://shop.example.com/**")
    context.close()
