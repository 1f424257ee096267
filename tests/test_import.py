"""Shops' exports become product files: one file in each layout, and all that can be wrong in one."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imports import bring, products, text
from sites import Site

from contentshop.model import Problem, Product
from contentshop.sources.catalogue import products_in
from contentshop.sources.importers import emitting
from contentshop.sources.importers.mapping import load, names
from contentshop.sources.importers.tables import letters
from contentshop.sources.importers.texts import bare, summary
from contentshop.sources.importers.values import CurrencyError, amount, day, identifier


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site with one product, `vinegar`."""
    return Site(tmp_path)


SHOPIFY = """\
Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,\
Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price,Image Src
cup,Tea cup,"<p>For <b>green</b> tea.</p>
<script>alert(1)</script>",Clay & Sons,Ware,"tea, gifts",true,Title,Default Title,C-1,shopify,3,deny,25.00,99.00,https://cdn.test/cup.jpg
pot,Pot,,,,,true,Size,S,P-S,shopify,0,deny,30,,https://cdn.test/pot.jpg
pot,,,,,,,,M,P-M,shopify,2,deny,40,,
pot,,,,,,,,L,P-L,shopify,1,continue,50,,
pot,,,,,,,,,,,,,,,https://cdn.test/pot-2.jpg
old,Old pot,,,,,false,Title,Default Title,,,1,deny,9,,
"""


def test_shopify(site: Site) -> None:
    """A handle is a product; variants stand in specs; a compare-at price is no reference price."""
    done, problems = bring(site, "shopify", SHOPIFY, shop="own")
    assert problems == ["variants-differ 5:0"]
    assert (done.added, done.left_out) == (("cup", "pot"), 1)
    assert text(site, "shopify.yaml") == (
        "- id: cup\n"
        "  title: Tea cup\n"
        "  summary: For green tea.\n"
        "  brand: Clay & Sons\n"
        "  category: Ware\n"
        "  tags: [tea, gifts]\n"
        "  price: 25.00\n"
        "  as_of: 2026-11-21\n"
        "  image: https://cdn.test/cup.jpg\n"
        "  stock: in_stock\n"
        "  offers:\n"
        "    - shop: own\n"
        "      path: /products/cup\n"
        "      sku: C-1\n"
        "\n"
        "- id: pot\n"
        "  title: Pot\n"
        "  specs:\n"
        "    Size: S / M / L\n"
        "  price: 40\n"
        "  as_of: 2026-11-21\n"
        "  image: https://cdn.test/pot.jpg\n"
        '  gallery: ["https://cdn.test/pot-2.jpg"]\n'
        "  stock: in_stock\n"
        "  offers:\n"
        "    - shop: own\n"
        "      path: /products/pot\n"
    )
    assert site.build(check=True).problems == ()


WOO = """\
ID,Type,SKU,Name,Published,Short description,Description,Date sale price starts,Date sale price ends,In stock?,Stock,\
Sale price,Regular price,Categories,Tags,Images,Parent,Grouped products,External URL,\
Attribute 1 name,Attribute 1 value(s)
12,variation,tee-r,Tee - Red,1,,,,,1,,15,20,,,,tee,,,Color,Red
13,variation,tee-b,Tee - Blue,1,,,,,0,,,20,,,,tee,,,Color,Blue
11,variable,tee,Tee,1,Two\\nlines,,,,1,,,,"Wear > Tops, Sale","a\\, b, c",\
"https://w.test/1.png, https://w.test/2.png",,,,Color,"Red, Blue"
20,simple,cap,Cap,1,,,2026-11-01,2026-11-30,1,4,8,10,,,,,,,,
21,simple,scarf,Scarf,1,,,2026-12-01,,backorder,,5,15,,,,,,,,
22,grouped,set,Set,1,,,,,1,,,,,,,,"tee, cap",,,
23,external,book,Book,1,,,,,1,,,30,,,,,,https://aff.test/b?tag=x,,
24,simple,,No sku,1,,,,,1,,,3,,,,,,,,
25,simple,gone,Private,0,,,,,1,,,3,,,,,,,,
"""


