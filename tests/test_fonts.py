"""Fonts for posters: which are taken, what characters they have, what is said when there are none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import ImageFont

from contentshop.media import NoFontError, face_of, fonts_of_files, fonts_of_machine, has_chinese, lacking, without
from contentshop.media.fonts import chosen, coverage, font_files
from contentshop.media.sfnt import faces
from contentshop.model import Fonts

PLAIN = "山西老陈醋abc123，。“”￥¥"


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    """Return the fonts of this machine."""
    return fonts_of_machine()


@pytest.mark.font
def test_the_machine_has_what_posters_need(fonts: Fonts) -> None:
    """The faces have Chinese, Latin and what stands around them; the bold ones too."""
    assert has_chinese(fonts)
    assert lacking(PLAIN, fonts).letters == ()
    assert all(any(coverage(face).has(char) for face in fonts.bold) for char in PLAIN)


@pytest.mark.font
def test_a_collection_gives_its_simplified_face(fonts: Fonts) -> None:
    """Of a file with faces for several regions the Simplified Chinese one is taken, and not the monospaced one."""
    for face in (fonts.regular[0], fonts.bold[0]):
        with Path(face.path).open("rb") as file:
            every = faces(file)
            names = [one.family for one in every]
        simplified = [name for name in names if name.endswith((" SC", " CN"))]
        if simplified:
            assert names[face.index] in simplified
            assert "Mono" not in names[face.index]
        assert ImageFont.truetype(face.path, 20, index=face.index).getname()[0] == names[face.index]


@pytest.mark.font
@pytest.mark.parametrize("char", "醋A¥…國\u0378\ue123龘")
def test_characters_are_read_as_the_font_draws_them(fonts: Fonts, char: str) -> None:
    """A face has a character exactly when Pillow draws something else than for one that is in no font."""
    face = fonts.regular[0]
    font = ImageFont.truetype(face.path, 40, index=face.index)
    nothing = bytes(font.getmask("\uffff"))
    assert coverage(face).has(char) == (bytes(font.getmask(char)) != nothing)


@pytest.mark.font
def test_the_same_font_has_the_same_digest_wherever_it_lies(fonts: Fonts, tmp_path: Path) -> None:
    """Only what it draws counts, not its path; another face has another digest."""
    path = Path(fonts.regular[0].path)
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    assert face_of(copy).content == face_of(path).content
    assert fonts.regular[0].content != fonts.regular[-1].content


def test_no_fonts_are_no_mistake() -> None:
    """A machine without fonts gives none, and nothing can be set in them."""
    none = chosen([])
    assert none == Fonts()
    assert not has_chinese(none)
    assert lacking("醋 a", none).letters == ("醋", "a")


def test_latin_fonts_alone_set_latin_texts() -> None:
    """They have no Chinese, which is told apart from a single missing character."""
    latin = [path for path in font_files() if path.name == "DejaVuSans.ttf"]
    if not latin:
        pytest.skip("NO LATIN FONT of this name")
    found = chosen(latin)
    assert not has_chinese(found)
    assert lacking("A field guide: €5 “now”", found).letters == ()
    assert lacking("a醋", found).letters == ("醋",)


@pytest.mark.font
def test_fonts_of_unknown_names_are_tried(fonts: Fonts, tmp_path: Path) -> None:
    """Where no file has a known name, one that has Chinese characters is found by looking."""
    path = tmp_path / f"surprise{Path(fonts.regular[0].path).suffix}"
    path.symlink_to(fonts.regular[0].path)
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0nothing")
    assert [Path(face.path) for face in chosen(sorted(tmp_path.iterdir())).regular] == [path]


@pytest.mark.parametrize("data", [b"", b"wOF2" + bytes(50), b"\0\1\0\0\0", b"<svg/>", b"ttcf" + b"\xff" * 20])
def test_what_is_no_font_is_said_to_be_none(data: bytes, tmp_path: Path) -> None:
    """Neither a web font nor a damaged file is read on."""
    path = tmp_path / "a.ttf"
    path.write_bytes(data)
    with pytest.raises(NoFontError):
        fonts_of_files(path, None, None)
    with pytest.raises(NoFontError):
        faces(io.BytesIO(data))


@pytest.mark.font
def test_faces_tell_how_bold_they_are(fonts: Fonts) -> None:
    """A regular file named for both is regular, so that titles are drawn thicker."""
    path = Path(fonts.regular[0].path)
    only = fonts_of_files(path, None, None)
    assert only.regular[0].weight == 400
    with path.open("rb") as file:
        variable = faces(file)[only.bold[0].index].is_variable
    assert (only.bold[0].weight >= 600) == variable


@pytest.mark.font
def test_emoji_without_a_font_are_named_and_left_out(fonts: Fonts) -> None:
    """Families and flags are one each; what letters there are stays."""
    bare = Fonts(fonts.regular, fonts.bold, None)
    found = lacking("好😋 全家👨‍👩‍👧 🇨🇳 3️⃣", bare)
    assert found.letters == ()
    assert found.emoji == ("😋", "👨‍👩‍👧", "🇨🇳", "3️⃣")
    assert without("好😋 全家👨‍👩‍👧 都爱", found.emoji) == "好 全家 都爱"
