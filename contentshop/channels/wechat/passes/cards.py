"""Cards: what is put in by hand, what is copied, and codes that are a screen apart."""

from __future__ import annotations

import msgspec
from bs4 import Tag

from contentshop.channels.wechat.views import Insert

from .heights import slots_by_height
from .work import Work, having, new, playing

_MARKS = {"miniprogram": "insert", "store": "insert-store", "account": "insert-account"}
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
        known_number = work.inserts[found.token].number if found.token in work.inserts else len(work.inserts) + 1
        text = work.say(_MARKS[found.kind], number=known_number) if found.form == "card" else label
        work.inserts[found.token] = msgspec.structs.replace(found, number=known_number, text=text)
        place["data-insert"] = str(known_number)
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


def cards_are_put_in(tree: Tag, work: Work) -> None:
    """Put cards where the draft API takes them (facts, sections 3.3 and 3.4): a block of its own for each.

    A mini-program's card needs a picture. A shop's product is a card that only the API can make, so its place stays.
    """
    known = {str(one.number): one for one in work.inserts.values()}
    for place in having(tree, "data-insert"):
        found = known.get(str(place["data-insert"]))
        if found is None or found.form != "card" or found.kind == "store":
            continue
        if found.kind == "account":
            place.replace_with(new("section", _profile(found), nodeleaf=""))
        elif found.image:
            place.replace_with(new("section", _program(found)))


def _program(found: Insert) -> Tag:
    card = new("mp-miniprogram")
    named = {"appid": found.appid, "path": found.path, "title": found.title, "imageurl": found.image}
    card.attrs = {f"data-miniprogram-{name}": value for name, value in named.items()}
    return card


def _profile(found: Insert) -> Tag:
    card = new("mp-common-profile")
    named = {"id": found.appid, "nickname": found.title, "headimg": found.image, "signature": found.note}
    card.attrs = {"class": "js_uneditable custom_select_card mp_profile_iframe", "data-pluginname": "mpprofile"}
    card.attrs |= {f"data-{name}": value for name, value in named.items() if value}
    return card


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

    A group's code stands in any case, one that the author asked for goes before those of cards; of these, one that
    comes too soon gives way to the one above it, which then leads to the article's page and stands for both.
    """
    slots = [_Slot(tag, at, work) for tag, at in slots_by_height(tree)]
    drawn = [one for one in slots if one.fixed]
    asked = [one for one in slots if one.asked]
    found = [_find_room(one, drawn) for one in asked]
    work.left_out = [number for number, one in enumerate(asked) if not found[number] and not one.reading]
    for one in slots:
        if one.at_end and not _uncovered(slots, work):
            one.tag.decompose()
        elif not (one.fixed or one.light or one.asked):
            _find_room(one, drawn)
    for one in slots:
        if one.fixed or (one.light and one.is_free(drawn)):
            one.keep("own")
            drawn.append(one)
        elif one.light:
            one.keep("above")
    for one in sorted(drawn, key=slots.index):
        if not one.fixed and not one.light:
            _draw(one, work)
    for code in (code for one in slots for code in one.codes):
        work.served.setdefault(code, "")


def _find_room(one: _Slot, drawn: list[_Slot]) -> bool:
    """Draw a code where none is near, else let one that is stand for it, else say another way and return False.

    The one above is taken first; of those below, only what the author asked for is drawn by then.
    """
    if one.is_free(drawn):
        drawn.append(one)
        return True
    near = [other for other in drawn if abs(other.at - one.at) <= SCREEN]
    above = [other for other in near if other.at <= one.at]
    host = next((other for other in (*reversed(above), *near) if other.can_stand_for(one)), None)
    if host is None:
        one.keep("more")
        return False
    host.guests.append(one)
    return True


class _Slot:
    """A place for a code at a height in px."""

    def __init__(self, tag: Tag, at: float, work: Work) -> None:
        self.tag, self.at = tag, at
        self.fixed, self.light, self.at_end, self.reading, self.asked = (
            tag.has_attr(f"data-{name}") for name in ("fixed", "light", "end", "reading", "asked")
        )
        self.codes = str(tag.get("data-slot") or "").split()
        self.joint = str(tag.get("data-joint") or "")
        self.products = {work.ways[code].product if code in work.ways else code for code in self.codes}
        self.guests: list[_Slot] = []

    def is_free(self, drawn: list[_Slot]) -> bool:
        """Return whether no code is nearer than a screen."""
        return all(abs(other.at - self.at) > SCREEN for other in drawn if other is not self)

    def can_stand_for(self, other: _Slot) -> bool:
        """Return whether the code here may lead to what another place has.

        One that was asked for stays what it is: it serves its own product, or, as the article's own, all of them.
        """
        if self.fixed or self.reading:
            return self.reading
        return not self.asked or (bool(other.codes) and other.products <= self.products)

    def keep(self, when: str) -> None:
        """Leave one of the ways in the place; none at the end of the text, where there is no other."""
        for one in having(self.tag, "data-when"):
            if one.get("data-when") != when:
                one.decompose()
        for one in having(self.tag, "data-shared"):
            if not self.guests:
                one.decompose()
        if next(having(self.tag, "data-when"), None) is None:
            self.tag.decompose()
        else:
            self.tag.unwrap()


def _draw(one: _Slot, work: Work) -> None:
    """Show the code of a place: its own, or the joint one where several products share it."""
    products = one.products.union(*(guest.products for guest in one.guests))
    alone = len(products) == 1 == len(one.codes) and not any(guest.at_end for guest in one.guests)
    own = one.asked or alone
    shown = one.codes[0] if own else one.joint
    work.codes.append(shown)
    for code in (code for place in (one, *one.guests) for code in place.codes):
        work.served.setdefault(code, shown)
    one.keep("own" if own else "joint")
    for guest in one.guests:
        guest.keep("above" if one.at <= guest.at else "below")


def _uncovered(slots: list[_Slot], work: Work) -> bool:
    """Return whether the text links to a product that has no code in the article."""
    shown = {work.ways[code].product for slot in slots for code in slot.codes if code in work.ways}
    linked = {key.split(" ")[1] for key in work.references if key.startswith("product ")}
    return bool(linked - shown)


def _picture_of(place: Tag) -> Tag | None:
    card = place.find_parent(attrs={"data-role": "card"})
    return playing(card, "product") if card is not None else None
