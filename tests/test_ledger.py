"""The ledger: every token ever made, merged by Git without anyone's help."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentshop.links import collisions, ledger_text, merge, missing, parse_ledger, token
from contentshop.model import Identity, LedgerRow, Place, Problem
from contentshop.problems import message

CARD = Identity(article="vinegar", product="vinegar-6y", form="card", channel="web")
SHARE = Identity(article="山西老陈醋怎么挑")
HEADER = "token,article,product,form,key,channel,outlet,first_seen"
CARD_LINE = "a74e56sq4qhz,vinegar,vinegar-6y,card,,web,,2026-11-18"
SHARE_LINE = "p2bv91kv50t7,山西老陈醋怎么挑,,code,,scan,,2026-11-20"
LEDGER = f"{HEADER}\n{CARD_LINE}\n{SHARE_LINE}\n"

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=6).map(
    lambda text: unicodedata.normalize("NFC", text)
)
"""As the build gives names to the ledger: in Unicode's composed form."""
ROWS = st.builds(
    lambda article, product, key, day: row(Identity(article=article, product=product, form="card", key=key), day),
    WORDS,
    WORDS,
    WORDS,
    st.dates(),
)


def row(identity: Identity, day: date) -> LedgerRow:
    """Return the row of an identity."""
    return LedgerRow(token=token(identity), identity=identity, first_seen=day)


def parsed(text: str) -> tuple[dict[str, LedgerRow], list[Problem]]:
    """Return the rows and the problems of a ledger."""
    problems: list[Problem] = []
    return parse_ledger(text, problems.append), problems


def test_a_ledger_reads_as_rows_by_token() -> None:
    """Each line is an identity, its token and the day it was first seen."""
    rows, problems = parsed(LEDGER)
    assert rows == {
        "a74e56sq4qhz": row(CARD, date(2026, 11, 18)),
        "p2bv91kv50t7": row(SHARE, date(2026, 11, 20)),
    }
    assert problems == []


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\n{SHARE_LINE}\n{CARD_LINE}\n",
        f"\ufeff{HEADER}\r\n{CARD_LINE}\r\n{SHARE_LINE}\r\n",
        f"{HEADER}\n{CARD_LINE}\n{HEADER}\n{SHARE_LINE}\n{CARD_LINE}\n",
        f"{HEADER}\n\n{CARD_LINE}\n\n{SHARE_LINE}",
        f"{CARD_LINE}\n{SHARE_LINE}\n",
        f'{HEADER}\n"a74e56sq4qhz","vinegar","vinegar-6y","card","","web","","2026-11-18"\n{SHARE_LINE}\n',
    ],
)
def test_what_a_union_merge_or_an_editor_leaves_behind_is_read(text: str) -> None:
    """Order, repeated headers and rows, CRLF, a byte order mark, blank lines and quotes do not matter."""
    rows, problems = parsed(text)
    assert (ledger_text(rows.values()), problems) == (LEDGER, [])


def test_the_earliest_of_duplicates_is_kept() -> None:
    """Two branches saw the same placement; it was first seen on the earlier day."""
    later = CARD_LINE.replace("2026-11-18", "2026-11-19")
    for lines in (f"{later}\n{CARD_LINE}\n", f"{CARD_LINE}\n{later}\n"):
        assert parsed(lines)[0]["a74e56sq4qhz"].first_seen == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("<<<<<<< HEAD", "ledger-conflict"),
        ("||||||| 1a2b3c4", "ledger-conflict"),
        ("=======", "ledger-conflict"),
        (">>>>>>> branch", "ledger-conflict"),
        ("a74e56sq4qhz,vinegar", "ledger-row"),
        ("a74e56sq4qhz,vinegar,vinegar-6y,card,,web,,yesterday", "ledger-row"),
        ("a74e56sq4qhz,vinegar,vinegar-6y,poster,,web,,2026-11-18", "ledger-row"),
        ("a74e56sq4qhz,vinegar,vinegar-6y,card,,tv,,2026-11-18", "ledger-row"),
        ('a74e56sq4qhz,"vinegar,vinegar-6y,card,,web,,2026-11-18', "ledger-row"),
        ("a74e56sq4qhz,vinegar,vinegar-8y,card,,web,,2026-11-18", "ledger-token"),
        ("garbage", "ledger-row"),
    ],
)
def test_a_broken_line_is_told_with_its_place_and_the_rest_is_read(line: str, code: str) -> None:
    """One bad line costs one problem and no other row."""
    rows, problems = parsed(f"{HEADER}\n{line}\n{CARD_LINE}\n{SHARE_LINE}\n")
    assert [(found.code, found.where) for found in problems] == [(code, Place(file="ledger.csv", line=2))]
    assert all(message(found, language) for found in problems for language in ("zh", "en"))
    assert ledger_text(rows.values()) == LEDGER


@given(st.lists(ROWS))
def test_a_written_ledger_reads_back(rows: list[LedgerRow]) -> None:
    """Commas, quotes and any character but a line break survive; the text is a fixed point."""
    text = ledger_text({one.token: one for one in rows}.values())
    found, problems = parsed(text)
    assert problems == []
    assert ledger_text(found.values()) == text
    assert found.keys() == {one.token for one in rows}


@given(st.text(), st.text())
def test_no_text_breaks_the_reader(before: str, after: str) -> None:
    """Anything may stand around a row."""
    assert "a74e56sq4qhz" in parsed(f"{before}\n{CARD_LINE}\n{after}")[0]


def test_a_line_break_in_an_identity_is_refused() -> None:
    """A row is one line; sources refuse such names, so this is a mistake of the program."""
    with pytest.raises(ValueError, match="line break"):
        ledger_text([row(Identity(article="a\nb"), date(2026, 11, 21))])


def test_only_new_identities_are_missing_and_they_get_todays_date() -> None:
    """A merge adds rows and changes none; a placement that is gone keeps its row."""
    ledger, _ = parsed(f"{CARD_LINE}\n")
    assert missing([CARD, SHARE, SHARE], ledger) == (SHARE,)
    assert merge(ledger, [SHARE], date(2026, 11, 20)) == (row(CARD, date(2026, 11, 18)), row(SHARE, date(2026, 11, 20)))
    assert ledger_text(merge(ledger, [SHARE], date(2026, 11, 20))) == LEDGER
    assert merge(ledger, [], date(2026, 11, 21)) == tuple(ledger.values())


def test_two_identities_with_one_token_collide() -> None:
    """The ledger was first, then the order counts; the author is asked for a key."""
    other = Identity(article="noodles", product="vinegar-6y", form="link", channel="web")
    place = Place(file="articles/noodles.md", line=3)
    ledger = {token(other): row(CARD, date(2026, 11, 18))}
    (found,) = collisions([other], ledger, lambda _: place)
    assert (found.code, found.where) == ("token-collision", place)
    assert message(found, "en") == (
        f"The token {token(other)} already belongs to card “vinegar-6y” in the article “vinegar”."
    )
    assert [one.code for one in collisions([CARD, other, SHARE], {}, named=lambda _: "0" * 12)] == [
        "token-collision",
        "token-collision",
    ]


def test_the_same_placement_twice_does_not_collide() -> None:
    """The same product twice in the same form shares a token, however its name is composed."""
    composed, decomposed = Identity(article="caf\u00e9"), Identity(article="cafe\u0301")
    ledger = {row.token: row for row in merge({}, [CARD], date(2026, 11, 18))}
    assert collisions([CARD, CARD, composed, decomposed], ledger) == ()
