"""Cards: what is put in by hand, what is copied, and codes that are a screen apart."""

from __future__ import annotations

import msgspec
from bs4 import Tag

from .heights import slots_by_height
from .work import Work, having, new, playing

SCREEN = 800
"""In px at a width of 375: the height of a tall phone's page, as estimated; codes stand farther apart than that."""


def inserts_are_marked(tree: Tag, work: Work) -> None:
    """Mark where a card goes that pasting cannot carry; a picture or a text of a mini program is a link."""
    known = {one.token: one for one in work.article.inserts}
    for place in having(tree, "data-role", "insert"):
        found = known.get(str(place.get("data-insert")))
        label = str(place.attrs.pop("data-label", ""))
        if found is None:
            place.decompose()
            continue
        word = "insert" if found.kind == "miniprogram" else "insert-store"
        text = work.say(word, number=found.number) if found.form == "card" else label
        work.inserts[found.token] = msgspec.structs.replace(found, text=text)
        place["data-insert"] = str(found.number)
        place.clear()
        if found.form == "card":
            place.append(text)
            continue
        program = {"data-miniprogram-appid": found.appid, "data-miniprogram-path": found.path, "href": ""}
        link = new("a", text, **program, data_miniprogram_type="text")
        if found.form == "picture" and (image := _picture_of(place)) is not None:
            image.wrap(new("a", **program, data_miniprogram_type="image"))
            place.decompose()
        else:
            place.append(link)


def texts_to_copy_are_filled(tree: Tag, work: Work) -> None:
    """Show a text that a shop's app or WeChat reads, where the policy allows it."""
    for place in having(tree, "data-copy"):
        way = work.ways.get(str(place.attrs.pop("data-copy")))
        if way is None or not way.text:
            place.decompose()
            continue
        place.append(new("br"))
        place.append(way.text)


def codes_keep_a_screen_apart(tree: Tag, work: Work) -> None:
    """Show one code a screen: a long press reads the screen, and takes one code at a time (posters, rules on codes).

    A code that comes too soon gives way to the one above it, which then leads to the article's page and stands
    for both.
    """
    slots = [_Slot(tag, at) for tag, at in slots_by_height(tree)]
    drawn = [one for one in slots if one.fixed]
    for one in slots:
        if one.at_end and not _uncovered(slots, work):
            one.tag.decompose()
        elif not one.fixed and not one.light:
            _find_room(one, drawn)
    for one in slots:
        if one.fixed or (one.light and one.is_free(drawn)):
            one.keep("own")
            drawn.append(one)
        elif one.light:
            one.keep("above")
    for one in drawn:
        if not one.fixed and not one.light:
            _draw(one, work)


def _find_room(one: _Slot, drawn: list[_Slot]) -> None:
    """Draw a code where none is near, else let the one above stand for it, else say another way."""
    if one.is_free(drawn):
        drawn.append(one)
        return
    near = [other for other in drawn if abs(other.at - one.at) <= SCREEN]
    host = next((other for other in reversed(near) if not other.fixed and other.at <= one.at), None)
    if host is None or one.reading:
        one.keep("more")
    else:
        host.guests.append(one)


class _Slot:
    """A place for a code at a height in px."""

    def __init__(self, tag: Tag, at: float) -> None:
        self.tag, self.at = tag, at
        self.fixed, self.light, self.at_end, self.reading = (
            tag.has_attr(f"data-{name}") for name in ("fixed", "light", "end", "reading")
        )
        self.codes = str(tag.get("data-slot") or "").split()
        self.joint = str(tag.get("data-joint") or "")
        self.guests: list[_Slot] = []

    def is_free(self, drawn: list[_Slot]) -> bool:
        """Return whether no code is nearer than a screen."""
        return all(abs(other.at - self.at) > SCREEN for other in drawn if other is not self)

    def keep(self, when: str) -> None:
        """Leave one of the ways in the place; none at the end of the text, where there is no other."""
        for one in having(self.tag, "data-when"):
            if one.get("data-when") != when:
                one.decompose()
        if next(having(self.tag, "data-when"), None) is None:
            self.tag.decompose()
        else:
            self.tag.unwrap()


def _draw(one: _Slot, work: Work) -> None:
    """Show the code of a place: its own, or the joint one where several products share it."""
    codes = one.codes + [code for guest in one.guests for code in guest.codes]
    products = {work.ways[code].product if code in work.ways else code for code in codes}
    own = len(products) == 1 == len(one.codes) and not any(guest.at_end for guest in one.guests)
    work.codes.append(one.codes[0] if own else one.joint)
    one.keep("own" if own else "joint")
    for guest in one.guests:
        guest.keep("above")


def _uncovered(slots: list[_Slot], work: Work) -> bool:
    """Return whether the text links to a product that has no code in the article."""
    shown = {work.ways[code].product for slot in slots for code in slot.codes if code in work.ways}
    linked = {key.split(" ")[1] for key in work.references if key.startswith("product ")}
    return bool(linked - shown)


def _picture_of(place: Tag) -> Tag | None:
    card = place.find_parent(attrs={"data-role": "card"})
    return playing(card, "img") if card is not None else None
