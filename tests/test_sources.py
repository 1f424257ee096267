"""YAML as authors type it: scalars stay text until their type is known, and every mistake has its place."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contentshop.model import Config, FrontMatter, Offer, Place, Problem, Product, ReferencePrice
from contentshop.problems import ProblemError, message
from contentshop.sources import Folder, decode, find_site, is_inside
from contentshop.sources.nodes import Composer, place_of, places_of
from contentshop.sources.schema import read

ID = "id: tea\ntitle: 茶\n"


def reading(text: str, type_: Any = Product) -> Any:
    """Return the record and what was reported, as (code, line, column)."""
    found: list[Problem] = []
    record = None
    try:
        record = read(Composer(text, "x.yaml", found.append).document(), type_, "x.yaml", found.append)
    except ProblemError as error:
        found.append(error.problem)
    return record, [(one.code, one.where.line, one.where.column) for one in found if isinstance(one.where, Place)]


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("price: 39.90", "price", Decimal("39.90")),
        ('price: "39.90"', "price", Decimal("39.90")),
        ("price: 0", "price", Decimal(0)),
        ("price: 0.1", "price", Decimal("0.1")),
        ("brand: no", "brand", "no"),
        ("brand: 12:30", "brand", "12:30"),
        ("brand: 0123", "brand", "0123"),
        ("brand: 1e3", "brand", "1e3"),
        ("brand: 0x1F", "brand", "0x1F"),
        ("brand: 1_000", "brand", "1_000"),
        ("brand: .inf", "brand", ".inf"),
        ("brand: 2026-11-18", "brand", "2026-11-18"),
        ("brand: '~'", "brand", "~"),
        ('brand: "null"', "brand", "null"),
        ("brand: ~", "brand", ""),
        ("brand:", "brand", ""),
        ("brand: null", "brand", ""),
        ("price: Null", "price", None),
        ("offers:", "offers", ()),
        ("tags: [no, 1.0, '']", "tags", ("no", "1.0", "")),
        ("specs: {净含量: 500, 产地: no}", "specs", {"净含量": "500", "产地": "no"}),
        ("as_of: 2026-11-20", "as_of", date(2026, 11, 20)),
        ('as_of: "2026-11-20"', "as_of", date(2026, 11, 20)),
        ("brand: |\n  一\n  二\n", "brand", "一\n二\n"),
        ("brand: >-\n  one\n  two\n", "brand", "one two"),
        ("brand: 甲 # 乙", "brand", "甲"),
        ("brand: 甲#乙", "brand", "甲#乙"),
        ('brand: "\\u2028\\t"', "brand", "\u2028\t"),
    ],
)
def test_a_scalar_stays_text_until_its_type_is_known(line: str, field: Any, value: Any) -> None:
    """A price is exact, a word that YAML would take for something else is the word."""
    product, problems = reading(ID + line)
    assert problems == []
    assert getattr(product, field) == value
    assert str(getattr(product, field)) == str(value)


def test_an_amount_may_name_its_currency() -> None:
    """A mapping is the record, a scalar the bare amount."""
    product, problems = reading(ID + "price: {amount: 1280, currency: JPY}\n")
    assert (str(product.price.amount), product.price.currency, problems) == ("1280", "JPY", [])


def test_nested_records() -> None:
    """Offers and reference prices are read like everything else."""
    text = (
        ID
        + "reference_price: {amount: 59, kind: msrp, evidence: 照片, date: 2026-11-01}\n"
        + "offers:\n- shop: own\n  price: 36\n"
    )
    product, problems = reading(text)
    assert problems == []
    assert product.reference_price == ReferencePrice(Decimal(59), "msrp", "照片", date(2026, 11, 1))
    assert product.offers == (Offer("own", price=Decimal(36)),)


@pytest.mark.parametrize(
    "text", ["1e3", "1_000", "1,000", "-1", "+1", ".5", "5.", "0x10", "NaN", ".inf", "¥39", "39.90元", "３９", "9" * 16]
)
def test_what_is_no_price(text: str) -> None:
    """Only digits with one point are an amount of money."""
    assert reading(f"{ID}price: {text}")[1] == [("wrong-type", 3, 8)]


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-2-3", "2026/11/18", "20261118", "18.11.2026", "today", "2026-W47-3", "２０２６-11-18"]
)
def test_what_is_no_date(text: str) -> None:
    """A date exists and is written as year-month-day."""
    assert reading(f"{ID}as_of: {text}")[1] == [("wrong-type", 3, 8)]


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("True", True), ("on", True), ("no", False), ("OFF", False), ("'false'", False)]
)
def test_yes_and_no(text: str, value: Any) -> None:
    """Every YAML way to say yes or no."""
    assert reading(f"draft: {text}", FrontMatter)[0].draft is value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("titel: x\nid: a\n", [("unknown-key", 1, 1), ("missing-key", 1, 1)]),
        ("id: ~\ntitle: x\n", [("missing-key", 1, 5)]),
        ("id: a\ntitle:\n", [("missing-key", 2, 7)]),
        ('id: a\ntitle: ""\n', [("wrong-form", 2, 8)]),
        ("id: a b\ntitle: x\n", [("wrong-form", 1, 5)]),
        ('id: "a\\n"\ntitle: x\n', [("wrong-form", 1, 5)]),
        (f"id: {'a' * 81}\ntitle: x\n", [("wrong-form", 1, 5)]),
        (ID + "tags: 醋\n", [("wrong-type", 3, 7)]),
        (ID + "tags: [醋, [x], ~]\n", [("wrong-type", 3, 11), ("wrong-type", 3, 16)]),
        (ID + "brand: [a]\n", [("wrong-type", 3, 8)]),
        (ID + "brand: {a: b}\n", [("wrong-type", 3, 8)]),
        (ID + "specs: [a]\n", [("wrong-type", 3, 8)]),
        (ID + "specs: {~: a}\n", [("wrong-type", 3, 9)]),
        (ID + "stock: instock\n", [("wrong-value", 3, 8)]),
        (ID + "stock: [a]\n", [("wrong-type", 3, 8)]),
        (ID + "price: [1]\n", [("wrong-type", 3, 8)]),
        (ID + "price: {amount: 1, currency: cny}\n", [("wrong-form", 3, 30)]),
        (ID + "reference_price: 59\n", [("wrong-type", 3, 18)]),
        (ID + "offers: [{}, {shop: own, links: {wehcat: x}}]\n", [("missing-key", 3, 10), ("wrong-form", 3, 34)]),
        (ID + "specs: {颜色: {a: b}, 重: 1, 長: [1]}", [("wrong-type", 3, 13), ("wrong-type", 3, 30)]),
        ('id: a\ntitle: "a\\u0007b"\n', [("forbidden-character", 2, 8)]),
        ("- a\n", [("wrong-type", 1, 1)]),
        ("word\n", [("wrong-type", 1, 1)]),
        ("", [("missing-key", 1, 1), ("missing-key", 1, 1)]),
    ],
)
def test_a_wrong_value_has_its_place(text: str, expected: Any) -> None:
    """Lines and columns count characters from 1; all problems of a file come together."""
    record, problems = reading(text)
    assert (record, problems) == (None, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('title: "x\nid: a\n', ("not-closed", 1, 8)),
        ("a: 1\nb：2\n\nc: 3\n", ("wide-colon", 2, 2)),
        ("a: 1\nb：2\n", ("wide-colon", 2, 2)),
        ("a：1\nb: 2\n", ("wide-colon", 1, 2)),
        ("a:\n  b：1\n  c: 2\n", ("wide-colon", 2, 4)),
        ("- a: 1\n  b：2\n- a: 3\n", ("wide-colon", 2, 4)),
        ("- a：1\n  b: 2\n", ("wide-colon", 1, 4)),
        ("a：1\n", ("wide-colon", 1, 2)),
        ("a: |\n  甲：乙\nb: c: d\n", ("broken-yaml", 3, 5)),
        ("a: 甲：乙: 丙\n", ("broken-yaml", 1, 7)),
        ("题目: '好\n\n\n", ("not-closed", 1, 5)),
        ("a: [1,\n\n", ("not-closed", 1, 4)),
        ("{a: 1", ("not-closed", 1, 1)),
        ("标题: 甲: 乙\n", ("broken-yaml", 1, 6)),
        ("a: 1\n b: 2\n", ("bad-indent", 2, 2)),
        ("a: 1\n\tb: 2\n", ("tab-indent", 2, 1)),
        ("a: @x\n", ("broken-yaml", 1, 4)),
        ("- a: 1\n  title 六年陈\n  brand: 晋味\n", ("no-colon", 2, 8)),
        ("title 六年\nbrand: x\n", ("no-colon", 1, 6)),
        ("brand: x\ntitle 六年\n", ("no-colon", 2, 6)),
        ("title:六年\nbrand: x\n", ("no-colon", 1, 6)),
        ("# c\n\nsite\n  # d\n  title: x\nshops: {}\n", ("no-colon", 3, 5)),
        ("site:\n  title x\n  url: y\n", ("no-colon", 2, 8)),
        ("- id a\n  title: x\n", ("no-colon", 1, 5)),
        ('a: "x\n  y"\nb c\nd: 1\n', ("no-colon", 3, 2)),
        ("a: [[醋, a]\nb: 看\n", ("not-closed", 1, 4)),
        ("a: [醋, a\nb: 看\n", ("not-closed", 1, 4)),
        ("- a:\n  - {b: c, d: e\n  - {b: c}\n", ("not-closed", 2, 5)),
        ("a: [1}\n", ("not-closed", 1, 4)),
        ("a: [\n  {b: c}\n  {b: c}\n]\n", ("broken-yaml", 3, 3)),
        ('a: "x\nb: y\nc: "z"\n', ("not-closed", 1, 4)),
        ('a: "x" y\nb: c\n', ("broken-yaml", 1, 8)),
        ("a: [b]]\nc: 1\n", ("not-opened", 1, 7)),
        ("a:\n\tb: 2\n", ("tab-indent", 2, 1)),
        ("a:\n  b: 2\n\tc: 3\n", ("tab-indent", 3, 1)),
        ("a:\n    b: 2\n  c: 3\n", ("bad-indent", 3, 3)),
        ("- a: 1\n   b: 2\n", ("bad-indent", 2, 4)),
        ("- a: 1\n b: 2\n", ("bad-indent", 2, 2)),
        ("a:\n  - b\n - c\n", ("bad-indent", 3, 2)),
        ('a: "\\q"\n', ("broken-yaml", 1, 5)),
        ("- a\nb: 1\n", ("broken-yaml", 2, 1)),
        ("a: b\n---\nc: d\n", ("second-document", 2, 1)),
        ("a: &x b\n", ("yaml-alias", 1, 4)),
        ("a: *x\n", ("yaml-alias", 1, 4)),
        ("a: !!str b\n", ("yaml-alias", 1, 4)),
        ("a: &x [b]\n", ("yaml-alias", 1, 4)),
        ("b: 1\n<<: {a: b}\n", ("yaml-alias", 2, 1)),
        ("? [x]\n: y\n", ("not-a-key", 1, 3)),
        ("{x: y}: z\n", ("not-a-key", 1, 1)),
        ("好: 好\x07\n", ("forbidden-character", 1, 5)),
        ("a: b\nc: d\u2028e\n", ("forbidden-character", 2, 5)),
        ("a: b\nc: \x85\n", ("forbidden-character", 2, 4)),
        ("a: \ufeffb\n", ("forbidden-character", 1, 4)),
        ("[" * 100_000, ("too-deep", 1, 33)),
        ("- " * 5_000, ("too-deep", 1, 65)),
        ("{a: " * 5_000, ("too-deep", 1, 129)),
    ],
)
def test_what_cannot_be_read_as_yaml_has_its_place(text: str, expected: Any) -> None:
    """An opening sign that is never closed is told where it stands, not at the end of the file."""
    assert reading(text, dict[str, str])[1] == [expected]


def test_every_duplicate_key_is_told() -> None:
    """The first one counts; the others say where it is."""
    found: list[Problem] = []
    Composer("a: 1\nb:\n  c: 1\n  c: 2\na: 2\n'a': 3\n", "x.yaml", found.append).document()
    assert [
        (one.where.line, one.where.column, one.values["line"]) for one in found if isinstance(one.where, Place)
    ] == [
        (4, 3, "3"),
        (5, 1, "1"),
        (6, 1, "1"),
    ]


def test_the_parser_speaks_chinese() -> None:
    """What the parser finds is told in both languages."""
    with pytest.raises(ProblemError) as caught:
        Composer("a: b: c", "x.yaml", print).document()
    assert message(caught.value.problem, "zh") == "YAML 写法有误：这里不能再出现冒号。"
    assert (
        message(caught.value.problem, "en") == "This is not valid YAML: mapping values are not allowed in this context."
    )


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("# 空\n", 0), ("~\n", 0), ("[]", 0), ("- a\n- b\n", 2), ("---\n- a\n...\n", 1)]
)
def test_a_list_is_read_item_by_item(text: str, count: Any) -> None:
    """An empty file is an empty list."""
    assert len(list(Composer(text, "x.yaml", print).items())) == count


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: b", "wrong-type"),
        ("word", "wrong-type"),
        ("''", "wrong-type"),
        ("&a []", "yaml-alias"),
        ("- a\n---\n- b", "second-document"),
    ],
)
def test_what_is_no_list(text: str, code: str) -> None:
    """A file of products is one list."""
    with pytest.raises(ProblemError) as caught:
        list(Composer(text, "x.yaml", print).items())
    assert caught.value.problem.code == code


@pytest.mark.parametrize(
    ("keys", "line", "column"),
    [
        (("site", "title"), 2, 10),
        (("shops", "own", "url"), 4, 30),
        (("shops", "own", "nothing"), 4, 8),
        (("list", 1), 5, 11),
        (("list", 7), 5, 7),
        ((), 1, 1),
    ],
)
def test_a_value_is_found_by_its_keys(keys: Any, line: int, column: int) -> None:
    """What is not there has the place of the nearest thing on the way."""
    text = 'site:\n  title: "标"\nshops:\n  own: {kind: 网店, 名: x, url: y}\nlist: [甲, 乙]\n'
    assert place_of(text, "x.yaml", keys) == Place("x.yaml", line, column)


def test_items_of_a_list_are_found_in_one_pass() -> None:
    """Also those that stand before a place where the file is broken."""
    text = "- {id: a}\n- {id: b}\n- id: c\n  title: 'x\n"
    wanted = [(1, "id"), (0, "id"), (0, "none"), (2, "id"), (9, "id")]
    found = places_of(text, "x.yaml", wanted)
    assert [(one.line, one.column) for one in (found[keys] for keys in wanted)] == [
        (2, 8),
        (1, 8),
        (1, 3),
        (0, 0),
        (0, 0),
    ]


@pytest.mark.parametrize(
    ("data", "line", "column", "byte"),
    [
        (b"\xff", 1, 1, "ff"),
        (b"\xef\xbb\xbf\xff", 1, 1, "ff"),
        (b"\xef\xbb\xbf\xe9\x86\x8b\xb4\xd7", 1, 2, "b4"),
        ("醋\r\n面\r好".encode() + b"\x80", 3, 2, "80"),
        ("醋\n".encode() + b"ab\xe9\x86", 2, 3, "e9"),
        (b"a\xed\xa0\x80", 1, 2, "ed"),
        ("𠮷\U0001f35c".encode() + b"\xc0", 1, 3, "c0"),
    ],
)
def test_a_byte_that_is_not_utf8_has_its_place(data: Any, line: int, column: int, byte: Any) -> None:
    """Columns count characters, and a byte order mark counts for nothing."""
    found: list[Problem] = []
    assert decode(data, "x.md", found.append) is None
    assert found == [Problem("bad-utf8", Place("x.md", line, column), {"byte": byte})]


@pytest.mark.parametrize("data", ["一\n二\n", "一\r\n二\r\n", "一\r二\r", "\ufeff一\n二\n"])
def test_line_ends_and_byte_order_mark(data: Any) -> None:
    """Windows, old Mac and Notepad all give the same text."""
    assert decode(data.encode(), "x", print) == "一\n二\n"


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_do_not_depend_on_line_ends(mark: Any, ends: Any) -> None:
    """The same mistake has the same place in every editor's file."""
    text = decode((mark + (ID + "标: 1\n").replace("\n", ends)).encode(), "x.yaml", print)
    assert text is not None
    assert reading(text)[1] == [("unknown-key", 3, 1)]


