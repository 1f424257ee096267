"""Articles: what is read from the head, the file's name and the config, and what can be wrong."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import Site, codes

from contentshop.model import Config, Place, Problem, SiteConfig
from contentshop.problems import exit_code
from contentshop.reporting import Outcome
from contentshop.sources import read_article, report_duplicates, slug_of
from contentshop.sources.articles import split

SHANGHAI = ZoneInfo("Asia/Shanghai")


def article(text: Any = "", file: Any = "articles/a.md", **site: Any) -> Any:
    """Return the article and what was reported."""
    config = Config(SiteConfig(title="台", base_url="https://a.test/", **site))
    found: list[Problem] = []
    return read_article(file, text, config, ZoneInfo(config.site.timezone), found.append), found


def places(outcome: Outcome) -> Any:
    """Return every problem of an outcome as (code, file, line, column)."""
    located: list[Any] = [(one.code, one.where) for one in outcome.problems if one.where]
    return [(code, where.file, where.line, where.column) for code, where in located]


@pytest.mark.parametrize(
    ("text", "head", "body", "line"),
    [
        ("", "", "", 1),
        ("正文\n", "", "正文\n", 1),
        ("---\ntitle: 题\n---\n正文\n", "title: 题", "正文\n", 4),
        ("---\ntitle: 题\n...\n正文\n", "title: 题", "正文\n", 4),
        ("---  \ntitle: 题\n--- \n\n正文", "title: 题", "\n正文", 4),
        ("---\n---\n正文", "", "正文", 3),
        ("---\n---", "", "", 3),
        ("---\n\n正文\n", "", "---\n\n正文\n", 1),
        ("----\ntitle: 题\n---\n", "", "----\ntitle: 题\n---\n", 1),
        ("\n---\ntitle: 题\n---\n", "", "\n---\ntitle: 题\n---\n", 1),
        ("正文\n\n---\n\n正文", "", "正文\n\n---\n\n正文", 1),
        ("---\na: 1\n---\n一\n---\n二", "a: 1", "一\n---\n二", 4),
    ],
)
def test_front_matter_and_body(text: str, head: str, body: str, line: int) -> None:
    """The head stands between a first line --- and the next --- or ...; the body knows its first line."""
    assert split(text) == (head, body, line)


def test_a_file_without_front_matter_works() -> None:
    """The name gives slug and id; it has no date."""
    found, problems = article("# 题\n\n正文", "articles/Sub dir/好醋 Tips.md")
    assert problems == []
    assert (found.slug, found.id, found.date, found.draft, found.language) == (
        "好醋-tips",
        "好醋-tips",
        None,
        False,
        "zh-CN",
    )


@pytest.mark.parametrize(
    ("file", "slug", "day"),
    [
        ("2026-11-18-how-to.md", "how-to", 18),
        ("2026-11-18_how.md", "how", 18),
        ("2026-11-18 怎么挑.md", "怎么挑", 18),
        ("2026-11-18怎么挑.md", "怎么挑", 18),
        ("2026-11-18.md", "2026-11-18", 18),
        ("2026-11-18-.md", "2026-11-18", 18),
        ("2026-11-180.md", "2026-11-180", None),
        ("about.markdown", "about", None),
        ("v1.2.md", "v1.2", None),
        ("A & B (C).md", "a-b-c", None),
        ("cafe\u0301.md", "café", None),
    ],
)
def test_what_the_name_gives(file: str, slug: str, day: Any) -> None:
    """A date in front of the name is the date; the rest is the slug, composed (NFC) and in lower case."""
    found, problems = article("", f"articles/{file}")
    assert problems == []
    assert found.slug == found.id == slug
    assert found.date == (datetime(2026, 11, day, tzinfo=SHANGHAI) if day else None)


def test_front_matter_goes_before_the_name() -> None:
    """Everything written in the head wins."""
    found, problems = article(
        "---\nid: old\ntitle: ' 两  行 '\nslug: 新\ndate: 2026-01-02\n"
        "author: 甲\nlanguage: en\ntags: [醋, ' 醋', '', 面]\n---\n",
        "articles/2026-11-18-name.md",
        author="老陈",
    )
    assert problems == []
    assert (found.id, found.title, found.slug, found.author, found.language) == ("old", "两 行", "新", "甲", "en")
    assert found.tags == ("醋", "面")
    assert found.date == datetime(2026, 1, 2, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("head", "identifier"),
    [
        ("slug: b", "b"),
        ("slug: b\naliases: [/articles/a/]", "a"),
        ("slug: b\naliases: [/old, articles/a, /articles/z/]", "a"),
        ("slug: b\naliases: [/articles/x/y/]", "b"),
        ("slug: b\nid: 'no: 1'\naliases: [/articles/a/]", "no: 1"),
    ],
)
def test_the_id_outlives_a_new_slug(head: str, identifier: str) -> None:
    """Tokens are made from it: the id, else the first old address, else the slug."""
    found, problems = article(f"---\n{head}\n---\n")
    assert (found.id, problems) == (identifier, [])


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-18", datetime(2026, 11, 17, 16, tzinfo=UTC)),
        ("'2026-11-18'", datetime(2026, 11, 17, 16, tzinfo=UTC)),
        ("2026-11-18 08:30", datetime(2026, 11, 18, 0, 30, tzinfo=UTC)),
        ("2026-11-18T08:30:15", datetime(2026, 11, 18, 0, 30, 15, tzinfo=UTC)),
        ("2026-11-18T08:30Z", datetime(2026, 11, 18, 8, 30, tzinfo=UTC)),
        ("2026-11-18 08:30:00-05:00", datetime(2026, 11, 18, 13, 30, tzinfo=UTC)),
    ],
)
def test_a_time_without_offset_is_meant_in_the_sites_zone(text: str, moment: Any) -> None:
    """A day is its first instant there; every moment is shown in the site's zone."""
    found, problems = article(f"---\ndate: {text}\nupdated: {text}\n---\n")
    assert problems == []
    assert found.date == found.updated == moment
    assert found.date.utcoffset() == SHANGHAI.utcoffset(None) or str(found.date.tzinfo) == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("name", "slug"), [("泡腊八醋", "pao-la-ba-cu"), ("醋 vinegar 6年", "cu-vinegar-6-nian"), ("plain", "plain")]
)
def test_pinyin(name: str, slug: str) -> None:
    """With site.slugs: pinyin a name is written in syllables; a typed slug stays as it is."""
    assert slug_of(name, "pinyin") == slug
    assert article("", f"articles/{name}.md", slugs="pinyin")[0].slug == slug
    assert article("---\nslug: 醋\n---\n", slugs="pinyin")[0].slug == "醋"


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("a.md", "---\ntitle: x\n\n正文\n", ("unclosed-front-matter", 1, 1)),
        ("a.md", "---\n\n  date: 2026-11-18", ("unclosed-front-matter", 1, 1)),
        ("a.md", "---\n正文\n---\n", ("wrong-type", 2, 1)),
        ("a.md", "---\ndate: 2026-02-30\n---\n", ("wrong-type", 2, 7)),
        ("a.md", "---\ntitle: x\nupdated: 2026-11-18 25:00\n---\n", ("wrong-type", 3, 10)),
        ("a.md", "---\ndate: 18.11.2026\n---\n", ("wrong-form", 2, 7)),
        ("a.md", "---\ndate: 2026-11-18 08:30+08:00:99\n---\n", ("wrong-form", 2, 7)),
        ("a.md", "---\ndate: 0001-01-01T00:00+14:00\n---\n", ("wrong-type", 2, 7)),
        ("a.md", "---\ndate: 9999-12-31T23:00-12:00\n---\n", ("wrong-type", 2, 7)),
        ("2026-02-30-x.md", "正文", ("wrong-type", 1, 0)),
        ("2026-02-30-x.md", "---\ntitle: 题\n---\n", ("wrong-type", 1, 0)),
        ("a.md", "---\nslug: a b\n---\n", ("wrong-slug", 2, 7)),
        ("a.md", "---\nslug: ../x\n---\n", ("wrong-slug", 2, 7)),
        ("a.md", "---\nslug: x.\n---\n", ("wrong-slug", 2, 7)),
        ("a.md", "---\nslug: NUL\n---\n", ("wrong-slug", 2, 7)),
        ("a.md", f"---\nslug: {'醋' * 67}\n---\n", ("wrong-slug", 2, 7)),
        ("con.md", "", ("wrong-slug", 1, 0)),
        ("！！.md", "", ("wrong-slug", 1, 0)),
        ("a.md", "---\ntags: 醋\n---\n", ("wrong-type", 2, 7)),
        ("a.md", "---\nta gs: [醋]\n---\n", ("unknown-key", 2, 1)),
        ("a.md", "---\ntitle: x\ntitle: y\n---\n", ("duplicate-key", 3, 1)),
        ("a.md", "---\r\ntitle: x\r\ndraft: 也许\r\n---\r\n", ("wrong-type", 3, 8)),
        ("a.md", "\ufeff---\ntitle: 'x\n---\n", ("not-closed", 2, 8)),
        ("a.markdown", "---\ntitle: x\ntags: 醋\n---\n", ("wrong-type", 3, 7)),
        ("a.md", "——\ntitle: 题\n——\n字\n", ("odd-front-matter", 1, 1)),
        ("a.md", "———\ntitle：题\n---\n字\n", ("odd-front-matter", 1, 1)),
        ("a.md", "－－－\ndate: 2026-11-18\n－－－\n字\n", ("odd-front-matter", 1, 1)),
        ("a.md", "--\ntitle: 题\n--\n字\n", ("odd-front-matter", 1, 1)),
        ("a.md", "---\ntitle: 题\ntags：[茶, 冬天]\ndate: 2026-11-18\n---\n", ("wide-colon", 3, 5)),
        ("a.md", "---\ntitle：题\ntags: [茶]\n---\n", ("wide-colon", 2, 6)),
        ("a.md", "---\ntitle：题\n---\n", ("wide-colon", 2, 6)),
        ("a.md", '---\ntitle: "a\\u001bb"\n---\n', ("forbidden-character", 2, 8)),
    ],
)
def test_what_is_wrong_in_the_head(tmp_path: Path, file: str, text: str, expected: Any) -> None:
    """It stands where it was typed; what comes from the file's name is told at the file's first line."""
    site = Site(tmp_path)
    site.write(f"articles/{file}", text)
    outcome = site.build(dry_run=True)
    assert places(outcome) == [(expected[0], f"articles/{file}", *expected[1:])]
    assert exit_code(outcome.problems) == 1


