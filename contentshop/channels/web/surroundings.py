"""What of the site an article depends on: narrowed to it, so that it can see nothing else, and digested.

Planning an article is a pure function of the article and of these surroundings. Where their digest is the one with
which its files were last written, the files stay and nothing of the article is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from contentshop.channels.inputs import Inputs
from contentshop.channels.references import References, picture_candidates
from contentshop.channels.resolving import Resolver
from contentshop.links import token
from contentshop.model import Article, Identity, Mention, Problem, digest
from contentshop.sources import Outlets, is_remote

from .neighbours import Neighbours, neighbour
from .pages import Listing, SiteOf
from .products import ProductListing
from .translations import Translations

_NOTHING: dict[str, Any] = {"tokens": (), "paths": (), "redirects": ()}
_encoder = msgspec.msgpack.Encoder()
"""Keeps the order of shops and specs, in which readers see them; there are no sets in what is digested."""
Asked = Mapping[Identity, str]
"""Tokens asked for, with the shop that the author asked for, or an empty string."""


class Surroundings:
    """What single articles of one build depend on."""

    def __init__(
        self, inputs: Inputs, resolver: Resolver, site_of: SiteOf, named: Mapping[str, Sequence[Mention]]
    ) -> None:
        self._inputs, self._resolver, self._named = inputs, resolver, named
        shared = (inputs.environment, inputs.config, inputs.today, str(inputs.now.tzinfo), inputs.theme.files)
        self._shared = _digest(shared)
        self._view = cache(lambda language: _digest(site_of(language)))
        self._codes = (inputs.config.account.code, *(one.code for one in inputs.outlets.by_id.values()))
        self._outlets = cache(lambda: _digest((inputs.outlets.by_id, [self._photo(path) for path in self._codes])))
        self._product: Callable[[str], str] = cache(lambda name: _digest(inputs.catalogue.products.get(name)))
        self._photo: Callable[[str], str] = cache(lambda path: _digest(inputs.photos.get(path)))
        self.kin: Callable[[str], tuple[str, ...]] = cache(self._closure)
        """Gives a product and all that may stand in for it."""
        self._whole_kin: Callable[[str], str] = cache(self._digest_of_kin)
        self._at_foot: dict[tuple[str, str], str] = {}
        """Digests of what is shown of articles at the foot of others, by file and the language of those."""

    def narrowed(self, article: Article, more: Iterable[str] = ()) -> Inputs:
        """Return the inputs without what an article does not name; `more` are products that its tokens name."""
        inputs = self._inputs
        names = {name for one in (*self._products(article), *more) for name in self.kin(one)}
        products = {name: one for name, one in inputs.catalogue.products.items() if name in names}
        paths = {*self._pictures(article), *self._codes}
        for one in products.values():
            paths |= {one.image, *one.gallery}
        has_outlets = inputs.documents.gists[article.file].has_outlets
        return msgspec.structs.replace(
            inputs,
            articles=(article,),
            unpublished={},
            failed=frozenset(),
            suspects=(),
            catalogue=msgspec.structs.replace(inputs.catalogue, products=products),
            outlets=inputs.outlets if has_outlets or more else Outlets(),
            photos={path: inputs.photos[path] for path in paths if path in inputs.photos},
            static={},
            ledger={},
        )

    def of_page(
        self, article: Article, references: References, translations: Translations, in_feed: Collection[str]
    ) -> str:
        """Return the digest of all that an article's page is made from, but for its foot."""
        inputs, file = self._inputs, article.file
        gist = inputs.documents.gists[file]
        leads = [references.path(article, target, 0) for target in gist.targets]
        return _digest(
            (
                self._shared,
                self._view(article.language),
                article,
                gist.content,
                [[one.id for one in self._resolver.matching(query)] for query in gist.queries],
                self._goods(self._products(article)),
                [(path, self._photo(path)) for path in self._pictures(article)],
                [None if isinstance(one, Problem) else one for one in leads],
                translations.of(article),
                translations.original(article) if article.translation_of else "",
                file in in_feed,
                article.date is not None and article.date > inputs.now,
                self._outlets() if gist.has_outlets else "",
            )
        )

    def of_rest(
        self,
        article: Article,
        around: Neighbours,
        gone: Collection[Identity],
        elsewhere: Asked,
        shelf: Collection[str],
    ) -> str:
        """Return the digest of what the rest is made from: its page's foot, and the go pages of its tokens.

        Args:
            article: the article.
            around: the articles that its page shows at its foot.
            gone: tokens of the ledger that nothing in it asks for any more.
            elsewhere: those that other channels ask for.
            shelf: the products that have pages.

        """
        more = sorted((token(one), one.product, one.outlet, elsewhere.get(one, "")) for one in {*gone, *elsewhere})
        names = dict.fromkeys((*self._products(article), *(product for _, product, _, _ in more)))
        shown = [name in shelf for one in names for name in self.kin(one)]
        outlets = self._outlets() if any(outlet for _, _, outlet, _ in more) else ""
        own = self._view(self._inputs.config.site.language)
        foot = [self._seen(one, article.language) for one in (around.previous, around.next, *around.related)]
        return _digest((own, foot, more, self._goods(names), shown, outlets))

    def of_lists(
        self, listings: Iterable[Listing], goods: Iterable[ProductListing], asked: Sequence[str]
    ) -> dict[str, str]:
        """Return the digests of what the pages that list articles, search too, and products are made from.

        Args:
            listings: what the articles give.
            goods: what the products with pages give.
            asked: the products that the config asks for on the home page.

        """
        products = tuple(goods)
        articles = sorted(listings, key=lambda one: one.file)
        of_articles = _digest(
            (
                self._shared,
                self._view(self._inputs.config.site.language),
                [msgspec.structs.replace(one, **_NOTHING, body="", feed=None, settled=None) for one in articles],
                [(one.product, one.title, one.brand, one.category) for one in products],
            )
        )
        return {"articles": of_articles, "products": self.of_product_lists(of_articles, products, asked)}

    def of_product_lists(self, of_articles: str, goods: Iterable[ProductListing], asked: Sequence[str]) -> str:
        """Return the digest of what the pages that list products are made from, with that of those for articles."""
        products = [msgspec.structs.replace(one, **_NOTHING) for one in goods]
        return _digest((of_articles, [(one, self._product(one.product)) for one in products], asked))

    def products(self, article: Article, tokens: Iterable[Identity]) -> set[str]:
        """Return the products that an article names, by id, and those that more of its tokens name."""
        return {*self._products(article), *(one.product for one in tokens)}

    def _products(self, article: Article) -> list[str]:
        return [one.product for one in self._named[article.file]]

    def _seen(self, one: Listing | None, language: str) -> str:
        """Return the digest of what is shown of an article at the foot of one in a language."""
        if one is None:
            return ""
        key = one.file, language
        if key not in self._at_foot:
            self._at_foot[key] = _digest(neighbour(one, language))
        return self._at_foot[key]

    def _goods(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Return products, each with the digest of it, of what stands in for it, and of their pictures."""
        return [(name, self._whole_kin(name)) for name in names]

    def _digest_of_kin(self, name: str) -> str:
        return _digest([self._whole(one) for one in self.kin(name)])

    def _whole(self, name: str) -> tuple[str, str, list[str]]:
        product = self._inputs.catalogue.products.get(name)
        pictures = (product.image, *product.gallery) if product else ()
        return name, self._product(name), [self._photo(path) for path in pictures if path]

    def _closure(self, name: str) -> tuple[str, ...]:
        """Return a product and all that may stand in for it."""
        found: dict[str, None] = {}
        waiting = [name]
        while waiting:
            one = waiting.pop()
            product = self._inputs.catalogue.products.get(one)
            if one not in found:
                found[one] = None
                waiting += reversed(product.alternatives) if product else ()
        return tuple(found)

    def _pictures(self, article: Article) -> list[str]:
        """Return the paths of the pictures that an article shows, but for those of products."""
        inputs = self._inputs
        found = [article.cover] if article.cover else []
        for src in inputs.documents.gists[article.file].pictures:
            if not is_remote(src):
                candidates = picture_candidates(article.file, src)
                known = (path for path in candidates if path in inputs.photos or path in inputs.missing)
                found.append(next(known, candidates[-1]))
        return found


def _digest(value: Any) -> str:
    return digest(_encoder.encode(value))
