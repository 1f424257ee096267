"""Write the parts of the documentation that are made from the code.

A page says what belongs where with two comments; what stands between them is replaced:

    <!-- generated: fields SiteConfig -->
    <!-- end -->

    cli COMMAND        usage, options and arguments of a command (`cli contentshop` for the whole)
    fields RECORD      the keys of a record of contentshop/model
    directives         every directive with its arguments and aliases
    problems           every problem with its level, exit code, words and hint
    kinds              the shop kinds of shops.yaml
    tracking           what goes into each tracking key
    opaque             addresses that are never changed
    policy             the rows of policy.yaml
    rules SUBJECT      WeChat's rules for content, fields or browser
    sources            what those rules were read in
    forms              the forms of addresses and share texts of forms.yaml
    retired            the kinds of shop that have gone
    file PATH          a file of docs/, whole

English comes from the code; Chinese descriptions of fields and notes are in docs/fields.zh.toml.

    python tools/write_reference.py            write
    python tools/write_reference.py --check    name the pages that are out of date and fail
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

import click
import msgspec
from msgspec import inspect

from contentshop import model
from contentshop.channels.wechat import rules, sources
from contentshop.cli import commands
from contentshop.links import entrances, kinds, policy_groups, retired, source_named
from contentshop.links.forms import forms, source_of
from contentshop.links.shops import opaque, tracking
from contentshop.markup import DIRECTIVES, Argument, Directive
from contentshop.markup.vocabulary import Form
from contentshop.phrases import phrase
from contentshop.problems import Language, catalogue

DOCS = Path(__file__).parent.parent / "docs"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
ROOTS = (model.Config, model.Product, model.FrontMatter, model.Outlet)
"""The records an author types; all others are reached from them."""
FENCES: Mapping[str, str] = {".yml": "yaml", ".toml": "toml", ".conf": "nginx", ".sh": "sh", "": "text"}
"""The language of a fenced block, by the suffix of the file that stands in it."""
_BLOCK = re.compile(r"(?P<open><!-- generated: (?P<name>.+?) -->\n).*?(?P<close><!-- end -->)", re.DOTALL)

WORDS: Mapping[str, tuple[str, str]] = {
    "key": ("键", "key"),
    "type": ("类型", "type"),
    "default": ("默认", "default"),
    "meaning": ("说明", "meaning"),
    "required": ("必填", "required"),
    "StrType": ("文字", "text"),
    "BoolType": ("是或否", "yes or no"),
    "IntType": ("整数", "whole number"),
    "DecimalType": ("小数", "number"),
    "DateType": ("日期", "date"),
    "list": ("{} 的列表", "list of {}"),
    "map": ("{} → {}", "{} → {}"),
    "or": ("或", "or"),
    "usage": ("用法", "Usage"),
    "option": ("选项", "option"),
    "argument": ("参数", "argument"),
    "command": ("命令", "command"),
    "directive": ("标签", "directive"),
    "aliases": ("别名", "aliases"),
    "forms": ("写法", "written"),
    "subject": ("id", "id"),
    "product": ("商品", "product"),
    "outlet": ("群", "group"),
    "values": ("取值", "values"),
    "any": ("任意文字", "any text"),
    "count": ("1 到 9999", "1 to 9999"),
    "day": ("日期，如 `2026-11-20`", "a day, such as `2026-11-20`"),
    "rating": ("0.5 到 5，最多一位小数", "0.5 to 5 in steps of 0.1"),
    "optional": ("可写", "optional"),
    "none": ("不写", "none"),
    "level": ("级别", "level"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "exit": ("退出码", "exit code"),
    "hint": ("提示", "hint"),
    "kind": ("类型", "kind"),
    "name": ("名称", "name"),
    "needs": ("商品里写", "an offer says"),
    "shop-needs": ("店铺里写", "the shop says"),
    "address": ("拼出的地址", "address"),
    "appended": ("附加的参数", "what is appended"),
    "nothing": ("不附加", "nothing"),
    "opens": ("在哪里打得开", "where it opens"),
    "everywhere": ("到处", "everywhere"),
    "outside_wechat": ("微信以外", "outside WeChat"),
    "wechat": ("只在微信里", "in WeChat only"),
    "traceable": ("能追到", "traced to"),
    "placement": ("每一处商品", "the placement"),
    "the-channel": ("渠道", "the channel"),
    "channel": ("渠道", "channel"),
    "carrier": ("承载方式", "carrier"),
    "account": ("店铺账号", "the account"),
    "untraceable": ("追不到", "nothing"),
    "confidence": ("把握", "confidence"),
    "checked": ("核对日期", "checked"),
    "source": ("依据", "source"),
    "no-carrier": ("不承载", "nothing"),
    "only-for": ("（只限 {}）", " (only {})"),
    "warned": ("（构建时提醒）", " (builds warn)"),
    "now": ("现在是", "is now"),
    "carriers": ("承载方式（先好后次）", "carriers, best first"),
    "value": ("填入", "value"),
    "host": ("域名", "host"),
    "only": ("仅当", "only"),
    "path-like": ("路径形如 {}", "under the path {}"),
    "with-keys": ("带有参数 {}", "with the key {}"),
    "within": ("（放进 {} 的值里，最多 {} 个字符）", " (inside the value of {}, {} characters at most)"),
    "rule": ("规则", "rule"),
    "place": ("在哪里", "where"),
    "wrong": ("问题", "what is wrong"),
    "do": ("怎么办", "what to do"),
    "in-api": ("接口", "API"),
    "in-editor": ("后台编辑器", "editor"),
    "in-reader": ("读者页", "reader page"),
    "in-lint": ("微信的校验", "WeChat's check"),
    "form": ("写法", "form"),
    "scene": ("场景值", "scene"),
    "entrance": ("从哪里进来", "entrance"),
    "changed": ("能不能改", "may be changed"),
    "signed": ("原样保留", "kept to the letter"),
    "unsigned": ("可去掉分享痕迹", "traces of sharing may go"),
    "lasts": ("能用多久", "lasts"),
    "lasts-forever": ("没有已知的期限", "no end known"),
    "lasts-unknown": ("不知道", "not known"),
    "any-key": ("任何域名，带有参数", "any host, with a key"),
}


def word(name: str, language: Language) -> str:
    """Return a word of the tables."""
    return WORDS[name][LANGUAGES.index(language)]


@cache
def chinese() -> Mapping[str, Mapping[str, str]]:
    """Return the Chinese descriptions of `docs/fields.zh.toml`, by record and field."""
    found: Mapping[str, Mapping[str, str]] = tomllib.loads((DOCS / "fields.zh.toml").read_text("utf-8"))
    return found


def pages() -> list[Path]:
    """Return every page with generated parts."""
    return sorted(path for path in DOCS.rglob("*.md") if _BLOCK.search(path.read_text("utf-8")))


def blocks(path: Path) -> list[str]:
    """Return the names of a page's generated parts."""
    return [match["name"] for match in _BLOCK.finditer(path.read_text("utf-8"))]


