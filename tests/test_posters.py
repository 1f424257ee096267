"""Posters: where things stand, what is painted, and how a site gets them."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from sites import CONFIG, NOW, Site, codes

from contentshop.build import Options
from contentshop.links import token
from contentshop.media import POSTER_SIZES, fonts_of_machine, painted
from contentshop.media.fonts import font_files
from contentshop.media.posters import MARGIN, SMALLEST_CODE, Layout, laid
from contentshop.media.qr import matrix
from contentshop.model import Fonts, Identity, Paint, Poster
from contentshop.problems import exit_code
from contentshop.verifying import verify

GO = "https://jinwei.test/go/"
POSTERS = CONFIG + "account: {name: 晋味}\nchannels: {moments: {price: dated}, wechat: {enabled: false}}\n"
ARTICLE = (
    "\n-- articles/a.md --\n---\ntitle: 怎么挑醋\ndate: 2026-11-18\nsummary: 看四行字。\n---\n::product{vinegar}\n"
)
PRODUCTS = """\
- id: vinegar
  title: 老陈醋
  price: 39.90
  as_of: 2026-11-20
  valid_until: 2026-12-20
  content: 500 ml
  reference_price: {amount: 59, kind: msrp, evidence: 瓶身照片, date: 2026-11-01}
  image: images/a.png
  summary: 挂壁、绵酸。
  offers: [{shop: own, path: /p/vinegar}]
"""
LONG = "一百二十个字的标题到底会怎么样呢" * 8
pytestmark = pytest.mark.font


def poster(**changes: object) -> Poster:
    """Return a product's poster."""
    texts = {
        "language": "zh-CN",
        "account": "晋味小铺",
        "ad": "广告",
        "title": "六年陈老陈醋 500ml",
        "summary": "挂壁、绵酸，蘸饺子只要一小碟。",
        "code": GO + "73raj8jj83ps/",
        "hint": "长按识别二维码",
        "offer": "查看详情",
        "amount": "¥39.90",
        "as_of": "2026年11月20日价",
        "per": "¥7.98/100ml",
        "reference": "¥59.00",
        "reference_label": "厂商指导价（2026年11月1日）",
        "small": ("有效至 2026年12月20日", "由晋味官网售卖"),
        "sells": True,
    }
    return Poster(**(texts | changes))  # type: ignore[arg-type]


ARTICLES = {"sells": False, "amount": "", "as_of": "", "per": "", "reference": "", "reference_label": ""}
CASES: dict[str, tuple[Poster, float]] = {
    "product": (poster(), 1),
    "portrait": (poster(), 0.5),
    "panorama": (poster(), 3),
    "no picture": (poster(), 0),
    "long": (poster(title=LONG, summary=LONG, account=LONG, hint=LONG, offer=LONG), 1),
    "long word": (poster(title="Antidisestablishmentarianism" * 3, summary="Donaudampfschiff" * 9), 1),
    "dear": (poster(amount="US$1,234,567.00", as_of="Price as of November 20, 2026"), 1),
    "no price": (poster(amount="", no_amount="价格以店铺为准"), 1),
    "bare": (poster(account="", ad="", summary="", amount="", small=()), 1),
    "long address": (poster(code=GO + "x" * 126), 1),
    "article": (poster(**ARTICLES), 16 / 9),
    "article, portrait": (poster(**ARTICLES), 0.6),
    "article, panorama": (poster(**ARTICLES), 4),
    "article, no picture": (poster(**ARTICLES), 0),
    "long, no picture": (poster(title=LONG, summary=LONG, account=LONG, hint=LONG, offer=LONG), 0),
    "article, long, no picture": (poster(**ARTICLES | {"title": LONG, "summary": LONG}), 0),
    "dear and long": (poster(amount="US$1,234,567.00", as_of="Price as of November 20, 2026", title=LONG), 1),
    "article, long": (poster(**ARTICLES | {"title": LONG, "summary": LONG}), 16 / 9),
}


SHORT = {poster().title}


