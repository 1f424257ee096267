"""What an author does with an official-account article: its copy page, the draft, its pictures and covers.

Everything lies below `build/wechat/<slug>/` and names its pictures relative to it, so that the folder can be opened
as files, served, or packed.
"""

from __future__ import annotations

from collections.abc import Iterable

from contentshop.channels.formats import day
from contentshop.channels.inputs import Inputs
from contentshop.languages import in_language
from contentshop.model import Article, Html, Render, Task, Verbatim

from .desk_notes import doubts, findings_of
from .desk_views import CopyPage, CoverView, FieldRow, InsertRow, KitList, KitRow, PictureRow, PriceRow
from .draft import AUTHOR, DIGEST, DRAFT_TITLE, SOURCE, TITLE, Draft, Upload, draft_json, shortened
from .uploads import (
    COVER_SQUARE,
    COVER_WIDE,
    WIDE,
    Cover,
    code_tasks,
    cover_of,
    cover_tasks,
    picture_name,
    picture_size,
    picture_tasks,
    public_task,
    script_of,
)
from .views import Adapted, Insert, ShownPrice, WechatArticle

__all__ = ["LIST", "doubts", "index", "kit_row", "picture_name", "picture_size", "tasks"]

LIST = "wechat/index.html"
MOST = 20_000
"""Characters that the documentation of the draft API promises to take in a content; more were accepted in 2026."""


def tasks(article: WechatArticle, adapted: Adapted, inputs: Inputs) -> tuple[Task, ...]:
    """Return the files of an article's folder, but for `content.html`: page, draft, pictures, codes, covers."""
    return _Desk(article, adapted, inputs).tasks()


def index(rows: Iterable[KitRow], inputs: Inputs) -> Task:
    """Return the list of all copy pages, in the order of the rows."""
    language = inputs.config.site.language
    view = KitList(language, _account(inputs), tuple(rows))
    return Task(LIST, "list", Render("wechat/list.html", view))


def kit_row(article: WechatArticle, adapted: Adapted, inputs: Inputs) -> KitRow:
    """Return what the list of all copy pages says of an article."""
    desk = _Desk(article, adapted, inputs)
    levels = [one.level for one in desk.findings]
    return KitRow(
        title=article.title,
        href=f"{article.slug}/index.html",
        language=article.language,
        date=desk.date,
        cover=f"{article.slug}/{COVER_WIDE}" if desk.cover else "",
        weight=adapted.weight,
        pictures=len(desk.pictures),
        inserts=len(adapted.inserts),
        errors=levels.count("error"),
        warnings=levels.count("warning"),
    )


def _account(inputs: Inputs) -> str:
    config, language = inputs.config, inputs.config.site.language
    return in_language(config.account, language, language).name or config.site.title


class _Desk:
    """One article with what its files and its page need."""

    def __init__(self, article: WechatArticle, adapted: Adapted, inputs: Inputs) -> None:
        self.article, self.adapted, self.inputs = article, adapted, inputs
        self.language = inputs.config.site.language
        self.folder = f"wechat/{article.slug}"
        photo = inputs.photos.get(article.cover)
        self.cover = cover_of(photo, article.cover) if photo else None
        self.pictures = _pictures(article, adapted, inputs)
        self.findings = findings_of(article, adapted, inputs)

    @property
    def date(self) -> str:
        """The article's day, or nothing."""
        found: Article | None = next((one for one in self.inputs.articles if one.file == self.article.file), None)
        return day(found.date, self.language) if found and found.date else ""

    def tasks(self) -> tuple[Task, ...]:
        """Return all files."""
        found = [
            Task(f"{self.folder}/index.html", "page", Render("wechat/index.html", self._page())),
            Task(f"{self.folder}/article.json", "page", Verbatim(draft_json(self._draft()))),
        ]
        sources = {one.source for one in self.article.pictures if f"pictures/{one.name}" in self.adapted.content}
        sources |= {one.cover for one in self.adapted.inserts}
        for source in sorted(sources):
            if photo := self.inputs.photos.get(source):
                found += picture_tasks(self.folder, photo, source)
                if self.inputs.config.wechat.public_pictures and (public := public_task(photo, source)):
                    found.append(public)
        texts = {one.token: one.text for one in self.article.codes}
        for one in self.adapted.codes:
            found += code_tasks(self.folder, one.token, texts[one.token])
        if self.cover:
            found += cover_tasks(self.folder, self.inputs.photos[self.cover.source], self.cover)
        return tuple({one.path: one for one in found}.values())

    def _page(self) -> CopyPage:
        article, adapted = self.article, self.adapted
        return CopyPage(
            language=self.language,
            article_language=article.language,
            title=article.title,
            author=article.author,
            account=_account(self.inputs),
            date=self.date,
            content=Html(html=adapted.content),
            fields=_fields(article),
            pictures=self.pictures,
            cover=_cover_view(self.cover) if self.cover else None,
            inserts=tuple(self._insert(one) for one in adapted.inserts),
            findings=self.findings,
            prices=tuple(_price(one, self.language) for one in article.prices),
            references=adapted.references,
            ad=article.ad,
            weight=adapted.weight,
            most=MOST,
            address=article.address,
            public=any(one.address for one in self.pictures),
        )

    def _insert(self, one: Insert) -> InsertRow:
        cover = one.image if one.cover else ""
        return InsertRow(one.number, one.kind, one.form, one.text, one.shop, one.title, one.appid, one.path, cover)

    def _covers(self) -> Iterable[Upload]:
        """Yield the pictures of mini-programs' cards that the text does not show itself."""
        shown = {one.path for one in self.pictures}
        for one in self.adapted.inserts:
            photo = self.inputs.photos.get(one.cover)
            if photo and one.image and one.kind == "miniprogram" and one.image not in shown:
                shown.add(one.image)
                yield Upload(one.image, *picture_size(photo, one.cover), one.title)

    def _draft(self) -> Draft:
        article = self.article
        return Draft(
            title=article.title,
            author=article.author,
            digest=article.digest,
            content=self.adapted.draft,
            source_url=article.source_url,
            cover=self.cover,
            pictures=(*(Upload(one.path, one.width, one.height, one.alt) for one in self.pictures), *self._covers()),
            inserts=tuple(_insert_fields(one) for one in self.adapted.inserts),
        )