def test_woocommerce(site: Site) -> None:
    """Variations come before or after their product; a sale counts on its days; external goods go elsewhere."""
    done, problems = bring(site, "woocommerce", WOO, shop="own", elsewhere="tao")
    assert problems == []
    assert (done.added, done.left_out) == (("tee", "cap", "scarf", "set", "book", "id-24"), 1)
    found = products(site)
    tee, cap, scarf = found["tee"], found["cap"], found["scarf"]
    assert (tee.price, tee.category, tee.tags, tee.summary) == (Decimal(15), "Tops", ("a, b", "c"), "Two lines")
    assert (tee.specs, tee.image) == ({"Color": "Red, Blue"}, "https://w.test/1.png")
    assert (cap.price, cap.valid_until) == (Decimal(8), date(2026, 11, 30))
    assert (scarf.price, scarf.valid_until, scarf.stock) == (Decimal(15), None, "preorder")
    assert found["set"].price is None
    assert (found["book"].offers[0].shop, found["book"].offers[0].url) == ("tao", "https://aff.test/b?tag=x")
    assert found["tee"].offers[0].path == "/?p=11"
    assert all(one.reference_price is None for one in found.values())


VIRTUAL = """\
ID,Type,SKU,Name,Published,Regular price,Images
1,"simple, downloadable, virtual",book,Book,1,9,"https://cdn.test/b.jpg, https://cdn.test/b-2.jpg"
2,variable,shirt,Shirt,1,,https://cdn.test/s.jpg
"""
SHIPPING = """\
Handle,Title,Variant Price,Variant Requires Shipping,Image Src
card,Gift card,50,false,https://cdn.test/c.jpg
cup,Cup,5,true,https://cdn.test/u.jpg
cup,,,,https://cdn.test/u-2.jpg
cup,,,,https://cdn.test/u.jpg
"""
ITEM = """\
<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>a</g:id><g:title>A</g:title><g:price>5 CNY</g:price>
<g:image_link>https://cdn.test/1.jpg</g:image_link><g:additional_image_link>https://cdn.test/2.jpg</g:additional_image_link>
<g:additional_image_link>https://cdn.test/3.jpg</g:additional_image_link></item></channel></rss>
"""
TSV = (
    "id\ttitle\tprice\timage_link\tadditional_image_link\n"
    "a\tA\t5 CNY\thttps://cdn.test/1.jpg\thttps://cdn.test/2.jpg,https://cdn.test/3.jpg\n"
)
DUMMY = '[{"id": 7, "title": "A", "images": ["https://cdn.test/1.jpg", "https://cdn.test/2.jpg"]}]'


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        ("woocommerce", VIRTUAL, {"book": ("virtual", "b-2"), "shirt": ("physical", "")}),
        ("shopify", SHIPPING, {"card": ("virtual", ""), "cup": ("physical", "u-2")}),
        ("google", ITEM, {"a": ("physical", "2 3")}),
        ("google", TSV, {"a": ("physical", "2 3")}),
        ("dummyjson", DUMMY, {"id-7": ("physical", "2")}),
    ],
)
def test_further_pictures_and_kinds(site: Site, kind: str, data: str, expected: dict[str, tuple[str, str]]) -> None:
    """Further pictures become the gallery, the kind is taken where the format says it; both are the author's then."""
    site.delete("products/all.yaml")
    bring(site, kind, data, shop="own", path="/p/{id}")
    found = {
        name: (one.kind, " ".join(path.removeprefix("https://cdn.test/")[:-4] for path in one.gallery))
        for name, one in products(site).items()
    }
    assert found == expected
    file = f"products/{kind}.yaml"
    first = next(iter(expected))
    own = site.folder.joinpath(file).read_text().replace(f"- id: {first}\n", f"- id: {first}\n  badges: [新]\n")
    own = own.replace("kind: virtual", "kind: course").replace("-2.jpg", "-9.jpg")
    site.write(file, own)
    done, _ = bring(site, kind, data, shop="own", path="/p/{id}")
    assert (done.changes, site.folder.joinpath(file).read_text()) == ((), own)


