"""Every code of the example site is read back by a reader that had no part in making it."""

from __future__ import annotations

import io
import re

import examples
import pytest
import zxingcpp
from PIL import Image
from sites import Site


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Return the example site, built."""
    return examples.built("example", tmp_path_factory.mktemp("example"))


def read(image: Image.Image) -> str:
    """Return the text of the only code in a picture."""
    (found,) = zxingcpp.read_barcodes(image)
    return found.text


def shrunk(image: Image.Image, share: float) -> Image.Image:
    """Return a picture scaled down, in greys."""
    size = (round(image.width * share), round(image.height * share))
    return image.convert("L").resize(size, Image.Resampling.LANCZOS)


def jpeg(image: Image.Image) -> Image.Image:
    """Return a picture as JPEG of quality 60 shows it."""
    out = io.BytesIO()
    image.convert("L").save(out, "JPEG", quality=60)
    return Image.open(out)


def test_every_code_reads_back_to_its_go_page(built: Site) -> None:
    """At full size, at 50 % and 35 %, and through JPEG 60, a code holds its own token's address."""
    codes = sorted((built.folder / "build/web/codes").glob("*.png"))
    assert len(codes) > 50
    for path in codes:
        address = f"https://jinwei.test/go/{path.stem}/"
        with Image.open(path) as image:
            assert image.mode == "1"
            seen = {read(view) for view in (image, shrunk(image, 0.5), shrunk(image, 0.35), jpeg(image))}
        assert seen == {address}
        assert (built.folder / f"build/web/go/{path.stem}/index.html").is_file()


def test_every_code_on_a_page_is_there_and_every_code_there_is_on_a_page(built: Site) -> None:
    """No page shows a code that is missing; no code is made for nobody."""
    web = built.folder / "build/web"
    shown = {
        name
        for page in web.rglob("*.html")
        for name in re.findall(r"/codes/([0-9a-z]{12})\.png", page.read_text("utf-8"))
    }
    shown |= set(re.findall(r"/codes/([0-9a-z]{12})\.png", (web / "feed.xml").read_text("utf-8")))
    assert shown == {path.stem for path in (web / "codes").iterdir()}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("account-code", "https://example.com/follow/jinwei"),
        ("vinegar-group", "https://example.com/groups/vinegar"),
    ],
)
def test_the_codes_of_account_and_group_are_read_at_the_size_they_are_shown(built: Site, name: str, text: str) -> None:
    """At 190 px wide, the width beside text."""
    image = Image.open(built.folder / f"images/{name}.png").convert("RGB")
    assert read(shrunk(image, 190 / image.width)) == text