def _insert_fields(one: Insert) -> dict[str, object]:
    """Return what a draft says of a card: where it stands, or how its place is filled (facts, section 3.3)."""
    fields: dict[str, object] = {"number": one.number, "kind": one.kind, "form": one.form, "title": one.title}
    if one.kind == "store":
        asked = {"product_id": one.path, "article_type": "news", "card_type": 0}
        call = {"ask": "channels/ec/service/product/getcardinfo", "send": asked, "take": "DOM"}
        return fields | call | {"in_place_of": f'[data-insert="{one.number}"]'}
    fields |= {"shop": one.shop, "appid": one.appid, "path": one.path}
    is_in = one.form != "card" or one.image or one.kind == "account"
    return fields | ({"in": "content"} if is_in else {"by_hand": one.text})


def _pictures(article: WechatArticle, adapted: Adapted, inputs: Inputs) -> tuple[PictureRow, ...]:
    """Return the pictures and codes that the content shows, in its order, each once."""
    content, base = adapted.content, inputs.config.site.base_url.rstrip("/")
    public = inputs.config.wechat.public_pictures
    rows: dict[str, PictureRow] = {}
    for one in article.pictures:
        address = f"{base}/media/{one.name}" if public else ""
        path = f"pictures/{one.name}"
        rows[path] = PictureRow(0, path, script_of(path), one.alt, one.width, one.height, "picture", address)
    for shown in adapted.codes:
        path = f"codes/{shown.token}.png"
        rows[path] = PictureRow(0, path, script_of(path), "", shown.side, shown.side, "code")
    order = sorted((content.find(path), path) for path in rows if path in content)
    return tuple(_numbered(rows[path], number) for number, (_, path) in enumerate(order, 1))


def _numbered(row: PictureRow, number: int) -> PictureRow:
    return PictureRow(number, row.path, row.script, row.alt, row.width, row.height, row.kind, row.address)


def _fields(article: WechatArticle) -> tuple[FieldRow, ...]:
    """Return the lines for the editor's own fields; a digest that is too long is cut to whole sentences."""
    title, digest = article.title, shortened(article.digest, DIGEST)
    cut = len(article.digest) if digest != article.digest else 0
    draft_title = shortened(title, DRAFT_TITLE)
    rows = (
        FieldRow("title", title, len(title), TITLE, draft_title if draft_title != title else ""),
        FieldRow("author", article.author, len(article.author), AUTHOR),
        FieldRow("digest", digest, len(digest), DIGEST, whole=cut),
        FieldRow("source", article.source_url, len(article.source_url.encode()), SOURCE),
    )
    return tuple(one for one in rows if one.text)


def _cover_view(cover: Cover) -> CoverView:
    left, _, right, _ = (float(one) for one in cover.crop_square)
    return CoverView(
        wide=COVER_WIDE,
        square=COVER_SQUARE,
        width=WIDE[0],
        height=WIDE[1],
        side=cover.side,
        left=f"{left * 100:.2f}",
        part=f"{(right - left) * 100:.2f}",
        enlarged=cover.enlarged,
    )


def _price(one: ShownPrice, language: str) -> PriceRow:
    until = day(one.until, language) if one.until else ""
    return PriceRow(one.product, one.text, day(one.as_of, language), until)
