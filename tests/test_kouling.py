"""Finding 口令: share texts in public layouts are found, ordinary lines are not, a build warns of raw ones."""

from __future__ import annotations

import random
import string
from contextlib import nullcontext
from pathlib import Path

import pytest
from msgspec.structs import asdict
from sites import CONFIG, Site

from contentshop.channels.moments import plan_moments
from contentshop.channels.web import Kept, open_web
from contentshop.engine import Backlog, InProcess, Steps, Store
from contentshop.links import tokens
from contentshop.media import qr_png
from contentshop.model import Paint, Place, Problem
from contentshop.problems import hint, message, problem

ROOT = Path(__file__).parent.parent
SHARED = {
    "old yen": "复制这条信息￥aB3dE5fG7hJ￥后打开手机淘宝",
    "half-width yen": "¥Kq9ZrT2mXw4¥",
    "dollar": "$x7YpQ2LmN8v$ 老陈醋 500ml",
    "euro": "fu植这段话€Rt5UeWq1ZcV€转移至淘宀┡ē",
    "pound": "£mN4bV6cX8zA£",
    "lira": "₤c7VtQxYvNpR₤",
    "austral": "复制₳J2kLm9nPqRs₳，打开淘宝",
    "pfennig": "₰w3XyZ7aBcDe₰",
    "hryvnia": "₴tU5vW8xYzA1₴",
    "won": "₩fG6hJ8kL0mN₩",
    "round brackets": "(qW2eR4tY6uI)",
    "full-width brackets": "（zX9cV7bN5mA）",
    "book marks": "《pL8oK6iJ4uH》",
    "corner quotes": "「gF5dS3aQ1wE」",
    "lenticular": "【rT7yU9iO1pA】老陈醋",
    "slashes": "/sD2fG4hJ6kL/",
    "slash behind words": "复制整段话 /lK8jH6gF4dS/ 打开手淘",
    "unmatched yen and slash": "￥mQ1wE3rT5yU/",
    "unmatched bracket and yen": "(aS9dF7gH5jK￥",
    "unmatched slash and bracket": "/zQ2xW4cE6vR)",
    "euro then yen": "€bT8nY6mU4iO￥",
    "emoji before": "👉hG3fD5sA7pO👈",
    "emoji with selector": "❤️uY4tR6eW8qM❤️",
    "shopping bag": "🛍kJ1hG3fD5sA",
    "star": "⭐nB2vC4xZ6lK⭐",
    "arrow": "➡wE7rT9yU1iO⬅",
    "square brackets": "[oP3aS5dF7gH]",
    "braces": "{jK6lZ8xC0vB}",
    "no digit": "￥OZGjcQKQkLE￥",
    "space behind the sign": "￥ vB5nM7qW9eR ￥",
    "long with a link": "9👈￥yU1iO3pA5sD￥ https://m.tb.cn/h.5Ab3dEf  老陈醋",
    "long for phones": "5.0 hihi:/￥gH7jK9lZ1xC￥/ 【老陈醋】",
    "link first": "https://m.tb.cn/h.4cDe5Fg ￥cV3bN5mQ7wE￥ 复制打开",
    "new": "【淘宝】https://m.tb.cn/h.5Xy7ZaB?tk=eR5tY7uI9oP CZ0001 「老陈醋」\n点击链接直接打开 或者 淘宝搜索",
    "new on one line": "【淘宝】https://m.tb.cn/h.5Qw3ErT?tk=aS4dF6gH8jK CZ3457 「六年陈」点击链接直接打开",
    "new, other letters": "【淘宝】https://m.tb.cn/h.gT7yU8i?tk=lZ2xC4vB6nM MF6563 「三年陈」",
    "new, with a discount": "【淘宝】7天无理由退货 https://m.tb.cn/h.5aBcD1e?tk=qW8eR0tY2uI HU7632 「香醋」",
    "new, behind another key": "https://m.tb.cn/h.5Fg6Hj7?sm=1a2b3c&tk=oP6aS8dF0gH",
    "new without a space behind": "https://m.tb.cn/h.5Kl8Mn9?tk=jK4lZ6xC8vB「醋」",
    "old short link": "http://c.b1wt.com/h.3RtY5u?tk=nM9qW1eR3tY 复制后打开",
    "key in words": "tk=uI5oP7aS9dF",
    "camel case behind the key": "https://m.tb.cn/h.5Zx1Cv2?tk=GetUserName CZ0001",
    "in a sentence": "想买的朋友复制 ￥dF2gH4jK6lZ￥ 就可以，别忘了领券。",
    "in a list": "- 六年陈：￥xC8vB0nM2qW￥",
    "in bold": "**￥eR4tY6uI8oP￥**",
    "full-width dollar": "＄pA6sD8fG0hJ＄",
}
"""Invented tokens in layouts seen in public, 2017 to 2025."""


