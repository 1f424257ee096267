"""Pictures: only those that can be uploaded, with their size where readers need it, and captions."""

from __future__ import annotations

from bs4 import Tag

from .work import Work, every, in_paragraph, is_blank, new, number_of, role_of, words_of

_OWN = ("pictures/", "codes/")
_SMALL = 340
"""In px: a picture narrower than this is shown as wide as it is."""


def foreign_pictures_become_links(tree: Tag, work: Work) -> None:
    """Say what a picture from elsewhere shows and where it is: the account filters it (fact 6)."""
    for one in every(tree, "img"):
        source = str(one.get("src") or "")
        if source.startswith(_OWN):
            continue
        text = str(one.get("alt") or one.get("title") or "") or work.say("elsewhere")
        text = work.say("picture", text=text)
        link = new("a", text, href=source if source.startswith(("http://", "https://")) else work.article.address)
        inside = one.find_parent("a")
        one.replace_with(text if inside is not None else link if in_paragraph(one) else new("p", link))


def pictures_say_their_size(tree: Tag, work: Work) -> None:
    """Write a picture's size as data, which survives, instead of attributes, which do not (facts 10, 35)."""
    for one in every(tree, "img"):
        width, height = (round(number_of(one, name)) for name in ("width", "height"))
        source = str(one.get("src") or "")
        if source.startswith("codes/"):
            width = height = work.side_of(source.removeprefix("codes/").removesuffix(".png"))
        if width and height:
            one["data-w"] = str(width)
            one["data-ratio"] = f"{height / width:.3f}".rstrip("0").rstrip(".")
        if role_of(one) == "" and 0 < width < _SMALL:
            one["data-role"] = "small-img"


def pictures_stand_alone(tree: Tag, work: Work) -> None:
    """Give a picture that fills a paragraph a block of its own, with its title or its label as the caption."""
    del work
    for one in every(tree, "p", "section"):
        pictures = [child for child in one.children if isinstance(child, Tag) and _picture_in(child) is not None]
        rest = [child for child in one.children if not is_blank(child) and child not in pictures]
        label = next((child for child in rest if isinstance(child, Tag) and _is_caption(child)), None)
        is_plain = one.name == "p" and role_of(one) == ""
        if (
            not pictures
            or not (is_plain or label)
            or any(child is not label and not _is_break(child) for child in rest)
        ):
            continue
        for picture in pictures:
            image = _picture_in(picture)
            title = str(image.get("title") or "") if image is not None else ""
            text = label.extract() if label is not None and picture is pictures[-1] else None
            caption = [_caption(text or new("p", title))] if text is not None or title else []
            one.insert_before(new("section", picture.extract(), *caption, role="figure"))
        one.decompose()


def _picture_in(tag: Tag) -> Tag | None:
    """Return the picture an element is or, as a link, holds alone."""
    if tag.name == "img":
        return tag if role_of(tag) in ("", "small-img") else None
    inner = tag.find("img") if tag.name == "a" and not words_of(tag) else None
    return inner if isinstance(inner, Tag) else None


def _is_caption(tag: Tag) -> bool:
    return tag.name == "p" and tag.parent is not None and tag.parent.name == "section" and not role_of(tag)


def _is_break(child: object) -> bool:
    return isinstance(child, Tag) and child.name == "br"


def _caption(text: Tag) -> Tag:
    text["data-role"] = "caption"
    return text
