"""Work that several processes share: the same results, problems and endings as of one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sites import CONFIG, Site, codes
from test_law_writing import clean_output

from contentshop import engine
from contentshop.cli import main
from contentshop.problems import exit_code

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture(params=["copies", "anew"])
def workers(request: pytest.FixtureRequest) -> Iterator[engine.Workers]:
    """Two other processes, as this system begins them: by copying this one where no other thread runs, else anew."""
    ended = threading.Event()
    if request.param == "anew":
        other = threading.Thread(target=ended.wait)
        other.start()
    with engine.Workers(2) as executor:
        yield executor
    ended.set()


def squared(values: Sequence[int]) -> list[tuple[int, int]]:
    """Return the square of each value, slowly, and who worked it out; refuse a negative one."""
    if min(values) < 0:
        raise ValueError(values)
    time.sleep(0.002)
    return [(value * value, os.getpid()) for value in values]


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 1000])
def test_spread_keeps_order(workers: engine.Workers, count: int) -> None:
    """Results come in the order of the values, each once, whoever worked them out."""
    found = list(engine.spread(squared, range(count), workers))
    assert [square for square, _ in found] == [value * value for value in range(count)]


def test_all_share_in_the_work(workers: engine.Workers) -> None:
    """Other processes work, and this one does not wait for them."""
    for made in (
        list(engine.spread(squared, range(3000), workers)),
        [result for _, result in engine.spread_anyhow(squared, range(3000), workers)],
    ):
        by = {pid for _, pid in made}
        assert os.getpid() in by
        assert len(by) > 1


@pytest.mark.parametrize("count", [0, 1, 64, 65, 200, 1000])
def test_spread_anyhow_gives_each_result_once(workers: engine.Workers, count: int) -> None:
    """Each value has its own result, in whatever order; the times taken go with their values."""
    took: dict[int, float] = {}
    plain = dict(engine.spread_anyhow(squared, range(count), workers))
    timed = dict(engine.spread_anyhow(squared, range(count), workers, took.__setitem__))
    assert {number: square for number, (square, _) in plain.items()} == {one: one * one for one in range(count)}
    assert {number: square for number, (square, _) in timed.items()} == {one: one * one for one in range(count)}
    assert sorted(took) == list(range(count))


@pytest.mark.parametrize("wrong", [0, 500, 999])
def test_what_goes_wrong_comes_out(workers: engine.Workers, wrong: int) -> None:
    """What is raised for a value is raised here, wherever it was first; the workers go on."""
    values = [-1 if number == wrong else number for number in range(1000)]
    with pytest.raises(ValueError, match="-1"):
        list(engine.spread_anyhow(squared, values, workers))
    with pytest.raises(ValueError, match="-1"):
        list(engine.spread(squared, values, workers))
    assert [square for square, _ in engine.spread(squared, range(10), workers)] == [one * one for one in range(10)]


def test_who_stops_listening_stops_the_work(workers: engine.Workers) -> None:
    """A generator that is closed leaves the workers free."""
    with closing(engine.spread_anyhow(squared, range(100_000), workers)) as made:
        next(made)
    assert len(list(engine.spread(squared, range(200), workers))) == 200


def put_off(values: Sequence[int]) -> list[tuple[int, bool]]:
    """Return who works, and whether interrupts do not reach them, from before Python runs there."""
    time.sleep(0.01)
    return [(os.getpid(), signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())) for _ in values]


@posix
def test_interrupts_reach_who_began_alone(workers: engine.Workers) -> None:
    """A worker that has hardly begun would tell of them with a traceback."""
    found = dict(engine.spread(put_off, range(600), workers))
    assert found.pop(os.getpid()) is False
    assert set(found.values()) == {True}


def many(folder: Path) -> Site:
    """Return a site of so many articles that other processes are begun, however long that takes."""
    site = Site(folder)
    for number in range(300):
        site.write(
            f"articles/{number:03}.md", f"---\ndate: 2026-11-01\n---\n# 第 {number} 篇\n\n::product{{vinegar}}\n"
        )
    return site


def test_a_build_of_several_processes_is_that_of_one(tmp_path: Path) -> None:
    """Law 6: whoever does the work, the files are the same."""
    site = many(tmp_path / "site")
    assert codes(site.build(jobs=3)) == []
    assert site.output() == clean_output(site, tmp_path / "fresh")


FATAL = """
import multiprocessing, os
from markdown.extensions.abbr import AbbrExtension
def makeExtension(**_):
    if multiprocessing.parent_process():
        os._exit(9)
    return AbbrExtension()
