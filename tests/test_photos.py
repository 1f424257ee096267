"""Pictures: upright, in sRGB, without metadata, never enlarged; what is wrong with one is told where it is named."""

from __future__ import annotations

import io
import os
import re
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import numpy as np
import pytest
from bs4 import BeautifulSoup
from PIL import ExifTags, Image, ImageCms, PngImagePlugin
from sites import NOW, Site, codes
from test_law_writing import clean_output

from contentshop import engine
from contentshop.media import Photo, PictureError, encoders, preview, probe, scaled, variants
from contentshop.media.photos import fitted, widths
from contentshop.media.pixels import pixels
from contentshop.model import Place, Scale, Task, digest
from contentshop.resuming import build
from contentshop.runs import Options

RGB = tuple[int, int, int]
IMAGES = Path(__file__).parent.parent / "images"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30"{}>{}</svg>'
)


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return the bytes of a picture."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(width: int = 8, height: int = 6, colour: object = (200, 30, 30), mode: str = "RGB") -> bytes:
    """Return a PNG of one colour."""
    return saved(Image.new(mode, (width, height), colour))  # type: ignore[arg-type]


def photo(width: int = 400, height: int = 300, seed: int = 1) -> Image.Image:
    """Return what has the look of a photo: soft shapes of all sizes and the noise of a sensor."""
    rng = np.random.default_rng(seed)
    total = np.full((height, width, 3), 128.0)
    for side in (4, 16, 64):
        grain = rng.integers(0, 256, (side, side, 3), dtype=np.uint8)
        soft = Image.fromarray(grain).resize((width, height), Image.Resampling.BICUBIC)
        total += (np.asarray(soft, dtype=float) - 128) * 1.6 / side**0.5
    noisy = total + rng.normal(scale=4, size=(height, width, 1))
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def opened(data: bytes) -> Image.Image:
    """Return a picture, decoded."""
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def webp(data: bytes, width: int = 480) -> Image.Image:
    """Return the WebP that a page shows of a picture."""
    return opened(scaled(data, [(width, "webp")])[0])


def near(pixel: object, expected: RGB, within: int = 4) -> bool:
    """Return whether a pixel is nearly of a colour."""
    return max(abs(a - b) for a, b in zip(pixel[:3], expected, strict=True)) <= within  # type: ignore[index]


# --- sizes


@pytest.mark.parametrize(
    ("own", "expected"),
    [(4000, (480, 960, 1600)), (1600, (480, 960, 1600)), (1200, (480, 960, 1200)), (500, (480, 500)), (300, (300,))],
)
def test_no_width_is_larger_than_the_picture(own: int, expected: tuple[int, ...]) -> None:
    """Widths above the picture's own collapse to its own."""
    assert widths(own) == expected


@pytest.mark.parametrize("size", [(700, 3), (3, 700), (1, 1), (481, 481)])
def test_files_have_the_size_that_is_printed(size: tuple[int, int]) -> None:
    """The size in a file's name and on the page is that of its pixels, odd proportions included."""
    data = plain(*size)
    known = probe(data, digest(data))
    for one in (*variants(known, "a.png"), preview(known, "a.png")):
        made = opened(scaled(data, [(one.width, one.form or "webp")])[0])
        assert made.size == (one.width, one.height) == fitted(size, one.width)


def test_a_very_tall_picture_is_made_jpeg_where_webp_cannot_hold_it() -> None:
    """WebP ends at 16383 px; a long screenshot stays one picture."""
    data = saved(Image.new("L", (30, 17000), 90))
    (only,) = variants(probe(data, digest(data)), "long.png")
    assert (only.form, only.name[-4:], only.height) == ("jpeg", ".jpg", 17000)
    assert opened(scaled(data, [(only.width, only.form)])[0]).size == (30, 17000)


def test_a_large_jpeg_is_decoded_small_and_looks_the_same() -> None:
    """Decoding at half the size, where that is enough, changes nothing that is seen."""
    data = saved(photo(3400, 200), "JPEG", quality=95)
    with Image.open(io.BytesIO(data)) as source:
        shown, own, _ = pixels(source, 1600)
        assert (source.size, own, shown.size) == ((1700, 100), (3400, 200), (1600, 94))
    expected = opened(data).resize(shown.size, Image.Resampling.LANCZOS)
    error = np.mean((np.asarray(shown, dtype=float) - np.asarray(expected, dtype=float)) ** 2)
    assert error < 6.5  # 40 dB, on noise


