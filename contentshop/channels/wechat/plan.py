"""From sound articles to everything the official account is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from contentshop.channels import Batch, Inputs, Shown, ShownArticle, Steps
from contentshop.channels.web import Body
from contentshop.links import is_used, token
from contentshop.model import Follow, Identity, Place, Problem, Render, Task, TextPlace, Verbatim, walk
from contentshop.problems import Report, problem

from .adapting import adapted
from .checking import check_article, problems_of
from .counter import WechatCounter, WechatUrls
from .desk import LIST, doubts, index, kit_row
from .desk import tasks as copying
from .draft import DIGEST, shortened
from .themes import Theme, usable_theme
from .views import Adapted, WechatArticle

CONTENT = "wechat/content.html"
MUCH, TOO_MUCH = 20_000, 1_000_000
"""Characters, and bytes, of a content: documented limits of the draft API (checked 2026-11-21), of which the first
is not kept to."""
_SECONDS = 0.05
_NAMED = 3


def plan_wechat(inputs: Inputs, shown: Shown, steps: Steps, report: Report) -> Batch:
    """Return the files of every official-account article.

    Args:
        inputs: the values of the build.
        shown: what the web channel found out.
        steps: works out the contents, each once.
        report: takes what is wrong.

    """
    theme = usable_theme(dict(inputs.theme.files), inputs.config.wechat.theme, report)
    urls = WechatUrls(shown.urls, shown.published)
    made = [_view(one, inputs, shown, urls, theme, report) for one in shown.articles]
    contents = steps("wechat content", adapted, [view for view, _ in made], CONTENT, _SECONDS)
    tasks: list[Task] = []
    rows = []
    for (view, counter), content in zip(made, contents, strict=True):
        if isinstance(content, Problem):  # told when it is written, so that nothing of the build is
            tasks.append(Task(f"wechat/{view.slug}/content.html", "page", Render(CONTENT, view)))
            continue
        found = msgspec.msgpack.decode(content, type=Adapted)
        for one in (*_doubts(view, found), *_left_out(view, found, counter)):
            report(one)
        if is_used("wechat", inputs.config):
            for one in (*_remote(view, counter), *doubts(view, inputs)):
                report(one)
        tasks.append(Task(f"wechat/{view.slug}/content.html", "page", Verbatim(found.content.encode())))
        tasks += copying(view, found, inputs)
        rows.append(kit_row(view, found, inputs))
    if rows and not shown.staying:  # the list would lose what failed articles gave to it
        tasks.append(index(rows, inputs))
    counters = [counter for _, counter in made]
    return Batch(
        tasks=tuple({task.path: task for task in tasks}.values()),
        identities={identity: shop for one in counters for identity, shop in one.identities.items()},
        products=frozenset(name for one in counters for name in one.products),
        held=frozenset({LIST} if shown.staying else ()),
    )


def codes_served(inputs: Inputs, shown: Shown, one: ShownArticle, steps: Steps) -> Mapping[str, str]:
    """Return, by the token of each placement of an article that has a place for a code, the token of the code shown.

    That is its own, that of another placement of the product, the article's own (`Identity(article, form="code",
    channel="wechat")`), or none, where 阅读原文 leads on.
    """
    theme = usable_theme(dict(inputs.theme.files), inputs.config.wechat.theme, _ignore)
    view, _ = _view(one, inputs, shown, WechatUrls(shown.urls, shown.published), theme, _ignore)
    (content,) = steps("wechat content", adapted, [view], CONTENT, _SECONDS)
    return {} if isinstance(content, Problem) else dict(msgspec.msgpack.decode(content, type=Adapted).served)


def _ignore(_: Problem) -> None:
    """Take no note of a problem: building tells it."""


def _view(
    one: ShownArticle, inputs: Inputs, shown: Shown, urls: WechatUrls, theme: Theme, report: Report
) -> tuple[WechatArticle, WechatCounter]:
    """Return an article's view with the counter that served it; what the web channel reported is not told again."""
    article = one.article
    counter = WechatCounter(inputs, urls, shown.resolver, article)
    body = Body(article, inputs, shown.references, urls, counter, lambda _: None, absolute=True)
    parts = body.parts(one.document.segments)
    if any(isinstance(one, Follow) for one in walk(one.document.segments)):
        counter.profile()
    for warning in counter.warnings:
        report(warning)
    disclosure = counter.disclosure()
    view = WechatArticle(
        id=article.id,
        slug=article.slug,
        file=article.file,
        language=article.language,
        title=one.title,
        digest=one.summary or one.title,
        author=article.author,
        source_url=_source_url(one, inputs, shown, counter),
        address=one.address,
        readmore=inputs.config.wechat.readmore,
        miniprogram=inputs.config.wechat.miniprogram,
        cover=article.cover if article.cover in inputs.photos else "",
        ad=counter.sells and not inputs.config.disclosure.off,
        disclosure=disclosure.text,
        commission=disclosure.commission,
        theme=theme,
        parts=parts,
        joint=counter.joint(),
        codes=counter.code_files,
        pictures=tuple(counter.files[path] for path in sorted(counter.files)),
        inserts=tuple(counter.inserts.values()),
        prices=tuple(sorted(counter.prices, key=lambda one: (one.product, one.as_of, one.text))),
        ways=tuple(counter.ways[name] for name in sorted(counter.ways)),
    )
    return view, counter


def _source_url(one: ShownArticle, inputs: Inputs, shown: Shown, counter: WechatCounter) -> str:
    """Return where 阅读原文 leads; a shop that cannot be opened there gives way to the article."""
    config = inputs.config
    if config.wechat.readmore == "campaign" and config.wechat.campaign:
        return config.wechat.campaign
    if config.wechat.readmore == "shop":
        for name in one.products:
            product = inputs.catalogue.products.get(name)
            identity = Identity(one.article.id, name, "link", "", "readmore")
            link = shown.resolver.link(identity, product) if product else None
            if link is not None and link.offer is not None and link.carrier == "url":
                counter.identities[identity] = ""
                return shown.urls.go(link.token)
    identity = Identity(one.article.id, "", "link", "", "readmore")
    counter.identities[identity] = ""
    return shown.urls.go(token(identity))


def _remote(view: WechatArticle, counter: WechatCounter) -> Iterable[Problem]:
    """Yield the pictures that are not there in the account: they lie elsewhere, or are drawings."""
    for address in dict.fromkeys(counter.remote):
        yield problem("wechat-picture", TextPlace(view.file, address), address=address)


def _left_out(view: WechatArticle, found: Adapted, counter: WechatCounter) -> Iterable[Problem]:
    """Yield the codes that the author asked for and that stand too near one that leads elsewhere."""
    for number in found.left_out:
        asked = counter.asked[number]
        yield problem("wechat-code-near", TextPlace(view.file, asked.raw, asked.nth))


def _doubts(view: WechatArticle, found: Adapted) -> Iterable[Problem]:
    """Yield what an author should know of a content.

    What is too long for a field is a warning: it is shortened where it is pasted, and the web page is fine.
    """
    place = Place(view.file)
    weight, size = found.weight, len(found.content.encode())
    blocks = ", ".join(f"“{text}” ({number})" for text, number in weight.heaviest[:_NAMED])
    if size > TOO_MUCH:
        yield problem("wechat-too-heavy", place, size=size, limit=TOO_MUCH, blocks=blocks)
    elif weight.characters > MUCH:
        yield problem("wechat-long", place, size=weight.characters, limit=MUCH, blocks=blocks)
    elif weight.is_heavy:
        values = {"factor": weight.factor, "size": weight.characters, "visible": weight.visible, "limit": weight.limit}
        yield problem("wechat-heavy", place, **values, blocks=blocks)
    fields = check_article(
        title=view.title,
        author=view.author,
        digest=shortened(view.digest, DIGEST),
        content_source_url=view.source_url,
        content=found.content,
    )
    elsewhere = {
        "content-long",
        "content-heavy",
        "title-api",
    }  # told above, or by `wechat check --api`: titles are pasted
    mild = (msgspec.structs.replace(one, severity="warning") for one in fields if one.rule not in elsewhere)
    yield from problems_of((*found.findings, *mild), view.file)