def test_a_tag_with_a_chinese_comma_is_told(tmp_path: Path) -> None:
    """It is most likely several; the article is built all the same."""
    site = Site(tmp_path)
    site.write("articles/a.md", "---\ntags: [醋, 茶，冬天]\n---\n")
    site.write("articles/b.md", "---\ntags:\n  - 醋、夏天\n---\n")
    outcome = site.build(dry_run=True)
    assert places(outcome) == [("joined-tags", "articles/a.md", 2, 11), ("joined-tags", "articles/b.md", 3, 5)]
    assert exit_code(outcome.problems) == 0


@pytest.mark.parametrize("text", ["——\n他说: 好\n", "--\n\n字\n", "——鲁迅\ntitle: 题\n", "——\n字\n"])
def test_dashes_that_open_no_front_matter_are_text(tmp_path: Path, text: str) -> None:
    """Unless the line below them is a key of the front matter."""
    site = Site(tmp_path)
    site.write("articles/a.md", text)
    assert places(site.build(dry_run=True)) == []


def test_all_that_is_wrong_in_a_head_is_told_at_once() -> None:
    """The reader goes on after each mistake."""
    found, problems = article("---\ntitel: x\ndate: 2026-02-30\nupdated: 2026-13-01\ndraft: perhaps\n---\n")
    assert found is not None
    assert found.date is None
    assert [one.code for one in problems] == ["unknown-key", "wrong-type", "wrong-type", "wrong-type"]