def written(path: Path) -> str:
    """Return a page with its generated parts as the code says now."""
    language: Language = "zh" if path.parent.name == "zh" else "en"

    def made(match: re.Match[str]) -> str:
        kind, _, rest = match["name"].partition(" ")
        return match["open"] + "\n" + _MAKERS[kind](rest, language).strip() + "\n\n" + match["close"]

    return _BLOCK.sub(made, path.read_text("utf-8"))


# --- tables


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table."""
    names = list(heads)
    lines = [names, ["---"] * len(names), *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def code(text: str) -> str:
    """Return text as a code span."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def joined(parts: Iterable[str], language: Language) -> str:
    """Return parts with the commas of the language between them."""
    return ("、" if language == "zh" else ", ").join(parts)


# --- records


def structs() -> dict[str, inspect.StructType]:
    """Return every record that an author types, by name, in the order in which they are reached."""
    found: dict[str, inspect.StructType] = {}

    def visit(info: Any) -> None:
        match info:
            case inspect.Metadata():
                visit(info.type)
            case inspect.StructType() if info.cls.__name__ not in found:
                found[info.cls.__name__] = info
                for field in info.fields:
                    visit(field.type)
            case inspect.UnionType():
                for one in info.types:
                    visit(one)
            case inspect.VarTupleType():
                visit(info.item_type)
            case inspect.DictType():
                visit(info.value_type)
            case _:
                pass

    for root in ROOTS:
        visit(inspect.type_info(root))
    return found


def english(field: inspect.Field) -> str:
    """Return the description in a field's annotation."""
    info = field.type
    while isinstance(info, inspect.Metadata):
        if found := (info.extra_json_schema or {}).get("description"):
            return str(found)
        info = info.type
    return ""


