"""The foot of an article: the ones before and after it, and those that share products or tags with it."""

from __future__ import annotations

import re
from contextlib import nullcontext
from pathlib import Path

import msgspec
import pytest
from sites import Site, codes

from contentshop.channels.web import Listing
from contentshop.channels.web.neighbours import NEWEST, neighbours
from contentshop.channels.web.views import EntryView, TagView
from contentshop.engine import InProcess, Steps, Store
from contentshop.sources import Theme

CARD = "::product{vinegar}\n"


def article(tags: str = "", body: str = "正文。\n", **head: str) -> str:
    """Return the text of an article."""
    lines = "".join(f"{key}: {value}\n" for key, value in head.items())
    return f"---\ntags: [{tags}]\n{lines}---\n{body}"


def made(folder: Path, **articles: str) -> Site:
    """Return a site with articles by their slugs, built without a problem."""
    site = Site(folder)
    for slug, text in articles.items():
        site.write(f"articles/{slug}.md", text)
    assert not site.build(drafts=True).problems
    return site


def foot(site: Site, slug: str, folder: str = ".contentshop/preview") -> str:
    """Return the HTML of an article's foot; nothing when it has none."""
    html = (site.folder / folder / f"web/articles/{slug}/index.html").read_text("utf-8")
    found = re.search(r'<nav class="read-on".*?</nav>', html, re.DOTALL)
    assert bool(found) == ("/assets/foot-" in html)
    return found[0] if found else ""


def related(site: Site, slug: str, folder: str = ".contentshop/preview") -> list[str]:
    """Return the slugs of the related articles of an article."""
    listed = foot(site, slug, folder).partition("</ul>")[0]
    return re.findall(r'<li><a href="/articles/(.*?)/"', listed)


def turns(site: Site, slug: str, folder: str = ".contentshop/preview") -> dict[str, str]:
    """Return the slugs of the articles before and after an article."""
    return dict(re.findall(r'<a rel="(prev|next)" href="/articles/(.*?)/"', foot(site, slug, folder)))


def test_products_count_three_times(tmp_path: Path) -> None:
    """One shared product says as much as three shared tags; what shares nothing is not related."""
    tags = {"two": "甲, 乙", "four": "甲, 乙, 丙, 丁", "none": "戊"}
    site = made(
        tmp_path,
        me=article("甲, 乙, 丙, 丁", CARD),
        card=article("", CARD),
        **{slug: article(text) for slug, text in tags.items()},
    )
    assert related(site, "me") == ["four", "card", "two"]
    assert related(site, "none") == []


def test_ties_go_to_the_newest_then_by_slug(tmp_path: Path) -> None:
    """Three at most, newest first, then by slug; undated ones come last."""
    dates = {"b": "2026-11-02", "a": "2026-11-02", "old": "2026-11-01", "new": "2026-11-03"}
    dated = {slug: article("醋", date=date) for slug, date in dates.items()}
    site = made(tmp_path, me=article("醋"), plain=article("醋"), **dated)
    assert related(site, "me") == ["new", "a", "b"]
    assert related(site, "new") == ["a", "b", "old"]


def test_tags_with_one_address_are_one(tmp_path: Path) -> None:
    """A tag is shared when its page is, and counts once."""
    site = made(tmp_path, me=article("Iron Wok, iron-wok"), one=article("iron wok"), two=article("iron wok, x"))
    assert related(site, "me") == ["one", "two"]


def test_previous_and_next_go_by_date_in_one_language(tmp_path: Path) -> None:
    """The next older and the next newer one; an undated one has none and is none."""
    site = made(
        tmp_path,
        a=article(date="2026-11-01"),
        b=article(date="2026-11-02", language="en"),
        c=article(date="2026-11-03"),
        d=article(date="2026-11-03"),
        undated=article(),
    )
    assert [turns(site, slug) for slug in "adc"] == [
        {"next": "d"},
        {"prev": "a", "next": "c"},
        {"prev": "d"},
    ]
    assert foot(site, "b") == foot(site, "undated") == ""


def test_own_language_first_and_one_version_of_a_text(tmp_path: Path) -> None:
    """Articles in another language come last, marked; of a text one version comes, and an article's own never."""
    site = made(
        tmp_path,
        me=article("醋", CARD, date="2026-11-01"),
        mine=article("醋", CARD, language="en", translation_of="me.md"),
        text=article("醋"),
        version=article("醋", CARD, language="en", translation_of="text.md"),
        other=article("醋", CARD, language="en", date="2026-11-02"),
    )
    assert related(site, "me") == ["text", "other"]
    assert related(site, "mine") == ["other", "version"]
    assert '<a href="/articles/other/" lang="en" hreflang="en">' in foot(site, "me")
    assert "hreflang" not in foot(site, "mine")
    assert "Related" in foot(site, "mine")
    assert "相关文章" in foot(site, "me")


def test_drafts_stand_only_where_they_are_built(tmp_path: Path) -> None:
    """The preview of drafts shows them; the site does not."""
    site = made(tmp_path, me=article("醋", date="2026-11-01"), draft=article("醋", date="2026-11-02", draft="true"))
    assert (related(site, "me"), turns(site, "me")) == (["draft"], {"next": "draft"})
    site.build()
    assert foot(site, "me", "build") == ""