def test_external_goods_without_a_shop_for_them_are_mentioned(site: Site) -> None:
    """Their links earn commissions, so their shop should be marked as affiliate."""
    assert bring(site, "woocommerce", WOO, shop="own")[1] == ["elsewhere-not-affiliate"]


def test_a_variation_without_its_product_is_located(site: Site) -> None:
    """With the cell that names it."""
    lone = "ID,Type,SKU,Name,Published,Regular price,Parent\n1,variation,x,X,1,5,nobody\n2,simple,y,Y,1,5,\n"
    assert bring(site, "woocommerce", lone)[1] == ["no-parent 2:7"]


DUMMY = [
    {"id": 7, "sku": "A-7", "title": "Mug", "description": "<i>Big</i> &amp; blue", "price": 9.90, "stock": 0}
    | {"discountPercentage": 12.5, "rating": 4.9, "reviews": [{"rating": 1}], "tags": ["kitchen", "blue"]}
    | {"availabilityStatus": "Out of Stock", "images": ["https://i.test/1.webp"], "category": "ware"},
    {"id": 8, "title": "Jar", "price": 12, "stock": 3},
]


@pytest.mark.parametrize("data", [DUMMY, {"products": DUMMY, "total": 2}])
def test_dummyjson(site: Site, data: object) -> None:
    """Discount, rating and reviews are left behind; numbers keep their digits; --path makes addresses."""
    done, problems = bring(site, "dummyjson", json.dumps(data).replace("9.9,", "9.90,"), shop="own", path="/p/{id}")
    assert (done.added, problems) == (("A-7", "id-8"), [])
    assert text(site, "dummyjson.yaml").startswith(
        "- id: A-7\n  title: Mug\n  summary: Big & blue\n  category: ware\n  tags: [kitchen, blue]\n"
        "  price: 9.90\n  as_of: 2026-11-21\n  image: https://i.test/1.webp\n  stock: out_of_stock\n"
        "  offers:\n    - shop: own\n      path: /p/A-7\n      sku: A-7\n"
    )


def test_products_without_an_address_get_no_offer(site: Site) -> None:
    """One warning says how many, and how to make addresses."""
    assert bring(site, "dummyjson", json.dumps(DUMMY), shop="own")[1] == ["no-way"]
    assert products(site)["A-7"].offers == ()


GOOGLE = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title><link>https://g.test</link>
<item>
  <g:id>T1</g:id><title>Tea</title><link>https://g.test/t1?a=1&amp;b=%E8</link><g:price>12.50 USD</g:price>
  <g:sale_price>10.00 USD</g:sale_price>
  <g:sale_price_effective_date>2026-11-01T00:00+0800/2026-11-25T23:59+0800</g:sale_price_effective_date>
  <g:availability>in_stock</g:availability><g:shipping><g:price>99 USD</g:price></g:shipping>
  <g:product_type>Food &gt; Tea</g:product_type><g:color>green</g:color>
