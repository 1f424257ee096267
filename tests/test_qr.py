"""A code is a picture that an independent reader understands, and exactly what the encoder's library would draw."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from operator import itemgetter

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from qrcode import constants, main, util  # type: ignore[import-untyped]

from contentshop.media.qr import CodeTooLongError, matrix, qr_png, qr_pngs

GO_PAGE = "https://s.example.cn/go/8f3k2m9x7q4z/"

TEXT_FOR_MASK = [
    "https://s.example.cn/go/npexzcsd5a4x/",
    "https://s.example.cn/go/ttmxa465sk1t/",
    "https://s.example.cn/go/6d07ef777e90/",
    "https://s.example.cn/go/4vr8fems30td/",
    "https://s.example.cn/go/z1svacjxcwr4/",
    "https://s.example.cn/go/pdrfpfzp24y7/",
    "https://s.example.cn/go/4ww418804t2e/",
    "https://s.example.cn/go/dx7qbk0sp9r8/",
]

addresses = st.from_regex(r"https://[a-z]{1,12}\.example\.cn/go/[0-9a-hjkmnp-tv-z]{12}/", fullmatch=True)
any_texts = st.text(min_size=1, max_size=60)
mixed_modes = st.from_regex(r"[a-z]{0,8}[0-9]{20,40}[A-Z]{20,30}", fullmatch=True)
version_7_and_up = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=107, max_size=260)


def library_symbol(text: str, mask: int) -> tuple[NDArray[np.bool_], int]:
    """Return the library's symbol of `text` under `mask` and the library's penalty for it."""
    code = main.QRCode(error_correction=constants.ERROR_CORRECT_M, mask_pattern=mask)
    code.add_data(text)
    code.make()
    return np.array(code.modules, dtype=np.bool_), util.lost_point(code.modules)


def least_penalised_library_symbol(text: str) -> NDArray[np.bool_]:
    """Return that of the library's eight finished symbols which it penalises least, the first among equals."""
    symbol, _penalty = min((library_symbol(text, mask) for mask in range(8)), key=itemgetter(1))
    return symbol


def stated_mask(symbol: NDArray[np.bool_]) -> int:
    """Return the mask that the format bits of `symbol` name (bits 12 to 10, XOR 101)."""
    return int("".join(str(int(bit)) for bit in symbol[8, 2:5]), 2) ^ 0b101


def opened(png: bytes) -> Image.Image:
    """Open the picture and load it whole."""
    picture = Image.open(BytesIO(png))
    picture.load()
    return picture


def shown(png: bytes, share: float, *, jpeg: bool) -> Image.Image:
    """Return the picture in grey as a screen shows it: scaled to `share`, and through JPEG 60 if asked."""
    picture = opened(png).convert("L")
    side = round(picture.width * share)
    scaled = picture.resize((side, side), Image.Resampling.LANCZOS)
    if not jpeg:
        return scaled
    out = BytesIO()
    scaled.save(out, "JPEG", quality=60)
    return opened(out.getvalue())