def type_words(info: Any, language: Language) -> str:
    """Return a type in words."""

    def words(one: Any) -> str:
        return type_words(one, language)

    match info:
        case inspect.Metadata():
            found = words(info.type)
        case inspect.LiteralType():
            found = literal_words(info.values, language)
        case inspect.VarTupleType():
            found = word("list", language).format(words(info.item_type))
        case inspect.DictType():
            found = word("map", language).format(words(info.key_type), words(info.value_type))
        case inspect.UnionType():
            some = [one for one in info.types if not isinstance(one, inspect.NoneType)]
            found = f" {word('or', language)} ".join(map(words, some))
        case inspect.StructType():
            found = info.cls.__name__
        case _:
            found = word(type(info).__name__, language)
    return found


def literal_words(values: Iterable[object], language: Language) -> str:
    """Return the values a key may have, or their common name."""
    for name, known in (("channel", model.Channel), ("carrier", model.Carrier)):
        if set(values) == set(get_args(known)):
            return word(name, language)
    return " / ".join(code(str(value)) for value in values)


def default_words(field: inspect.Field, language: Language) -> str:
    """Return a field's default; a dash when it is empty."""
    if field.required:
        return f"**{word('required', language)}**"
    value = field.default if field.default_factory is msgspec.NODEFAULT else None
    if isinstance(value, bool):
        return code(str(value).lower())
    return code(value) if isinstance(value, str) and value else "—"


def _fields(name: str, language: Language) -> str:
    rows = []
    for field in structs()[name].fields:
        text = chinese()[name][field.encode_name] if language == "zh" else english(field)
        rows.append((code(field.encode_name), type_words(field.type, language), default_words(field, language), text))
    return table((word(one, language) for one in ("key", "type", "default", "meaning")), rows)


# --- the command line


def command_named(name: str, language: Language) -> click.Command:
    """Return a command by its words, such as `new site`."""
    found: click.Command = commands(language)
    for part in name.split()[1:]:
        if not isinstance(found, click.Group):
            raise KeyError(name)
        found = found.commands[part]
    return found


def command_names(group: click.Command | None = None, prefix: str = "contentshop") -> Iterator[str]:
    """Yield every command by its words, groups before what they hold."""
    found = commands("en") if group is None else group
    yield prefix
    if isinstance(found, click.Group):
        for name, one in found.commands.items():
            yield from command_names(one, f"{prefix} {name}")


def value_words(option: click.Parameter) -> str:
    """Return what stands for an option's value."""
    kind = option.type
    if isinstance(option, click.Option) and option.is_flag:
        return ""
    if option.metavar:
        return option.metavar
    if isinstance(kind, click.Choice):
        return "|".join(str(choice) for choice in kind.choices)
    if isinstance(kind, click.types.IntParamType):
        return "N"
    if isinstance(kind, click.Path):
        return "DIR" if kind.dir_okay else "FILE"
    return "TEXT"


def _cli(name: str, language: Language) -> str:
    command = command_named(name, language)
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    options = [one for one in command.params if isinstance(one, click.Option)]
    usage = [name, phrase("usage.any-options", language), *(str(one.metavar) for one in arguments)]
    usage += [phrase("usage.command", language)] * isinstance(command, click.Group)
    parts = [f"{command.help}\n", f"```text\n{' '.join(usage)}\n```\n"]
    if isinstance(command, click.Group):
        rows = [(code(f"{name} {key}"), str(one.help)) for key, one in command.commands.items()]
        parts.append(table((word("command", language), word("meaning", language)), rows))
    lines = []
    for option in options:
        value = value_words(option)
        names = ", ".join(code(one) for one in sorted(option.opts, key=len)) + (f" {code(value)}" if value else "")
        default = code(str(option.default)) if option.show_default else ""
        lines.append((names, default or "—", str(option.help)))
    parts.append(table((word(one, language) for one in ("option", "default", "meaning")), lines))
    return "\n".join(parts)


# --- directives


def form_words(directive: Directive) -> str:
    """Return the ways a directive is typed."""
    colons = {form: ":" * (index + 1) for index, form in enumerate(get_args(Form))}
    return " ".join(code(colons[form] + directive.name) for form in directive.forms)


def subject_words(directive: Directive, language: Language) -> str:
    """Return of what the first bare argument is the id, and whether it is needed."""
    if directive.subject == "none":
        return word("none", language)
    comma = "，" if language == "zh" else ", "
    return word(directive.names, language) + comma + word(directive.subject, language)


