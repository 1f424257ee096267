"""Law 1: after any edits, a build without errors gives what a clean build gives, byte for byte.

The machine below edits a small site in every way it knows, builds at times of its choosing, and after
each build that reports no error builds a copy of the sources from nothing and compares.
"""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, rule
from PIL import Image
from sites import NOW, Site

from contentshop.again import Builds
from contentshop.build import Options
from contentshop.model import Place, Problem
from contentshop.problems import is_error
from contentshop.reporting import Outcome

BODIES = (
    "第一段。\n\n::product{vinegar}\n",
    "看[老陈醋](product:vinegar)，:price{vinegar}。\n\n## 小标题\n\n::qr\n",
    ":::products{layout=compare}\n- vinegar\n- noodles\n:::\n\n脚注[^1]\n\n[^1]: 在此\n",
    "![图](images/a.png)\n\n::product{noodles note=好 key=end}\n",
    ":::products{tag=面 sort=price}\n:::\n\n::qr{noodles}\n",
    "没有商品。\n",
    ":::verdict{vinegar badge=top-pick rating=4.5}\n+ 香 :price{noodles}\n- [贵](product:noodles)\n> 你\n:::\n",
    "::::faq\n### 问\n\n![图](images/a.png)\n\n:::products\n- vinegar\n- noodles\n:::\n::::\n",
    ":::quote{from=甲 source=乙 consent=丙}\n[别篇](a.md#问)\n\n::product{vinegar key=q}\n:::\n",
    "坏的 :price{nothing}\n",
    "指向 [另一篇](a.md#小标题)。\n",
    "::offers{vinegar}\n\n::alternatives{vinegar key=x}\n",
    "::follow\n\n::join{tea}\n",
)
NAMES = ("a", "b", "2026-11-22-c", "篇")
HEADS = (
    "title: 题",
    "date: 2026-11-18",
    "date: 2026-11-22",
    "slug: other",
    "tags: [醋, 面]",
    "tags: [面]",
    "draft: true",
)
HEADS += (
    "wechat_url: https://mp.weixin.qq.com/s/a",
    "pinned: true",
    "cover: images/a.png",
    "aliases: [/old/]",
    "language: en",
    "translation_of: a.md",
    "date: someday",
    "",
)
FIELDS = {
    "price": ("39.90", "36.00"),
    "as_of": ("2026-11-20", "2026-11-19"),
    "valid_until": ("2026-11-21", "2026-12-20", "null"),
    "stock": ("in_stock", "out_of_stock"),
    "title": ("老陈醋", "新陈醋 <b>"),
    "image": ("images/a.png", '""', "images/none.png"),
    "tags": ("[醋]", "[面]"),
}
OFFERS = (
    {"price": "39.90", "stock": "in_stock", "valid_until": "null"},
    {"price": "3.00"},
    {"price": "41.00", "as_of": "2026-11-20", "valid_until": "2026-12-20"},
    {"reference_price": "{amount: 59, kind: msrp, evidence: 标价, date: 2026-11-01}", "price": "8.00"},
    {"stock": "out_of_stock"},
)
CONFIGS = (
    "prefer: cheapest",
    "codes: direct",
    "html: escape",
    "disclosure: {off: 没有佣金}",
    "products: {pages: all}",
    "kits: {newest: 0}",
    "channels: {moments: {enabled: false}, group: {price: hidden}, weibo: {enabled: false}}",
    "go_base_url: https://go.test/s",
    "account: {name: 晋味, code: images/a.png}",
    "account: {name: 晋味, code: images/none.png}",
    "channels: {wechat: {price: hidden}, group: {enabled: false}}",
    "wechat: {theme: celadon, readmore: shop, miniprogram: text}",
    "",
)
QUICK = ("channels: {moments: {enabled: false}}", "kits: {newest: 1}")
"""What keeps a step short; some of the configs say it otherwise."""
GROUP = "- {id: tea, kind: group, name: 茶友, code: images/a.png"
PROMOTER = "- {id: zhou, kind: promoter, name: 小周, texts: true"
OUTLETS = (
    f"{GROUP}}}\n",
    f"{GROUP}, expires: 2026-11-22, fallback: 问客服}}\n",
    f"{GROUP}, expires: 2026-12-20, texts: true}}\n",
    f"{GROUP}, posters: true}}\n- {{id: 推客, kind: promoter, name: 甲, texts: true}}\n",
    f"{GROUP}}}\n{GROUP}}}\n",
    f"{GROUP}, texts: true, signature: 老陈}}\n{PROMOTER}}}\n",
    f"{GROUP}}}\n{PROMOTER}, shop: tao}}\n",
    f"{GROUP}, texts: true}}\n{PROMOTER}, shop: none}}\n",
    "- {id: tea, kind: group, name: 茶友, code: images/none.png}\n",
    "- [\n",
    "",
)
OVERRIDES = ("web/group.html", "web/go.html", "web/base.html", "web/assets/style.css", "words/zh-CN.toml")


