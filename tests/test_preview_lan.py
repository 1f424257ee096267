"""Phones in the same network: the address to open, and its code as a terminal draws it."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from contentshop.media import CodeTooLongError, terminal_code
from contentshop.preview import lan_host
from contentshop.preview.app import App
from contentshop.preview.state import Preview
from contentshop.problems import ProblemError

CELL = (8, 17)
"""The pixels of a character; terminals have odd heights too, so that halves differ."""
HALVES = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
COLOURS = {"16": (0, 0, 0), "231": (255, 255, 255)}
STYLED = re.compile(r"\x1b\[38;5;(\d+);48;5;(\d+)m([ ▀▄█]+)\x1b\[0m")


def screen(lines: list[str], ground: tuple[int, int, int]) -> Image.Image:
    """Draw lines as a terminal with a background colour does."""
    wide, high = CELL
    rows = [STYLED.fullmatch(line) for line in lines]
    columns = max(len(row[3]) for row in rows if row)
    image = Image.new("RGB", ((columns + 20) * wide, (len(lines) + 4) * high), ground)
    for down, row in enumerate(rows):
        assert row is not None
        for across, char in enumerate(row[3]):
            for half, is_ink in enumerate(HALVES[char]):
                colour = COLOURS[row[1] if is_ink else row[2]]
                top, middle, bottom = down * high, down * high + high // 2, (down + 1) * high
                box = (top, middle) if half == 0 else (middle, bottom)
                image.paste(colour, (across * wide, box[0], (across + 1) * wide, box[1]))
    return image


@pytest.mark.parametrize("ground", [(0, 0, 0), (255, 255, 255), (0, 43, 54), (253, 246, 227)])
@pytest.mark.parametrize(
    "address", ["http://10.0.0.7:8000/", "http://192.168.178.123:58000/店/", "http://a/" + "b" * 60]
)
def test_the_code_is_read_from_dark_and_light_terminals(address: str, ground: tuple[int, int, int]) -> None:
    """Its colours do not depend on the terminal's, and its quiet zone is its own."""
    image = screen(terminal_code(address), ground)
    (found,) = zxingcpp.read_barcodes(image.convert("L"), try_invert=False, try_rotate=False)
    assert found.text == address


def test_the_code_of_an_address_fits_a_terminal() -> None:
    """The address of a preview takes fewer rows and columns than a terminal of 24 × 80 has."""
    lines = terminal_code("http://192.168.178.123:58000/")
    assert len(lines) < 22
    assert len(lines[0]) < 80


def test_a_text_too_long_for_a_code() -> None:
    """What no code holds is said as such."""
    with pytest.raises(CodeTooLongError):
        terminal_code("a" * 4000)


@pytest.mark.parametrize("host", ["10.0.0.3", "192.168.1.9", "fd00::7", "desk.example"])
def test_an_address_that_is_named_is_taken(host: str) -> None:
    """With `--host` the author says which of several networks is meant."""
    assert lan_host(host) == host


def in_a_network() -> bool:
    """Return whether this computer has an address that others could open."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        return probe.connect_ex(("192.0.2.1", 9)) == 0


@pytest.mark.skipif(not in_a_network(), reason="NO NETWORK: this computer's own address was not looked for")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "0.0.0.0", "::"])
def test_this_computer_alone_is_no_address_for_phones(host: str) -> None:
    """The computer's own address in its network stands in for one that a phone could not open."""
    found = lan_host(host)
    assert found not in (host, "127.0.0.1", "0.0.0.0")
    with socket.socket() as listener:
        listener.bind((found, 0))


def test_a_computer_in_no_network_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any address there is nothing to listen on, and the fix is named."""
    monkeypatch.setattr(socket.socket, "connect", lambda *_: (_ for _ in ()).throw(OSError("no way there")))
    monkeypatch.setattr(socket, "gethostbyname_ex", lambda _: ("host", [], ["127.0.1.1"]))
    with pytest.raises(ProblemError) as caught:
        lan_host("127.0.0.1")
    assert caught.value.problem.code == "no-lan"


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("192.168.1.9:8000", True),
        ("192.168.1.9", True),
        ("localhost:8000", True),
        ("192.168.1.90", False),
        ("192.168.1.9.evil.test", False),
        ("evil.test", False),
        ("10.0.0.1", False),
        ("192.168.1.9@evil.test", False),
    ],
)
def test_only_the_address_itself_is_answered(tmp_path: Path, host: str, *, is_ours: bool) -> None:
    """A page elsewhere whose name was made to lead here reads nothing, in the network either."""
    app = App(Preview(), tmp_path, "192.168.1.9")
    assert app.is_ours(host) is is_ours