def layouts() -> Iterator[tuple[str, str, Layout, Poster]]:
    """Yield every case in both sizes, with Han characters as wide as high and others half of that."""

    def width(text: str, size: int, _: str) -> float:
        return size * sum(1 if ord(char) > 0x2010 else 0.55 for char in text)

    for name, (one, ratio) in CASES.items():
        for form, size in POSTER_SIZES.items():
            yield name, form, laid(one, size, len(matrix(one.code)), ratio, width), one


ROWS = list(layouts())


@pytest.mark.parametrize(("name", "form", "layout", "said"), ROWS, ids=[f"{name}-{form}" for name, form, *_ in ROWS])
class TestLayout:
    """Where everything stands, whatever is said."""

    def test_everything_keeps_its_distance_from_the_sides(
        self, name: str, form: str, layout: Layout, said: Poster
    ) -> None:
        """Texts and code stay 40 px and more from the left and right, and on the poster."""
        del name, form, said
        width, height = layout.size
        assert all(one.x >= MARGIN >= 40 and one.x + one.width <= width - MARGIN + 1 for one in layout.texts)
        assert all(one.size <= one.y <= height - 24 for one in layout.texts)
        assert layout.card.right <= width - MARGIN
        assert layout.card.bottom <= height - 40

    def test_nothing_vital_is_covered_on_a_whole_screen(
        self, name: str, form: str, layout: Layout, said: Poster
    ) -> None:
        """On 9:16 the top 15 % and the bottom 10 % hold picture and small print alone."""
        del name, said
        if form == "9x16":
            height = layout.size[1]
            vital = [one for one in layout.texts if one.role != "small"]
            assert min(one.y - one.size for one in vital) >= 0.15 * height
            assert max(one.y for one in vital) <= 0.9 * height + 1
            assert layout.code.bottom <= 0.9 * height + 1

    def test_a_code_is_large_with_white_around_it(self, name: str, form: str, layout: Layout, said: Poster) -> None:
        """At least 240 px, four modules of quiet zone, whole pixels to a module."""
        del name, form
        modules = len(matrix(said.code))
        assert layout.code.width == layout.code.height == modules * layout.module >= SMALLEST_CODE
        assert layout.card.width == (modules + 8) * layout.module

    def test_a_title_has_two_lines_at_most(self, name: str, form: str, layout: Layout, said: Poster) -> None:
        """One that is longer ends in an ellipsis; a shorter one is whole."""
        del form, name
        titles = [one.text for one in layout.texts if one.role == "title"]
        assert 1 <= len(titles) <= 2
        assert titles[-1].endswith("…") == (said.title not in SHORT)

    def test_a_product_fills_half_of_the_poster(self, name: str, form: str, layout: Layout, said: Poster) -> None:
        """The picture of a product is at least half as high as the poster, however much is said; an article's a third.

        A field of colour in its place is so high everywhere.
        """
        del name, form
        share = 0.5 if said.sells or layout.field else 0.3
        assert layout.picture.height >= share * layout.size[1]

    def test_a_field_of_colour_holds_its_title(self, name: str, form: str, layout: Layout, said: Poster) -> None:
        """Title, bar and first character stand within the frame, which is there where no picture is."""
        del form
        assert bool(layout.field) == name.endswith("no picture")
        if layout.field:
            frame, rule, initial = layout.field
            assert initial is not None
            assert initial.text == said.title[0]
            titles = [one for one in layout.texts if one.role == "title"]
            assert frame.top <= initial.y - 0.9 * initial.size < initial.y + 0.1 * initial.size <= rule.top
            assert rule.bottom < titles[0].y - 0.8 * titles[0].size
            assert titles[-1].y < frame.bottom < layout.picture.bottom
            assert frame.left <= initial.x < initial.x + initial.width <= frame.right

    def test_texts_do_not_run_into_one_another(self, name: str, form: str, layout: Layout, said: Poster) -> None:
        """Lines have their own places, below the picture unless there is none, and beside the code."""
        del form, said
        places = [(one.x, one.y - 0.7 * one.size, one.x + one.width, one.y) for one in layout.texts]
        places.append((layout.card.left, layout.card.top, layout.card.right, layout.card.bottom))
        for number, one in enumerate(places):
            for other in places[:number]:
                apart = one[0] >= other[2] or other[0] >= one[2] or one[1] >= other[3] or other[1] >= one[3]
                assert apart, (name, one, other)
        if "no picture" not in name:
            assert all(one.y - one.size >= layout.picture.bottom for one in layout.texts)

    def test_a_price_stands_with_its_date(self, name: str, form: str, layout: Layout, said: Poster) -> None:
        """Law 5: an amount is never without its date, a reference price never without its label."""
        del name, form
        roles = [one.role for one in layout.texts]
        assert ("amount" in roles) == bool(said.amount)
        assert ("as_of" in roles) == bool(said.amount and said.as_of)
        struck = [one for one in layout.texts if one.struck]
        assert roles.count("reference") == 2 * len(struck)

    def test_the_mark_is_framed(self, name: str, form: str, layout: Layout, said: Poster) -> None:
        """“广告” stands in its frame."""
        del name, form
        assert bool(layout.mark) == bool(said.ad)
        if layout.mark:
            text = next(one for one in layout.texts if one.role == "ad")
            assert layout.mark.left < text.x < text.x + text.width < layout.mark.right
            assert layout.mark.top < text.y < layout.mark.bottom