def test_drafts_and_scheduled_articles_wait(tmp_path: Path) -> None:
    """Neither is built without being asked for; its mistakes in the head are told all the same."""
    site = Site(
        tmp_path,
        """
-- articles/draft.md --
---
draft: yes
---
稿
-- articles/later.md --
---
date: 2026-11-21 12:01
---
以后
-- articles/now.md --
---
date: 2026-11-21 12:00
---
现在
-- articles/wrong.md --
---
draft: yes
slug: a b
---
""",
    )
    assert places(site.build(dry_run=True)) == [("wrong-slug", "articles/wrong.md", 3, 7)]
    site.delete("articles/wrong.md")
    assert site.build(dry_run=True).articles == 1
    assert site.build(dry_run=True, drafts=True).articles == 2
    assert site.build(dry_run=True, future=True).articles == 2


def test_an_undated_article_stands_last_and_not_in_the_feed(tmp_path: Path) -> None:
    """It is in the lists, after every dated one."""
    site = Site(tmp_path, "\n-- articles/2020-01-01-old.md --\n# 旧文\n-- articles/none.md --\n# 无日\n")
    assert codes(site.build()) == []
    home = site.read("web/index.html")
    assert 0 < home.index("旧文") < home.index("无日")
    assert "旧文" in site.read("web/feed.xml")
    assert "无日" not in site.read("web/feed.xml")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("slug: x", "title: y\nslug: X", [("duplicate-slug", "articles/b.md", 3, 7)]),
        ("slug: ß", "slug: ss", [("duplicate-slug", "articles/b.md", 2, 7)]),
        ("id: i", "title: y\nid: i", [("duplicate-id", "articles/b.md", 3, 5)]),
        (
            "id: i\nslug: x",
            "id: i\nslug: x",
            [("duplicate-id", "articles/b.md", 2, 5), ("duplicate-slug", "articles/b.md", 3, 7)],
        ),
        ("aliases: [/articles/b/]", "title: y", [("duplicate-id", "articles/b.md", 1, 0)]),
        ("slug: b", "title: y", [("duplicate-slug", "articles/b.md", 1, 0)]),
        ("slug: x\ndraft: yes", "slug: x", []),
    ],
)
def test_two_articles_of_one_name(tmp_path: Path, first: Any, second: Any, expected: Any) -> None:
    """The later one is told, where its name stands; case does not tell two addresses apart."""
    site = Site(tmp_path)
    site.write("articles/a.md", f"---\n{first}\n---\n")
    site.write("articles/b.md", f"---\n{second}\n---\n")
    assert places(site.build(dry_run=True)) == expected