@pytest.mark.parametrize("text", SHARED.values(), ids=SHARED)
def test_share_texts_are_found(text: str) -> None:
    """Each has exactly one token, and it stands where it is said to."""
    found = list(tokens(text))
    assert len(found) == 1
    assert text[found[0].start : found[0].end] == found[0].text
    assert found[0].in_address == ("tk=" in text)


def test_there_are_forty_layouts() -> None:
    """So many that a layout can be lost only by breaking a test."""
    assert len(SHARED) >= 40


ORDINARY = {
    "words written together": "用 (WebAssembly) 和【MicroPython】写的",
    "names in code": "$getUserName (someValue12) {isUserAdmin}",
    "a video": "https://youtu.be/dQw4w9WgXcQ 和 https://www.youtube.com/watch?v=aB3dE5fG7hJ",
    "a path": "src/MicroPython/aB3dE5fG7hJ/main.py ./aB3dE5fG7hJ",
    "an address in brackets": "[图](https://cdn.example.com/(aB3dE5fG7hJ)/a.png)",
    "a hash": "(3f9a1c07b2d) (3F9A1C07B2D)",
    "twelve characters": "￥aB3dE5fG7hJ8￥ ￥aB3dE5fG7h￥",
    "a token of ours": "/go/4x7k9m2p5q8r/",
    "a shop's alias": "(2xbq7k1m9t3)",
    "another key": "?token=aB3dE5fG7hJ&stk=aB3dE5fG7hJ",
    "letters alone": "aB3dE5fG7hJ",
    "base64": "data:image/png;base64,iVBORw0KGgo/aB3dE5fG7hJ/AAAA",
}


