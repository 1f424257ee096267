"""What is known of goods: contents and prices by unit, lines the law wants, doubtful words, old prices."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from sites import CONFIG, Site, codes

from contentshop.goods import claim_in, claims, lines_of, rules, scale_of, terms, unit_price, units
from contentshop.goods.units import measured
from contentshop.model import Config, Place, Product, ProductsConfig, ReferenceKind, Regulated, SiteConfig
from contentshop.reporting import Outcome

CENT = Decimal("0.01")


@dataclass
class Shop:
    """A site with one article that shows some products."""

    site: Site

    def build(self, products: str, body: str, *, config: str = "", **options: object) -> Outcome:
        """Build the site and return what was done."""
        self.site.write("config.yaml", CONFIG + config)
        self.site.write("products/all.yaml", products)
        self.site.write("articles/a.md", f"---\ntitle: 题\ndate: 2026-11-18\n---\n\n{body}\n")
        return self.site.build(**options)

    def page(self, path: str = "articles/a/index.html") -> BeautifulSoup:
        """Return a page of the output."""
        return BeautifulSoup(self.site.read(f"web/{path}"), "lxml")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Return a site in a temporary folder."""
    return Shop(Site(tmp_path))


def place(outcome: Outcome, code: str) -> tuple[str, int]:
    """Return the file and line of the one problem with a code."""
    (where,) = [one.where for one in outcome.problems if one.code == code]
    assert isinstance(where, Place)
    return where.file, where.line


class TestUnits:
    """A price by unit."""

    @pytest.mark.parametrize(
        ("price", "content", "digits", "told"),
        [
            ("39.90", "500 ml", 2, "7.98 100ml"),
            ("39.90", "500ML", 2, "7.98 100ml"),
            ("46.00", "2.5 kg", 2, "18.40 kg"),
            ("21.00", "1 kg", 2, None),
            ("12.00", "100 克", 2, None),
            ("12.00", "50g", 2, "24.00 100g"),
            ("36.00", "6 × 330 ml", 2, "18.18 L"),
            ("36", "6x330ml", 0, "18 L"),
            ("88", "60粒", 2, "1.47 粒"),
            ("0.01", "900g", 2, None),
            ("0.045", "900 g", 2, "0.01 100g"),
        ],
    )
    def test_it_is_told_by_the_largest_base_that_the_content_reaches(
        self, price: str, content: str, digits: int, told: str | None
    ) -> None:
        """Rounded half up to the currency's digits; not told when it says nothing new or comes to nothing."""
        known = measured(content)
        assert known is not None
        found = unit_price(Decimal(price), digits, known)
        assert (found and f"{found.amount} {found.per.zh}") == told

    @given(
        price=st.decimals(min_value=CENT, max_value=10**6, places=2),
        amount=st.integers(1, 10**6),
        unit=st.sampled_from(sorted(units())),
    )
    def test_it_is_the_price_divided_and_nothing_else(self, price: Decimal, amount: int, unit: str) -> None:
        """Times the content and divided by the base, it is the price again, but for the rounding."""
        content = measured(f"{amount} {unit}")
        assert content is not None
        found = unit_price(price, 2, content)
        if found is not None:
            assert abs(found.amount * content.amount / found.per.size - price) <= CENT / 2 * content.amount

    def test_products_side_by_side_share_a_base(self) -> None:
        """In a comparison the base is that of the smallest content."""
        small, large = (Product(id=one, title=one, content=one) for one in ("500g", "5kg"))
        content = measured("5kg")
        assert content is not None
        found = unit_price(Decimal(50), 2, content, scale_of([small, large]))
        assert found is not None
        assert (found.amount, found.per.en) == (Decimal("1.00"), "100 g")

    @pytest.mark.parametrize("content", ["5 foo", "0 g", "0.0kg"])
    def test_what_cannot_be_measured_is_an_error_at_its_place(self, shop: Shop, content: str) -> None:
        """An unknown unit or an empty content is located."""
        outcome = shop.build(f"- id: a\n  title: 甲\n  content: {content}\n", "字")
        assert place(outcome, "wrong-content") == ("products/all.yaml", 3)

    def test_it_stands_beside_the_price(self, shop: Shop) -> None:
        """On a card, in the feed, on the go page, and as a row of a comparison; an offer may hold another content."""
        outcome = shop.build(
            """\
- id: a
  title: 甲
  price: 39.90
  as_of: 2026-11-20
  valid_until: 2026-11-30
  content: 500 ml
  offers: [{shop: own, path: /a, content: 2 x 500 ml}]
- id: b
  title: 乙
  price: 10
  as_of: 2026-11-20
  offers: [{shop: own, path: /b}]
- id: c
  title: 丙
  price: {amount: 1200, currency: JPY}
  as_of: 2026-11-20
  content: 250 ml
  offers: [{shop: own, path: /c}]
""",
            "::product{a}\n\n:::products{layout=compare}\n- a\n- b\n- c\n:::\n",
        )
        assert codes(outcome) == []
        page = shop.page()
        assert [one.get_text() for one in page.select(".card .per")] == []
        rows = {row.th.get_text(): row for row in page.select("tbody tr") if row.th}
        assert [cell.get_text() for cell in rows["单价"].select("td")] == ["¥3.99/100ml", "—", "JP¥480/100ml"]
        assert rows["单价"].select("td")[0]["data-until"] == "2026-12-01T00:00:00+08:00"
        assert not page.select(".compare .per")
        shop.site.write(
            "products/all.yaml", (shop.site.folder / "products/all.yaml").read_text().replace("2 x 500", "500")
        )
        shop.site.build()
        assert [one.get_text() for one in shop.page().select(".card .per")] == ["¥7.98/100ml"]
        assert "¥7.98/100ml" in shop.site.read("web/feed.xml")
        assert any("¥7.98/100ml" in shop.site.read(f"{path}") for path in shop.site.output() if "/go/" in path)

    def test_a_past_price_has_none(self, shop: Shop) -> None:
        """After its last day neither price nor price by unit is shown."""
        products = (
            "- {id: a, title: 甲, price: 9, as_of: 2026-11-01, valid_until: 2026-11-02, content: 300g,"
            " offers: [{shop: own, path: /a}]}\n"
        )
        shop.build(products, "::product{a}")
        assert "/100g" not in str(shop.page())