def test_only_what_is_shown_rewrites_a_page(tmp_path: Path) -> None:
    """A new title of a neighbour writes the page anew, a new summary does not."""
    site = made(tmp_path, me=article("醋", date="2026-11-01"), it=article("醋", date="2026-11-02", title="旧"))
    path = tmp_path / ".contentshop/preview/web/articles/me/index.html"
    before = path.stat().st_mtime_ns
    site.write("articles/it.md", article("醋", date="2026-11-02", title="旧", summary="新"))
    site.build(drafts=True)
    assert path.stat().st_mtime_ns == before
    site.write("articles/it.md", article("醋", date="2026-11-02", title="新"))
    site.build(drafts=True)
    assert foot(site, "me").count("新") == 2


def pair(folder: Path) -> Site:
    """Return a site of two related articles with covers, built for readers."""
    site = Site(folder)
    picture = (Path(__file__).parent / "golden/site/images/vinegar.png").read_bytes()
    for slug, date in (("a", "2026-11-01"), ("b", "2026-11-02")):
        site.write(f"images/{slug}.png", picture)
        site.write(f"articles/{slug}.md", article("醋", date=date, title=f"题 {slug}", cover=f"images/{slug}.png"))
    assert not site.build().problems
    return site


def test_a_failed_neighbour_stands_as_it_last_was(tmp_path: Path) -> None:
    """Whatever a failed article says now, others show it as its page is."""
    site = pair(tmp_path)
    before = site.output()
    site.write("articles/b.md", article("面", "[无](none.md)\n", title="新", date="2026-10-01"))
    assert codes(site.build()) == ["broken-link"]
    assert site.output() == before
    assert (related(site, "a", "build"), turns(site, "a", "build")) == (["b"], {"next": "b"})


def test_an_article_that_never_was_is_no_neighbour(tmp_path: Path) -> None:
    """One that fails before it ever was in the output is shown nowhere."""
    site = Site(tmp_path)
    site.write("articles/a.md", article("醋", date="2026-11-01"))
    site.write("articles/b.md", article("醋", "[无](none.md)\n", date="2026-11-02"))
    assert codes(site.build()) == ["broken-link"]
    assert foot(site, "a", "build") == ""


def test_what_a_failed_article_leads_to_stays(tmp_path: Path) -> None:
    """A deleted neighbour's page and cover stay until the article that shows them can be made anew."""
    site = pair(tmp_path)
    text = (tmp_path / "articles/a.md").read_text("utf-8")
    shown = {"web" + path for path in re.findall(r'"(/media/[^" ]+)', foot(site, "a", "build"))}
    site.write("articles/a.md", text + "[无](none.md)\n")
    site.delete("articles/b.md")
    assert codes(site.build()) == ["broken-link"]
    assert {"web/articles/b/index.html", *shown} <= site.output().keys()
    site.write("articles/a.md", text)
    assert not site.build().problems
    assert foot(site, "a", "build") == ""
    assert "web/articles/b/index.html" not in site.output()


def test_a_deleted_neighbour_is_gone_at_once(tmp_path: Path) -> None:
    """The next in line takes its place."""
    site = pair(tmp_path)
    site.write("articles/c.md", article("面", date="2026-11-03", title="题 c"))
    site.build()
    assert turns(site, "a", "build") == {"next": "b"}
    site.delete("articles/b.md")
    site.build()
    assert (related(site, "a", "build"), turns(site, "a", "build")) == ([], {"next": "c"})


@pytest.mark.parametrize("field", ["title", "tags"])
def test_law_1_for_feet(tmp_path: Path, field: str) -> None:
    """After an article was edited, the others' pages are those of a clean build."""
    site = pair(tmp_path)
    edited = {"title": article("醋", title="新题", date="2026-11-02"), "tags": article("面", date="2026-11-02")}
    site.write("articles/b.md", edited[field])
    site.build()
    once = site.output()
    site.build(clean=True)
    assert site.output() == once


def steps() -> Steps:
    """Return what works out steps in this process and forgets them."""
    return Steps(Store(None, lambda _: None), lambda _: nullcontext(InProcess()), Theme(()))


def listing(slug: str, order: str, *tags: str) -> Listing:
    """Return the listing of an article with tags."""
    views = tuple(TagView(tag, f"/tags/{tag}/") for tag in tags)
    entry = EntryView(slug, f"/{slug}/", "", "en", order, order, None, views, ad=False, draft=False, pinned=False)
    texts = {"file": f"articles/{slug}.md", "id": slug, "slug": slug, "title": slug, "order": order, "changed": order}
    nothing = {"feed": None, "aliases": (), "tokens": (), "paths": (), "author": ""}
    return msgspec.convert({**texts, **nothing, "pinned": False, "draft": False, "entry": entry, "tags": tags}, Listing)


def test_of_what_all_articles_share_only_the_newest_count() -> None:
    """An older article than the newest 200 with a common tag is found by its rarer tags alone."""
    crowd = [listing(f"n{number:03}", f"2026-{number:03}", "common") for number in range(NEWEST)]
    old = [listing("first", "2025-1", "common"), listing("second", "2025-2", "common", "rare")]
    found = neighbours([*crowd[1:], *old, listing("me", "2025-3", "common", "rare")], steps())
    assert [one.slug for one in found["articles/me.md"].related] == ["n199", "n198", "n197"]
    found = neighbours([*crowd[3:], *old, listing("me", "2025-3", "common", "rare")], steps())
    assert [one.slug for one in found["articles/me.md"].related] == ["second", "n199", "n198"]