def test_the_small_print_is_whole() -> None:
    """What the law wants said is not cut short: it is set smaller."""
    law = "保健食品不是药物，不能代替药物治疗疾病。本品不能代替药物，适宜人群见包装，请仔细阅读说明书并按说明使用。"
    wide = poster(small=(law, "有效至 2026年12月20日", "价格会变，以店铺页面为准"))
    for size in POSTER_SIZES.values():
        layout = laid(wide, size, 33, 1, lambda text, size, _: size * len(text))
        said = "".join(one.text for one in layout.texts if one.role == "small")
        assert law in said.replace("\u2006", "")


# --- painting


def picture(width: int = 400, height: int = 400, colour: str = "#88aa99", kind: str = "PNG") -> bytes:
    """Return a picture of a red disc on a ground."""
    image = Image.new("RGB", (width, height), colour)
    side = min(width, height) // 3
    middle = width // 2, height // 2
    ImageDraw.Draw(image).ellipse([middle[0] - side, middle[1] - side, middle[0] + side, middle[1] + side], "#c0392b")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    """Return the fonts of this machine."""
    return fonts_of_machine()


def paint(one: Poster, fonts: Fonts, form: str = "9x16") -> Paint:
    """Return the work for a poster."""
    return Paint(one, POSTER_SIZES[form], "images/a.png", "", fonts)


@pytest.mark.parametrize("name", list(CASES))
def test_every_case_is_painted_and_read(name: str, fonts: Fonts) -> None:
    """Each is a JPEG of its size in full colour, whose code says what it must."""
    one, ratio = CASES[name]
    data = picture(round(400 * max(ratio, 1)), round(400 / min(ratio, 1))) if ratio else b""
    for form, made in zip(POSTER_SIZES, painted(data, [paint(one, fonts, form) for form in POSTER_SIZES]), strict=True):
        with Image.open(io.BytesIO(made)) as image:
            assert (image.format, image.size, image.mode) == ("JPEG", POSTER_SIZES[form], "RGB")
            assert [found.text for found in zxingcpp.read_barcodes(image)] == [one.code]


def test_the_same_inputs_give_the_same_bytes(fonts: Fonts) -> None:
    """Alone, with others, in another order."""
    one, other = paint(poster(), fonts), paint(poster(code=GO + "other/"), fonts, "3x4")
    first, second = painted(picture(), [one, other])
    assert painted(picture(), [other]) == [second]
    assert painted(picture(), [other, one]) == [second, first]
    assert painted(picture(), [one]) == [first]