</item>
</channel></rss>
"""
ATOM = """\
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><entry><g:id>T1</g:id>
<g:title>Tea</g:title><link href="https://g.test/t1?a=1&amp;b=%E8"/><g:price>12.50 USD</g:price></entry></feed>
"""
TSV = "id\ttitle\tlink\tprice\tavailability\nT1\tTea\thttps://g.test/t1?a=1&b=%E8\t12.50 USD\tout of stock\n"


@pytest.mark.parametrize(
    ("data", "price", "stock"),
    [(GOOGLE, "10.00", "in_stock"), (ATOM, "12.50", "in_stock"), (TSV, "12.50", "out_of_stock")],
)
def test_google(site: Site, data: str, price: str, stock: str) -> None:
    """RSS, Atom and TSV; an item's own price and not that of its shipping; the address untouched; its currency kept."""
    assert bring(site, "google", data, shop="own")[1] == []
    tea = products(site)["T1"]
    assert f"price: {{amount: {price}, currency: USD}}" in text(site, "google.yaml")
    assert tea.offers[0].url == "https://g.test/t1?a=1&b=%E8"
    assert tea.stock == stock


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('<!DOCTYPE a [<!ENTITY b "c">]><rss><item/></rss>', "broken-table 1:"),
        ("<rss><item><id>1</id></rss>", "broken-table 1:"),
        ("<rss></rss>", "empty-table"),
        ("<a>" * 500, "broken-table 1:"),
    ],
)
def test_xml_that_is_broken_or_dangerous(site: Site, data: str, told: str) -> None:
    """No document types, no end without beginning, no endless nesting."""
    (problem,) = bring(site, "google", data)[1]
    assert problem.startswith(told)


MAPPING = """\
product:
  id: 编号
  title: 名称
  price: 价格
  stock: {column: 库存, number: yes}
offer:
  item_id: 宝贝id
"""
SHEET = "编号,名称,价格,库存,宝贝id\n"
SHEET += "v-1,醋,￥１２９９.5,3,558812344321\n"
SHEET += "v-2,=cmd|'/c calc'!A0,\"1,299.00\",0,558812344322\n"


def mapped(site: Site, data: str | bytes, mapping: str = MAPPING, **options: object) -> tuple[object, list[str]]:
    """Import a sheet with a mapping."""
    site.write("m.yaml", mapping)
    return bring(site, "table", data, mapping=str(site.folder / "m.yaml"), shop="tao", **options)


@pytest.mark.parametrize(
    "data",
    [
        SHEET.encode(),
        SHEET.encode("utf-8-sig"),
        SHEET.encode("gbk"),
        SHEET.encode("gb18030"),
        SHEET.encode("utf-16"),
        SHEET.encode("utf-16-le"),
        SHEET.replace("\n", "\r\n").encode(),
        SHEET.replace(",", "\t").replace('"1\t299.00"', '"1,299.00"').encode("utf-16"),
        SHEET.replace(",", ";").replace('"1;299.00"', "1299").encode(),
    ],
)
def test_a_sheet_in_every_encoding(site: Site, data: bytes) -> None:
    """Encodings and separators are told apart; a formula is only text; long numbers stay."""
    assert mapped(site, data)[1] == []
    found = products(site)
    assert [found[name].price for name in ("v-1", "v-2")] == [Decimal("1299.5"), Decimal(1299)]
    assert found["v-2"].title == "=cmd|'/c calc'!A0"
    assert found["v-2"].stock == "out_of_stock"
    assert found["v-1"].offers[0].item_id == "558812344321"
    assert """title: "=cmd|'/c calc'!A0\"""" in text(site, "m.yaml")