def read(picture: Image.Image) -> list[str]:
    """Return the texts of all codes that the independent reader finds."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize("jpeg", [False, True], ids=["png", "jpeg60"])
@pytest.mark.parametrize("share", [1.0, 0.5, 0.35])
@pytest.mark.parametrize(
    "text",
    [*TEXT_FOR_MASK, "https://shop.example.cn/product/detail?id=1024&scene=7", "https://p.example.cn/" + "x9" * 64],
)
def test_read_back_at_every_size(text: str, share: float, *, jpeg: bool) -> None:
    """A code is read back whole, at full size and shrunk to 35 %, as PNG and after JPEG 60."""
    assert read(shown(qr_png(text), share, jpeg=jpeg)) == [text]


@pytest.mark.parametrize("text", ["山西老陈醋,六年陈 500ml", "扫码看评测:https://s.example.cn/go/8f3k2m9x7q4z/"])
def test_chinese_text_is_read_back(text: str) -> None:
    """Chinese text comes back from the reader as it went in."""
    assert read(shown(qr_png(text), 0.5, jpeg=True)) == [text]


def test_picture_is_the_matrix_with_a_white_margin() -> None:
    """The PNG is 1-bit, has a margin of 4 modules and 6 pixels a module, and shows the matrix pixel by pixel."""
    dark = matrix(GO_PAGE)
    picture = opened(qr_png(GO_PAGE))

    assert (picture.format, picture.mode) == ("PNG", "1")
    assert picture.size == ((len(dark) + 8) * 6, (len(dark) + 8) * 6)
    assert np.array_equal(np.asarray(picture), ~np.pad(dark, 4).repeat(6, axis=0).repeat(6, axis=1))


@pytest.mark.parametrize(("module", "quiet"), [(1, 0), (1, 4), (3, 2), (10, 4)])
def test_module_and_margin_are_what_was_asked(module: int, quiet: int) -> None:
    """The size of a module and the width of the margin follow the arguments."""
    picture = np.asarray(opened(qr_png(GO_PAGE, module=module, quiet=quiet)))

    expected = ~np.pad(matrix(GO_PAGE), quiet)
    assert np.array_equal(picture, expected.repeat(module, axis=0).repeat(module, axis=1))


def test_same_text_gives_same_bytes() -> None:
    """Two calls give the same bytes, whatever was drawn between them and whatever is done to a result."""
    first = qr_png(GO_PAGE)
    for text in TEXT_FOR_MASK:
        qr_png(text)
    matrix(GO_PAGE)[:] = True

    assert qr_png(GO_PAGE) == first


def test_matrix_of_a_known_text_never_changes() -> None:
    """The matrix of a fixed address is the one it has always been, so that reprints look alike."""
    digest = hashlib.sha256(np.packbits(matrix(GO_PAGE)).tobytes()).hexdigest()

    assert digest == "3a39ccaca582c2984e21f1c68408867ca0f7dc08b4745dce6045a3cae172cc59"


@pytest.mark.parametrize(("mask", "text"), list(enumerate(TEXT_FOR_MASK)))
def test_each_mask_is_laid_as_the_library_lays_it(mask: int, text: str) -> None:
    """Each of the eight masks can win, and its symbol is the library's symbol for that mask."""
    symbol = matrix(text)

    assert stated_mask(symbol) == mask
    assert np.array_equal(symbol, library_symbol(text, mask)[0])


@pytest.mark.parametrize("version", range(1, 41))
def test_each_version_is_laid_as_the_library_lays_it(version: int) -> None:
    """A text that fills a version to the last byte gives the library's symbol of that version."""
    header = 12 if version < 10 else 20  # bits: mode and length
    bits = util.BIT_LIMIT_TABLE[constants.ERROR_CORRECT_M][version] - header
    symbol = matrix("x" * (bits // 8))

    assert len(symbol) == 17 + 4 * version
    assert np.array_equal(symbol, library_symbol("x" * (bits // 8), stated_mask(symbol))[0])


@settings(deadline=None, max_examples=60)
@given(text=addresses | any_texts | mixed_modes | version_7_and_up)
def test_symbol_is_the_library_symbol_of_least_penalty(text: str) -> None:
    """For any text the result is the library's symbol of that mask to which the library gives the least penalty."""
    assert np.array_equal(matrix(text), least_penalised_library_symbol(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("https://s.example.cn/go/dcqzyhe810ea/", id="long runs, blocks"),
        pytest.param("https://s.example.cn/go/yy12tqn9kkj5/", id="finder-like patterns"),
        pytest.param("c9mthj8g", id="too dark or too light"),
        pytest.param("5d19j5y3", id="too dark or too light, by all of 10 points"),
        pytest.param("k5d7mr17tn", id="too dark or too light, by no more than 10 points"),
        pytest.param("https://s.example.cn/go/6pvjpg761n4k/", id="equal penalties"),
    ],
)
def test_every_rule_has_its_weight(text: str) -> None:
    """Where one rule, or a tie, decides between two masks, the decision is the library's for finished symbols."""
    assert np.array_equal(matrix(text), least_penalised_library_symbol(text))


@pytest.mark.parametrize("text", ["x" * 2332, "醋" * 778, "7" * 5597])
@pytest.mark.parametrize("draw", [matrix, qr_png])
def test_text_too_long_for_any_code_is_an_error(text: str, draw: Callable[[str], object]) -> None:
    """A text one character too long for the largest code raises CodeTooLongError, which tells its size."""
    with pytest.raises(CodeTooLongError, match=f"{len(text.encode())} bytes"):
        draw(text)


@pytest.mark.parametrize("text", ["x" * 2331, "醋" * 777, "7" * 5596])
def test_longest_text_still_fits(text: str) -> None:
    """The longest text of each kind fits version 40 and is read back."""
    assert len(matrix(text)) == 177
    assert read(opened(qr_png(text))) == [text]


def test_codes_drawn_together_are_those_drawn_alone() -> None:
    """Of many texts of several sizes, each code is what it is by itself, in their order; too long ones have none."""
    texts = [f"https://a.test/go/{number}/" + "x" * (number % 3 * 30) for number in range(80)]
    texts[5:5] = ["y" * 3000, "z" * 2000, ""]
    assert qr_pngs(texts) == [None if text.startswith("y") else qr_png(text) for text in texts]
