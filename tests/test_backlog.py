"""What is planned and not done yet: it comes back as it was, from memory and from the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from sites import EXAMPLE, Site

from contentshop.channels.web import Kept
from contentshop.engine import Backlog, InProcess, Steps, Store
from contentshop.model import Copy, Draw, Record, Render, Task, Verbatim
from contentshop.planning import plan
from contentshop.problems import ProblemError


class View(Record):
    """A view model for these tests."""

    language: str
    text: str


class Planned(Backlog):
    """A backlog that keeps in memory what it is given, too."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder)
        self.given: list[Task] = []

    def add(self, task: Task) -> None:
        """Add a task."""
        super().add(task)
        self.given.append(task)


def many() -> Iterator[Task]:
    """Yield tasks of several kinds, more than are held in memory."""
    for number in range(400):
        yield Task(f"{number}.html", "page", Render("a.html", View("zh-CN", f"{number} 醋" * 5_000)))
        yield Task(f"{number}.png", "media", Draw(f"https://a.test/{number}"))
        yield Task(f"{number}.txt", "list", Verbatim(bytes([number % 256]) * 10))
    yield Task("large", "list", Verbatim(b"x" * 9_000_000))
    yield Task("last", "media", Copy("static/last", "digest"))


def test_tasks_come_back_as_they_were(tmp_path: Path) -> None:
    """In whichever order they are asked for, also those that are in the file."""
    tasks = list(many())
    with Backlog(tmp_path) as backlog:
        for one in tasks:
            backlog.add(one)
        assert list(backlog) == tasks
        assert [backlog[number] for number in range(-1, -len(tasks) - 1, -1)] == tasks[::-1]
        assert backlog[3:9] == tasks[3:9]
        assert [backlog.paths[number] for number, _ in backlog.each(Copy)] == ["last"]
        assert [one.work() for one in backlog.packed([1201, 0, 5])] == [tasks[at].work for at in (1201, 0, 5)]


def test_values_wait_between_tasks(tmp_path: Path) -> None:
    """What is put aside comes back too, while more is added."""
    with Backlog(tmp_path) as backlog:
        numbers = []
        for one in many():
            backlog.add(one)
            numbers.append(backlog.put(View("en", one.path)))
        assert [backlog.get(number).text for number in numbers] == [one.path for one in many()]


def test_nothing_of_it_is_left(tmp_path: Path) -> None:
    """The file is gone with the backlog."""
    with Backlog(tmp_path) as backlog:
        for one in many():
            backlog.add(one)
    assert [*tmp_path.iterdir()] == []


def test_a_folder_that_takes_no_file_is_told(tmp_path: Path) -> None:
    """As a full disk is; nothing was written by then."""
    large = Task("large", "list", Verbatim(b"x" * 9_000_000))
    with Backlog(tmp_path / "none") as backlog, pytest.raises(ProblemError) as caught:
        backlog.add(large)
    assert caught.value.problem.code == "output-unwritable"


@pytest.mark.font
def test_all_that_channels_plan_comes_back_as_it_was(tmp_path: Path) -> None:
    """Every view of every channel, of the example site with all articles handed on, is the one that was planned."""
    site = Site.example(tmp_path)
    site.write("config.yaml", (EXAMPLE / "config.yaml").read_bytes())
    inputs = site.inputs(told=[])
    with Store.copy_of(None) as store, Planned(tmp_path) as backlog:
        steps = Steps(store, lambda _: nullcontext(InProcess()), inputs.theme)
        plan(inputs, Kept(), steps, backlog, lambda _: None)
        assert list(backlog) == backlog.given
        assert {type(one.work).__name__ for one in backlog.given} >= {"Render", "Copy", "Scale", "Draw", "Paint"}