def test_colours_come_from_the_picture(fonts: Fonts) -> None:
    """Another ground gives another paper; a text on it can be read."""
    papers = set()
    for colour in ("#1f6f5c", "#e8a33d", "#ffffff", "#000000", "#7f7f7f"):
        (made,) = painted(picture(colour=colour), [paint(poster(), fonts)])
        with Image.open(io.BytesIO(made)) as image:
            papers.add(image.getpixel((20, 1900)))
            assert min(image.getpixel((20, 1900))) > 220  # type: ignore[type-var, arg-type]
    assert len(papers) >= 3


@pytest.mark.parametrize("size", [(1, 1), (17, 31), (246, 246), (999, 1001), (3000, 10), (10, 3000)])
def test_pictures_of_any_size_are_painted(fonts: Fonts, size: tuple[int, int]) -> None:
    """Whatever its proportions, a picture fills its place, a product's and an article's."""
    wanted = [paint(one, fonts, form) for one in (poster(), poster(**ARTICLES)) for form in POSTER_SIZES]
    assert len(painted(picture(*size), wanted)) == 4


def test_transparent_pictures_stand_on_white(fonts: Fonts) -> None:
    """Where nothing is, there is white."""
    out = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(out, "PNG")
    (made,) = painted(out.getvalue(), [paint(poster(), fonts)])
    with Image.open(io.BytesIO(made)) as image:
        assert image.getpixel((540, 300)) == (255, 255, 255)


def test_emoji_are_drawn_in_colour(fonts: Fonts) -> None:
    """With a font of colour emoji there is more colour in the title than ink."""
    if fonts.emoji is None:
        pytest.skip("NO EMOJI FONT")
    plain, coloured = (
        Image.open(io.BytesIO(painted(b"", [paint(poster(title="醋" + one), fonts)])[0])).crop((72, 960, 1008, 1110))
        for one in ("", "🍎")
    )
    few, many = (len(one.getcolors(200_000) or ()) for one in (plain, coloured))
    assert many > few + 200


# --- in a site


def site(folder: Path, config: str = POSTERS, products: str = PRODUCTS, text: str = ARTICLE) -> Site:
    """Return a site of one article and one product with a picture."""
    made = Site(folder, text)
    made.write("config.yaml", config)
    made.write("products/all.yaml", products)
    made.write("images/a.png", picture())
    return made


def read(site: Site, path: str) -> list[str]:
    """Return what the codes of a poster say."""
    with Image.open(site.folder / "build" / path) as image:
        return [found.text for found in zxingcpp.read_barcodes(image)]


def posters(site: Site) -> list[str]:
    """Return the posters in the output."""
    return [path for path in site.output() if path.startswith("moments/")]


def test_articles_and_products_have_posters_with_their_own_tokens(tmp_path: Path) -> None:
    """Each code leads to the go page of its token, which stands in the ledger."""
    made = site(tmp_path)
    assert codes(made.build()) == []
    assert posters(made) == [
        f"moments/{kind}/poster-{form}.jpg" for kind in ("articles/a", "products/vinegar") for form in ("3x4", "9x16")
    ]
    article = token(Identity("a", "", "code", "", "moments"))
    product = token(Identity("", "vinegar", "card", "", "moments"))
    for name, folder in ((article, "articles/a"), (product, "products/vinegar")):
        for form in POSTER_SIZES:
            assert read(made, f"moments/{folder}/poster-{form}.jpg") == [f"{GO}{name}/"]
        assert made.read(f"web/go/{name}/index.html")
        assert name in (tmp_path / "ledger.csv").read_text("utf-8")
    assert codes(made.build()) == []
    assert made.build().written == ()