class TestRules:
    """Lines that the law wants."""

    def test_every_group_has_a_row(self) -> None:
        """No group can be written that nothing is known of."""
        assert set(get_args(Regulated)) <= set(rules())
        assert set(terms()) == set(get_args(ReferenceKind))

    def test_a_line_stands_on_card_list_comparison_feed_and_go_page(self, shop: Shop) -> None:
        """Wherever the product is sold, its line is there."""
        line = "本品不能代替药物"
        shop.build(
            "- {id: a, title: 甲, regulated: health_food, offers: [{shop: own, path: /a}]}\n",
            "::product{a}\n\n::product{a layout=compact key=b}\n\n:::products\n- a\n:::\n\n"
            ":::products{layout=compare key=c}\n- a\n:::\n",
        )
        assert [one.get_text() for one in shop.page().select(".due")] == [line] * 4
        assert shop.site.read("web/feed.xml").count(line) == 4
        go = [text.decode() for path, text in shop.site.output().items() if "/go/" in path and b"/a" in text]
        assert all(line in text for text in go if "shop.jinwei.test" in text)

    @pytest.mark.parametrize(
        ("lines", "shown"),
        [({}, ("请看说明",)), ({"virtual": "可退"}, ("可退",)), ({"virtual": ""}, ())],
        ids=["built in", "own", "none"],
    )
    def test_the_site_has_the_last_word(self, lines: dict[str, str], shown: tuple[str, ...]) -> None:
        """A line of the config stands in the place of the built-in one; an empty one takes it away."""
        site = SiteConfig(title="站", base_url="https://a.test/")
        config = Config(site=site, products=ProductsConfig(lines=lines))  # type: ignore[arg-type]
        built_in = rules()["virtual"].line
        assert built_in is not None
        expected = (built_in.zh,) if shown == ("请看说明",) else shown
        assert lines_of(Product(id="a", title="甲", kind="virtual"), config, "zh-CN") == expected

    def test_the_page_says_what_is_no_thing(self, shop: Shop) -> None:
        """A digital product says so and that it cannot be returned, in the page's language; a thing says nothing."""
        shop.build(
            "- {id: a, title: 甲, kind: virtual, badges: [新上, 第二季], offers: [{shop: own, path: /a}]}\n"
            "- {id: b, title: 乙, offers: [{shop: own, path: /b}]}\n",
            "::product{a}\n\n::product{b}",
        )
        first, second = shop.page().select(".card")
        assert [one.get_text() for one in first.select(".badge")] == ["虚拟商品", "新上", "第二季"]
        assert "七日无理由" in first.get_text()
        assert not second.select(".badge, .due")

    @pytest.mark.parametrize("group", [name for name, rule in rules().items() if rule.forbidden])
    def test_what_may_not_be_advertised_warns(self, shop: Shop, group: str) -> None:
        """The warning stands at the group, and only for a product that an article shows."""
        products = f"- id: a\n  title: 甲\n  regulated: {group}\n  offers: [{{shop: own, path: /a}}]\n"
        assert place(shop.build(products, "::product{a}"), "not-advertised") == ("products/all.yaml", 3)
        assert codes(shop.build(products, "字")) == []