def workbook(rows: list[list[object]]) -> bytes:
    """Return an Excel workbook."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook(site: Site) -> None:
    """Numbers, texts and long numbers; one with more digits than a spreadsheet keeps is an error with its cell."""
    rows: list[list[object]] = [["编号", "名称", "价格", "库存", "宝贝id"], ["v-1", "醋", 39.9, 3, 558812344321]]
    assert mapped(site, workbook(rows))[1] == []
    found = products(site)["v-1"]
    assert (found.price, found.offers[0].item_id) == (Decimal("39.9"), "558812344321")
    rows.append(["v-9", "酱", 5, 1, 5588123443215588123])
    assert mapped(site, workbook(rows))[1] == ["spoiled-number 3:5"]


def test_a_workbook_without_the_package_names_the_extra(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing else of the program needs it."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert mapped(site, b"PK\x03\x04")[1] == ["no-openpyxl"]


def test_a_workbook_that_is_none(site: Site) -> None:
    """A broken file is a problem, not a traceback."""
    assert mapped(site, b"PK\x03\x04 no book")[1] == ["broken-table"]


HEAD = "编号,名称,价格,库存,宝贝id\n"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("a,b,便宜,1,2\n", ["cell-not 2:3"]),
        ("a,b,10-20,1,2\n", ["cell-not 2:3"]),
        ("a,b,-5,1,2\n", ["cell-not 2:3"]),
        ("a,b,$5,1,2\n", ["wrong-currency 2:3"]),
        ("a,b,5,1,5.58812E+11\n", ["spoiled-number 2:5"]),
        ("5.58812E+11,b,5,1,2\n", ["spoiled-number 2:1"]),
        ("a,b,5,many,2\n", ["cell-not 2:4"]),
        (",b,5,1,2\n", ["row-without 2:0"]),
        ("a,,5,1,2\n", ["row-without 2:0"]),
        ("***,b,5,1,2\n", ["cell-not 2:1"]),
        ("a,b,5,1,2\na,c,6,1,3\n", ["duplicate-row 3:0"]),
        ("a,b,5,1,2,3\n", ["extra-cells 2:0"]),
        ('a,"b\nc",5,1,2\nd,e,x,1,2\n', ["cell-not 4:3"]),
        ('a,"b,5,1,2\n', ["broken-table 2:1"]),
        ("a,,x,1,5E+11\nb,c,y,z,1\n", ["row-without 2:0", "cell-not 2:3", "cell-not 3:3"]),
        ("\n\n", ["empty-table"]),
    ],
)
def test_wrong_rows_are_located(site: Site, rows: str, told: list[str]) -> None:
    """File, row and column; nothing is written."""
    done, problems = mapped(site, HEAD + rows)
    assert problems == told
    assert not done.completed  # type: ignore[attr-defined]
    assert not (site.folder / "products/m.yaml").exists()


def test_partial_takes_the_good_rows(site: Site) -> None:
    """The bad ones are told all the same; of an id that stands twice none is taken."""
    rows = HEAD + "a,b,5,1,2\nc,d,x,1,2\ne,f,6,1,3\ne,g,7,1,3\n"
    done, problems = mapped(site, rows, partial=True)
    assert problems == ["cell-not 3:3", "duplicate-row 5:0"]
    assert done.added == ("a",)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (MAPPING.replace("名称", "名字"), ["unknown-column 3:10"]),
        (MAPPING.replace("宝贝id", "链接"), ["unknown-column 7:12"]),
        (MAPPING.replace("price", "prise"), ["unknown-key 4:3"]),
        (MAPPING + "specs: [{column: 名称, name: 1, nmae: 2}]\n", ["unknown-key 8:31"]),
        (MAPPING.replace("item_id: 宝贝id", 'item_id: {column: 宝贝id, pattern: "x("}'), ["wrong-form 7:36"]),
        (MAPPING.replace("item_id: 宝贝id", 'item_id: {column: 宝贝id, wrap: "x"}'), ["wrong-form 7:33"]),
        ("product: [\n", ["not-closed 1:10"]),
        ("", ["missing-key 1:1"]),
    ],
)
def test_a_wrong_mapping_is_located(site: Site, mapping: str, told: list[str]) -> None:
    """In the mapping's own file."""
    assert mapped(site, SHEET, mapping)[1] == told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"shop": "nowhere"}, ["unknown-shop"]),
        ({"elsewhere": "nowhere"}, ["unknown-shop"]),
        ({"into": "../x"}, ["wrong-into"]),
        ({"into": "products/x.yaml"}, ["wrong-into"]),
        ({"currency": "yuan"}, ["wrong-currency-code"]),
    ],
)
def test_options_that_cannot_be_meant(site: Site, options: dict[str, str], told: list[str]) -> None:
    """They are refused before anything is read."""
    assert bring(site, "shopify", SHOPIFY, **options)[1] == told


