"""What articles and products written by others brought to light, each as a small text of our own."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from sites import Site

from contentshop.markup import Settings, convert
from contentshop.model import Card, Html

Shape = list["str | tuple[str, Shape]"]


def html_of(body: str) -> str:
    """Return the HTML of a body, with an empty element for each card."""
    segments = convert(body, Settings()).segments
    return "".join(one.html if isinstance(one, Html) else "<card/>" * isinstance(one, Card) for one in segments)


def shape(body: str) -> Shape:
    """Return the blocks of a body as nested pairs of name and content; paragraphs in items are their text."""

    def inside(element: Tag) -> Shape:
        found: Shape = []
        for child in element.children:
            if not isinstance(child, Tag):
                found += [text] if (text := " ".join(str(child).split())) else []
            elif child.name == "p":
                found += inside(child)
            else:
                is_code = "codehilite" in child.get_attribute_list("class") or child.name == "pre"
                found.append((child.name, [child.get_text().strip("\n")] if is_code else inside(child)))
        return found

    body_tag = BeautifulSoup(html_of(body), "lxml").body
    return inside(body_tag) if body_tag else []


def ul(*items: Shape) -> tuple[str, Shape]:
    """Return the shape of a list."""
    return ("ul", [("li", item) for item in items])


def ol(*items: Shape) -> tuple[str, Shape]:
    """Return the shape of a numbered list."""
    return ("ol", [("li", item) for item in items])


class TestLists:
    """What belongs to an item may stand under its text, as most editors put it, or four columns in."""

    @pytest.mark.parametrize(
        "body",
        ["- 醋\n  - 陈醋\n  - 米醋\n- 酱", "* 醋\n   * 陈醋\n   * 米醋\n* 酱", "- 醋\n    - 陈醋\n    - 米醋\n- 酱"],
    )
    def test_an_inner_list_is_inside(self, body: str) -> None:
        """Two, three and four columns give the same."""
        assert shape(body) == [ul(["醋", ul(["陈醋"], ["米醋"])], ["酱"])]

    def test_levels_are_counted_by_the_items_above(self) -> None:
        """Three levels of two columns each."""
        assert shape("- a\n  - b\n    - c\n  - d\n- e") == [ul(["a", ul(["b", ul(["c"])], ["d"])], ["e"])]

    def test_a_list_set_in_may_go_on_at_the_margin(self) -> None:
        """An item of an indented list and one at the margin are of one list, each with its own inner list."""
        body = "  * 一\n    * 甲\n* 二\n  * 乙"
        assert shape(body) == [ul(["一", ul(["甲"])], ["二", ul(["乙"])])]

    def test_numbered_steps_hold_more_than_a_line(self) -> None:
        """Paragraphs and code three columns in belong to the step, and the numbers go on."""
        body = "1. 洗米\n\n   洗两遍。\n\n   ```\n   rice --wash\n   ```\n\n2. 下锅\n   - 水八碗\n3. 关火"
        steps = ol(["洗米", "洗两遍。", ("div", ["rice --wash"])], ["下锅", ul(["水八碗"])], ["关火"])
        assert shape(body) == [steps]

    def test_an_item_right_after_inner_text_is_an_item(self) -> None:
        """No blank line is needed between the text inside one item and the next item."""
        assert shape("1. 一\n\n   说明\n2. 二") == [ol(["一", "说明"], ["二"])]
        assert shape("- 一\n\n    - 甲\n- 二") == [ul(["一", ul(["甲"])], ["二"])]

    def test_a_table_in_an_item(self) -> None:
        """All lines of a block move together."""
        assert BeautifulSoup(html_of("- 表\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n"), "lxml").select("li td")

    def test_a_card_in_an_item(self) -> None:
        """A directive under the text of an item is inside it."""
        assert "<card/>\n</li>" in html_of("- 醋\n\n  ::product{vinegar}\n\n- 酱")

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("正文\n- 不是列表\n\n  下一段", ["正文 - 不是列表", "下一段"]),
            ("* * *\n\n  下一段", [("hr", []), "下一段"]),
            ("- 项\n\n正文\n\n    - code", [ul(["项"]), "正文", ("pre", ["- code"])]),
            ("```\n- a\n  - b\n```", [("div", ["- a\n  - b"])]),
            ("<pre>\n- a\n  - b\n</pre>", [("pre", ["- a\n  - b"])]),
            ("    - a\n      - b", [("pre", ["- a\n  - b"])]),
        ],
    )
    def test_what_is_no_list_stays(self, body: str, expected: Shape) -> None:
        """Paragraphs, rules, code and raw HTML are as they would be without the rule."""
        assert shape(body) == expected


def test_headless_article_with_reference_lines(tmp_path: Path) -> None:
    """Lines `[#]: key: (value)` before an underlined title are no text; links by reference are resolved."""
    site = Site(
        tmp_path,
        """
        -- articles/2026-11-01-foreign.md --
        [#]: subject: (How to wash rice)
        [#]: url: "https://elsewhere.test/1.html"

        怎么洗米
        ======

        > 两遍就够。

        ![][0]

        见 [说明][1] 与<ruby>米<rt>rice</rt></ruby>。

        [0]: https://elsewhere.test/rice.png
        [1]: https://elsewhere.test/wash (Washing)
        """,
    )
    assert site.build().problems == ()
    page = BeautifulSoup(site.read("web/articles/foreign/index.html"), "lxml")
    text = page.select_one(".text")
    assert text is not None
    assert [one.get_text() for one in page.select("h1")] == ["怎么洗米"]
    assert "[" not in text.get_text()
    assert "subject" not in text.get_text()
    assert [one["src"] for one in text.select("img")] == ["https://elsewhere.test/rice.png"]
    assert [one["href"] for one in text.select("a")] == ["https://elsewhere.test/wash"]


def test_no_disclosure_line_without_words(tmp_path: Path) -> None:
    """Where the config says no words of disclosure, no empty line stands before the first card."""
    site = Site(tmp_path, "\n-- articles/2026-11-01-a.md --\n# 甲\n\n::product{vinegar}\n")
    assert site.build().problems == ()
    assert not BeautifulSoup(site.read("web/articles/a/index.html"), "lxml").select(".disclosure")
    assert "<p><em></em></p>" not in site.read("web/feed.xml")
    assert "&lt;em&gt;&lt;/em&gt;" not in site.read("web/feed.xml")
