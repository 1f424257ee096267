"""Lines of posters: where they break, how even they are, what stands at the end of one that is too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentshop.media.typesetting import GAP, NOT_FIRST, NOT_LAST, is_cut, lines_of, spaced

ALPHABET = "醋坛老陈挑蒜面的了一，。、；：？！（）《》“”「」…—·￥%0123456789.abAB厘米克 "
MANY = 1000


def width(text: str) -> float:
    """Return a width in which Han characters and their marks are as wide as high, others half of that."""
    return sum(0.17 if char == GAP else 1 if ord(char) > 0x2000 else 0.5 for char in text)


def lines(text: str, room: float, most: int = MANY) -> tuple[str, ...]:
    """Return a text in lines of so many ems."""
    return lines_of(text, room, most, width)


texts = st.text(ALPHABET, max_size=80)
rooms = st.floats(4, 30)


@given(texts, rooms)
def test_nothing_is_lost_or_added(text: str, room: float) -> None:
    """With lines enough all characters come back in their order, apart from blanks."""
    assert "".join("".join(lines(text, room)).split()) == "".join(text.split())


@given(texts, rooms)
def test_no_line_is_too_wide(text: str, room: float) -> None:
    """A line fits its room."""
    assert all(width(line) <= room + 1e-6 for line in lines(text, room))


@given(texts, rooms, st.integers(1, 4))
def test_there_are_no_more_lines_than_asked_for(text: str, room: float, most: int) -> None:
    """A text that is too long ends in an ellipsis, and still fits."""
    found = lines(text, room, most)
    assert len(found) <= most
    assert all(width(line) <= room + 1e-6 for line in found)
    if len(lines(text, room)) > most:
        assert found[-1].endswith("…")
    else:
        assert not is_cut(found, text)


@given(st.text("醋坛老陈挑蒜，。、；：？！（）《》“”「」￥", max_size=60), st.integers(8, 20))
def test_no_mark_stands_where_it_must_not(text: str, room: int) -> None:
    """Closing marks begin no line, opening ones end none, as far as a run of marks fits a line."""
    found = lines(text, room)
    runs = [len(run) for run in "".join(char if char in NOT_FIRST | NOT_LAST else " " for char in text).split()]
    if max(runs, default=0) < room - 2:
        assert all(line[0] not in NOT_FIRST for line in found[1:])
        assert all(line[-1] not in NOT_LAST for line in found[:-1])


@given(st.text("醋坛老陈挑蒜", min_size=1, max_size=60), st.integers(4, 20))
def test_no_way_needs_fewer_lines(text: str, room: int) -> None:
    """Even lines are as few as filled ones."""
    assert len(lines(text, room)) == -(-len(text) // room)


@pytest.mark.parametrize(
    "whole",
    [
        "￥12.9",
        "¥1,299.00",
        "500ml",
        "500 g",
        "32厘米",
        "3斤",
        "2026年",
        "50%",
        "6.0 g/100ml",
        "——",
        "……",
        "iPhone",
        "5×330ml",
    ],
)
@pytest.mark.parametrize("room", [6, 7, 8, 9, 10])
def test_what_belongs_together_stays_on_a_line(whole: str, room: int) -> None:
    """Prices, numbers with their unit, words, double dashes and ellipses are not parted."""
    text = f"老陈醋的坛子{whole}蒜和面，再来{whole}老陈醋。"
    kept = "".join(whole.split())
    assert sum("".join(line.split()).count(kept) for line in lines(text, room)) == 2


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("山西老陈醋怎么挑：翻到背面看四行字", 12, ("山西老陈醋怎么挑：", "翻到背面看四行字")),
        ("三万六千锤手工章丘铁锅 32厘米 无涂层", 12, ("三万六千锤手工章丘铁锅", f"32{GAP}厘米 无涂层")),
        ("A field guide to Shanxi vinegar", 10, ("A field guide to", "Shanxi vinegar")),
        ("一二三四五六七八九十一", 10, ("一二三四五六", "七八九十一")),
        ("他说：“好醋。”然后走了", 6, ("他说：", "“好醋。”", "然后走了")),
        ("有效至年底 · 由官网售卖", 8, ("有效至年底 ·", "由官网售卖")),
        ("", 6, ()),
        (" \n ", 6, ()),
    ],
)
def test_lines_are_even_and_break_after_pauses(text: str, room: float, expected: tuple[str, ...]) -> None:
    """Titles as an author would break them."""
    assert lines(text, room) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用iPhone拍的", f"用{GAP}iPhone{GAP}拍的"),
        ("老陈醋 500ml 一瓶", f"老陈醋{GAP}500ml{GAP}一瓶"),
        ("价格￥12.9元", f"价格{GAP}￥12.9{GAP}元"),
        ("a\n\tb   c", "a b c"),
        ("（abc）", "（abc）"),
    ],
)
def test_han_and_latin_stand_apart(text: str, expected: str) -> None:
    """A small gap stands between them whether an author typed a blank or not; other blanks are single."""
    assert spaced(text) == expected


def test_a_word_wider_than_a_line_is_broken() -> None:
    """It has to be; what combines stays together."""
    found = lines("pneumonoultramicroscopic", 6)
    assert len(found) == 2
    assert "".join(found) == "pneumonoultramicroscopic"
    assert lines("e\u0301" * 4, 1.1) == ("e\u0301",) * 4


def test_a_word_too_long_is_cut_before_the_ellipsis() -> None:
    """A line of an ellipsis alone would say nothing."""
    assert lines("antidisestablishmentarianism", 6, 1) == ("antidisest…",)


def test_families_of_emoji_stay_whole() -> None:
    """What a joiner holds together is one picture; flags are pairs."""
    found = lines("好👨‍👩‍👧‍👦👨‍👩‍👧‍👦🇨🇳🇨🇳好", 8)
    assert all(not line.startswith("\u200d") and not line.endswith("\u200d") for line in found)
    assert sum(line.count("🇨🇳") for line in found) == 2