def picture(shade: int) -> bytes:
    """Return a small PNG; all of them have the same size in bytes."""
    out = io.BytesIO()
    Image.new("L", (8, 8), shade).save(out, "PNG", compress_level=0)
    return out.getvalue()


class Edits(RuleBasedStateMachine):
    """A site under edit."""

    articles = Bundle("articles")
    output = "build"

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp())
        self.site = Site(self.root / "site")
        self.now = NOW
        self.product = {"price": "39.90", "as_of": "2026-11-20"}
        self.config = (self.site.folder / "config.yaml").read_text("utf-8")
        self.edit_config("")
        self.swap_picture(10)

    def teardown(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.root)

    @initialize()
    def begin(self) -> None:
        """Start with a catalogue of two products."""
        self.write_products()

    def write_products(self) -> None:
        """Write the catalogue as it is now."""
        fields = "".join(f"  {name}: {value}\n" for name, value in self.product.items())
        title = "" if "title" in self.product else "  title: 醋\n"
        self.site.write(
            "products/all.yaml",
            f"- id: vinegar\n{title}{fields}  offers: [{{shop: own, path: /v}}, {{shop: tao, item_id: '123'}}]\n"
            "  alternatives: [noodles]\n"
            "- {id: noodles, title: 面, tags: [面], price: 9.90, as_of: 2026-11-20,\n"
            "   offers: [{shop: mini, path: 'pages/goods?id=1'}]}\n",
        )

    @rule(
        target=articles,
        name=st.sampled_from(NAMES),
        head=st.lists(st.sampled_from(HEADS), max_size=4),
        body=st.sampled_from(BODIES),
    )
    def write_article(self, name: str, head: list[str], body: str) -> str:
        """Add or change an article."""
        lines = {line.split(":")[0]: line for line in head if line}.values()
        front = "---\n" + "\n".join(lines) + "\n---\n" if lines else ""
        self.site.write(f"articles/{name}.md", front + body)
        return name

    @rule(name=consumes(articles))
    def delete_article(self, name: str) -> None:
        """Delete an article, if an earlier rule did not."""
        (self.site.folder / f"articles/{name}.md").unlink(missing_ok=True)

    @rule(target=articles, name=consumes(articles), to=st.sampled_from(NAMES))
    def rename_article(self, name: str, to: str) -> str:
        """Rename an article, maybe over another."""
        source = self.site.folder / f"articles/{name}.md"
        if source.exists():
            source.replace(self.site.folder / f"articles/{to}.md")
        return to

    @rule(field=st.sampled_from(sorted(FIELDS)), data=st.data())
    def edit_product(self, field: str, data: st.DataObject) -> None:
        """Change a field of a product."""
        self.product[field] = data.draw(st.sampled_from(FIELDS[field]))
        self.write_products()

    @rule()
    def break_products(self) -> None:
        """Leave the catalogue as no YAML at all."""
        self.site.write("products/all.yaml", "- id: [vinegar\n")

    @rule(target=articles, name=st.sampled_from(NAMES), body=st.sampled_from(BODIES[:6]))
    def write_plain_article(self, name: str, body: str) -> str:
        """Add or change an article without a head."""
        self.site.write(f"articles/{name}.md", body)
        return name

    @rule()
    def mend_products(self) -> None:
        """Write the catalogue as it should be."""
        self.product = {"price": "39.90", "as_of": "2026-11-20"}
        self.write_products()

    @rule(shade=st.integers(0, 255))
    def swap_picture(self, shade: int) -> None:
        """Change the bytes of a picture in place, keeping its size and its time."""
        path = self.site.folder / "images/a.png"
        before = path.stat() if path.exists() else None
        self.site.write("images/a.png", picture(shade))
        if before:
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(name=st.sampled_from(OVERRIDES), extra=st.sampled_from(("1", "2")))
    def override_template(self, name: str, extra: str) -> None:
        """Put a changed copy of a template over the theme's own."""
        theme = Path(__file__).parent.parent / "templates"
        text = (theme / name).read_text("utf-8").replace("{% block content %}", f"{{% block content %}}{extra}")
        text = text.replace("首页", "首页" + extra) if name.endswith(".toml") else text + extra
        self.site.write(f"templates/{name}", text)

    @rule(name=st.sampled_from(OVERRIDES))
    def drop_override(self, name: str) -> None:
        """Go back to the theme's own template."""
        (self.site.folder / f"templates/{name}").unlink(missing_ok=True)

    @rule()
    def break_template(self) -> None:
        """Put a template that does not parse over the theme's own."""
        self.site.write("templates/web/group.html", "{% if %}")

    @rule(line=st.sampled_from(CONFIGS))
    def edit_config(self, line: str) -> None:
        """Change a key of the config."""
        quick = (one for one in QUICK if not line.startswith(one.partition(":")[0]))
        self.site.write("config.yaml", "\n".join([self.config, *quick, line, ""]))

    @rule(text=st.sampled_from(OUTLETS))
    def edit_outlets(self, text: str) -> None:
        """Change the groups."""
        self.site.write("outlets.yaml", text)

    @rule(name=st.sampled_from(("CNAME", "a/b.txt", "feed.xml")), there=st.booleans())
    def edit_static(self, name: str, *, there: bool) -> None:
        """Add or remove a static file; one of them clashes with the feed."""
        if there:
            self.site.write(f"static/{name}", name)
        else:
            (self.site.folder / "static" / name).unlink(missing_ok=True)

    @rule(hours=st.sampled_from((-30, 1, 30, 24 * 40)))
    def let_time_pass(self, hours: int) -> None:
        """Move the clock, across scheduled articles and last days of prices."""
        self.now += timedelta(hours=hours)

    @rule()
    def tamper(self) -> None:
        """Change a file of the output by hand."""
        home = self.site.folder / "build/web/index.html"
        if home.exists():
            home.write_text("tampered")

    @rule(clean=st.booleans())
    def build(self, *, clean: bool) -> None:
        """Build, mend what is wrong until nothing is, and compare with a clean build."""
        outcome = self.run(clean=clean)
        for _ in range(4):
            errors = [one for one in outcome.problems if is_error(one)]
            if not errors:
                break
            event(f"mended {errors[0].code}")
            self.mend(errors)
            outcome = self.run()
        assert not [one for one in outcome.problems if is_error(one)]
        event("compared")
        self.compare()

    @property
    def options(self) -> Options:
        """How the site is built."""
        return Options(now=self.now, jobs=1)

    def run(self, *, clean: bool = False) -> Outcome:
        """Build once."""
        return self.site.build(self.options, clean=clean)

    def mend(self, errors: list[Problem]) -> None:
        """Mend what the problems name, each in the plainest way."""
        for file in {one.where.file for one in errors if isinstance(one.where, Place)}:
            if file.startswith("articles/"):
                self.site.write(file, f"# {file}\n\n::product{{vinegar}}\n")
            elif file.startswith("products/"):
                self.mend_products()
            elif file.startswith("templates/"):
                self.site.delete(file)
            elif file == "outlets.yaml":
                self.site.write(file, OUTLETS[0])
            elif file == "config.yaml":
                self.edit_config("")
            else:
                (self.site.folder / "static/feed.xml").unlink(missing_ok=True)

    @rule(name=st.sampled_from(OVERRIDES), extra=st.sampled_from(("3", "4")))
    def restyle(self, name: str, extra: str) -> None:
        """Change a template and nothing else between two builds."""
        self.build(clean=False)
        self.override_template(name, extra)
        self.build(clean=False)

    def compare(self) -> None:
        """Build a copy of the sources from nothing and compare every byte."""
        fresh = self.root / "fresh"
        shutil.copytree(self.site.folder, fresh, ignore=shutil.ignore_patterns("build", ".contentshop"))
        try:
            other = Site.of(fresh)
            again = other.build(self.options)
            assert not [one for one in again.problems if is_error(one)]
            assert again.new_tokens == 0
            assert self.site.output(self.output) == other.output(self.output)
        finally:
            shutil.rmtree(fresh)