class TestClaims:
    """Words that badges had better not carry."""

    @pytest.mark.parametrize("row", claims(), ids=lambda row: row.name)
    def test_each_row_finds_its_examples_and_no_others(self, row) -> None:
        """What it must find is found, what is exempt is not."""
        for text in row.says:
            found = claim_in(text)
            assert found is not None
        assert [text for text in row.silent if claim_in(text)] == []

    def test_a_badge_that_says_too_much_warns_at_its_place(self, shop: Shop) -> None:
        """The page is as it was: a warning changes nothing."""
        products = "- id: a\n  title: 甲\n  badges:\n    - 新米\n    - 全网 最低\n  offers: [{shop: own, path: /a}]\n"
        outcome = shop.build(products, "::product{a}")
        assert place(outcome, "claim-in-badge") == ("products/all.yaml", 5)
        assert "全网 最低" in shop.page().get_text()

    @pytest.mark.parametrize("badge", ["winter brew by hand 500 ml", '" 新"', '""'])
    def test_a_badge_is_short(self, shop: Shop, badge: str) -> None:
        """Twenty-four characters at most, none of them a blank at either end."""
        outcome = shop.build(f"- id: a\n  title: 甲\n  badges: [{badge}]\n", "字")
        assert place(outcome, "wrong-form") == ("products/all.yaml", 3)


