"""Builds that follow one another in one process: what only changed its words is written alone, all else as ever."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sites import NOW, Site, codes

from contentshop.again import Builds
from contentshop.build import Options, rebuild
from contentshop.problems import is_error
from contentshop.reporting import Outcome, Reporter
from contentshop.resuming import build

SITE = """
-- config.yaml --
site: {title: 晋味小铺, base_url: "https://jinwei.test/"}
shops:
  own: {kind: web, name: 官网, url: "https://shop.jinwei.test"}
kits: {newest: 1}
-- products/more.yaml --
- {id: bowl, title: 碗, price: 9.90, as_of: 2026-11-20, tags: [器], offers: [{shop: own, path: /p/bowl}]}
-- images/one.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>
-- images/two.svg --
<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>
-- articles/old.md --
---
date: 2026-10-01
tags: [醋]
summary: 说旧事。
wechat_url: https://mp.weixin.qq.com/s/old
---
## 小节

第一段。

![图](/images/one.svg)

::product{vinegar}
-- articles/undated.md --
看[旧文](old.md#小节)。
-- articles/newest.md --
---
date: 2026-11-20
tags: [醋]
summary: 说醋。
---
第一段。

::product{vinegar key=a}

:::products{tag=器}
:::

再看[旧文](old.md)。
"""


class Stages(Reporter):
    """Takes note of the stages of a build."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def stage(self, name: str, total: int) -> None:
        """Take note of a stage."""
        del total
        self.names.append(name)

    def close(self) -> None:
        """Take note of the end."""
        self.names.append("closed")


class Edited:
    """A site that is built again and again, a moment after each edit, by one process or each time by another."""

    def __init__(self, folder: Path, *, in_one_process: bool, site: str = SITE) -> None:
        self.site = Site(folder / "site", site)
        self._fresh = folder / "fresh"
        self.builds = Builds(self.site.folder) if in_one_process else None
        self.output = ".contentshop/preview" if in_one_process else "build"
        self.now = NOW
        self.is_anew = True
        """Whether the last build planned more than the pages of reworded articles."""

    def build(self, *, clean: bool = False) -> Outcome:
        """Build, and compare what there is with what a build of a copy makes from nothing."""
        self.now += timedelta(seconds=1)
        time.sleep(0.03)  # after less, what changed last may change again without a trace
        options = Options(now=self.now, jobs=1, clean=clean, preview=self.builds is not None)
        outcome = self._built(options)
        shutil.copytree(self.site.folder, self._fresh, ignore=shutil.ignore_patterns("build", ".contentshop"))
        fresh = Site.of(self._fresh)
        clean_build = rebuild(fresh.folder, options)
        assert codes(outcome) == codes(clean_build)
        if not any(map(is_error, outcome.problems)):
            assert self.site.output(self.output) == fresh.output(self.output)
        shutil.rmtree(self._fresh)
        return outcome

    def _built(self, options: Options) -> Outcome:
        if self.builds is None:
            stages = Stages()
            outcome = build(self.site.folder, options, stages)
            self.is_anew = "read" in stages.names
            return outcome
        before = self.builds.last
        outcome = self.builds.build(options)
        last = self.builds.last
        self.is_anew = before is None or last is None or last.planned.opened.desk is not before.planned.opened.desk
        return outcome

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a text of a file."""
        text = (self.site.folder / path).read_text("utf-8")
        assert old in text
        self.site.write(path, text.replace(old, new))

    def is_planned_anew(self, *, clean: bool = False) -> bool:
        """Build, and return whether more was planned than the pages of reworded articles."""
        self.build(clean=clean)
        return self.is_anew


@pytest.fixture(params=["memory", "store"])
def edited(request: pytest.FixtureRequest, tmp_path: Path) -> Edited:
    """Return a site that was built, and is built again from what one process remembers, or from the store."""
    edited = Edited(tmp_path, in_one_process=request.param == "memory")
    edited.build()
    return edited


WORDS: dict[str, tuple[str, str, str, set[str]]] = {
    "text": ("articles/old.md", "第一段", "新的一段", {"web/articles/old/index.html"}),
    "bold": ("articles/old.md", "第一段", "**第一段**", {"web/articles/old/index.html"}),
    "caption": ("articles/old.md", "![图]", "![新图]", {"web/articles/old/index.html"}),
    "heading": ("articles/old.md", "## 小节", "## 小节 {#小节}", set()),
}


@pytest.mark.parametrize("name", WORDS)
def test_only_pages_of_reworded_articles_are_planned(edited: Edited, name: str) -> None:
    """Words change an article's page, the feeds, and what the newest gives to other channels; the rest stands."""
    path, old, new, pages = WORDS[name]
    edited.edit(path, old, new)
    written = set(edited.build().written)
    assert not edited.is_anew
    assert {one for one in written if one.endswith(".html") and one.startswith("web/")} == pages


def test_words_of_the_newest_reach_other_channels(edited: Edited) -> None:
    """What is pasted elsewhere is made anew with the article's words."""
    edited.edit("articles/newest.md", "第一段", "新的一段")
    assert {"wechat/newest/content.html", "web/feed.xml"} <= set(edited.build().written)
    assert not edited.is_anew


def test_several_articles_at_once(edited: Edited) -> None:
    """A build takes all that were reworded together."""
    edited.edit("articles/newest.md", "第一段", "一段")
    edited.edit("articles/old.md", "第一段", "一段")
    assert not edited.is_planned_anew()


def test_one_build_after_another(edited: Edited) -> None:
    """Each build goes on from the one before, and takes back what that one wrote."""
    for words in ("甲", "乙", "第一段"):
        text = (edited.site.folder / "articles/old.md").read_text("utf-8")
        edited.edit("articles/old.md", text.partition("## 小节\n\n")[2].partition("。")[0], words)
        assert not edited.is_planned_anew()


MORE: dict[str, Callable[[Edited], None]] = {
    "title": lambda one: one.edit("articles/old.md", "tags:", "title: 新题\ntags:"),
    "tags": lambda one: one.edit("articles/old.md", "[醋]", "[面]"),
    "draft": lambda one: one.site.write("articles/undated.md", "---\ndraft: true\n---\n看。\n"),
    "lead": lambda one: one.edit("articles/undated.md", "看", "请看"),
    "anchor": lambda one: one.edit("articles/old.md", "## 小节", "## 小节\n\n## 另一节"),
    "card": lambda one: one.edit("articles/old.md", "::product{vinegar}", "::product{bowl}"),
    "form": lambda one: one.edit("articles/old.md", "::product{vinegar}", "[醋](product:vinegar)"),
    "key": lambda one: one.edit("articles/newest.md", "key=a", "key=b"),
    "query": lambda one: one.edit("articles/newest.md", "tag=器", "tag=器 sort=price"),
    "note": lambda one: one.edit("articles/newest.md", "key=a", "key=a note=好"),
    "picture": lambda one: one.edit("articles/old.md", "one.svg", "two.svg"),
    "link": lambda one: one.edit("articles/old.md", "第一段", "[第一段](newest.md)"),
    "product": lambda one: one.edit("products/more.yaml", "9.90", "8.80"),
    "both": lambda one: (
        one.edit("products/more.yaml", "9.90", "8.80"),
        one.edit("articles/old.md", "第一段", "一段"),
    )[0],
    "config": lambda one: one.edit("config.yaml", "晋味小铺", "晋味"),
    "image": lambda one: one.edit("images/one.svg", 'width="8"', 'width="7"'),
    "template": lambda one: one.site.write("templates/web/404.html", "没有\n"),
    "static": lambda one: one.site.write("static/a.txt", "甲\n"),
    "added": lambda one: one.site.write("articles/added.md", "添的。\n"),
    "deleted": lambda one: one.site.delete("articles/undated.md"),
    "outlets": lambda one: one.site.write("outlets.yaml", "- {id: tea, kind: group, name: 茶友, texts: true}\n"),
    "marker": lambda one: shutil.rmtree(one.site.folder / one.output),
}


@pytest.mark.parametrize("name", MORE)
def test_what_others_see_is_planned_as_ever(edited: Edited, name: str) -> None:
    """Anything but words may show on other pages; and words that come after it are words alone again."""
    MORE[name](edited)
    edited.edit("articles/newest.md", "第一段", "一段")
    assert edited.is_planned_anew()
    edited.edit("articles/newest.md", "一段", "第二段")
    assert not edited.is_planned_anew()


def test_time_that_brings_something_due(edited: Edited) -> None:
    """A new day is planned as ever, whatever else changed."""
    edited.now += timedelta(days=1)
    edited.edit("articles/old.md", "第一段", "一段")
    assert edited.is_planned_anew()


def test_nothing_changed(edited: Edited) -> None:
    """A build with nothing to do keeps what is known for the one after it."""
    edited.build()
    edited.edit("articles/old.md", "第一段", "一段")
    assert not edited.is_planned_anew()


def test_clean_plans_everything(edited: Edited) -> None:
    """What the author asks to be made anew is."""
    edited.edit("articles/old.md", "第一段", "一段")
    assert edited.is_planned_anew(clean=True)


def test_an_article_saved_by_a_new_file(edited: Edited) -> None:
    """Editors put a file in the old one's place, and others beside it for a moment."""
    edited.site.write("articles/.old.md.swp", "x")
    edited.site.write("articles/old.md~", "x")
    text = (edited.site.folder / "articles/old.md").read_text("utf-8")
    edited.site.write("articles/new", text.replace("第一段", "一段"))
    (edited.site.folder / "articles/new").replace(edited.site.folder / "articles/old.md")
    assert not edited.is_planned_anew()


def test_an_article_touched_but_not_changed(edited: Edited) -> None:
    """Where no word changed, nothing is written."""
    os.utime(edited.site.folder / "articles/old.md")
    assert edited.build().written == ()
    assert not edited.is_anew


@pytest.mark.parametrize("wrong", ["::product{nothing}", ":price{", "[甲](nowhere.md)", "![无](none.png)"])
def test_a_wrong_article_and_its_mending(edited: Edited, wrong: str) -> None:
    """What is wrong is told, the pages stay; mended, all is as a clean build makes it."""
    edited.edit("articles/old.md", "第一段", wrong)
    assert any(map(is_error, edited.build().problems))
    assert edited.is_anew
    edited.edit("articles/old.md", wrong, "另一段")
    assert edited.build().problems == ()


def test_warnings_are_told_again(edited: Edited) -> None:
    """What was told of the rest of the site is told after words changed, too; what is told of a body each time."""
    edited.edit("config.yaml", "jinwei.test", "jinwei.example.com")
    assert codes(edited.build()) == ["example-address"]
    edited.edit("articles/old.md", "第一段", "一段")
    assert codes(edited.build()) == ["example-address"]
    assert not edited.is_anew


def test_a_template_that_fails_on_the_new_words(edited: Edited) -> None:
    """What goes wrong while a page is written is told by a whole build."""
    own = "{{ page.body | length > 4 and 1 // 0 }}\n"
    edited.site.write("templates/web/article.html", own)
    edited.build()
    edited.edit("articles/old.md", "第一段", "一\n\n::product{vinegar}\n\n二\n\n::product{vinegar}\n\n三")
    assert codes(edited.build()) == ["broken-template"]
    assert edited.is_anew


def test_another_process_built_meanwhile(edited: Edited) -> None:
    """What somebody else did with the folder is not gone on from as if it were one's own."""
    edited.edit("articles/old.md", "第一段", "一段")
    options = Options(now=edited.now, jobs=1, preview=edited.builds is not None)
    time.sleep(0.03)
    rebuild(edited.site.folder, options)
    edited.edit("articles/old.md", "一段", "第二段")
    assert edited.is_planned_anew() == (edited.builds is not None)


@pytest.fixture(params=["memory", "store"])
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Edited]:
    """Return what takes a site and builds it once."""

    def begin(site: str) -> Edited:
        edited = Edited(tmp_path, in_one_process=request.param == "memory", site=site)
        edited.build()
        return edited

    return begin