WORDS = ("一。", "**二**。", "三[^1]。", "[四](product:vinegar)。", "# 五")


class Rewordings(Edits):
    """The same edits, and words that change alone, each long enough before a build for a further one to show."""

    def run(self, *, clean: bool = False) -> Outcome:
        """Build once."""
        time.sleep(0.03)
        return super().run(clean=clean)

    @rule(name=st.sampled_from(NAMES), body=st.sampled_from(BODIES), words=st.sampled_from(WORDS))
    def reword(self, name: str, body: str, words: str) -> None:
        """Change words of an article and nothing else between two builds."""
        path = f"articles/{name}.md"
        self.site.write(path, f"---\ndate: 2026-11-19\nsummary: 说。\n---\n{body}")
        self.build(clean=False)
        self.site.write(path, (self.site.folder / path).read_text("utf-8") + f"\n{words}\n")
        self.build(clean=False)

    @rule(body=st.sampled_from(BODIES[:8]), before=st.sampled_from(OFFERS), after=st.sampled_from(OFFERS))
    def reprice(self, body: str, before: dict[str, str], after: dict[str, str]) -> None:
        """Change what is said of a product's offers, and nothing else between two builds."""
        self.write_plain_article("a", body)
        self.product |= before
        self.write_products()
        self.build(clean=False)
        self.product |= after
        self.write_products()
        self.build(clean=False)