def test_the_kind_table_needs_a_mapping(site: Site) -> None:
    """And a name that is none of the packaged ones is answered with the nearest."""
    assert bring(site, "table", SHEET)[1] == ["no-mapping"]
    assert bring(site, "table", SHEET, mapping="youzan-sheat")[1] == ["unknown-mapping"]


@pytest.mark.parametrize(("data", "told"), [(b"", "empty-table"), (b"\n \n", "empty-table"), (b"\xff\xfe", "unknown")])
def test_files_without_products(site: Site, data: bytes, told: str) -> None:
    """Empty, or not a text at all."""
    (problem,) = bring(site, "shopify", data)[1]
    assert problem.startswith((told, "empty-table"))


def test_western_text_is_not_taken_for_chinese(site: Site) -> None:
    """A byte over 0x7F alone is no GBK; the encoding can be named."""
    data = "Handle,Title,Variant Price\ncafe,Déca féminin crème,5\n".encode("cp1252")
    assert bring(site, "shopify", data)[1] == ["unknown-encoding"]
    assert bring(site, "shopify", data, encoding="cp1252")[1] == []
    assert products(site)["cafe"].title == "Déca féminin crème"


def test_another_kind_of_file_is_recognised(site: Site) -> None:
    """Without the columns that every such export has."""
    assert bring(site, "shopify", WOO)[1] == ["missing-column 1:0", "missing-column 1:0"]


@pytest.mark.parametrize("name", names())
def test_packaged_mappings_are_sound(name: str) -> None:
    """They say where they are from and how sure that is."""
    found: list[Problem] = []
    loaded = load(name, found.append)
    assert found == []
    assert loaded is not None
    assert loaded.format.source
    assert loaded.format.confidence in ("H", "M", "L")
    assert date.fromisoformat(loaded.format.checked)


def test_sheets_in_the_manner_of_chinese_back_ends(site: Site) -> None:
    """有赞 with variants on rows, 千牛 in GBK."""
    youzan = "商品id,商品名称,商品编码,规格,规格价格,规格库存,商品链接,商品状态\n"
    youzan += "1,小米,MI-1,1kg,12,0,https://h5.youzan.com/wscgoods/detail/2xbq7k1m9t3w8,销售中\n1,小米,MI-1,5kg,50,2,,销售中\n"
    youzan += "2,旧米,MI-2,,9,1,,已下架\n"
    done, problems = bring(site, "table", youzan.encode("gbk"), mapping="youzan-sheet", shop="own")
    assert (done.added, done.left_out, problems) == (("MI-1",), 1, [])
    found = products(site)["MI-1"]
    assert (found.price, found.specs, found.offers[0].alias) == (Decimal(50), {"规格": "1kg / 5kg"}, "2xbq7k1m9t3w8")
    qianniu = "宝贝id,宝贝标题,一口价,宝贝数量,宝贝状态\n558812344321,老陈醋,39.90,5,出售中\n"
    assert bring(site, "table", qianniu.encode("gbk"), mapping="qianniu-sheet", shop="tao")[1] == []
    assert products(site)["tb-558812344321"].offers[0].item_id == "558812344321"


def test_more_than_500_products_part_into_files(site: Site) -> None:
    """In the order of the source; the next import finds them all."""
    rows = "".join(f"p{n},名,{n},1,{n}\n" for n in range(1, 1202))
    done, problems = mapped(site, HEAD + rows, into="products/deep/all")
    assert problems == []
    assert done.written == ("products/deep/all-2.yaml", "products/deep/all-3.yaml", "products/deep/all.yaml")  # type: ignore[attr-defined]
    assert text(site, "deep/all-3.yaml").startswith("- id: p1001\n")
    assert mapped(site, HEAD + rows, into="products/deep/all")[0].unchanged == 1201  # type: ignore[attr-defined]


