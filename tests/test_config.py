"""`config.yaml`: every key checked, every mistake told at once, with its place."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
import yaml
from sites import Site, codes

from contentshop.markup import locate
from contentshop.model import Config, FrontMatter, Outlet, Place, Problem, Product
from contentshop.problems import exit_code
from contentshop.sources import Folder, all_located, json_schema, read_config, zone

SITE = "site:\n  title: 台\n  base_url: https://a.test/\n"


def config(folder: Path, text: str | bytes) -> Any:
    """Return the config and what was reported, as (code, line, column)."""
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "config.yaml").write_bytes(data)
    found: list[Problem] = []
    read = read_config(Folder(folder), found.append)
    places: list[Any] = [(one.code, one.where) for one in all_located(found, Folder(folder), locate)]
    assert all(isinstance(where, Place) and where.file == "config.yaml" for _, where in places)
    return read, [(code, where.line, where.column) for code, where in places]


def test_a_title_and_an_address_are_enough(tmp_path: Path) -> None:
    """Everything else has a default."""
    read, problems = config(tmp_path, SITE)
    assert problems == []
    assert (read.site.language, read.site.currency, read.prefer, read.html, read.codes) == (
        "zh-CN",
        "CNY",
        "order",
        "allow",
        "go",
    )
    assert str(zone(read)) == "Asia/Shanghai"


def test_every_section(tmp_path: Path) -> None:
    """All that a config may say, as the issue lists it."""
    text = """