class Previews(Rewordings):
    """The same, seen by one process that builds previews."""

    output = ".contentshop/preview"

    def __init__(self) -> None:
        super().__init__()
        self.builds = Builds(self.site.folder)

    @property
    def options(self) -> Options:
        """How the site is built."""
        return Options(now=self.now, jobs=1, preview=True)

    def run(self, *, clean: bool = False) -> Outcome:
        """Build once."""
        time.sleep(0.03)
        before = self.builds.last and self.builds.last.planned.opened
        outcome = self.builds.build(msgspec.structs.replace(self.options, clean=clean))
        if before is not None and outcome.written and self.builds.last is not None:
            event("words alone" if self.builds.last.planned.opened is before else "more than words")
        return outcome


TestEdits = pytest.mark.no_cover(Edits.TestCase)
"""Not measured: what it runs, other tests run too, and it runs twice as fast unwatched."""
TestEdits.settings = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)

TestRewordings = pytest.mark.no_cover(Rewordings.TestCase)
TestPreviews = pytest.mark.no_cover(Previews.TestCase)
TestRewordings.settings = TestPreviews.settings = settings(
    max_examples=20, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_clock_is_a_value(tmp_path: Path) -> None:
    """The same sources at the same clock give the same bytes in another folder."""
    first, second = Site(tmp_path / "one"), Site(tmp_path / "deeper/two")
    for site in (first, second):
        site.write("articles/a.md", BODIES[0])
        site.build(now=datetime.fromisoformat("2026-11-21T12:00:00+08:00"))
    assert first.output() == second.output()