@pytest.mark.parametrize("text", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_text_is_passed_over(text: str) -> None:
    """Names, paths, addresses, hashes and numbers hold no 口令."""
    assert list(tokens(text)) == []


def test_hardly_any_ordinary_line_is_taken_for_one() -> None:
    """Under 0.03 % of over ten thousand lines, of this project's own prose and code and of made-up ones."""
    lines = [*written_lines(), *made_lines(random.Random(7))]
    hits = [line for line in lines if any(tokens(line))]
    assert len(lines) >= 10_000
    assert len(hits) / len(lines) < 0.0003, hits


def written_lines() -> list[str]:
    """Return lines of the project's articles, documentation, code and data."""
    folders = ("articles", "docs", "products", "contentshop", "templates")
    suffixes = (".md", ".py", ".yaml", ".toml", ".html", ".css", ".js")
    files = sorted(path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    lines = [line for path in files for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line.strip() and "tk=" not in line and "kouling" not in line]


_ZH = ("老陈醋", "打开", "今天", "便宜", "（", "）", "，", "。", "记得", "第一次", "总酸", "《醋谱》", "￥39.90")
_EN = ("vinegar", "the", "bottle", "(about", "500ml)", "$12.99", "aged", "try", "[see", "below]", "GitHub", "iPhone")
_NAMES = ("get", "User", "Name", "Item", "List", "Web", "Socket", "Micro", "Python", "Data", "Java", "Script", "Type")
_MARKS = "$([{/【《<"


def made_lines(chance: random.Random) -> list[str]:
    """Return lines as texts of many sorts have them."""

    def some(letters: str, count: int) -> str:
        return "".join(chance.choice(letters) for _ in range(count))

    def words(known: tuple[str, ...], mark: str) -> str:
        return mark.join(chance.choice(known) for _ in range(chance.randint(4, 14)))

    def name() -> str:
        return "".join(chance.choice(_NAMES) for _ in range(chance.randint(2, 4)))

    sixty_two = string.ascii_letters + string.digits
    makers = (
        lambda: words(_ZH, ""),
        lambda: words(_EN, " "),
        lambda: f"{chance.choice(_MARKS)}{name()} = {name()}({name()}[{name()}])",
        lambda: f"src/{name()}/{name()}.tsx:{chance.randint(1, 900)}",
        lambda: f"commit {some('0123456789abcdef', 40)} ({some('0123456789abcdef', 11)})",
        lambda: f"https://youtu.be/{some(sixty_two, 11)} 看这个视频",
        lambda: f"https://www.youtube.com/watch?v={some(sixty_two, 11)}&t=10",
        lambda: f"[{words(_ZH, '')}](https://cdn.example.com/{some(sixty_two, 11)}/{some(sixty_two, 8)}.png)",
        lambda: f"¥{chance.randint(1, 99999)}.{chance.randint(0, 99):02} / ${chance.randint(10**10, 10**11 - 1)}",
        lambda: f"item_id: '{some(string.digits, 11)}' alias={some('0123456789abcdefghijk', 13)}",
        lambda: f'"integrity": "sha512-{some(sixty_two + "+/", 86)}=="',
        lambda: f"SKU {some(string.ascii_uppercase + string.digits, 11)} ({some(string.ascii_uppercase, 11)})",
    )
    return [chance.choice(makers)() for _ in range(12_000)]


def warned(site: Site) -> list[tuple[str, int, int]]:
    """Return where the build warns of a raw 口令."""
    places = [one.where for one in site.build().problems if one.code == "raw-kouling"]
    return [(one.file, one.line, one.column) for one in places if isinstance(one, Place)]


def test_a_raw_one_in_an_article_is_told_where_it_stands(tmp_path: Path) -> None:
    """Not in code, where it is an example; in title and summary too."""
    site = Site(tmp_path)
    site.write("articles/a.md", "# 醋\n\n买 ￥aB3dE5fG7hJ￥ 吧。\n\n`￥Kq9ZrT2mXw4￥` 是举例。\n")
    site.write("articles/b.md", "---\nsummary: 复制 ￥x7YpQ2LmN8v￥\n---\n# 香醋\n\n字。\n")
    assert warned(site) == [("articles/a.md", 3, 4), ("articles/b.md", 2, 10)]


def test_it_is_not_told_where_the_site_allows_it(tmp_path: Path) -> None:
    """A channel that is off forbids nothing, and the site's own row decides."""
    text = "# 醋\n\n买 ￥aB3dE5fG7hJ￥ 吧。\n"
    off = Site(tmp_path / "off")
    off.write("config.yaml", CONFIG + "channels: {wechat: {enabled: false}}\n")
    off.write("articles/a.md", text)
    allowed = Site(tmp_path / "allowed")
    rows = "policy: [{channel: wechat, kind: taobao, carriers: [kouling]}]\n"
    allowed.write("config.yaml", CONFIG + rows)
    allowed.write("articles/a.md", text)
    assert warned(off) == warned(allowed) == []


def test_the_hint_names_the_offer() -> None:
    """In both languages."""
    found = problem("raw-kouling", text="aB3dE5fG7hJ", channels="Moments", channels_zh="朋友圈")
    assert "kouling" in hint(found, "zh")
    assert "kouling" in hint(found, "en")


SPOKEN = """
-- config.yaml --
site: {title: 晋味小铺, base_url: "https://jinwei.test/"}
shops:
  own: {kind: web, url: "https://shop.jinwei.test"}
  tao: {kind: taobao, affiliate: true}
account: {name: 晋味}
channels: {moments: {price: dated}}
-- products/all.yaml --
- id: vinegar
  title: 老陈醋 ￥aB3dE5fG7hJ￥
  summary: 复制 ￥x7YpQ2LmN8v￥ 打开
  price: 39.90
  as_of: 2026-11-20
  specs: {总酸: "6.5", 买法: "(Kq9ZrT2mXw4)"}
  badges: ["￥Vb6NmK8jH2g￥"]
  translations: {en: {title: "Vinegar ￥Wq3ErT5yU7i￥"}}
  offers: [{shop: own, path: /p/vinegar}, {shop: tao, item_id: "1", kouling: {text: "￥Zx1CvB3nM5k￥"}}]
-- outlets.yaml --
- {id: zhou, kind: promoter, name: 小周, texts: true, posters: true, contact: "微信 ￥Lk4JhG6fD8s￥"}
- {id: tea, kind: group, name: 茶友群, note: "进群 ￥Po9IuY7tR5e￥", code: images/code.png}
-- articles/a.md --
---
title: 醋
date: 2026-11-18
---
::product{vinegar}

::offers{vinegar}

::join{tea}
"""


def shown_in(site: Site, *folders: str) -> list[str]:
    """Return the 口令 in files of the output below some folders."""
    texts = [
        data.decode()
        for path, data in site.output().items()
        if path.startswith(folders) and not path.endswith(("jpg", "png"))
    ]
    assert texts
    return sorted({one.text for text in texts for one in tokens(text)})


@pytest.mark.font
def test_one_in_the_catalogue_or_an_outlet_stays_where_it_may_stand(tmp_path: Path) -> None:
    """Official accounts, Moments, feeds, print and kits leave it out, each place is told once; messages keep it."""
    site = Site(tmp_path, SPOKEN)
    site.write("images/code.png", qr_png("https://jinwei.test/"))
    found = [one for one in site.build().problems if one.code == "hidden-kouling"]
    assert [(one.where.file, one.where.line) for one in found if isinstance(one.where, Place)] == [
        ("outlets.yaml", 1),
        ("outlets.yaml", 2),
        *(("products/all.yaml", line) for line in (2, 3, 6, 7, 8)),
    ]
    assert "公众号、朋友圈" in message(found[0], "zh")
    assert shown_in(site, "wechat/", "texts/a/moments", "texts/a/zhou/moments", "kit/index", "web/feed") == []
    assert "老陈醋 ￥…￥" in site.read("wechat/a/content.html")
    assert "aB3dE5fG7hJ" in site.read("texts/a/chat.txt")
    assert "aB3dE5fG7hJ" in site.read("web/articles/a/index.html")


@pytest.mark.font
def test_none_stands_on_a_poster_whoever_wrote_it(tmp_path: Path) -> None:
    """Neither of the catalogue, nor of an outlet, nor of the article's own head."""
    site = Site(tmp_path, SPOKEN.replace("title: 醋\n", "title: 醋 ￥Mn5BvC7xZ9a￥\n"))
    site.write("images/code.png", qr_png("https://jinwei.test/"))
    told: list[Problem] = []
    inputs = site.inputs(told=told)
    store = Store.copy_of(None)
    steps = Steps(store, lambda _: nullcontext(InProcess()), inputs.theme)
    tasks = plan_moments(inputs, open_web(inputs, Kept(), Backlog(), told.append).shown, steps, told.append).tasks
    store.close()
    said = "\n".join(
        " ".join(map(str, asdict(task.work.poster).values())) for task in tasks if isinstance(task.work, Paint)
    )
    assert "老陈醋" in said
    assert "微信" in said
    assert list(tokens(said)) == []
