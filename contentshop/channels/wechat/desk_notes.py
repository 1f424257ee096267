"""What the copy page says about an article: the checker's findings, and what becomes of its pictures."""

from __future__ import annotations

from contentshop.channels.inputs import Inputs
from contentshop.model import KeyPlace, Place, Problem
from contentshop.problems import Language, hint, message, problem

from .checking import Finding, check_article, grouped, words
from .desk_views import FindingRow
from .draft import DIGEST, shortened
from .uploads import cover_of
from .views import Adapted, WechatArticle


def doubts(article: WechatArticle, inputs: Inputs) -> tuple[Problem, ...]:
    """Return what an official account will not show of an article's cover and pictures as they are.

    An article without a cover cannot be sent, one that is too small is enlarged, one that is an SVG left out; an
    animation is shown by its first frame.
    """
    found = []
    where = KeyPlace(article.file, ("cover",))
    if not article.cover:
        found.append(problem("wechat-no-cover", KeyPlace(article.file, ("title",))))
    if photo := inputs.photos.get(article.cover):
        cover = cover_of(photo, article.cover)
        if cover is None:
            found.append(problem("wechat-drawing", where, path=article.cover))
        elif cover.enlarged:
            size = {"width": photo.width, "height": photo.height}
            found.append(problem("wechat-small-cover", where, path=article.cover, **size))
    for source in dict.fromkeys(one.source for one in article.pictures):
        photo = inputs.photos.get(source)
        if photo and photo.kind == "moving":
            found.append(problem("wechat-moving", Place(article.file), path=source))
    return tuple(found)


def findings_of(article: WechatArticle, adapted: Adapted, inputs: Inputs) -> tuple[FindingRow, ...]:
    """Return everything found out about an article, errors first, each rule once with how often it is broken."""
    language: Language = "zh" if inputs.config.site.language.startswith("zh") else "en"
    rows = [_row(group[0], len(group), language) for group in grouped(_with_fields(article, adapted))]
    rows += [FindingRow("warning", "", message(one, language), hint(one, language)) for one in doubts(article, inputs)]
    return tuple(rows)


def _with_fields(article: WechatArticle, adapted: Adapted) -> list[Finding]:
    """Return the findings of the content and those of the fields beside it; the digest is the one that is copied."""
    fields = check_article(
        title=article.title,
        author=article.author,
        digest=shortened(article.digest, DIGEST),
        content_source_url=article.source_url,
        content=adapted.content,
    )
    known = {one.rule for one in adapted.findings}
    return [*adapted.findings, *(one for one in fields if one.rule not in known)]


def _row(finding: Finding, count: int, language: Language) -> FindingRow:
    found = words(finding, language)
    return FindingRow(finding.severity, finding.rule, found.what, found.do, finding.excerpt, count)
