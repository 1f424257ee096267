"""Steps: worked out once per content, with the template and the environment as part of it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

import pytest

from contentshop.engine import InProcess, Steps
from contentshop.model import Place, Problem, Record
from contentshop.problems import fail
from contentshop.sources import Theme

WORDS = (("words/en.toml", 'hello = "Hello"\n'), ("words/zh-CN.toml", 'hello = "你好"\n'))


class Greeting(Record):
    """What the step of these tests is made of."""

    name: str
    language: str = "en"


class Kept:
    """A memo in memory."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        """Return what was kept."""
        return self.values.get(key)

    def put(self, key: str, value: bytes) -> None:
        """Keep a value."""
        self.values[key] = value


@contextmanager
def pool(seconds: float) -> Iterator[Executor]:
    """Give an executor that works at once."""
    assert seconds >= 0
    yield InProcess()


def theme(text: str) -> Theme:
    """Return a theme with one template."""
    return Theme(tuple(sorted([("wechat/a.html", text), *WORDS])))


@pytest.fixture
def calls() -> list[str]:
    """Return the names for which the step was worked out."""
    return []


def test_each_content_is_worked_out_once(calls: list[str]) -> None:
    """Equal values share a result, in one run and in the next one."""
    memo = Kept()

    def greet(value: Greeting, text: str) -> bytes:
        calls.append(value.name)
        return f"{text}|{value.name}".encode()

    for _ in range(2):
        steps = Steps(memo, pool, theme(""))
        assert steps("greet", greet, [Greeting("a"), Greeting("b"), Greeting("a")]) == [b"|a", b"|b", b"|a"]
    assert calls == ["a", "b"]


def test_the_template_is_part_of_it(calls: list[str]) -> None:
    """What the template makes of the value is handed on; another template is another step."""
    memo = Kept()

    def shout(value: Greeting, text: str) -> bytes:
        calls.append(value.name)
        return text.upper().encode()

    for text in ("{{ words.hello }} {{ page.name }}", "{{ words.hello }} {{ page.name }}", "{{ page.name }}"):
        made = Steps(memo, pool, theme(text))("shout", shout, [Greeting("<a>")], "wechat/a.html")
    assert made == [b"&LT;A&GT;"]
    assert calls == ["<a>", "<a>"]


def test_another_name_is_another_step() -> None:
    """Two steps of equal values do not take each other's results."""
    steps = Steps(Kept(), pool, theme(""))
    assert steps("one", lambda value, _: value.name.encode(), [Greeting("a")]) == [b"a"]
    assert steps("two", lambda _, __: b"other", [Greeting("a")]) == [b"other"]


def test_what_went_wrong_stands_in_its_place_and_is_tried_again() -> None:
    """A problem takes the place of one result only, and is not remembered."""
    memo = Kept()

    def fussy(value: Greeting, _: str) -> bytes:
        if value.name == "bad":
            raise fail("file-unreadable", Place("a.md"), reason="no")
        return b"fine"

    for _ in range(2):
        good, bad = Steps(memo, pool, theme(""))("fussy", fussy, [Greeting("good"), Greeting("bad")])
        assert good == b"fine"
        assert isinstance(bad, Problem)
        assert bad.code == "file-unreadable"
    assert len(memo.values) == 1


@pytest.mark.parametrize(
    ("text", "code"), [("{% if %}", "broken-template"), ("{% include page.name %}", "dynamic-template")]
)
def test_a_broken_template_is_told_for_every_value(text: str, code: str) -> None:
    """Nothing is worked out, nothing is remembered."""
    memo = Kept()
    found = Steps(memo, pool, theme(text))("x", lambda _, __: b"", [Greeting("a"), Greeting("b")], "wechat/a.html")
    assert [one.code for one in found if isinstance(one, Problem)] == [code, code]
    assert memo.values == {}


def test_what_a_template_stumbles_over_is_told_at_its_line() -> None:
    """A name that the value does not have is the template's mistake."""
    (found,) = Steps(Kept(), pool, theme("a\n{{ page.nothing }}"))(
        "x", lambda _, __: b"", [Greeting("a")], "wechat/a.html"
    )
    assert isinstance(found, Problem)
    assert (found.code, found.where) == ("broken-template", Place("templates/wechat/a.html", 2))