def argument_values(argument: Argument, language: Language) -> str:
    """Return what an argument takes, each choice with its aliases."""
    if argument.kind == "choice":
        brackets = "（{}）" if language == "zh" else " ({})"
        return joined(
            (
                code(name) + (brackets.format(" ".join(code(one) for one in other)) if other else "")
                for name, other in argument.choices.items()
            ),
            language,
        )
    return word(argument.kind if argument.kind in ("count", "day", "rating") else "any", language)


def _directives(_: str, language: Language) -> str:
    heads = (word(one, language) for one in ("directive", "aliases", "forms", "subject"))
    rows = [
        (
            code(one.name),
            joined(map(code, one.aliases), language),
            form_words(one),
            subject_words(one, language),
        )
        for one in DIRECTIVES
    ]
    arguments = [
        (
            code(one.name),
            code(argument.name),
            joined(map(code, argument.aliases), language),
            argument_values(argument, language),
        )
        for one in DIRECTIVES
        for argument in one.arguments
    ]
    more = (word(one, language) for one in ("directive", "argument", "aliases", "values"))
    return table(heads, rows) + "\n" + table(more, arguments)


# --- problems, shop kinds, policy


def _problems(_: str, language: Language) -> str:
    parts = []
    for name, entry in sorted(catalogue().items()):
        text, advice = (entry.zh, entry.hint_zh) if language == "zh" else (entry.en, entry.hint_en)
        comma, end = ("，", "。") if language == "zh" else (", ", ".")
        kind = f"{word(entry.level, language)}{comma}{word('exit', language)} {entry.exit}{end}"
        lines = [f"### {name}\n", f"{kind}\n", f"> {_braces(text)}"]
        if advice:
            lines.append(">\n> " + _braces(advice).replace("\n", "\n> "))
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _braces(text: str) -> str:
    """Return a message with its values as code, so that Markdown leaves them alone."""
    plain = re.sub(r"([\\*_<>#])", r"\\\1", text)
    plain = re.sub(r"(?<!\{)\{(\w+)\}(?!\})", lambda match: code("{" + match[1] + "}"), plain)
    return plain.replace("{{", "{").replace("}}", "}")


def _kinds(_: str, language: Language) -> str:
    chinese_page = language == "zh"
    made, known, notes = [], [], []
    for one in kinds().values():
        kind, name = code(one.kind), one.name.zh if chinese_page else one.name.en
        offer, shop = (joined(map(code, keys), language) or "—" for keys in (one.offer, one.shop))
        made.append((kind, name, offer, shop, code(one.address) if one.address else "—"))
        appended = joined(map(code, one.append), language) or word("nothing", language)
        appended += word("within", language).format(code(one.within), one.limit) if one.within else ""
        traced = word({"none": "untraceable", "channel": "the-channel"}.get(one.traceable, one.traceable), language)
        opens, checked = word(one.opens, language), one.checked.isoformat()
        known.append((kind, appended, opens, traced, one.confidence, checked, sourced(one.source, language)))
        if one.note:
            notes.append(
                f"- {kind}：{chinese()['kinds'][one.kind]}" if chinese_page else f"- {kind}: {one.note.strip()}"
            )
    first = ("kind", "name", "needs", "shop-needs", "address")
    second = ("kind", "appended", "opens", "traceable", "confidence", "checked", "source")
    tables = (table([word(one, language) for one in names], rows) for names, rows in ((first, made), (second, known)))
    return "\n".join([*tables, *notes]) + "\n"


def sourced(text: str, language: Language) -> str:
    """Return a source in a language."""
    found = source_named(text)
    return found.zh if language == "zh" else found.en


def _tracking(_: str, language: Language) -> str:
    shop = model.ShopConfig(kind="web", append=tuple(sorted({key for one in kinds().values() for key in one.append})))
    rows = [
        (code(key), code(value.replace("{{", "{").replace("}}", "}"))) for key, value in tracking(kinds()["web"], shop)
    ]
    return table((word("key", language), word("value", language)), rows)


def _opaque(_: str, language: Language) -> str:
    rows = []
    for one in opaque().hosts:
        only = [word("path-like", language).format(code(one.path))] if one.path else []
        only += [word("with-keys", language).format(joined(map(code, one.keys), language))] if one.keys else []
        rows.append((code(one.host), joined(only, language) or "—"))
    rows.append((word("any-key", language), joined(map(code, opaque().keys), language)))
    return table((word("host", language), word("only", language)), rows)