class TestPrices:
    """Amounts, days and reference prices."""

    @pytest.mark.parametrize(
        ("lines", "line"),
        [
            ("  price: 1.234\n  as_of: 2026-11-20\n", 3),
            ("  price:\n    amount: 12.5\n    currency: JPY\n  as_of: 2026-11-20\n", 4),
            ("  offers:\n    - shop: own\n      path: /a\n      price: 0.001\n      as_of: 2026-11-20\n", 6),
            (
                (
                    "  price: 1\n  as_of: 2026-11-20\n"
                    "  reference_price: {amount: 2.005, kind: msrp, evidence: 瓶身, date: 2026-11-01}\n"
                ),
                5,
            ),
        ],
    )
    def test_an_amount_has_no_more_decimals_than_its_currency(self, shop: Shop, lines: str, line: int) -> None:
        """One that has cannot be paid; it is an error where it stands."""
        outcome = shop.build(f"- id: a\n  title: 甲\n{lines}", "字")
        assert place(outcome, "price-digits") == ("products/all.yaml", line)

    def test_noughts_at_the_end_do_no_harm(self, shop: Shop) -> None:
        """Shops' files write 12.5000 and 1200.00 JPY."""
        products = (
            "- {id: a, title: 甲, price: 12.5000, as_of: 2026-11-20}\n"
            "- {id: b, title: 乙, price: {amount: 1200.00, currency: JPY}, as_of: 2026-11-20}\n"
            "- {id: c, title: 丙, price: {amount: 1.234, currency: KWD}, as_of: 2026-11-20}\n"
        )
        assert codes(shop.build(products, "字")) == []

    @pytest.mark.parametrize(
        ("lines", "code", "line"),
        [
            ("  as_of: 2026-11-20\n  offers: [{shop: own, path: /a}]\n", "day-without-price", 3),
            ("  valid_until: 2026-12-20\n  offers: [{shop: own, path: /a}]\n", "day-without-price", 3),
            ("  offers:\n    - shop: own\n      path: /a\n      as_of: 2026-11-20\n", "day-without-price", 6),
            (
                (
                    "  price: 9\n  as_of: 2026-11-20\n  offers: [{shop: own, path: /a}]\n"
                    "  reference_price:\n    amount: 9\n    kind: msrp\n    evidence: 瓶身\n    date: 2026-11-01\n"
                ),
                "reference-not-higher",
                7,
            ),
            (
                (
                    "  price: 9\n  as_of: 2026-11-20\n  offers: [{shop: own, path: /a}]\n"
                    "  reference_price:\n    amount: 19\n    kind: named\n    evidence: 瓶身\n    date: 2026-11-01\n"
                ),
                "reference-without-label",
                8,
            ),
        ],
    )
    def test_what_says_nothing_warns(self, shop: Shop, lines: str, code: str, line: int) -> None:
        """A day without a price, a reference price that is not shown: told at their place, when they are shown."""
        products = f"- id: a\n  title: 甲\n{lines}"
        assert place(shop.build(products, "::product{a}"), code) == ("products/all.yaml", line)
        assert codes(shop.build(products, "字")) == []

    def test_an_offers_own_last_day_says_something_without_a_price(self, shop: Shop) -> None:
        """It ends the offer."""
        products = "- {id: a, title: 甲, offers: [{shop: own, path: /a, valid_until: 2026-12-01}]}\n"
        assert codes(shop.build(products, "::product{a}")) == []


OLD = "- {{id: {id}, title: 甲, price: 9, as_of: {day}, offers: [{{shop: own, path: /a}}]}}\n"


