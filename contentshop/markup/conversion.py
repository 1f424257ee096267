"""Markdown → document."""

from __future__ import annotations

import html
import threading
from functools import lru_cache

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.admonition import AdmonitionExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.tables import TableExtension
from markdown.util import ETX, STX

from contentshop.model import Document, Html, TextPlace
from contentshop.problems import fail, problem

from .blocks import DirectiveBlocks, InlineDirectives, PlainBlocks, TooDeepError
from .cleaning import clean
from .han import HanLines
from .highlighting import FencePreprocessor
from .inlines import Inlines
from .lists import ListIndents
from .mentions import mentions
from .settings import Settings
from .slips import slips
from .slots import BLOCK_TAG, BOX_TAG, Slots
from .tree import Finish, Tasks


def _built_in() -> list[Extension]:
    """Return Python-Markdown's own extensions; by their names it would look for them in all packages installed."""
    return [
        TableExtension(),
        FootnoteExtension(BACKLINK_TITLE="↩ {}"),
        AdmonitionExtension(),
        MarkdownInHtmlExtension(),
        AttrListExtension(),
        DefListExtension(),
        AbbrExtension(),
    ]


class _Contentshop(Extension):
    """Directives, Han lines, task lists and the final pass over the tree."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.escape = settings.html == "escape"
        self.extended = bool(settings.extensions)
        self.slots = Slots()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register everything of this package."""
        md.registerExtension(self)
        md.block_level_elements += [BLOCK_TAG, BOX_TAG]
        md.ESCAPED_CHARS.append("~")
        if md.delimiters is not None:
            md.delimiters.add("~", "del", double=True)
        md.preprocessors.register(FencePreprocessor(md), "fenced_code_block", 25)
        md.preprocessors.register(ListIndents(md), "list_indents", 15)
        if not self.extended:
            md.parser.blockprocessors.register(PlainBlocks(md.parser), "plain", 110)
        md.parser.blockprocessors.register(DirectiveBlocks(md.parser, self.slots), "directives", 85)
        md.parser.blockprocessors["olist"].LAZY_OL = False  # type: ignore[attr-defined]  # start as numbered
        md.inlinePatterns.register(InlineDirectives(md, self.slots), "directives", 185)
        md.treeprocessors.register(Inlines(md), "inline", 20)
        md.treeprocessors.register(Tasks(md), "tasks", 25)
        md.treeprocessors.register(HanLines(md), "han", 12)
        self.finish = Finish(md, self.slots)
        md.treeprocessors.register(self.finish, "finish", -10)
        if self.escape:
            md.preprocessors.deregister("html_block")
            md.inlinePatterns.deregister("html")

    def reset(self) -> None:
        """Forget the last body."""
        self.slots.held.clear()


class _Machine:
    """A Markdown instance, costly to make, that converts one body at a time."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.own = _Contentshop(settings)
        self.lock = threading.Lock()
        self.markdown = Markdown(extensions=_built_in(), output_format="html")
        for name in settings.extensions:
            try:
                self.markdown.registerExtensions([name], {})
            except (ImportError, AttributeError, TypeError, ValueError, KeyError) as error:
                raise fail("unknown-extension", name=name, reason=error) from error
        self.markdown.registerExtensions([self.own], {})
        # Asked several times for each element; Python-Markdown goes through a list of sixty names every time.
        self.markdown.is_block_level = lru_cache(maxsize=512)(self.markdown.is_block_level)  # type: ignore[method-assign]

    def convert(self, body: str, title: str) -> Document:
        self.markdown.reset()
        self.own.finish.title = title
        output = self.markdown.convert(body)
        if self.settings.html != "allow":
            output = clean(output, body)
        segments, problems = self.own.slots.split(output)
        found = self.own.finish.findings
        named = mentions(segments)
        told = (*problems, *slips(body))
        return Document(segments, found.headings, found.anchors, found.title, found.lead, named, told)


@lru_cache(maxsize=8)
def _machine(settings: Settings) -> _Machine:
    return _Machine(settings)


def convert(body: str, settings: Settings, title: str = "") -> Document:
    """Return the document a Markdown body says.

    Args:
        body: The Markdown after the front matter, its lines parted by single newline characters.
        settings: How it is read.
        title: The title in the front matter; a first heading that says the same is taken out.

    Raises:
        ProblemError: `unknown-extension`, when an extension of the settings cannot be loaded.

    """
    source = body.replace(STX, "").replace(ETX, "")
    if not source.strip():
        return Document()
    machine = _machine(settings)
    with machine.lock:
        try:
            return machine.convert(source, title)
        except (RecursionError, TooDeepError):
            _machine.cache_clear()
            return _too_deep(source)
        except BaseException:
            _machine.cache_clear()
            raise


def _too_deep(body: str) -> Document:
    """Return a body that is nested too deep as preformatted text, with the problem."""
    deepest = max(body.split("\n"), key=lambda line: len(line) - len(line.lstrip(" \t>*+-[")))
    place = TextPlace("", deepest.strip()[:80])
    return Document((Html(f"<pre>{html.escape(body)}</pre>"),), problems=(problem("too-deep", place),))
