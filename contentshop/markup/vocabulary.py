"""The directives an author can type, one row each.

The grammar in `directives.py` reads these rows and knows no name itself; a new directive is a new
row here and a builder there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from contentshop.model import Record

Form = Literal["inline", "leaf", "block"]
"""`:name{…}` inside a line, `::name{…}` on a line of its own, `:::name{…}` … `:::` around lines."""


class Argument(Record, frozen=True):
    """A `key=value` a directive takes; `choices` maps each allowed value to its other spellings.

    `prose` is for readers, and always quoted in the plain form; `day` is a date in ISO form; `rating` a
    number from 0.5 to 5 in steps of 0.1.
    """

    name: str
    aliases: tuple[str, ...] = ()
    kind: Literal["text", "prose", "choice", "count", "day", "rating"] = "text"
    choices: Mapping[str, tuple[str, ...]] = {}


class Directive(Record, frozen=True):
    """A directive; `subject` says whether the first bare argument, an id, is needed, `names` of what it is the id."""

    name: str
    aliases: tuple[str, ...]
    forms: tuple[Form, ...]
    subject: Literal["required", "optional", "none"]
    arguments: tuple[Argument, ...] = ()
    names: Literal["product", "outlet"] = "product"
    markdown: bool = False
    """Whether what stands inside is Markdown."""


KEY = Argument("key", ("标记",))

DIRECTIVES: tuple[Directive, ...] = (
    Directive("price", ("价格",), ("inline",), "required"),
    Directive(
        "product",
        ("商品",),
        ("leaf",),
        "required",
        (
            Argument("note", ("备注",), "prose"),
            Argument("layout", ("布局",), "choice", {"card": ("卡片",), "compact": ("紧凑",)}),
            Argument("offer", ("店铺",)),
            KEY,
        ),
    ),
    Directive(
        "products",
        ("商品组",),
        ("block", "leaf"),
        "none",
        (
            Argument("layout", ("布局",), "choice", {"grid": ("网格",), "list": ("列表",), "compare": ("对比",)}),
            Argument("tag", ("标签",)),
            Argument("category", ("分类",)),
            Argument(
                "sort",
                ("排序",),
                "choice",
                {"price": ("价格",), "-price": ("-价格",), "title": ("名称",), "as_of": ("日期",)},
            ),
            Argument("limit", ("数量",), "count"),
            KEY,
        ),
    ),
    Directive("qr", ("二维码",), ("leaf",), "optional", (KEY,)),
    Directive("offers", ("比价", "各店"), ("leaf",), "required", (KEY,)),
    Directive("alternatives", ("可替代", "替代"), ("leaf",), "required", (KEY,)),
    Directive("follow", ("关注",), ("leaf",), "none"),
    Directive("join", ("进群",), ("leaf",), "required", names="outlet"),
    Directive(
        "verdict",
        ("评测", "结论"),
        ("block",),
        "required",
        (
            Argument(
                "badge",
                ("推荐",),
                "choice",
                {
                    "top-pick": ("首选", "我们的选择"),
                    "runner-up": ("次选", "备选"),
                    "budget": ("实惠", "实惠之选"),
                },
            ),
            Argument("rating", ("评分",), "rating"),
            KEY,
        ),
        markdown=True,
    ),
    Directive(
        "quote",
        ("引言", "读者说"),
        ("block",),
        "none",
        (
            Argument("from", ("来自",), "prose"),
            Argument("source", ("出处",), "prose"),
            Argument("date", ("日期",), "day"),
            Argument("consent", ("同意",), "prose"),
        ),
        markdown=True,
    ),
    Directive("faq", ("常见问题", "问答"), ("block",), "none", markdown=True),
)

NAMES: Mapping[str, Directive] = {name: row for row in DIRECTIVES for name in (row.name, *row.aliases)}
"""Every name and alias with its row."""