@pytest.mark.parametrize(
    ("path", "inside"),
    [
        ("images/a.png", True),
        ("图/一.png", True),
        ("../a", False),
        ("a/../../b", False),
        ("/etc/passwd", False),
        ("", False),
        ("C:/a", False),
        ("a\\b", False),
        ("a\x00b", False),
        ("file:a", False),
    ],
)
def test_a_path_stays_inside_the_site(path: str, inside: Any) -> None:
    """A path is relative, has forward slashes and never climbs."""
    assert is_inside(path) is inside


def test_the_files_of_a_folder(tmp_path: Path) -> None:
    """Sorted, in any case of the suffix, without hidden ones; a link back into itself ends."""
    for name in ("b.md", "A.MD", "sub/c.md", ".hidden.md", ".git/x.md", "note.txt"):
        (tmp_path / "articles" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "articles" / name).touch()
    (tmp_path / "articles/sub/loop").symlink_to(tmp_path / "articles")
    folder = Folder(tmp_path)
    assert list(folder.files("articles", ".md")) == ["articles/A.MD", "articles/b.md", "articles/sub/c.md"]
    assert "articles/.git/x.md" in list(folder.files("articles"))
    assert list(folder.files("nothing")) == []


def test_a_file_name_that_is_not_utf8(tmp_path: Path) -> None:
    """It is told, since no address can be made of it."""
    (tmp_path / "articles").mkdir()
    try:
        (tmp_path / "articles" / "\udcff.md").touch()
    except OSError:
        pytest.skip("this disk takes no such name")
    with pytest.raises(ProblemError) as caught:
        list(Folder(tmp_path).files("articles"))
    assert caught.value.problem == Problem("odd-file-name", None, {"name": "articles/\\udcff.md"})


