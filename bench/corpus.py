"""Articles, products and photos that are the same on every machine, for `peers.py`.

Each article has about 6.5 KB of Chinese Markdown, four products, three of forty tags and, where there are photos, two
of them. Nothing in it belongs to one generator: `generators.py` writes it as each reads it.
"""

from __future__ import annotations

import io
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

BASE = "https://bench.example.com/"
SHOP = "https://shop.example.com/p/"
"""What the addresses of the site, and of products at the shop, begin with; templates in `sites/` have them too."""
PRODUCTS = 220
TAGS = 40
CARDS = 4
PICTURES = 2
PHOTO_WIDTH = 1600
WIDTHS = (480, 960, 1600)
"""Px: each photo is shown in these."""
_SUMMARY = "酸得直，回口有一点熏香；炒菜、拌面都用得上。"
_LAST_DAY = date(2026, 11, 18)
_SECTIONS = 5
_POPULAR = 90
_WORDS = """
陈醋 酸度 年份 大缸 日晒 捞冰 熏醅 高粱 麸皮 豌豆 厨房 面条 饺子 凉菜 蒸笼 铁锅 木勺
温度 火候 清水 瓶身 标签 配料 总酸 回甘 香气 颜色 师傅 徒弟 早市 晚饭 冬天 窖藏 口感
挑选 保存 比例 小火 慢慢 仔细 一点 再加 翻动 沥干 切丝 装盘 当天 隔夜 大约 至少 常见 其实
"""


class Product(NamedTuple):
    """A thing to buy; the price is text with two decimals."""

    id: str
    title: str
    price: str
    summary: str


class Article(NamedTuple):
    """An article; each section of `sections` is Markdown, after each of the first four comes the card of a product."""

    number: int
    title: str
    day: date
    tags: tuple[str, ...]
    summary: str
    sections: tuple[str, ...]
    products: tuple[Product, ...]
    photos: tuple[str, ...]

    @property
    def name(self) -> str:
        """The last part of its address."""
        return f"article-{self.number:05}"

    def body(self, card: str, picture: str) -> str:
        """Return the Markdown with cards and pictures written by patterns with `{id}` and `{name}`."""
        cards = [card.replace("{id}", one.id) for one in self.products]
        pictures = [picture.replace("{name}", one) for one in self.photos]
        rows = zip_longest(self.sections, cards, pictures, fillvalue="")
        return "\n\n".join(part for row in rows for part in row if part) + "\n"


@cache
def products() -> tuple[Product, ...]:
    """Return every product."""
    return tuple(
        Product(f"item-{n:03}", f"晋味老陈醋 {n} 号", f"{10 + n % 90}.{n % 10}0", _SUMMARY) for n in range(PRODUCTS)
    )


def articles(count: int, photos: int = 0) -> Iterator[Article]:
    """Yield so many articles, the newest first, which show so many photos in turn."""
    return (article(number, photos) for number in range(count))


def article(number: int, photos: int = 0) -> Article:
    """Return one article of those that show so many photos in turn."""
    draw = random.Random(number)
    return Article(
        number=number,
        title=f"{_phrase(draw, 3)}：第 {number} 篇",
        day=_LAST_DAY - timedelta(days=number // 3),
        tags=tuple(f"标签{tag:02}" for tag in sorted(draw.sample(range(TAGS), 3))),
        summary=_sentence(draw),
        sections=tuple(_section(draw, index) for index in range(_SECTIONS)),
        products=tuple(products()[one] for one in _shown(number)),
        photos=tuple(photo_name((number * PICTURES + step) % photos) for step in range(PICTURES) if photos),
    )


def popular(count: int) -> tuple[Product, tuple[int, ...]]:
    """Return the product that stands in nearest to ninety of so many articles, and the numbers of these."""
    places = defaultdict(list)
    for number in range(count):
        for one in _shown(number):
            places[one].append(number)
    chosen = min(places, key=lambda one: (abs(len(places[one]) - _POPULAR), one))
    return products()[chosen], tuple(places[chosen])


def _shown(number: int) -> tuple[int, ...]:
    """Return the numbers of the products that an article shows."""
    return tuple((number * CARDS + step) % PRODUCTS for step in range(CARDS))


def _section(draw: random.Random, index: int) -> str:
    """Return a heading and paragraphs, with a list, a table or a quotation."""
    parts = [f"## {_phrase(draw, 3)}", _paragraph(draw), f"{_sentence(draw)}**{_phrase(draw, 2)}**，{_paragraph(draw)}"]
    if index % 3 == 0:
        parts.append("\n".join(f"- {_sentence(draw)}" for _ in range(3)))
    elif index % 3 == 1:
        rows = (f"| {_phrase(draw, 1)} | {_phrase(draw, 2)} | {draw.randrange(100)} |" for _ in range(4))
        parts.append("\n".join(["| 项目 | 说明 | 数值 |", "| --- | --- | --- |", *rows]))
    else:
        parts.append(f"> {_sentence(draw)}")
    link = f"{_sentence(draw)}详见[{_phrase(draw, 2)}](https://reference.example.com/{draw.randrange(1000)})。"
    return "\n\n".join([*parts, link])


def _paragraph(draw: random.Random) -> str:
    return "".join(_sentence(draw) for _ in range(7))


def _sentence(draw: random.Random) -> str:
    return f"{_phrase(draw, draw.randrange(4, 7))}，{_phrase(draw, draw.randrange(3, 6))}。"


def _phrase(draw: random.Random, words: int) -> str:
    return "".join(draw.choices(_WORDS.split(), k=words))


def photo_name(number: int) -> str:
    """Return the name of the file of a photo."""
    return f"photo-{number:03}.jpg"


def photo(number: int, width: int = PHOTO_WIDTH) -> bytes:
    """Return a JPEG of 4:3: soft shapes of all sizes under the noise of a sensor."""
    import numpy as np
    from PIL import Image

    height = width * 3 // 4
    noise = np.random.default_rng(number)
    total = 128 + 3 * noise.standard_normal((height, width, 1), np.float32).repeat(3, axis=2)
    for side in (4, 16, 64, 256):
        grain = noise.normal(128, 32, (side * 3 // 4, side, 3)).clip(0, 255).astype(np.uint8)
        soft = Image.fromarray(grain).resize((width, height), Image.Resampling.BICUBIC)
        total += (np.asarray(soft, np.float32) - 128) * np.float32((4 / side) ** 0.45)
    out = io.BytesIO()
    Image.fromarray(total.clip(0, 255).astype(np.uint8)).save(out, "JPEG", quality=92)
    return out.getvalue()