# --- orientation and metadata


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_stand_upright(orientation: int, kind: str) -> None:
    """Each of the eight EXIF orientations is undone, and sizes are those as shown."""
    upright = Image.new("RGB", (48, 32), (0, 0, 200))
    upright.paste((220, 0, 0), (0, 0, 24, 16))
    turn = Image.Transpose
    held = {2: turn.FLIP_LEFT_RIGHT, 3: turn.ROTATE_180, 4: turn.FLIP_TOP_BOTTOM, 5: turn.TRANSPOSE}
    held |= {6: turn.ROTATE_90, 7: turn.TRANSVERSE, 8: turn.ROTATE_270}  # how the camera was held
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    data = saved(upright.transpose(held[orientation]) if orientation > 1 else upright, kind, exif=exif)
    found = probe(data, "x")
    shown = webp(data)
    assert (found.width, found.height) == shown.size == (48, 32)
    assert near(shown.getpixel((6, 4)), (220, 0, 0), 30)
    assert near(shown.getpixel((40, 4)), (0, 0, 200), 30)
    assert near(shown.getpixel((6, 28)), (0, 0, 200), 30)


def test_metadata_is_gone() -> None:
    """Neither the place where a photo was taken, nor profile, comment or text comes along."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRET"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (37.0, 52.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "SECRET")
    for data in (
        saved(photo(64, 48), "JPEG", exif=exif, icc_profile=profile, comment=b"SECRET", xmp=b"<x>SECRET</x>"),
        saved(photo(64, 48), "PNG", exif=exif, icc_profile=profile, pnginfo=text),
        saved(photo(64, 48), "WEBP", exif=exif, icc_profile=profile, xmp=b"<x>SECRET</x>"),
    ):
        for made in scaled(data, [(480, "webp"), (1200, "jpeg")]):
            assert b"SECRET" not in made
            assert not {"exif", "icc_profile", "xmp", "comment"} & set(opened(made).info)


# --- colours


def linear(value: float) -> float:
    """Return a channel of sRGB or Display P3 (0 to 1) in light."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def display_p3() -> bytes:
    """Return a Display P3 profile: sRGB's with the colorants of P3 (ICC.1, as in Apple's profile, adapted to D50)."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    colorants = {
        b"rXYZ": (0.51512, 0.24120, -0.00105),
        b"gXYZ": (0.29198, 0.69225, 0.04189),
        b"bXYZ": (0.15710, 0.06657, 0.78407),
    }
    for index in range(int.from_bytes(data[128:132], "big")):
        entry = 132 + 12 * index
        name, at = bytes(data[entry : entry + 4]), int.from_bytes(data[entry + 4 : entry + 8], "big")
        for number, value in enumerate(colorants.get(name, ())):
            start = at + 8 + 4 * number
            data[start : start + 4] = round(value * 65536).to_bytes(4, "big", signed=True)
    return bytes(data)


def from_p3(colour: RGB) -> RGB:
    """Return a colour of Display P3 in sRGB, by the matrix of CSS Color 4."""
    matrix = ((1.2249, -0.2247, 0.0), (-0.0420, 1.0419, 0.0), (-0.0197, -0.0786, 1.0979))
    light = [linear(one / 255) for one in colour]
    out = [min(max(sum(a * b for a, b in zip(row, light, strict=True)), 0), 1) for row in matrix]
    red, green, blue = (round(255 * (12.92 * x if x <= 0.0031308 else 1.055 * x ** (1 / 2.4) - 0.055)) for x in out)
    return red, green, blue


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("colour", [(180, 80, 60), (90, 160, 90), (128, 128, 128), (60, 90, 170)])
def test_wide_gamut_becomes_srgb(kind: str, colour: RGB) -> None:
    """A Display P3 photo of a phone has the colours that were seen, on every screen."""
    options = {"quality": 100, "subsampling": 0} if kind == "JPEG" else {}
    data = saved(Image.new("RGB", (32, 32), colour), kind, icc_profile=display_p3(), **options)
    expected = from_p3(colour)
    assert near(webp(data).convert("RGB").getpixel((9, 9)), expected)
    found = probe(data, "x").colour
    assert near(tuple(bytes.fromhex(found)), expected)


def test_cmyk_is_shown_in_its_colours() -> None:
    """A picture for print is converted, also without a profile; one with a profile of other pixels ignores it."""
    data = saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", quality=95)
    assert near(webp(data).getpixel((8, 8)), (255, 0, 0), 12)
    odd = saved(Image.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG", quality=95, icc_profile=display_p3())
    assert near(webp(odd).getpixel((8, 8)), (255, 0, 0), 12)


def test_a_broken_profile_is_passed_over() -> None:
    """The picture is shown as if it had none, as browsers do."""
    data = saved(Image.new("RGB", (16, 16), (10, 120, 200)), icc_profile=b"no profile at all")
    assert near(webp(data).getpixel((8, 8)), (10, 120, 200))


def test_sixteen_bits_keep_their_tones() -> None:
    """A 16-bit picture is brought to eight bits, not cut off at white."""
    tones = np.linspace(0, 65535, 64 * 8).astype(np.uint16).reshape(8, 64)
    shown = np.asarray(webp(saved(Image.fromarray(tones))).convert("L"), dtype=int)
    assert abs(shown - (tones >> 8)).max() < 10


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "PA", "RGB", "RGBA"])
def test_every_kind_of_pixels_is_read(mode: str) -> None:
    """Black and white, grey, palette, with and without transparency: the picture stays what it is."""
    ground = Image.new("RGB", (40, 30), (250, 250, 250))
    ground.paste((10, 10, 10), (0, 0, 20, 30))
    image = ground.convert("P").convert("PA") if mode == "PA" else ground.convert(mode)
    shown = webp(saved(image, "TIFF" if mode == "PA" else "PNG")).convert("RGB")
    assert near(shown.getpixel((5, 15)), (10, 10, 10), 14)
    assert near(shown.getpixel((35, 15)), (250, 250, 250), 14)


def test_transparency_is_kept_and_flattened_onto_white_where_it_cannot_be() -> None:
    """WebP keeps alpha; the JPEG of link previews stands on white; a transparent picture has no colour."""
    image = Image.new("RGBA", (32, 32), (200, 0, 0, 255))
    image.paste((0, 0, 0, 0), (16, 0, 32, 32))
    data = saved(image)
    small, flat = (opened(one) for one in scaled(data, [(480, "webp"), (1200, "jpeg")]))
    assert small.mode == "RGBA"
    assert (small.getpixel((28, 8))[3], small.getpixel((3, 8))[3]) == (0, 255)  # type: ignore[index]
    assert near(flat.getpixel((28, 8)), (255, 255, 255), 8)
    assert near(flat.getpixel((3, 8)), (200, 0, 0), 20)
    assert probe(data, "x").colour == ""
    palette = saved(Image.new("P", (8, 8), 0), transparency=0)
    assert probe(palette, "x").colour == ""


def test_an_alpha_channel_of_nothing_is_dropped() -> None:
    """A picture in which all is opaque has its colour and a smaller file."""
    data = plain(colour=(20, 60, 90, 255), mode="RGBA")
    assert near(tuple(bytes.fromhex(probe(data, "x").colour)), (20, 60, 90))
    assert webp(data).mode == "RGB"


def test_the_colour_is_the_dominant_one() -> None:
    """Not the mean, which is mud, but what most of the picture is."""
    image = Image.new("RGB", (60, 60), (30, 90, 60))
    image.paste((250, 240, 230), (0, 0, 60, 20))
    assert near(tuple(bytes.fromhex(probe(saved(image), "x").colour)), (30, 90, 60), 8)


# --- bytes


ALL = [(480, "webp"), (960, "webp"), (1000, "webp"), (1000, "jpeg")]


@pytest.mark.parametrize("missing", ALL)
def test_one_missing_file_is_made_with_the_same_bytes(missing: tuple[int, str]) -> None:
    """The chain from width to width is the same whatever is asked for."""
    data = saved(photo(1000, 40), "JPEG")
    together = dict(zip(ALL, scaled(data, ALL), strict=True))  # type: ignore[arg-type]
    assert scaled(data, [missing]) == [together[missing]]  # type: ignore[list-item]


def test_each_width_is_made_from_the_next_larger() -> None:
    """The smallest picture is a shrunken middle one, not a shrunken original."""
    stripes = np.tile(np.array([0, 255, 0, 90, 255], dtype=np.uint8), 200)
    image = Image.fromarray(np.repeat(stripes[np.newaxis, :], 40, axis=0)).convert("RGB")
    middle = image.resize((960, 38), Image.Resampling.LANCZOS)
    small = saved(middle.resize((480, 19), Image.Resampling.LANCZOS), "WEBP", quality=80, method=6)
    direct = saved(image.resize((480, 19), Image.Resampling.LANCZOS), "WEBP", quality=80, method=6)
    made = scaled(saved(image.convert("RGB"), "BMP"), [(480, "webp")])[0]
    lossless = saved(middle.resize((480, 19), Image.Resampling.LANCZOS), "WEBP", lossless=True, quality=80, method=4)
    assert made in (small, lossless)
    assert made != direct


PICTURES = sorted(path.name for path in IMAGES.glob("*.png"))[::6]


@pytest.mark.parametrize("name", ["photo", *PICTURES])
def test_files_are_no_larger_than_with_the_defaults_of_pillow(name: str) -> None:
    """At the same quality, the files of a picture take no more bytes than `save` with a quality alone."""
    image = photo() if name == "photo" else Image.open(IMAGES / name).convert("RGB")
    data = saved(image, "JPEG", quality=95) if name == "photo" else (IMAGES / name).read_bytes()
    image = opened(data).convert("RGB") if name == "photo" else image
    ladder = widths(image.width)
    made = scaled(data, [*((width, "webp") for width in ladder), (1200, "jpeg")])
    plainly = []
    for width in reversed(ladder):
        image = image.resize(fitted(image.size, width), Image.Resampling.LANCZOS) if width < image.width else image
        plainly.append(saved(image, "WEBP", quality=80))
        if width == ladder[-1]:
            plainly.append(saved(image, "JPEG", quality=82))
    assert sum(map(len, made)) <= sum(map(len, plainly))
    assert len(made[-1]) <= len(plainly[1])


def test_a_flat_illustration_is_stored_without_loss_where_that_is_smaller() -> None:
    """A diagram of few colours is sharp and small; a photo never tries."""
    diagram = Image.new("RGB", (300, 200), (255, 255, 255))
    for step in range(0, 200, 8):
        diagram.paste((20, 20, 120), (step, step, step + 90, step + 2))
    made = webp(saved(diagram))
    assert np.array_equal(np.asarray(made), np.asarray(diagram))


def test_names_come_from_input_parameters_and_encoders() -> None:
    """Another content, width or form has another name; so has the same under another encoder, never by its output."""
    known = Photo("0" * 32, "still", "", 2000, 1000)
    names = {one.name for one in (*variants(known, "图/a b.png"), preview(known, "图/a b.png"))}
    assert len(names) == 4
    assert all(name.startswith("a-b-") for name in names)
    other = msgspec.structs.replace(known, content="1" * 32)
    assert not names & {one.name for one in variants(other, "图/a b.png")}
    assert all(encoders().values())
    assert engine.environment().items() >= encoders().items()


# --- what is copied


def animation(kind: str) -> bytes:
    """Return three frames."""
    frames = [Image.new("RGB", (24, 16), (shade, 0, 0)) for shade in (0, 120, 240)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


@pytest.mark.parametrize(("kind", "form"), [("GIF", ""), ("WEBP", "jpeg"), ("PNG", "jpeg")])
def test_an_animation_is_copied_as_it_is(tmp_path: Path, kind: str, form: str) -> None:
    """No frame is lost; where one picture must do, a GIF is taken as it is and others give their first frame."""
    site = Site(tmp_path)
    data = animation(kind)
    site.write(f"images/a.{kind.lower()}", data)
    site.write("articles/a.md", f"---\ndate: 2026-11-01\ncover: images/a.{kind.lower()}\n---\n# 甲\n")
    assert codes(site.build()) == []
    page = BeautifulSoup(site.read("web/articles/a/index.html"), "lxml")
    image = page.select_one(".cover img")
    assert image is not None
    assert (image["width"], image["height"], image.get("srcset"), image.get("style")) == ("24", "16", None, None)
    assert (site.folder / f"build/web{image['src']}").read_bytes() == data
    assert preview(probe(data, digest(data)), "a").form == form


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "AVIF", "GIF", "WEBP"])
def test_other_formats_become_webp(kind: str) -> None:
    """What browsers show badly or not at all is converted like all else."""
    data = saved(Image.new("RGB", (20, 10), (40, 80, 120)), kind)
    known = probe(data, "x")
    assert (known.kind, known.width, known.height) == ("still", 20, 10)
    assert near(webp(data).getpixel((9, 5)), (40, 80, 120), 8)


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 40 30"', (40, 30)),
        ('viewBox="0,0,40,30" width="400" height="10"', (40, 30)),
        ('viewBox="-5 -5 40.4 3e1"', (40, 30)),
        ('width="300" height="150px"', (300, 150)),
        ('width="10cm" height="50mm"', (378, 189)),
        ('width="72pt" height="1in"', (96, 96)),
        ('width="6pc" height="40q"', (96, 38)),
        ('width="100%" height="5em"', (0, 0)),
        ('width="1e9" height="10"', (1_000_000, 10)),
        ('viewBox="a b c d"', (0, 0)),
        ('viewBox="0 0 0 0" width="7" height="8"', (7, 8)),
        ("", (0, 0)),
    ],
)
def test_the_size_of_a_drawing(attributes: str, size: tuple[int, int]) -> None:
    """From its `viewBox`, else from width and height in whatever unit; none where both are relative."""
    found = probe(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode(), "x")
    assert (found.kind, found.width, found.height) == ("drawing", *size)


HARMLESS = [
    SVG.format("", '<a href="https://jinwei.test/"><rect fill="url(#g)" width="4" height="4"/></a>'),
    SVG.format("", '<image xlink:href="data:image/png;base64,iVBORw0KGgo=" width="4" height="4"/>'),
    SVG.format("", "<style>@font-face{font-family:x;src:url(data:font/woff2;base64,AA==)} .a{fill:url('#g')}</style>"),
    SVG.format(' style="fill: red"', '<use href="#a"/><animate attributeName="opacity" values="0;1"/>'),
    '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
    '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">' + SVG.format("", ""),
    "\ufeff<!-- " + "x" * 9000 + " -->" + SVG.format("", ""),
]


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_drawing_is_taken(text: str) -> None:
    """What drawing programs write is no attack."""
    assert probe(text.encode(), "x").kind == "drawing"


ATTACKS = [
    SVG.format("", "<script>alert(1)</script>"),
    SVG.format("", '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'),
    SVG.format("", "<h:meta xmlns:h='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0;url=//evil.test'/>"),
    SVG.format("", "<h:img xmlns:h='http://www.w3.org/1999/xhtml' srcset='//evil.test/a.png 1x'/>"),
    SVG.format("", "<SCRIPT/>"),
    SVG.format(' onload="alert(1)"', ""),
    SVG.format("", '<rect OnClick="alert(1)"/>'),
    SVG.format("", "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>"),
    SVG.format("", '<image href="https://evil.test/p.png"/>'),
    SVG.format("", '<image xlink:href="//evil.test/p.png"/>'),
    SVG.format("", '<use href="other.svg#a"/>'),
    SVG.format("", '<a href="javascript:alert(1)"><rect/></a>'),
    SVG.format("", '<a xlink:href=" java&#10;script:alert(1)"><rect/></a>'),
    SVG.format("", '<image href="data:image/svg+xml,%3Csvg/%3E"/>'),
    SVG.format("", '<a href="data:text/html,x"><rect/></a>'),
    SVG.format("", '<rect fill="url(https://evil.test/a.svg#g)"/>'),
    SVG.format("", '<rect style="fill: URL( &quot;//evil.test/a&quot; )"/>'),
    SVG.format("", "<style>@import 'https://evil.test/a.css';</style>"),
    SVG.format("", "<style>rect{fill:u\\72l(https://evil.test/a)}</style>"),
    SVG.format("", "<style><![CDATA[rect{background:image-set('https://evil.test/a' 1x)}]]></style>"),
    SVG.format("", '<set attributeName="onclick" to="alert(1)"/>'),
    SVG.format("", '<a><animate attributeName="xlink:href" values="javascript:alert(1)"/></a>'),
    SVG.format(' xml:base="https://evil.test/"', ""),
    '<?xml-stylesheet href="https://evil.test/a.css"?>' + SVG.format("", ""),
    '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + SVG.format("", "<text>&b;</text>"),
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("", "<text>&x;</text>"),
    '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>' + SVG.format("", ""),
    '<!DOCTYPE svg SYSTEM "https://evil.test/a.dtd" [<!ENTITY % p SYSTEM "https://evil.test/p"> %p;]>'
    + SVG.format("", ""),
]


@pytest.mark.parametrize("text", ATTACKS)
def test_a_drawing_that_could_run_or_fetch_is_refused(text: str) -> None:
    """Opened by its own address, an SVG is a page of the site; nothing in it may act."""
    with pytest.raises(PictureError) as caught:
        probe(text.encode(), "x")
    assert (caught.value.code, bool(caught.value.values["what"])) == ("unsafe-svg", True)


# --- what is wrong


def png_head(width: int, height: int) -> bytes:
    """Return a PNG that says it is so large, with nothing behind."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    head = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + head + struct.pack(">I", 9) + b"IDAT" + b"\0" * 13