def test_ten_thousand_articles_have_no_quadratic_cost() -> None:
    """Duplicates among very many are found in one pass."""
    one, _ = article()
    many = [msgspec.structs.replace(one, file=f"articles/{n}.md", id=f"i{n}", slug=f"s{n // 2}") for n in range(20_000)]
    found: list[Problem] = []
    started = time.process_time()
    assert len(report_duplicates(many, found.append)) == 20_000
    assert len(found) == 10_000
    assert time.process_time() - started < 2


MISTAKES = """
-- articles/01-head.md --
---
title: 甲
titel: 甲
date: 2026-02-30
draft: maybe
cover: images/none.png
---
正文
-- articles/02-body.md --
---
title: 乙
cover: images/no-cover.png
---
看[旧文](none.md)，看[稿](draft.md)，看[锚](#没有)，看[别处](/tags/none/)，看[远锚](good.md#没有)。

![图](images/none.png)买[醋](product:vinegr)，:price{nothing}。

::prodcut{vinegar}

::product{vinegar layout=wide notes=x offer=shop}

:::products
- vinegar
- vinager
:::
-- articles/03-slug.md --
---
title: 丙
slug: twice
---
-- articles/07-slug.md --
---
slug: Twice
---
-- articles/04-gbk.md --
正文
-- articles/05-open.md --
---
title: 丁

正文
-- articles/06-broken.md --
---
title: 甲: 乙
---
-- articles/draft.md --
---
draft: true
---
-- articles/good.md --
# 好

## 小标题
-- products/all.yaml --
- id: vinegar
  title: 老陈醋
  price: 39.90
  as_of: 2026-11-20
  alternatives: [vinager]
- id: vinegar
  title: 又一个
- id: unseen
  title: 没有图
  image: images/no-vinegar.png
- id: undated
  title: 没有日子
  price: 12
- id: nowhere
  title: 没有这家店
  offers: [{shop: onw, path: /x}]
- id: wrong
  title: 错
  price: 1e3
  stock: some
"""


def test_a_broken_product_file_hides_what_it_may_hold(tmp_path: Path) -> None:
    """Articles that name a product it may hold wait for it; that is told once, not at every article."""
    site = Site(tmp_path, "\n-- articles/a.md --\n::product{noodles}\n\n::qr\n-- articles/b.md --\n好\n\n::qr")
    site.write("products/more.yaml", "- {id: noodles, title: 面}\n")
    assert codes(site.build()) == []
    before = site.output()
    site.write("products/more.yaml", "- {id: millet, title: *x}\n- {id: noodles, title: 面}\n")
    outcome = site.build()
    assert places(outcome) == [("yaml-alias", "products/more.yaml", 1, 23)]
    assert {path: data for path, data in site.output().items() if "/go/" in path} == {
        path: data for path, data in before.items() if "/go/" in path
    }


