"""The tags an article is built of: sections instead of divisions, and no block that WeChat dissolves."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString

from contentshop.channels.wechat.accepted import accepted

from .work import Work, classes, every, holds_blocks, is_blank, is_block, new, role_of


def admonitions_become_notes(tree: Tag, work: Work) -> None:
    """Name notes and their titles, whose classes the reader page drops (fact 19)."""
    del work
    for one in tree.select(".admonition"):
        one["data-role"] = "note"
        for title in one.select(".admonition-title"):
            title["data-role"] = "note-title"


def details_are_opened(tree: Tag, work: Work) -> None:
    """Open what is folded away: `details` is not among the tags that are kept (fact 17)."""
    del work
    for one in every(tree, "details"):
        one["data-role"] = "note"
        summary = one.find("summary")
        if isinstance(summary, Tag):
            summary["data-role"] = "note-title"


def terms_become_paragraphs(tree: Tag, work: Work) -> None:
    """Write definition lists as paragraphs: their tags are not among those that are kept (fact 17)."""
    del work
    for one in every(tree, "dt"):
        one["data-role"] = "term"
    for one in every(tree, "dd"):
        one["data-role"] = "definition"
        one.name = "section" if holds_blocks(one) else "p"


def keys_are_drawn(tree: Tag, work: Work) -> None:
    """Mark keys of a keyboard, whose own tag is not among those that are kept (fact 17)."""
    del work
    for one in every(tree, "kbd"):
        one.name = "span"
        one["data-role"] = "kbd"
    for one in every(tree, "samp", "tt"):
        one.name = "code"


def tags_are_renamed(tree: Tag, work: Work) -> None:
    """Use only tags that are kept; a `div` loses its styles, a `section` keeps them (facts 13, 17)."""
    del work
    table = accepted()
    for one in tree.find_all(True):
        name = table.renamed.get(one.name, one.name)
        if name in table.tags:
            is_line = name == "section" and not role_of(one) and not holds_blocks(one) and one.find_parent("p") is None
            one.name = "p" if is_line else name
        elif holds_blocks(one):
            one.name = "section"
        else:
            one.unwrap()


def headings_are_levelled(tree: Tag, work: Work) -> None:
    """Let the highest headings of the text be of the second level, whatever the author began with."""
    del work
    levels = sorted({int(one.name[1]) for one in every(tree, "h2", "h3", "h4")})
    for one in every(tree, "h2", "h3", "h4"):
        one.name = f"h{2 + levels.index(int(one.name[1]))}"


def loose_text_gets_paragraphs(tree: Tag, work: Work) -> None:
    """Put text that stands beside blocks into paragraphs, so that every block is a block (fact 13)."""
    del work
    for one in [tree, *every(tree, "section", "blockquote")]:
        if not holds_blocks(one) and one is not tree:
            continue
        run: list[Tag | NavigableString] = []
        for child in [*one.children, None]:
            if child is not None and not is_block(child):
                run.append(child)  # type: ignore[arg-type]
                continue
            if any(not is_blank(part) for part in run):
                holder = new("p")
                run[0].insert_before(holder)
                for part in run:
                    holder.append(part.extract())
            run = []


def paragraphs_hold_no_blocks(tree: Tag, work: Work) -> None:
    """Turn paragraphs with blocks inside into sections: editors would break them off (fact 13)."""
    del work
    for one in every(tree, "p"):
        if one.find(is_block) is not None:
            one.name = "section"
            if role_of(one) == "" and not classes(one):
                one.attrs.pop("style", None)