def test_outlets_that_ask_have_posters_of_their_own(tmp_path: Path) -> None:
    """In a folder of their name, with codes that are theirs; others have none."""
    made = site(tmp_path)
    rows = "- {id: 小满, kind: promoter, name: 小满, posters: true, contact: 微信 xiaoman}\n"
    made.write("outlets.yaml", rows + "- {id: post, kind: newsletter, name: 信, texts: true}\n")
    assert codes(made.build()) == []
    own = token(Identity("", "vinegar", "card", "", "moments", "小满"))
    assert read(made, "moments/products/vinegar/小满/poster-9x16.jpg") == [f"{GO}{own}/"]
    assert len(posters(made)) == 8
    assert not any("post/" in path for path in posters(made))


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("title: 老陈醋", "title: 新陈醋", True),
        ("price: 39.90", "price: 38.00", True),
        ("as_of: 2026-11-20", "as_of: 2026-11-19", True),
        ("valid_until: 2026-12-20", "valid_until: 2026-11-20", True),
        ("summary: 挂壁、绵酸。", "summary: 绵酸。", True),
        ("path: /p/vinegar", "path: /p/other", False),
        ("  content: 500 ml\n", "  content: 500 ml\n  tags: [醋]\n", False),
    ],
)
def test_a_poster_is_painted_anew_when_what_it_says_changes(
    tmp_path: Path, *, before: str, after: str, changed: bool
) -> None:
    """And only then; afterwards the output is that of a clean build."""
    made = site(tmp_path)
    made.build()
    made.write("products/all.yaml", PRODUCTS.replace(before, after))
    outcome = made.build()
    assert any(path.startswith("moments/products/") for path in outcome.written) == changed
    assert verify(made.folder, Options(now=NOW, jobs=1)).problems == outcome.problems


def test_another_picture_paints_anew(tmp_path: Path) -> None:
    """The digest of the picture is part of the task; the article's poster shows the product's picture too."""
    made = site(tmp_path)
    made.build()
    made.write("images/a.png", picture(colour="#223344"))
    assert sum(path.startswith("moments/") for path in made.build().written) == 4


def test_an_expired_or_hidden_price_is_not_painted(tmp_path: Path) -> None:
    """The three posters differ, and the expired one is the same as the hidden one but for its small print."""
    made = site(tmp_path)
    made.build()
    path = "moments/products/vinegar/poster-9x16.jpg"
    dated = made.output()[path]
    made.write("config.yaml", POSTERS.replace("dated", "hidden"))
    made.build()
    hidden = made.output()[path]
    made.write("config.yaml", POSTERS)
    made.write("products/all.yaml", PRODUCTS.replace("2026-12-20", "2026-11-20"))
    made.build()
    assert len({dated, hidden, made.output()[path]}) == 2
    assert hidden == made.output()[path]


@pytest.mark.parametrize(
    "change",
    [
        ("path: /p/vinegar}", "path: /p/vinegar, stock: out_of_stock}"),
        ("  title", "  regulated: prescription_drug\n  title"),
    ],
    ids=["out of stock", "may not be advertised"],
)
def test_what_cannot_be_sold_has_no_poster(tmp_path: Path, change: tuple[str, str]) -> None:
    """Neither what is out of stock nor what the law forbids to advertise."""
    made = site(tmp_path, products=PRODUCTS.replace(*change))
    made.build()
    assert [path for path in posters(made) if "products/" in path] == []
    assert len(posters(made)) == 2


def test_direct_codes_hold_the_shops_address(tmp_path: Path) -> None:
    """Where the author wants them and they are short enough."""
    made = site(tmp_path, POSTERS + "codes: direct\n")
    made.build()
    (found,) = read(made, "moments/products/vinegar/poster-9x16.jpg")
    assert found.startswith("https://shop.jinwei.test/p/vinegar?")
    made.write("products/all.yaml", PRODUCTS.replace("/p/vinegar", "/p/" + "v" * 150))
    made.build()
    (found,) = read(made, "moments/products/vinegar/poster-9x16.jpg")
    assert found.startswith(GO)


def test_switched_off_there_are_none(tmp_path: Path) -> None:
    """Neither posters nor tokens for them."""
    made = site(tmp_path, POSTERS.replace("price: dated", "enabled: false"))
    assert codes(made.build()) == []
    assert posters(made) == []
    assert "moments" not in (tmp_path / "ledger.csv").read_text("utf-8")