def test_all_mistakes_of_a_site_are_told_in_one_run(tmp_path: Path) -> None:
    """Every one with its code, file, line and column, sorted by place."""
    site = Site(tmp_path, MISTAKES)
    site.write("articles/04-gbk.md", "标题\n\n".encode() + "晋味".encode("gbk"))
    outcome = site.build()
    assert places(outcome) == [
        ("unknown-key", "articles/01-head.md", 3, 1),
        ("wrong-type", "articles/01-head.md", 4, 7),
        ("wrong-type", "articles/01-head.md", 5, 8),
        ("missing-picture", "articles/02-body.md", 3, 8),
        ("broken-link", "articles/02-body.md", 5, 7),
        ("link-unpublished", "articles/02-body.md", 5, 21),
        ("unknown-anchor", "articles/02-body.md", 5, 36),
        ("broken-link", "articles/02-body.md", 5, 47),
        ("unknown-anchor", "articles/02-body.md", 5, 66),
        ("missing-picture", "articles/02-body.md", 7, 6),
        ("unknown-product", "articles/02-body.md", 7, 27),
        ("unknown-product", "articles/02-body.md", 7, 43),
        ("unknown-directive", "articles/02-body.md", 9, 1),
        ("wrong-choice", "articles/02-body.md", 11, 1),
        ("unknown-product", "articles/02-body.md", 15, 3),
        ("bad-utf8", "articles/04-gbk.md", 3, 1),
        ("unclosed-front-matter", "articles/05-open.md", 1, 1),
        ("broken-yaml", "articles/06-broken.md", 2, 9),
        ("duplicate-slug", "articles/07-slug.md", 2, 7),
        ("duplicate-product", "products/all.yaml", 6, 7),
        ("missing-picture", "products/all.yaml", 10, 10),
        ("price-without-date", "products/all.yaml", 13, 10),
        ("unknown-shop", "products/all.yaml", 16, 19),
        ("wrong-type", "products/all.yaml", 19, 10),
        ("wrong-value", "products/all.yaml", 20, 10),
    ]
    assert exit_code(outcome.problems) == 1


HEADISH = st.text(st.sampled_from("titledates:slug-12026 \n[]{}\"'#&*!|>醋."), max_size=60)


@settings(max_examples=200, deadline=None)
@given(
    head=HEADISH | st.text(max_size=40),
    body=st.text(max_size=20),
    name=st.text(st.characters(exclude_characters="/\0"), max_size=12),
)
def test_any_text_is_an_article_or_problems(head: str, body: str, name: str) -> None:
    """No head, body or name makes a crash; problems have a place in the file."""
    text = f"---\n{head}\n---\n{body}".replace("\r", "\n")
    found, problems = article(text, f"articles/{name}.md")
    assert found is not None or problems
    for one in problems:
        assert one.where.file == f"articles/{name}.md"
        if isinstance(one.where, Place):
            assert 1 <= one.where.line <= text.count("\n") + 1


def test_the_body_is_looked_at_although_the_head_is_wrong(tmp_path: Path) -> None:
    """One run tells what is wrong in both; the article is not shown, and others may not link to it."""
    site = Site(tmp_path)
    site.write("articles/a.md", "---\ndate: someday\n---\n::product{nothing}\n\n[乙](no.md) ![图](none.png)\n")
    site.write("articles/b.md", "[甲](a.md)\n")
    found = [(one.code, one.where.line) for one in site.build().problems if isinstance(one.where, Place)]
    assert found == [("wrong-form", 2), ("unknown-product", 4), ("broken-link", 6), ("missing-picture", 6)]
    assert not (tmp_path / "build/web/articles").exists()


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("images/vinegar-jars.jpg", "images/醋/vinegar-jars.png"),
        ("../images/Vinegar-jar.png", "images/醋/vinegar-jars.png"),
        ("vinegarjars.png", "images/醋/vinegar-jars.png"),
        ("../images/b.png", ""),
        ("/images/soup.png", ""),
    ],
)
def test_a_picture_that_is_not_there_is_told_with_the_nearest(tmp_path: Path, typed: str, near: str) -> None:
    """Whatever its folder and its ending; a short name is near to nothing."""
    site = Site(tmp_path)
    site.write("images/醋/vinegar-jars.png", b"")
    site.write("images/a.png", b"")
    site.write("articles/a.md", f"# 甲\n\n![图]({typed})\n")
    assert [one.values.get("near", "") for one in site.build().problems if one.code == "missing-picture"] == [near]
