"""The theme as Jinja templates: what each one uses, and rendering with one view model.

A template can reach the view model, the words of its language and pure filters. Names in `include`,
`extends` and `import` are literals, so that what a template uses is known without running it.
"""

from __future__ import annotations

import json
import re
import traceback
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.filters import do_urlencode
from jinja2.runtime import Context, Macro

from contentshop.model import Place, digest
from contentshop.problems import fail
from contentshop.sources import Theme

from .compiled import Compiled, Reference, known, remember
from .words import fitting, words_of

_MISTAKES = (jinja2.TemplateError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError, RuntimeError)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a cell begins with that office programs compute; the full-width twins as some take them."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_METHODS = frozenset(dir(dict))
_REFERENCES = (nodes.Include, nodes.Extends, nodes.Import, nodes.FromImport)


class _Context(Context):
    """Calls macros at once: to ask each callable first what it wants takes as long as a short macro."""

    def call(self, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Return what a template's call gives."""
        if type(obj) is not Macro:
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return obj(self.eval_ctx, *args, **kwargs)


class _Environment(jinja2.Environment):
    """Keeps templates to what views and words say: a name that begins with `_` is not there for them.

    Jinja's sandbox would do this too, at the cost of guarding every call of a macro.
    """

    context_class = _Context

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what `obj.attribute` stands for."""
        if attribute[0] == "_":
            return self._hidden(attribute)
        if type(obj) is dict and attribute in obj and attribute not in _METHODS:
            return obj[attribute]  # words: to fail first would cost five times as much
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return what `obj[argument]` stands for."""
        hidden = isinstance(argument, str) and argument.startswith("_")
        return self._hidden(argument) if hidden else super().getitem(obj, argument)

    def _hidden(self, name: str) -> jinja2.Undefined:
        return self.undefined(name=name)


class _Loader(jinja2.BaseLoader):
    """Gives templates from code that was kept, else compiles them and keeps the code."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files
        self._kept: dict[str, Compiled | None] = {}
        self._references: dict[str, tuple[Reference, ...]] = {}
        self._trees: dict[str, nodes.Template] = {}
        """Of templates that were read for their references and are not compiled yet."""

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002, ARG002 - as in Jinja
    ) -> jinja2.Template:
        """Return the template of a name, with the environment's own globals.

        Jinja gives them behind an empty mapping, through which it would go in Python for every page.

        Raises:
            jinja2.TemplateError: there is none, or it is broken.

        """
        if name not in self._files:
            raise jinja2.TemplateNotFound(name)
        found = self._known(name)
        if found is None:
            references = self.references(environment, name)
            code = environment.compile(self._trees[name], name, f"templates/{name}")
            found = self._kept[name] = Compiled(references, code)
            del self._trees[name]
            remember(name, self._files[name], found)
        return environment.template_class.from_code(environment, found.code, environment.globals, None)

    def references(self, environment: jinja2.Environment, name: str) -> tuple[Reference, ...]:
        """Return what the template of a name refers to.

        Raises:
            jinja2.TemplateSyntaxError: it is broken.
            RecursionError: it is nested too deep.

        """
        if name not in self._references:
            found = self._known(name)
            if found is None:
                self._trees[name] = environment.parse(self._files[name], name)
            self._references[name] = found.references if found else _references(self._trees[name])
        return self._references[name]

    def _known(self, name: str) -> Compiled | None:
        if name not in self._kept:
            self._kept[name] = known(name, self._files[name])
        return self._kept[name]


def _references(tree: nodes.Template) -> tuple[Reference, ...]:
    def read(node: nodes.Node) -> Reference:
        named = getattr(node, "template", None)
        literal = named.value if isinstance(named, nodes.Const) and isinstance(named.value, str) else None
        return Reference(literal, node.lineno, getattr(node, "ignore_missing", False))

    return tuple(map(read, tree.find_all(_REFERENCES)))


class Templates:
    """The compiled theme; one per process and theme."""

    def __init__(self, theme: Theme) -> None:
        self._files = dict(theme.files)
        self._digests: dict[str, str] = {}
        self._words = words_of(self._files)
        self._fitting: dict[str, Mapping[str, str]] = {}
        self._loader = _Loader(self._files)
        self._environment = _Environment(
            loader=self._loader,
            autoescape=jinja2.select_autoescape(("html", "xml")),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        del self._environment.globals["lipsum"]
        for name in ("random", "attr"):
            del self._environment.filters[name]
        self._environment.filters["urlencode"] = urlencode
        self._environment.filters["fill"] = fill
        self._environment.filters["cell"] = cell
        self._environment.globals["words_in"] = self.words
        self._environment.policies["json.dumps_function"] = _json

    def words(self, language: str) -> Mapping[str, str]:
        """Return the words of a language: its own, else those of a near one, else English."""
        if language not in self._fitting:
            self._fitting[language] = fitting(self._words, language)
        return self._fitting[language]

    def digest(self, name: str) -> str:
        """Return the digest of a template, all templates it uses, and the words.

        Raises:
            ProblemError: no-template, dynamic-template, broken-template.

        """
        if name not in self._digests:
            used: dict[str, str] = {}
            self._collect(name, used, Place("templates/" + name))
            words = [text for path, text in sorted(self._files.items()) if path.startswith("words/")]
            self._digests[name] = digest(*(part for pair in sorted(used.items()) for part in pair), *words)
        return self._digests[name]

    def compile_ahead(self, folder: str) -> None:
        """Compile the templates below a folder; what is wrong with one is told where it is used."""
        for name in self._files:
            if name.startswith(f"{folder}/"):
                with suppress(jinja2.TemplateError, RecursionError):
                    self._environment.get_template(name)

    def _collect(self, name: str, used: dict[str, str], place: Place) -> None:
        if name in used:
            return
        source = self._files.get(name)
        if source is None:
            raise fail("no-template", place, name=name)
        used[name] = source
        try:
            references = self._loader.references(self._environment, name)
        except jinja2.TemplateSyntaxError as error:
            raise fail("broken-template", Place("templates/" + name, error.lineno), reason=error.message) from None
        except RecursionError as error:
            raise fail("broken-template", Place("templates/" + name), reason=error) from None
        for one in references:
            here = Place("templates/" + name, one.line)
            if one.name is None:
                raise fail("dynamic-template", here)
            if one.may_be_missing and one.name not in self._files:
                continue
            self._collect(one.name, used, here)

    def render(self, name: str, view: Any) -> str:
        """Return the page a template makes of a view model.

        XML files lose the characters that XML 1.0 cannot hold (its section 2.2), which articles may; so does
        what `tojson` writes, so that both feeds say the same.

        Raises:
            ProblemError: broken-template, at the template's line.

        """
        try:
            text = self._environment.get_template(name).render(page=view, words=self.words(view.language))
        except jinja2.TemplateSyntaxError as error:
            place = Place(f"templates/{error.name or name}", error.lineno)
            raise fail("broken-template", place, reason=error.message) from None
        except _MISTAKES as error:
            raise fail("broken-template", _place_in_template(error, name), reason=f"{error}") from None
        return _NOT_XML.sub("", text) if name.endswith(".xml") else text


def _place_in_template(error: BaseException, name: str) -> Place:
    """Return the innermost template line of an error's traceback."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("templates/")]
    return Place(frames[-1].filename, frames[-1].lineno or 0) if frames else Place("templates/" + name)


def _json(value: object, **_: object) -> str:
    """Return text as JSON, for the filter `tojson`, which sees to `<`, `>`, `&` and `'`."""
    return json.dumps(_NOT_XML.sub("", str(value)), ensure_ascii=False)


def urlencode(value: Any) -> str:
    """Return what Jinja's own filter does; a text, such as the icon on every page, is encoded once."""
    return _encoded(value) if isinstance(value, str) else do_urlencode(value)


@lru_cache(maxsize=64)
def _encoded(text: str) -> str:
    return do_urlencode(text)


def fill(text: str, **values: object) -> str:
    """Return a word with its `{names}` filled in."""
    return text.format_map(values)


def cell(text: object) -> str:
    """Return a text as a cell of a CSV file that no office program takes for a formula."""
    said = str(text)
    guarded = f"'{said}" if said.startswith(_FORMULA) else said
    return '"' + guarded.replace('"', '""') + '"'


@lru_cache(maxsize=2)
def templates_of(theme: Theme) -> Templates:
    """Return the compiled theme, kept in this process for as long as the theme stays the same.

    Raises:
        ProblemError: broken-words.

    """
    return Templates(theme)


def compile_ahead(theme: Theme, folder: str) -> None:
    """Compile the templates below a folder of a theme, for this process, and for others where they can be kept."""
    templates_of(theme).compile_ahead(folder)