def test_a_character_without_a_glyph_is_named_and_the_poster_stays(tmp_path: Path) -> None:
    """Never a box in its place; the rest is built, and once it is mended all is as if nothing had been."""
    made = site(tmp_path)
    made.build()
    before = made.output()
    made.write("products/all.yaml", PRODUCTS.replace("老陈醋", "老陈\u0378醋"))
    outcome = made.build()
    assert codes(outcome) == ["missing-glyph"]
    assert "U+0378" in outcome.problems[0].values["letters"]
    assert outcome.problems[0].where.file == "products/all.yaml"  # type: ignore[union-attr]
    after = made.output()
    assert all(after[path] == before[path] for path in posters(made))
    assert "老陈\u0378醋" in made.read("web/products/vinegar/index.html")
    shown = [path for path in posters(made) if f'src="../../{path}"' in made.read("kit/a/index.html")]
    assert shown == posters(made)
    assert all(f'"{path}"' in made.read("kit/index.json") for path in shown)


def test_a_poster_that_never_was_is_on_no_page(tmp_path: Path) -> None:
    """A kit names files that are there, also where the first build could not make all."""
    made = site(tmp_path, products=PRODUCTS.replace("老陈醋", "老陈\u0378醋"))
    assert codes(made.build()) == ["missing-glyph"]
    assert posters(made) == ["moments/articles/a/poster-3x4.jpg", "moments/articles/a/poster-9x16.jpg"]
    assert "products/vinegar/poster" not in made.read("kit/a/index.html") + made.read("kit/index.json")
    assert made.build().written == ()


def test_a_broken_template_costs_no_poster(tmp_path: Path) -> None:
    """They stay as they last were until it is mended."""
    made = site(tmp_path)
    made.build()
    before = {path: data for path, data in made.output().items() if path.startswith("moments/")}
    made.write("templates/moments/poster.txt", "no such line: x\n")
    assert set(codes(made.build())) == {"broken-template"}
    assert {path: data for path, data in made.output().items() if path.startswith("moments/")} == before