"""


def test_a_worker_that_is_lost_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When another process is ended from outside, nothing is written, and that is said."""
    site = many(tmp_path / "site")
    site.write("config.yaml", CONFIG + "markup: {extensions: [fatal_extension]}\n")
    (tmp_path / "fatal_extension.py").write_text(FATAL, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    outcome = site.build(jobs=2)
    assert (codes(outcome), outcome.completed) == (["worker-lost"], False)
    assert exit_code(outcome.problems) == 2
    assert not (site.folder / "build").exists()
    assert codes(site.build(jobs=1)) == []


LONG = r"""
import os, sys, time
from contentshop import engine

def wait(values):
    os.write(1, b"%d\n" % os.getpid())
    time.sleep(60)
    return values

if __name__ == "__main__":
    with engine.Workers(2) as workers:
        list(engine.spread(wait, range(5), workers, batch=1))
"""


@posix
def test_workers_end_with_who_began_them(tmp_path: Path) -> None:
    """A build that is killed leaves no process behind."""
    (tmp_path / "long.py").write_text(LONG, "utf-8")
    with subprocess.Popen([sys.executable, str(tmp_path / "long.py")], stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout
        known = {int(first.stdout.readline()) for _ in range(3)}
        assert len(known - {first.pid}) == 2
        first.kill()
        first.stdout.read()  # ends once nobody holds the other end


@posix
def test_an_interrupt_ends_all_quietly(tmp_path: Path) -> None:
    """Ctrl-C goes to all processes of a terminal; the build ends and changes nothing."""
    site = many(tmp_path)
    site.write("config.yaml", CONFIG + "markup: {extensions: [slow_extension]}\n")
    (tmp_path / "slow_extension.py").write_text(SLOW, "utf-8")
    command = [sys.executable, "-m", "contentshop", "build", "--jobs", "2"]
    environment = {**os.environ, "LC_ALL": "en_GB.UTF-8", "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    ) as first:
        while not (tmp_path / "begun").exists():
            time.sleep(0.01)
        os.killpg(first.pid, signal.SIGINT)
        assert first.stdout
        said = first.stdout.read()
    assert first.returncode == 130
    assert said.decode().split("\n") == ["", "Stopped; nothing was changed.", ""]
    assert not (tmp_path / "build").exists()


@posix
def test_an_interrupt_while_files_are_put_in_place_is_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Then something has changed; the next build ends what was begun."""
    site = many(tmp_path / "site")
    placed = []

    def signalled(output: engine.Output, *args: object) -> None:
        placed.append(args)
        if len(placed) == 20:
            signal.raise_signal(signal.SIGINT)
        place(output, *args)  # type: ignore[arg-type]

    place = engine.Output.place
    monkeypatch.setattr(engine.Output, "place", signalled)
    with pytest.raises(SystemExit) as ended:
        main(["build", "--lang", "zh", "--jobs", "1", "--site", str(site.folder)])
    said = capsys.readouterr()
    assert (ended.value.code, said.out, said.err) == (130, "", "\n放文件时停止了；下一次构建会接着做完。\n")
    assert site.output()
    monkeypatch.undo()
    assert codes(site.build()) == []
    assert site.output() == clean_output(site, tmp_path / "fresh")


SLOW = """
import multiprocessing, pathlib, time
from markdown.extensions.abbr import AbbrExtension
def makeExtension(**_):
    pathlib.Path("begun").touch()
    if not multiprocessing.parent_process():
        time.sleep(60)
    return AbbrExtension()
"""
