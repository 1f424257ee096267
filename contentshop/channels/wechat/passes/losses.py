"""What WeChat deletes or empties, put in words before it does."""

from __future__ import annotations

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from .work import Work, classes, every, in_paragraph, new, playing, words_of

_UNSEEN = ("script", "style", "link", "meta", "template", "noscript", "base", "title", "colgroup", "col", "area", "map")
_MEDIA = {"video": "video", "audio": "audio", "iframe": "page", "embed": "page", "object": "page"}


def unseen_is_dropped(tree: Tag, work: Work) -> None:
    """Take out what is no text: scripts, style sheets, comments (facts 11, 18)."""
    del work
    for one in every(tree, *_UNSEEN):
        one.decompose()
    for text in tree.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()


def task_boxes_become_characters(tree: Tag, work: Work) -> None:
    """Write the boxes of task lists as characters: `input` and `label` are deleted (fact 18)."""
    del work
    for box in every(tree, "input"):
        if box.get("type") == "checkbox":
            item = box.find_parent("li")
            if item is not None:
                item["data-role"] = "task"
            box.replace_with("☑" if box.has_attr("checked") else "☐")
        else:
            box.decompose()


def forms_are_opened(tree: Tag, work: Work) -> None:
    """Leave the text of forms, whose own tags are deleted (fact 18)."""
    del work
    for one in every(tree, "form", "label", "button", "fieldset", "select", "option", "optgroup", "textarea", "output"):
        one.unwrap()


def media_become_links(tree: Tag, work: Work) -> None:
    """Say where a video, a sound or an embedded page is: WeChat keeps the tag and loses the address (fact 18)."""
    for one in every(tree, *_MEDIA):
        source = one if one.get("src") or one.get("data") else one.find("source")
        address = str(source.get("src") or source.get("data") or "") if isinstance(source, Tag) else ""
        text = str(one.get("title") or one.get("aria-label") or "") or words_of(one) or _host(address)
        text = work.say(_MEDIA[one.name], text=text or work.say("elsewhere"))
        _told(one, text, address or work.article.address)


def drawings_are_named(tree: Tag, work: Work) -> None:
    """Name a drawing in the text instead of sending SVG, whose parts are unreliable (fact 23)."""
    for one in every(tree, "svg", "canvas"):
        title = one.find(["title", "desc"])
        text = str(one.get("aria-label") or "") or (words_of(title) if isinstance(title, Tag) else words_of(one))
        _told(one, work.say("drawing", text=text or work.say("elsewhere")), work.article.address)


def formulas_become_text(tree: Tag, work: Work) -> None:
    """Write a formula as its source or its characters: MathML is not among the tags that are kept (fact 17)."""
    del work
    for one in every(tree, "math"):
        source = one.find("annotation", attrs={"encoding": "application/x-tex"})
        text = str(one.get("alttext") or "") or (words_of(source) if isinstance(source, Tag) else words_of(one))
        one.replace_with(new("code", text) if text else NavigableString(""))


def ruby_goes_into_brackets(tree: Tag, work: Work) -> None:
    """Write readings in small brackets behind their characters: ruby is not among the tags that are kept (fact 17)."""
    del work
    for one in every(tree, "rp"):
        one.decompose()
    for one in every(tree, "rt"):
        text = words_of(one)
        one.replace_with(f"({text})" if text else "")
    for one in every(tree, "ruby", "rb", "rtc"):
        one.unwrap()


def abbreviations_are_spelled_once(tree: Tag, work: Work) -> None:
    """Put the long form behind the first of equal abbreviations: phones show no tooltip."""
    del work
    told: set[str] = set()
    for one in every(tree, "abbr"):
        short, long = words_of(one), str(one.get("title") or "")
        if long and short not in told:
            one.append(f"({long})")
        told.add(short)
        one.unwrap()


def quotation_marks_are_written(tree: Tag, work: Work) -> None:
    """Write the marks of inline quotations, which browsers add and editors may not."""
    del work
    for one in every(tree, "q"):
        one.insert(0, "“")
        one.append("”")
        one.unwrap()


def footnotes_go_to_the_end(tree: Tag, work: Work) -> None:
    """Take the footnotes out, and leave their numbers; links to places of a page lead nowhere (facts 19, 20)."""
    for mark in tree.select("a.footnote-ref"):
        text = work.say("note", number=words_of(mark))
        holder = mark.parent if mark.parent is not None and mark.parent.name == "sup" else mark
        holder.replace_with(new("sup", text, role="ref"))
    place = playing(tree, "endnotes-place")
    for one in tree.find_all("div", class_="footnote"):
        for back in one.select(".footnote-backref"):
            back.decompose()
        items = one.select("ol > li")
        lines = [_note(item, work.say("note", number=number)) for number, item in enumerate(items, 1)]
        block = new("section", new("p", work.say("notes"), role="endnotes-title"), *lines, role="endnotes")
        if lines and place is not None:
            place.insert_before(block)
        one.decompose()


def _note(item: Tag, mark: str) -> Tag:
    """Return a footnote as a block that begins with its number."""
    for text in item.find_all("p"):
        if text.find_next_sibling("p") is not None:
            text.append(new("br"))
        text.unwrap()
    return new("section", f"{mark} ", *[child.extract() for child in list(item.children)])


def _told(one: Tag, text: str, address: str) -> None:
    link = new("a", text, href=address)
    one.replace_with(link if in_paragraph(one) or "figure" in classes(one) else new("p", link))


def _host(address: str) -> str:
    return address.rpartition("://")[2].partition("/")[0]