@pytest.fixture
def fontless(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a machine whose fontconfig knows no fonts."""
    if not shutil.which("fc-list"):
        pytest.skip("NO FONTCONFIG to hide fonts with")
    empty = tmp_path_factory.mktemp("fonts") / "empty.conf"
    empty.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>', "utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(empty))


@pytest.mark.usefixtures("fontless")
def test_without_fonts_everything_else_is_built(tmp_path: Path) -> None:
    """One warning says so, and what to install; it is an error where posters were asked for."""
    unasked = tmp_path / "unasked"
    made = site(unasked)
    (unasked / "config.yaml").write_text(CONFIG, "utf-8")
    outcome = made.build()
    assert codes(outcome) == ["posters-left-out"]
    assert made.read("web/articles/a/index.html")
    assert posters(made) == []
    assert verify(unasked, Options(now=NOW, jobs=1)).problems == outcome.problems
    assert codes(site(tmp_path / "asked").build()) == ["no-font"]
    assert exit_code(outcome.problems) == 0
    english = site(tmp_path / "none", POSTERS.replace("price: dated", "enabled: false"))
    assert codes(english.build()) == []


def test_posters_stay_when_the_fonts_go(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """With the error the posters of the last good build stay."""
    made = site(tmp_path)
    made.build()
    before = made.output()
    request.getfixturevalue("fontless")
    made.write("products/all.yaml", PRODUCTS.replace("挂壁", "挂杯"))
    assert codes(made.build()) == ["no-font"]
    after = made.output()
    assert all(after[path] == before[path] for path in posters(made))
    assert len(posters(made)) == 4


def test_posters_of_a_failed_article_stay(tmp_path: Path) -> None:
    """As everything else of it does."""
    made = site(tmp_path)
    made.build()
    before = made.output()
    made.write("articles/a.md", "# 坏了\n\n::product{nothing}\n")
    assert codes(made.build()) == ["unknown-product"]
    after = made.output()
    assert [path for path in posters(made) if after[path] != before[path]] == []
    assert len(posters(made)) == 4


def test_a_font_without_chinese_names_what_it_lacks(tmp_path: Path) -> None:
    """A font that the config names is not replaced in secret: its gaps are errors, a few characters each."""
    latin = [path for path in font_files() if path.name == "DejaVuSans.ttf"]
    if not latin:
        pytest.skip("NO LATIN FONT of this name")
    made = site(tmp_path, POSTERS + f"posters: {{font: {latin[0]}}}\n")
    outcome = made.build()
    assert codes(outcome) == ["missing-glyph", "missing-glyph"]
    assert outcome.problems[0].values["letters"].endswith("…")
    assert posters(made) == []


def test_a_site_may_bring_its_fonts(tmp_path: Path) -> None:
    """Then it needs none of the machine's; a broken one is an error in the config, and the rest is built."""
    made = site(tmp_path, POSTERS + "posters: {font: fonts/own.ttc}\n")
    made.write("fonts/own.ttc", Path(fonts_of_machine().regular[0].path).read_bytes())
    assert codes(made.build()) == []
    assert len(posters(made)) == 4
    before = made.output()
    for data, code in ((b"no font", "no-such-font"), (None, "font-unreadable")):
        made.write("fonts/own.ttc", data) if data else made.delete("fonts/own.ttc")
        outcome = made.build()
        assert codes(outcome) == [code]
        assert outcome.problems[0].where.line == 10  # type: ignore[union-attr]
        after = made.output()
        assert [path for path in posters(made) if after[path] != before[path]] == []
        assert len(posters(made)) == 4


def test_emoji_are_left_out_with_a_warning(tmp_path: Path) -> None:
    """With fonts of the site and none for emoji: the poster is that of the title without it."""
    made = site(tmp_path, POSTERS + "posters: {font: fonts/own.ttc}\n")
    made.write("fonts/own.ttc", Path(fonts_of_machine().regular[0].path).read_bytes())
    made.build()
    plain = made.output()["moments/products/vinegar/poster-9x16.jpg"]
    made.write("products/all.yaml", PRODUCTS.replace("title: 老陈醋", "title: 老陈醋😋"))
    assert codes(made.build()) == ["emoji-left-out"]
    assert made.output()["moments/products/vinegar/poster-9x16.jpg"] == plain


def test_a_site_may_say_it_otherwise(tmp_path: Path) -> None:
    """Its own template replaces the words; an unknown name in it is an error in the template."""
    made = site(tmp_path)
    made.build()
    before = made.output()["moments/articles/a/poster-3x4.jpg"]
    made.write("templates/moments/poster.txt", "title: {{ page.title }}\nhint: 扫\nsmall: {{ page.byline }}\n")
    assert codes(made.build()) == []
    assert made.output()["moments/articles/a/poster-3x4.jpg"] != before
    made.write("templates/moments/poster.txt", "titel: {{ page.title }}\n")
    outcome = made.build()
    assert codes(outcome) == ["broken-template"]
    assert "titel" in outcome.problems[0].values["reason"]


def test_hostile_texts_cannot_add_lines(tmp_path: Path) -> None:
    """A title with line breaks and names of other texts stays a title."""
    made = site(tmp_path, products=PRODUCTS.replace("title: 老陈醋", 'title: "老陈醋\\nad: 好\\u2028amount: ¥1"'))
    assert codes(made.build()) == []
    whole = made.output()["moments/products/vinegar/poster-9x16.jpg"]
    made.write("products/all.yaml", PRODUCTS.replace("title: 老陈醋", 'title: "老陈醋 ad: 好 amount: ¥1"'))
    made.build()
    assert made.output()["moments/products/vinegar/poster-9x16.jpg"] == whole


def test_english_articles_have_english_posters(tmp_path: Path) -> None:
    """Their words are English; Latin fonts alone would do."""
    made = site(tmp_path, text=ARTICLE.replace("date:", "language: en\ndate:").replace("怎么挑醋", "How to choose"))
    made.build()
    english = made.output()["moments/articles/a/poster-9x16.jpg"]
    made.write("templates/words/en.toml", 'poster_hint = "Hold the code"\n')
    outcome = made.build()
    assert set(codes(outcome)) == {"words-missing"}
    assert made.output()["moments/articles/a/poster-9x16.jpg"] != english