def _policy(_: str, language: Language) -> str:
    rows, notes = [], []
    for one in policy_groups():
        channels, names = joined(map(code, one.channels), language), joined(map(code, one.kinds), language)
        if one.address:
            names += word("only-for", language).format(code(one.address))
        carriers = joined(map(code, one.carriers), language) or word("no-carrier", language)
        carriers += word("warned", language) if one.warn else ""
        rows.append((channels, names, carriers, one.confidence, one.checked.isoformat(), sourced(one.source, language)))
        if one.note:
            note = chinese()["policy"][one.name] if language == "zh" else one.note.strip()
            notes.append(f"- {channels} × {names}{'：' if language == 'zh' else ': '}{note}")
    heads = (word(one, language) for one in ("channel", "kind", "carriers", "confidence", "checked", "source"))
    return table(heads, rows) + "\n" + "\n".join(notes) + "\n"


def _retired(_: str, language: Language) -> str:
    rows = []
    for one in retired():
        name = one.names.zh if language == "zh" else one.names.en
        hosts = joined(map(code, one.hosts), language) or "—"
        rows.append(
            (
                code(one.kind),
                name,
                hosts,
                code(one.now) if one.now else "—",
                one.confidence,
                sourced(one.source, language),
            )
        )
    return table((word(one, language) for one in ("kind", "name", "host", "now", "confidence", "source")), rows)


def _scenes(_: str, language: Language) -> str:
    rows = []
    for one in entrances().values():
        name = one.name.zh if language == "zh" else one.name.en
        source = sourced(one.source, language)
        rows.append((str(one.number), name, one.confidence, one.checked.isoformat(), source))
    heads = ("scene", "entrance", "confidence", "checked", "source")
    return table((word(one, language) for one in heads), rows)


def _forms(_: str, language: Language) -> str:
    rows = []
    for one in forms():
        kind = code(one.kind) if one.kind else "—"
        lasts = phrase("find.lasts.days", language, days=one.lasts) if isinstance(one.lasts, int) else ""
        lasts = lasts or word(f"lasts-{one.lasts}", language)
        signed = word("signed" if one.signed else "unsigned", language)
        name, source = (found.zh if language == "zh" else found.en for found in (one.name, source_of(one)))
        rows.append((name, kind, signed, lasts, one.confidence, one.checked.isoformat(), source))
    heads = ("form", "kind", "changed", "lasts", "confidence", "checked", "source")
    return table((word(one, language) for one in heads), rows)


def _wechat_rules(subject: str, language: Language) -> str:
    rows = []
    for one in rules().values():
        if one.subject == subject:
            said = one.words(language)
            limits = {name: f"{limit:g}" if limit < 1000 else f"{limit:,.0f}" for name, limit in one.limits.items()}
            what, do = (_filled(text, limits) for text in (said.what, said.do))
            where = joined((word(f"in-{each}", language) for each in one.where), language)
            known = joined([*one.source, *filter(None, [one.detail.said(language)])], language)
            facts = (known, one.checked.isoformat(), one.confidence)
            rows.append((code(one.id), word(one.severity, language), where, what, do, *facts))
    heads = ("rule", "level", "place", "wrong", "do", "source", "checked", "confidence")
    return table((word(one, language) for one in heads), rows)


def _filled(text: str, limits: Mapping[str, str]) -> str:
    """Return a rule's words with its limits in their places and tags as text."""
    for name, limit in limits.items():
        text = text.replace("{" + name + "}", limit)
    return _braces(text)


def _wechat_sources(_: str, language: Language) -> str:
    heads = (word("source", language), word("meaning", language))
    return table(heads, ((code(key), text.said(language)) for key, text in sources().items()))


def _file(name: str, _: Language) -> str:
    path = DOCS / name
    return f"```{FENCES[path.suffix]}\n{path.read_text('utf-8')}```"


_MAKERS: Mapping[str, Callable[[str, Language], str]] = {
    "file": _file,
    "cli": _cli,
    "fields": _fields,
    "directives": _directives,
    "problems": _problems,
    "kinds": _kinds,
    "tracking": _tracking,
    "opaque": _opaque,
    "policy": _policy,
    "rules": _wechat_rules,
    "sources": _wechat_sources,
    "retired": _retired,
    "forms": _forms,
    "scenes": _scenes,
}


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` name those that are out of date."""
    stale = [path for path in pages() if written(path) != path.read_text("utf-8")]
    for path in stale:
        print(path.relative_to(DOCS.parent).as_posix())
        if "--check" not in arguments:
            path.write_text(written(path), "utf-8", newline="\n")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
