"""The account's sheets: words by which readers search, the menu, automatic answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from contentshop.channels.batch import Shown, ShownArticle
from contentshop.channels.inputs import Inputs
from contentshop.channels.naming import earns, said, shop_name
from contentshop.channels.urls import tag_path
from contentshop.goods import may_be_advertised
from contentshop.languages import is_foreign
from contentshop.links import kinds, permits, token
from contentshop.model import Channel, Identity, Link, Product, Record, Render, ShopConfig, Task

from .limits import label, limit, shortened
from .lines import one_line
from .views import EntryRow, MenuSheet, ReplyRow, ReplySheet, SearchRow, SearchSheet
from .ways import carriers_of

_AFTER = re.compile("[（(\\[【,，]")
_FEW = 3
"""So many products and tags stand where more would crowd out the rest."""
_ROOM = 100
"""In Han characters: what the name in an answer may take, so that the address fits."""


class _Way(Record):
    """Where a sheet leads: an address, or a page of the author's own mini-program."""

    address: str = ""
    appid: str = ""
    path: str = ""
    paying: str = ""
    """The name of the shop, where a sale there earns a commission."""


class Sheets:
    """Makes the sheets of a site in its language; collects what they ask for on the way."""

    def __init__(self, inputs: Inputs, shown: Shown) -> None:
        self._inputs, self._shown = inputs, shown
        self._language = inputs.config.site.language
        own = [one for one in shown.articles if not is_foreign(one.article.language, self._language)]
        self._articles = own or list(shown.articles)
        """Those in the site's language, which is the account's, the newest first."""
        self.identities: dict[Identity, str] = {}
        self.products: set[str] = set()

    def tasks(self) -> Iterator[Task]:
        """Yield the files; none where there is no article."""
        if self._articles:
            yield Task("texts/search.csv", "page", Render("texts/search.txt", self.search()))
            yield Task("texts/menu.csv", "page", Render("texts/menu.txt", self.menu()))
            yield Task("texts/replies.csv", "page", Render("texts/replies.txt", self.replies()))

    def search(self) -> SearchSheet:
        """Return every article with its words: tags, then what its products are called."""
        return SearchSheet(self._language, tuple(self._search_row(one) for one in self._articles))

    def menu(self) -> MenuSheet:
        """Return the newest articles, the products that most of them show, and the tags that most of them have."""
        entries = limit("menu_entries")
        articles = [
            EntryRow(_short(one_line(one.title)), self._article(one, "menu", "readmore"))
            for one in self._articles[:entries]
        ]
        goods: list[EntryRow] = []
        for product, article in self._goods():
            way = self._way(product, article, "menu", "readmore") if len(goods) < entries else None
            if way is not None:
                self.products.add(product.id)
                address = way.address or self._article(article, "menu", "readmore")
                goods.append(EntryRow(_short(self._name(product)), address, way.appid, way.path))
        urls = self._shown.urls
        tags = [
            EntryRow(_short(tag), urls.absolute(tag_path(tag, self._inputs.config.site.slugs)))
            for tag, _ in self._tags().most_common(_FEW)
        ]
        return MenuSheet(
            self._language, tuple(articles), tuple(goods), urls.absolute(""), urls.absolute("search/"), tuple(tags)
        )

    def replies(self) -> ReplySheet:
        """Return an answer to each product's name and to each tag, the newest article's."""
        found: dict[str, ReplyRow] = {}
        for row in (*self._product_replies(), *self._tag_replies()):
            if row.keyword and len(row.keyword) <= limit("reply_keyword"):
                found.setdefault(row.keyword.casefold(), row)
        return ReplySheet(self._language, tuple(found.values())[: limit("reply_rules")])

    def _product_replies(self) -> Iterator[ReplyRow]:
        for product, article in self._goods():
            way = self._way(product, article, "reply", "chat")
            if way is not None:
                self.products.add(product.id)
                title = self._title(product)
                ad = not self._inputs.config.disclosure.off
                name = shortened(title, _ROOM)
                yield ReplyRow(_first(title), name, ad, True, way.address, way.appid, way.path, way.paying)

    def _tag_replies(self) -> Iterator[ReplyRow]:
        for tag in self._tags():
            article = next(one for one in self._articles if tag in self._tags_of(one))
            address = self._article(article, "reply", "chat")
            yield ReplyRow(tag, shortened(one_line(article.title), _ROOM), article.ad, False, address)

    def _search_row(self, article: ShownArticle) -> SearchRow:
        products = [self._inputs.catalogue.products[name] for name in article.products[:_FEW] if self._knows(name)]
        spoken = [said(one, self._inputs, self._language, "wechat") for one in products]
        words = [*self._tags_of(article), *(_first(self._title(one)) for one in products)]
        words += [one_line(word) for one in spoken for word in (one.brand, self._category(one))]
        return SearchRow(one_line(article.title), tuple(dict.fromkeys(filter(None, words))), self._address(article))

    def _category(self, product: Product) -> str:
        """Return the category of a product where it is a word of the sheet's language; `food` is none in Chinese."""
        is_name = not self._language.startswith("zh") or not product.category.isascii()
        return product.category if is_name else ""

    def _knows(self, product: str) -> bool:
        return product in self._inputs.catalogue.products

    def _goods(self) -> list[tuple[Product, ShownArticle]]:
        """Return every product shown, those that most articles show first, each with the newest that does."""
        counts = Counter(name for one in self._articles for name in one.products if self._knows(name))
        newest = {name: one for one in reversed(self._articles) for name in one.products}
        every = [(self._inputs.catalogue.products[name], newest[name]) for name, _ in counts.most_common()]
        return [one for one in every if may_be_advertised(one[0])]

    def _tags(self) -> Counter[str]:
        return Counter(tag for one in self._articles for tag in self._tags_of(one))

    def _tags_of(self, article: ShownArticle) -> list[str]:
        return list(dict.fromkeys(filter(None, map(one_line, article.article.tags))))

    def _title(self, product: Product) -> str:
        return one_line(said(product, self._inputs, self._language, "wechat").title)

    def _name(self, product: Product) -> str:
        """Return the product's name without what comes after the first blank, which mostly is its size."""
        return _first(self._title(product))

    def _address(self, article: ShownArticle) -> str:
        """Return where the article stands in the account, else on the site."""
        return article.article.wechat_url or article.address

    def _article(self, article: ShownArticle, key: str, channel: Channel) -> str:
        """Return the address of an article for a sheet: where it stands in the account, else its own token's."""
        if article.article.wechat_url:
            return article.article.wechat_url
        identity = Identity(article.article.id, "", "link", key, channel)
        self.identities[identity] = ""
        return self._shown.urls.go(token(identity))

    def _way(self, product: Product, article: ShownArticle, key: str, channel: Channel) -> _Way | None:
        """Return the page of the author's own mini-program, else what opens inside WeChat, or none."""
        sold = {offer.shop for offer in product.offers}
        shops = {name: shop for name, shop in self._inputs.config.shops.items() if name in sold}
        cards: list[tuple[str, Channel]] = [(name, "wechat") for name, shop in shops.items() if shop.appid]
        pages = [(name, channel) for name, shop in shops.items() if kinds()[shop.kind].opens != "outside_wechat"]
        for name, one in (*cards, *pages):
            identity = Identity(article.article.id, product.id, "link", key, one)
            found = self._led(self._shown.resolver.link(identity, product, name), shops[name])
            if found is not None:
                self.identities[identity] = name
                return found
        return None

    def _led(self, link: Link, shop: ShopConfig) -> _Way | None:
        """Return where a link to a shop leads from the account itself."""
        page = link.miniprogram
        if link.offer is not None and page is not None and page.appid == shop.appid:
            return _Way("", page.appid, page.path)
        if link.offer is not None and "url" in carriers_of(link) and link.address:
            address = self._shown.urls.go(link.token) if permits(shop, "go") else link.address
            name = shop_name(self._inputs, link.offer, self._language)
            return _Way(address, paying=one_line(name) if earns(self._inputs, link.offer) else "")
        return None


def _first(title: str) -> str:
    """Return a name up to its first bracket or comma, in Chinese also up to its first blank: without its size."""
    name = _AFTER.split(title, maxsplit=1)[0].strip()
    if not title.isascii():
        name = name.partition(" ")[0]
    return name if len(name) > 1 else title


def _short(name: str) -> str:
    """Return a name as the menu shows it whole."""
    return label(name, limit("menu_entry_name"))