# --- values


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("39.90", "39.90 CNY"),
        ("￥1,299.00", "1299.00 CNY"),
        ("¥ 39.9元", "39.9 CNY"),
        ("RMB 12", "12 CNY"),
        ("１２．５", "12.5 CNY"),
        ("12.99 USD", "12.99 USD"),
        ("USD12.99", "12.99 USD"),
        ("45,00 EUR", "45.00 EUR"),
        ("1.299,00 EUR", "1299.00 EUR"),
        ("1 299", "1299 CNY"),
        ("1,299", "1299 CNY"),
        ("US$ 5 USD", ""),
        ("5 $", ""),
        ("1,29,9", ""),
        ("1e3", ""),
        ("", ""),
        ("1.1234567", ""),
        ("9" * 16, ""),
        ("5.00-9.00", ""),
        ("Infinity", ""),
    ],
)
def test_amounts(typed: str, read: str) -> None:
    """As shops write them; what could mean two things is refused."""
    try:
        number, currency = amount(typed, "CNY")
    except (ValueError, CurrencyError):
        assert read == ""
    else:
        assert f"{number} {currency}" == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [("2026-11-18", 18), ("2026/11/8", 8), ("2026年11月8日", 8), ("20261108", 8), ("2026-11-08 12:00:00", 8)],
)
def test_days(typed: str, read: int) -> None:
    """Year first."""
    assert day(typed) == date(2026, 11, read)


@pytest.mark.parametrize("typed", ["8/11/2026", "2026-13-01", "tomorrow", ""])
def test_days_that_could_be_others(typed: str) -> None:
    """Refused."""
    with pytest.raises(ValueError, match=r".*"):
        day(typed)


@pytest.mark.parametrize(
    ("typed", "read"), [("AB/12 3", "AB-12-3"), ("醋 6年", "醋-6年"), (".x.", "x"), ("gid://s/1", "gid-s-1")]
)
def test_ids(typed: str, read: str) -> None:
    """What an id cannot have becomes a hyphen."""
    assert identifier(typed) == read


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("a<b>b</b>c<br>d &amp; &lt;e&gt;", "abc d & <e>"),
        ("<style>p{}</style><!-- x --><img src=x onerror=y>text", "text"),
        ("https://a.test/?b&c", "https://a.test/?b&c"),
        ("zero\u200bwidth\u2028line\x00\ud800", "zerowidth line \ufffd"),
        ("  spaced \n out ", "spaced out"),
    ],
)
def test_html_is_cleaned_away(html: str, read: str) -> None:
    """Nothing but the text that a reader would see."""
    assert bare(html) == read


def test_long_descriptions_are_cut_at_a_sentence_or_word() -> None:
    """At most 160 characters."""
    assert summary("第一句。" + "长" * 300) == "第一句。"
    assert summary("word " * 60).endswith("word…")
    assert len(summary("长" * 300)) == 160


@pytest.mark.parametrize(("number", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (703, "AAA")])
def test_columns_have_letters(number: int, name: str) -> None:
    """As spreadsheets name them."""
    assert letters(number) == name


ANY_TEXT = st.text(max_size=30).map(bare).filter(bool)


@given(
    title=ANY_TEXT,
    tags=st.lists(ANY_TEXT, max_size=3),
    specs=st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3),
    price=st.decimals(0, 10**9, places=2),
)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_back(title: str, tags: list[str], specs: dict[str, str], price: Decimal) -> None:
    """Whatever a shop calls its products, and every key of the YAML stays what it was."""
    fields = {"id": "x", "title": title, "tags": tags, "specs": specs, "price": price, "as_of": date(2026, 11, 21)}
    found: list[Problem] = []
    (read,) = products_in("\n".join(emitting.item(fields)) + "\n", "x.yaml", found.append)
    assert found == []
    assert isinstance(read, Product)
    assert (read.title, read.tags, read.specs, read.price) == (title, tuple(tags), specs, price)