class TestOldPrices:
    """Prices that nobody looked up again."""

    @pytest.mark.parametrize(
        ("config", "day", "expected"),
        [
            ("", "2026-10-22", []),
            ("", "2026-10-21", ["old-price"]),
            ("products: {stale_after: 3}\n", "2026-11-17", ["old-price"]),
            ("products: {stale_after: 0}\n", "2001-01-01", []),
        ],
    )
    def test_a_price_older_than_the_site_wants_warns(
        self, shop: Shop, config: str, day: str, expected: list[str]
    ) -> None:
        """Counted in days from as_of to the clock of the build; 0 asks for no warning."""
        outcome = shop.build(OLD.format(id="a", day=day), "价 :price{a}", config=config)
        assert codes(outcome) == expected

    def test_the_output_is_the_same(self, shop: Shop) -> None:
        """A warning does not touch a page."""
        products = OLD.format(id="a", day="2026-10-01")
        shop.build(products, "::product{a}")
        before = shop.site.output()
        assert codes(shop.build(products, "::product{a}", config="products: {stale_after: 0}\n")) == []
        assert shop.site.output() == before

    def test_it_stands_at_the_offer_where_that_has_its_own(self, shop: Shop) -> None:
        """One warning for a product, at the first old price."""
        products = (
            "- id: a\n  title: 甲\n  price: 9\n  as_of: 2026-11-20\n  offers:\n"
            "    - {shop: own, path: /a}\n    - {shop: tao, item_id: '1', price: 8, as_of: 2026-09-01}\n"
            "    - {shop: mini, path: p, price: 8, as_of: 2026-09-02}\n"
        )
        assert place(shop.build(products, "::product{a}"), "old-price") == ("products/all.yaml", 7)

    def test_a_price_that_is_past_is_not_old(self, shop: Shop) -> None:
        """It is not shown any more."""
        products = (
            "- {id: a, title: 甲, price: 9, as_of: 2026-09-01, valid_until: 2026-09-30,"
            " offers: [{shop: own, path: /a}]}\n"
        )
        assert codes(shop.build(products, "::product{a}")) == []

    def test_only_what_readers_see_is_told(self, shop: Shop) -> None:
        """Not a product that no article shows, nor one in a draft."""
        products = OLD.format(id="a", day="2026-09-01")
        assert codes(shop.build(products, "字")) == []
        shop.site.write("articles/b.md", "---\ntitle: 稿\ndraft: yes\n---\n::product{a}\n")
        assert codes(shop.site.build()) == []
        assert codes(shop.site.build(drafts=True)) == ["old-price"]

    def test_of_very_many_the_first_are_named(self, shop: Shop) -> None:
        """Twenty and one line for the rest."""
        products = "".join(OLD.format(id=f"p{number:02}", day="2026-09-01") for number in range(25))
        outcome = shop.build(products, ":::products{sort=title}\n:::")
        assert codes(outcome).count("old-price") == 20
        (summary,) = [one for one in outcome.problems if one.code == "old-prices"]
        assert summary.values["count"] == "25"


def test_further_pictures_are_checked_like_the_first(shop: Shop) -> None:
    """One that is missing is an error at its place; a remote one is left alone."""
    products = "- id: a\n  title: 甲\n  gallery:\n    - https://cdn.test/1.jpg\n    - images/no.png\n"
    assert place(shop.build(products, "字"), "missing-picture") == ("products/all.yaml", 5)


@pytest.mark.parametrize(
    ("product", "code", "line"),
    [
        ("  price: 9\n  as_of: 2026-11-22\n", "price-to-come", 4),
        ("  offers:\n    - {shop: own, path: /a, price: 9,\n       as_of: 2062-11-20}\n", "price-to-come", 5),
        ("  price: 9\n  as_of: 2026-11-20\n  valid_until: 2026-11-19\n", "days-crossed", 5),
        (
            "  offers:\n    - {shop: own, path: /a, price: 9, as_of: 2026-11-20,\n       valid_until: 2025-12-01}\n",
            "days-crossed",
            5,
        ),
    ],
)
def test_days_that_cannot_be_are_told_where_they_stand(shop: Shop, product: str, code: str, line: int) -> None:
    """A price seen on a day to come, by the site's clock, is doubtful; one over before it was seen is wrong."""
    outcome = shop.build(f"- id: a\n  title: 甲\n{product}", "::product{a}")
    assert place(outcome, code) == ("products/all.yaml", line)


def test_today_and_a_last_day_that_is_the_first_are_well(shop: Shop) -> None:
    """The build's own day counts in the site's time zone, where it may be tomorrow already."""
    price = "  price: 9\n  as_of: 2026-11-21\n  valid_until: 2026-11-21\n"
    outcome = shop.build(f"- id: a\n  title: 甲\n{price}  offers: [{{shop: own, path: /a}}]\n", "::product{a}")
    assert not {"price-to-come", "days-crossed"} & set(codes(outcome))


def test_a_site_says_what_is_old_in_whole_days(shop: Shop) -> None:
    """A number below zero or with a comma is an error in the config."""
    outcome = shop.build("[]", "字", config="products: {stale_after: 1.5}\n")
    assert codes(outcome) == ["wrong-type"]