BAD = {
    "empty": (b"", "empty-picture"),
    "zeros": (b"\0" * 5000, "empty-picture"),
    "text": (b"no picture at all", "broken-picture"),
    "html": (b"<!doctype html><html><body>404</body></html>", "broken-picture"),
    "no namespace": (b"<svg/>", "broken-picture"),
    "cut svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><g>', "broken-picture"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "broken-picture"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 40, "heic-picture"),
    "heic by brand": (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + b"\0" * 40, "heic-picture"),
    "bomb": (png_head(30000, 30000), "huge-picture"),
    "small bomb": (png_head(10000, 9000), "huge-picture"),
    "thread": (png_head(70000, 3), "huge-picture"),
    "large svg": (SVG.format("", " " * 9_000_000).encode(), "heavy-picture"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_picture_is_told(name: str) -> None:
    """Each with the code that says what to do."""
    data, code = BAD[name]
    with pytest.raises(PictureError) as caught:
        probe(data, "x")
    assert caught.value.code == code


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF"])
def test_a_file_that_is_cut_short_is_told(kind: str) -> None:
    """Wherever it ends; only a file that has all its pixels yet, and lost no more than an end mark, is taken."""
    rng = np.random.default_rng(5)
    whole = saved(Image.fromarray(rng.integers(0, 256, (20, 24, 3), dtype=np.uint8)), kind)
    probe(whole, "x")
    taken = []
    for end in range(0, len(whole), max(1, len(whole) // 197)):
        try:
            probe(whole[:end], "x")
        except PictureError:
            continue
        taken.append(end)
        assert np.array_equal(np.asarray(opened(whole[:end])), np.asarray(opened(whole)))
    assert min(taken, default=len(whole)) > len(whole) - 24


def test_an_animation_that_is_cut_short_is_told() -> None:
    """Every frame is decoded, not the first alone."""
    data = animation("WEBP")
    with pytest.raises(PictureError):
        probe(data[:-20], "x")


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("a.png", saved(photo(64, 48))[:900], "broken-picture"), ("a.svg", ATTACKS[0], "unsafe-svg")],
)
def test_a_bad_picture_is_told_where_it_is_named(tmp_path: Path, name: str, data: bytes | str, code: str) -> None:
    """In the text, the front matter and the product, by line and column; what used it before stays as it was."""
    site = Site(tmp_path)
    site.write("images/a.png", plain())
    site.write("images/a.svg", SVG.format("", ""))
    site.write("articles/a.md", f"---\ncover: images/{name}\n---\n# 甲\n\n见 ![图](/images/{name})。\n")
    site.write("articles/b.md", "# 乙\n\n::product{vinegar}\n")
    products = (site.folder / "products/all.yaml").read_text("utf-8") + f"  image: images/{name}\n"
    site.write("products/all.yaml", products)
    assert codes(site.build()) == []
    before = site.output()
    site.write(f"images/{name}", data)
    outcome = site.build()
    assert {(one.code, one.where) for one in outcome.problems} == {
        (code, Place("articles/a.md", 2, 8)),
        (code, Place("articles/a.md", 6, 8)),
        (code, Place("products/all.yaml", 6, 10)),
    }
    assert site.output() == before


def test_a_file_too_large_for_a_picture_is_not_read(tmp_path: Path) -> None:
    """Its size is enough to tell."""
    site = Site(tmp_path)
    site.write("articles/a.md", "# 甲\n\n![图](/images/a.jpg)\n")
    site.write("images/a.jpg", b"")
    os.truncate(tmp_path / "images/a.jpg", 65 * 1024 * 1024)
    assert codes(site.build()) == ["heavy-picture"]


def test_a_picture_that_broke_during_the_build_is_told() -> None:
    """A file that was sound when it was looked at and is none when it is made stops the build with its name."""
    task = Task("web/media/a.webp", "media", Scale("images/a.png", "0", 480, "webp"))
    ((told, found, as_planned),) = engine.scaled([task], lambda _: b"gone", engine.InProcess())
    assert (told, as_planned) == (task, False)
    assert (found.code, found.where) == ("broken-picture", Place("images/a.png"))  # type: ignore[union-attr]


# --- pages


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a site whose article and product show one picture."""
    site = Site(tmp_path / "site")
    site.write("images/a.png", plain(1000, 40))
    site.write("products/all.yaml", (site.folder / "products/all.yaml").read_text("utf-8") + "  image: images/a.png\n")
    head = "---\ntitle: 甲\ndate: 2026-11-01\ncover: images/a.png\ntags: [醋]\n---\n"
    site.write("articles/a.md", head + "![图](/images/a.png)\n\n::product{vinegar}\n")
    return site


def test_pages_offer_every_width(site: Site) -> None:
    """`srcset` and `sizes` by place, a colour while it loads; only the first cover is fetched at once."""
    assert codes(site.build()) == []
    page = BeautifulSoup(site.read("web/articles/a/index.html"), "lxml")
    cover, inline, card = page.select(".cover img, .text > p img, .card-picture img")
    for image in (cover, inline, card):
        offered = [one.split(" ") for one in str(image["srcset"]).split(", ")]
        assert [width for _, width in offered] == ["480w", "960w", "1000w"]
        assert image["src"] == offered[1][0]
        assert (image["width"], image["height"]) == ("1000", "40")
        for address, width in offered:
            with Image.open(site.folder / f"build/web{address}") as made:
                assert (made.format, f"{made.width}w") == ("WEBP", width)
    assert (cover.get("loading"), cover["fetchpriority"]) == (None, "high")
    assert (inline["loading"], card["loading"]) == ("lazy", "lazy")
    assert cover["style"] == inline["style"] == "background:#c81e1e"
    assert card.get("style") is None  # beside a picture that does not fill its square, the colour would stay
    assert len({str(cover["sizes"]), str(card["sizes"])}) == 2
    tag = BeautifulSoup(site.read("web/tags/醋/index.html"), "lxml").select_one(".entry-cover img")
    assert tag is not None
    assert tag.get("loading") is None


def test_the_feed_and_previews_get_one_jpeg(site: Site) -> None:
    """By its whole address, at most 1200 px wide; a picture that no feed or preview shows has none."""
    site.write("images/b.png", plain(30, 20))
    site.write("articles/b.md", "# 乙\n\n![无期](/images/b.png)\n")
    site.build()
    page = BeautifulSoup(site.read("web/articles/a/index.html"), "lxml")
    address = str(page.select('meta[property="og:image"]')[0]["content"])
    assert address.startswith("https://jinwei.test/media/a-1000-")
    assert address.endswith(".jpg")
    assert f'"image":"{address}"' in site.read("web/articles/a/index.html")
    feed = site.read("web/feed.xml")
    assert address in feed
    assert "webp" not in feed
    assert "srcset" not in feed
    with Image.open(site.folder / "build/web/media" / address.rpartition("/")[2]) as made:
        assert (made.format, made.size) == ("JPEG", (1000, 40))
    assert [path for path in site.output() if path.startswith("web/media/b-") and path.endswith(".jpg")] == []


def test_a_go_page_shows_its_picture_from_any_domain(site: Site) -> None:
    """All addresses are relative, the first one the small file."""
    site.build()
    pages = [path for path in site.output() if path.startswith("web/go/")]
    images = [image for path in pages for image in BeautifulSoup(site.read(path), "lxml").select("main img")]
    assert images
    for image in images:
        addresses = [str(image["src"]), *(one.split(" ")[0] for one in str(image["srcset"]).split(", "))]
        assert addresses[0] == addresses[1]
        assert all(one.startswith("../../media/") for one in addresses)
        assert all((site.folder / "build/web/go/x" / one).resolve().is_file() for one in addresses)


def test_an_article_names_every_file_of_its_pictures(site: Site) -> None:
    """One that fails later keeps all of them, also when nothing else shows the picture."""
    site.build()
    before = site.output()
    site.write("articles/a.md", "---\ntitle: 甲\ndate: 2026-11-01\n---\n::product{nothing}\n")
    site.write("images/a.png", plain(900, 40, (0, 90, 0)))
    assert codes(site.build()) == ["unknown-product"]
    after = site.output()
    assert {path: after.get(path) for path in before if "/media/" in path} == {
        path: data for path, data in before.items() if "/media/" in path
    }


def test_an_unchanged_build_decodes_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is known of a picture is remembered, what is wrong with it too."""
    site.write("images/bad.png", b"x")
    site.write("articles/bad.md", "# 坏\n\n![坏](/images/bad.png)\n")
    assert codes(site.build()) == ["broken-picture"]
    monkeypatch.setattr(Image, "open", None)
    outcome = site.build()
    assert (codes(outcome), outcome.written) == (["broken-picture"], ())


@pytest.mark.parametrize("end", [".jpg", "-480"])
def test_a_file_that_was_lost_is_made_again(site: Site, tmp_path: Path, end: str) -> None:
    """With the bytes it had, though the others are not made."""
    site.build()
    before = site.output()
    lost = next(path for path in before if path.startswith("web/media/a-") and end in path)
    (site.folder / "build" / lost).unlink()
    assert site.build().written == (lost,)
    assert site.output() == before == clean_output(site, tmp_path / "fresh")


def test_pictures_made_elsewhere_are_the_same(site: Site, tmp_path: Path) -> None:
    """A pool of workers gives what one process gives."""
    for number in range(6):
        site.write(f"images/{number}.png", plain(500, 30 + number))
        site.write(f"articles/{number}.md", f"# 第 {number}\n\n![图](/images/{number}.png)\n")
    expected = clean_output(site, tmp_path / "fresh")
    with ThreadPoolExecutor(3) as executor:
        outcome = build(site.folder, Options(now=NOW), executor=executor)
    assert codes(outcome) == []
    assert site.output() == expected


def test_a_drawing_is_copied_and_no_link_preview(tmp_path: Path) -> None:
    """Platforms show no SVG; pages and the feed do."""
    site = Site(tmp_path)
    text = SVG.format("", "")
    site.write("images/a.svg", text)
    site.write("articles/a.md", "---\ndate: 2026-11-01\ncover: images/a.svg\n---\n# 甲\n\n![图](/images/a.svg)\n")
    assert codes(site.build()) == []
    page = BeautifulSoup(site.read("web/articles/a/index.html"), "lxml")
    image = page.select(".cover img")[0]
    assert (site.folder / f"build/web{image['src']}").read_text("utf-8") == text
    assert page.select('meta[property="og:image"]') == []
    assert f"https://jinwei.test{image['src']}" in site.read("web/feed.xml")


def test_pictures_in_the_text_itself_and_elsewhere_are_left_as_they_are(tmp_path: Path) -> None:
    """`data:` pictures and whole addresses are printed as typed, without a file."""
    site = Site(tmp_path)
    inside = "data:image/gif;base64,R0lGODlhAQABAAAAACw="
    site.write("articles/a.md", f"# 甲\n\n![内]({inside}) ![外](https://pictures.test/a.png?w=1)\n")
    assert codes(site.build()) == []
    page = BeautifulSoup(site.read("web/articles/a/index.html"), "lxml")
    shown = [(image["src"], image.get("srcset")) for image in page.select(".text p img")]
    assert shown == [(inside, None), ("https://pictures.test/a.png?w=1", None)]
    assert not any("/media/" in path for path in site.output())


# --- odd files


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("path", ["static/pipe", "images/a.png"])
def test_a_pipe_is_told_instead_of_waited_for(tmp_path: Path, path: str) -> None:
    """Reading it would never end."""
    site = Site(tmp_path)
    site.write("articles/a.md", "# 甲\n\n![图](/images/a.png)\n")
    site.write("images/a.png", plain())
    (tmp_path / path).parent.mkdir(exist_ok=True)
    (tmp_path / path).unlink(missing_ok=True)
    os.mkfifo(tmp_path / path)
    found = site.build().problems
    assert [one.code for one in found] == ["file-unreadable" if path == "static/pipe" else "missing-picture"]
    assert found[0].where is not None


def test_links_that_lead_round_in_a_circle_end(tmp_path: Path) -> None:
    """Two folders that link to each other are walked once each; a link to itself is no file."""
    site = Site(tmp_path)
    for one, other in (("a", "b"), ("b", "a")):
        site.write(f"static/{one}/{one}.txt", one)
        (tmp_path / "static" / one / "to").symlink_to(tmp_path / "static" / other)
    (tmp_path / "static/a/more").symlink_to(tmp_path / "static")
    site.write("articles/a.md", "# 甲\n")
    assert codes(site.build()) == []
    files = sorted(path for path in site.output() if re.fullmatch(r"web/[ab]/.*\.txt", path))
    assert files == ["web/a/a.txt", "web/a/to/b.txt", "web/b/b.txt", "web/b/to/a.txt"]