@pytest.mark.parametrize("path", ["a" * 300, "a/" * 3000, "config.yaml/x", "nul\0"])
def test_a_path_that_no_disk_takes_is_simply_not_there(tmp_path: Path, path: str) -> None:
    """Asking for it never fails."""
    (tmp_path / "config.yaml").touch()
    assert not Folder(tmp_path).has(path)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    """The reason is the system's."""
    with pytest.raises(ProblemError) as caught:
        Folder(tmp_path).bytes("x.md")
    assert caught.value.problem.code == "file-unreadable"


def test_a_site_is_found_upward(tmp_path: Path) -> None:
    """From any folder below; outside there is none."""
    (tmp_path / "site/articles/deep").mkdir(parents=True)
    (tmp_path / "site/config.yaml").touch()
    assert find_site(tmp_path / "site/articles/deep") == (tmp_path / "site").resolve()
    with pytest.raises(ProblemError) as caught:
        find_site(tmp_path)
    assert caught.value.problem.code == "no-site"


YAMLISH = st.text(st.sampled_from("ab:-{}[]\"'|>&*!?#%@~ \t\n\\,0.é醋\u2028\x00"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=YAMLISH | st.text(max_size=60), type_=st.sampled_from([Config, FrontMatter, Product, list[str]]))
def test_any_text_is_a_record_or_problems(text: str, type_: Any) -> None:
    """Nothing typed makes a crash, and what is wrong stands inside the file."""
    text = text.replace("\r", "\n")
    kind = tuple[str, ...] if type_ == list[str] else type_
    record, problems = reading(text, kind)
    assert (record is None) or not problems or all(code == "duplicate-key" for code, _, _ in problems)
    for _, line, column in problems:
        assert 1 <= line <= text.count("\n") + 1
        assert column >= 1


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=40))
def test_any_bytes_are_text_or_a_problem(data: Any) -> None:
    """Bytes are taken as text, or the first wrong one is told."""
    found: list[Problem] = []
    text = decode(data, "x", found.append)
    assert (text is None) == bool(found)
    assert "\r" not in (text or "")