Begin = Callable[[str], Edited]
BESIDE = SITE.replace("images/two.svg", "articles/pic.svg").replace("(/images/one.svg)", "(pic.svg)")
TWO = SITE.replace("newest: 1", "newest: 2")


@pytest.mark.parametrize("text", ['<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>', ""])
def test_a_picture_beside_an_article(begun: Begin, text: str) -> None:
    """A picture may lie among articles; where it changed or is gone, words are not all that changed."""
    edited = begun(BESIDE)
    if text:
        edited.site.write("articles/pic.svg", text)
    else:
        edited.site.delete("articles/pic.svg")
    edited.edit("articles/newest.md", "第一段", "一段")
    assert edited.is_planned_anew()


def test_a_nearer_picture(begun: Begin) -> None:
    """A picture that comes nearer to an article than the one it shows is shown instead."""
    edited = begun(SITE.replace("(/images/one.svg)", "(images/one.svg)"))
    edited.site.write("articles/images/one.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"/>')
    edited.edit("articles/newest.md", "第一段", "一段")
    assert edited.is_planned_anew()


@pytest.mark.parametrize(
    ("before", "after"), [("draft: true", "draft: false"), ("date: 2027-10-01", "date: 2026-10-02")]
)
def test_an_article_that_is_published_meanwhile(begun: Begin, before: str, after: str) -> None:
    """What was left out before and is not any more comes, though words of another changed too."""
    edited = begun(SITE + f"-- articles/other.md --\n---\n{before}\n---\n稿。\n")
    edited.edit("articles/other.md", before, after)
    edited.edit("articles/newest.md", "第一段", "一段")
    assert edited.is_planned_anew()


def test_the_newest_are_reworded_one_after_the_other(begun: Begin) -> None:
    """Other channels show the last words of each."""
    edited = begun(TWO)
    edited.edit("articles/newest.md", "第一段", "一段")
    assert not edited.is_planned_anew()
    edited.edit("articles/old.md", "第一段", "一段")
    assert not edited.is_planned_anew()


FAR = "字" * 3000
PARTED = f"定一。\n\n隔\n\n定。\n\n{'定。' * 60}\n\n"


def test_other_files_of_another_channel(begun: Begin) -> None:
    """An official-account article has other codes where cards stand nearer; the files that go with them come and go."""
    cards = "::product{vinegar key=a}\n\n" + PARTED + "::product{bowl}\n"
    edited = begun(TWO.replace("::product{vinegar key=a}\n", cards))
    for old, new in (("\n\n隔\n", f"\n\n{FAR}\n"), (f"\n\n{FAR}\n", "\n\n隔\n"), ("\n\n隔\n", f"\n\n{FAR}\n")):
        edited.edit("articles/newest.md", old, new)
        edited.build()


def test_what_other_channels_tell_is_told_once(begun: Begin) -> None:
    """Codes that come too near each other are told, by this build and the next, each time once."""
    codes_apart = "::product{vinegar key=a}\n\n::qr{vinegar}\n\n" + PARTED.replace("隔", FAR) + "::qr{bowl}\n"
    edited = begun(TWO.replace("::product{vinegar key=a}\n", codes_apart))
    edited.edit("articles/newest.md", FAR, "隔")
    assert "wechat-code-near" in codes(edited.build())
    edited.edit("articles/old.md", "第一段", "一段")
    assert codes(edited.build()).count("wechat-code-near") == 1


def test_a_kouling_that_is_gone(begun: Begin) -> None:
    """What was told of words is told no more without them."""
    words = "再说一句话。" * 40
    text = f"摘要一句。\n\n看[旧文](old.md#小节)。{words}\n\n末段。\n\n复制￥AbCdEfGh123￥打开淘宝\n"
    edited = begun(SITE.replace("看[旧文](old.md#小节)。\n", text))
    assert codes(edited.build()) == ["raw-kouling"]
    edited.edit("articles/undated.md", "复制￥AbCdEfGh123￥打开淘宝", "没有")
    assert codes(edited.build()) == []


def test_a_reporter_is_told_the_end(tmp_path: Path) -> None:
    """Whoever shows progress hears that it is over."""
    edited = Edited(tmp_path, in_one_process=False)
    edited.build()
    edited.edit("articles/old.md", "第一段", "一段")
    time.sleep(0.03)
    stages = Stages()
    build(edited.site.folder, Options(now=edited.now, jobs=1), stages)
    assert list(dict.fromkeys(stages.names)) == ["kept", "markdown", "plan", "compare", "write", "place", "closed"]


def test_a_file_that_a_hand_deleted(tmp_path: Path) -> None:
    """A build of the site mends what is not as it was written, whatever else changed."""
    edited = Edited(tmp_path, in_one_process=False)
    edited.build()
    (edited.site.folder / "build/web/index.html").unlink()
    edited.edit("articles/old.md", "第一段", "一段")
    assert "web/index.html" in edited.build().written


def test_a_warning_of_a_reworded_article(edited: Edited) -> None:
    """An article of which something is to be told is planned with all others, so that it is told."""
    edited.edit("articles/old.md", "第一段。", ":::products{tag=无}\n:::")
    assert codes(edited.build()) == ["query-without-products"]
    edited.edit("articles/old.md", "::product{vinegar}", "词\n\n::product{vinegar}")
    assert codes(edited.build()) == ["query-without-products"]