site: {title: 台, base_url: "https://a.test/shop/", language: en, timezone: Europe/Paris, currency: EUR, slugs: pinyin}
account: {name: 号, wechat_id: jin}
shops:
  店: {kind: web, url: https://s.test, affiliate: yes, append: []}
  b: {kind: youzan, nofollow: true, append: ~}
prefer: cheapest
channels: {scan: {enabled: no, medium: qr}, group: {kouling: on}}
policy: [{channel: scan, kind: web, carriers: [url, text], since: 2026-01-01}]
tracking: {source: jin, campaign: 2026}
disclosure: {text: 广告}
html: clean
codes: direct
go_base_url: https://go.test
footer: {icp: 晋ICP备00000000号, police: 公网, text: 好}
analytics: {snippet: <script></script>}
markup: {extensions: [markdown.extensions.abbr]}
"""
    read, problems = config(tmp_path, text)
    assert problems == []
    assert list(read.shops) == ["店", "b"]
    assert (read.shops["店"].affiliate, read.shops["店"].append, read.shops["b"].append) == (True, (), None)
    assert (read.tracking.campaign, read.channels["scan"].enabled) == ("2026", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("missing-key", 1, 1)]),
        ("site:\n", [("missing-key", 1, 6)]),
        ("site: {}\n", [("missing-key", 1, 7), ("missing-key", 1, 7)]),
        (SITE + "sites: x\n", [("unknown-key", 4, 1)]),
        (SITE + "  auther: x\nhtm: allow\n", [("unknown-key", 4, 3), ("unknown-key", 5, 1)]),
        (SITE + "html: alow\n", [("wrong-value", 4, 7)]),
        (SITE + "channels: {web: {enabled: maybe}}\n", [("wrong-type", 4, 27)]),
        (SITE + "channels: {wechta: {}}\n", [("wrong-value", 4, 12)]),
        (SITE + "  currency: RMB¥\n", [("wrong-form", 4, 13)]),
        (SITE + "  timezone: Asia/Shangai\n", [("unknown-timezone", 4, 13)]),
        (SITE + "  timezone: ../../etc\n", [("unknown-timezone", 4, 13)]),
        (SITE + '  timezone: ""\n', [("unknown-timezone", 4, 13)]),
        (SITE + "go_base_url: go.test\n", [("wrong-form", 4, 14)]),
        (SITE + "shops: {a b: {kind: web}, c: {}}\n", [("wrong-form", 4, 9), ("missing-key", 4, 30)]),
        (SITE + "shops: [web]\n", [("wrong-type", 4, 8)]),
        (SITE.replace("https://a.test/", "a.test"), [("wrong-form", 3, 13)]),
        (SITE.replace("https://a.test/", "https://a.test/?x=1"), [("wrong-form", 3, 13)]),
        (SITE.replace("https://a.test/", '"https://a.test/\\n"'), [("wrong-form", 3, 13)]),
        (SITE.replace("a.test", "[a"), [("wrong-form", 3, 13)]),
        (SITE + "go_base_url: https://a:b\n", [("wrong-form", 4, 14)]),
        (SITE + "html: allow\nhtml: clean\n", [("duplicate-key", 5, 1)]),
        (SITE.replace("台", "晋味").encode("gbk"), [("bad-utf8", 2, 10)]),
        (b"\xef\xbb\xbf" + SITE.encode() + b"a\xff", [("bad-utf8", 4, 2)]),
        (SITE + "html: *x\n", [("yaml-alias", 4, 7)]),
        (SITE + "markup: [", [("not-closed", 4, 9)]),
    ],
)
def test_what_is_wrong_in_the_config(tmp_path: Path, text: str, expected: Any) -> None:
    """There is no config then, and all of it is told with its place."""
    assert config(tmp_path, text) == (None, expected)


@pytest.mark.parametrize(
    ("line", "code", "near"),
    [
        ("sits: 1", "unknown-key", "site"),
        ("footr: 1", "unknown-key", "footer"),
        ("html: alow", "wrong-value", "allow"),
        ("channels: {wecht: {}}", "wrong-value", "wechat"),
        ("zzz: 1", "unknown-key", ""),
    ],
)
def test_the_nearest_name_is_offered(tmp_path: Path, line: str, code: str, near: str) -> None:
    """A slip of the finger finds what was meant."""
    Site(tmp_path).write("config.yaml", SITE + line)
    (found,) = Site.of(tmp_path).build().problems
    assert (found.code, found.values.get("near", "")) == (code, near)


def test_a_wrong_config_is_wrong_use(tmp_path: Path) -> None:
    """The run ends with exit code 2 whatever the mistake, before anything is read or written."""
    site = Site(tmp_path, "\n-- articles/a.md --\n:price{nothing}")
    site.write("config.yaml", SITE + "unknown: 1\n")
    outcome = site.build()
    assert (codes(outcome), exit_code(outcome.problems), outcome.completed) == (["unknown-key"], 2, False)
    assert not (tmp_path / "build").exists()


WRONG_SHOPS = """\
shops:
  own: {kind: web}
  odd: {kind: taobo}
  tao: {kind: taobao}
policy:
  - {channel: web, kind: wbe, carriers: [url]}
"""


def test_wrong_shops_do_not_hide_what_else_is_wrong(tmp_path: Path) -> None:
    """Products and articles are looked at too; what merely follows from a shop is not told; nothing is written."""
    site = Site(
        tmp_path,
        """
-- products/all.yaml --
- {id: good, title: 甲, alternatives: [other], offers: [{shop: odd, item_id: "1"}, {shop: own, path: /a}]}
- {id: other, title: 乙, offers: [{shop: odd, alias: x}, {shop: own, path: /b}]}
- {id: lost, title: 丙, offers: [{shop: none, path: /c}, {shop: tao}]}
-- articles/a.md --
# 题

::product{good}

::offers{good}

::alternatives{good}

::product{gone}
-- articles/b.md --
---
date: soon
---
# 二

[无](nowhere.md)
""",
    )
    site.write("config.yaml", SITE + WRONG_SHOPS)
    outcome = site.build()
    assert codes(outcome) == [
        "unknown-product",
        "wrong-form",
        "broken-link",
        "shop-needs",
        "unknown-shop-kind",
        "unknown-shop-kind",
        "unknown-shop",
        "offer-needs",
    ]
    assert (exit_code(outcome.problems), outcome.completed, outcome.written) == (2, False, ())
    assert {path.name for path in tmp_path.iterdir()} == {"config.yaml", "products", "articles"}


def test_wrong_shops_leave_the_output_and_what_was_built_as_they_are(tmp_path: Path) -> None:
    """Once they are right again, only what was edited is written."""
    site = Site(tmp_path)
    sound = (tmp_path / "config.yaml").read_text("utf-8")
    site.write("articles/a.md", "# 题\n\n::product{vinegar}\n")
    assert codes(site.build()) == []
    before = site.output()
    site.write("articles/b.md", "# 二\n")
    site.write("config.yaml", sound.replace("kind: web", "kind: wbe"))
    assert codes(site.build()) == ["unknown-shop-kind"]
    assert site.output() == before
    site.write("config.yaml", sound)
    assert "web/articles/a/index.html" not in site.build().written


@pytest.mark.parametrize(
    ("address", "warned"),
    [
        ("https://example.com/", True),
        ("https://jin.example.com", True),
        ("http://EXAMPLE.org:80/x", True),
        ("https://myexample.com/", False),
        ("https://example.com.cn/", False),
        ("https://a.test/example.com/", False),
    ],
)
def test_an_address_from_an_example_is_doubted(tmp_path: Path, address: Any, warned: Any) -> None:
    """The domains of RFC 2606 are nobody's site; a warning does not stop the build."""
    read, problems = config(tmp_path, SITE.replace("https://a.test/", address))
    assert read is not None
    assert problems == ([("example-address", 3, 13)] if warned else [])


def test_pinyin_without_its_package(tmp_path: Path) -> None:
    """The setting is told to be wrong where it stands, once, not at every article."""
    (tmp_path / "config.yaml").write_text(SITE + "  slugs: pinyin\n")
    code = """
import sys; sys.modules["pypinyin"] = None
from pathlib import Path
from contentshop.sources import Folder, read_config
found = []
print(read_config(Folder(Path(sys.argv[1])), found.append), [(one.code, one.where.keys) for one in found])
"""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout == "None [('no-pinyin', ('site', 'slugs'))]\n"


FORMATS = {"config": Config, "product": list[Product], "article": FrontMatter, "outlet": list[Outlet]}


def as_an_editor(text: str) -> Any:
    """Return a YAML document with its values typed as editors type them: dates are text."""

    def plain(value: Any) -> Any:
        match value:
            case dict():
                return {str(key): plain(one) for key, one in value.items()}
            case list():
                return [plain(one) for one in value]
            case _ if hasattr(value, "isoformat"):
                return value.isoformat()
            case _:
                return value

    return plain(yaml.safe_load(text))


def validator(type_: Any) -> Any:
    """Return a validator of a format's schema."""
    schema = msgspec.json.decode(json_schema(type_))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize("type_", list(FORMATS.values()), ids=list(FORMATS))
def test_every_field_is_described(type_: Any) -> None:
    """An editor shows what a key is for."""
    schema = msgspec.json.decode(json_schema(type_))
    bare = [
        f"{name}.{key}"
        for name, one in schema["$defs"].items()
        for key, value in one["properties"].items()
        if not value.get("description")
    ]
    assert bare == []
    assert all(one["additionalProperties"] is False for one in schema["$defs"].values())


ROOT = Path(__file__).parent.parent
"""The repository, which is the example site."""


def example_documents() -> Any:
    """Yield every YAML text of the example site with its format."""
    yield "config.yaml", Config, (ROOT / "config.yaml").read_text("utf-8")
    yield "outlets.yaml", list[Outlet], (ROOT / "outlets.yaml").read_text("utf-8")
    for path in sorted((ROOT / "products").glob("*.yaml")):
        yield path.name, list[Product], path.read_text("utf-8")
    for path in sorted((ROOT / "articles").glob("*.md")):
        yield path.name, FrontMatter, path.read_text("utf-8").split("---\n")[1]


@pytest.mark.parametrize(
    ("type_", "text"), [pytest.param(kind, text, id=name) for name, kind, text in example_documents()]
)
def test_editors_find_nothing_wrong_in_the_example(type_: Any, text: str) -> None:
    """No false alarm on files that the program takes."""
    assert [error.message for error in validator(type_).iter_errors(as_an_editor(text))] == []


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (list[Product], "- {id: 老醋_1.a, title: 12, price: 39.90, as_of: 2026-11-20, stock: ~}"),
        (list[Product], "- {id: 0123, title: no, price: '39.90', specs: {a: 1.5, b: no}, tags: [no, 1]}"),
        (list[Product], "- {id: a, title: b, price: {amount: 5, currency: CNY}, offers: , alternatives: ~}"),
        (
            list[Product],
            "- {id: a, title: b, offers: [{shop: x, sku: 0123, price: 1, kouling: {text: x, expires: 2026-01-01}}]}",
        ),
        (FrontMatter, "{title: 2026, draft: yes, pinned: 'off', date: 2026-11-18 08:30, summary: , tags: }"),
        (FrontMatter, "date: '2026-11-18T08:30:00+08:00'"),
        (
            Config,
            "{site: {title: 7, base_url: 'https://a.test'}, account: , shops: {店: {kind: web, append: ~}}, html: }",
        ),
    ],
)
def test_what_the_reader_takes_an_editor_takes(type_: Any, text: str) -> None:
    """Numbers, words for yes and no, and empty values are typed by editors before they are checked."""
    assert [error.message for error in validator(type_).iter_errors(as_an_editor(text))] == []


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        (list[Product], "- {id: a}"),
        (list[Product], "- {id: a b, title: x}"),
        (list[Product], "- {id: a, title: x, price: 39 元}"),
        (list[Product], "- {id: a, title: x, price: -1}"),
        (list[Product], "- {id: a, title: x, as_of: today}"),
        (list[Product], "- {id: a, title: x, stock: some}"),
        (list[Product], "- {id: a, title: x, tag: [x]}"),
        (list[Product], "- {id: a, title: x, tags: x}"),
        (list[Outlet], "- {id: a, kind: group}"),
        (list[Outlet], "- {id: a, kind: club, name: x, code: a.png}"),
        (FrontMatter, "draft: maybe"),
        (FrontMatter, "date: someday"),
        (FrontMatter, "titel: x"),
        (Config, "site: {title: x}"),
        (Config, "{site: {title: x, base_url: a.test}}"),
        (Config, "{site: {title: x, base_url: 'https://a.test'}, shops: {a b: {kind: web}}}"),
    ],
)
def test_what_an_editor_marks(type_: Any, text: str) -> None:
    """The commonest mistakes are seen while typing."""
    assert not validator(type_).is_valid(as_an_editor(text))
