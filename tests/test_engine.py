"""The engine through its front door: the store, work spread over executors, plan and difference, odd paths."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pytest
from sites import NOW, Site, codes
from test_law_writing import clean_output, fragile, picture, shop, snapshot, write_article

from contentshop import engine
from contentshop.model import Copy, Draw, Problem, Record, Render, Task, Verbatim
from contentshop.problems import ProblemError, exit_code
from contentshop.reporting import Reporter
from contentshop.resuming import build
from contentshop.runs import Options
from contentshop.sources import Theme
from contentshop.verifying import verify


def open_store(path: Path | None) -> engine.Store:
    """Open a store in which nothing may be wrong."""
    return engine.Store(path, lambda found: pytest.fail(found.code))


# --- the store


def test_memo_is_kept_by_a_commit(tmp_path: Path) -> None:
    """What is put is there at once, and at the next opening only when it was committed."""
    path = tmp_path / "store"
    with open_store(path) as store:
        assert store.is_new
        store.put("lost", b"1")
        assert store.get("lost") == b"1"
    with open_store(path) as store:
        assert not store.is_new
        assert store.get("lost") is None
        store.put("kept", b"2")
        store.commit((), ())
    with open_store(path) as store:
        assert store.get("kept") == b"2"


def test_more_than_memory_should_hold_is_remembered_too(tmp_path: Path) -> None:
    """Results of many megabytes are there in the same run, and in the next one only when they were committed."""
    values = {f"key {number}": bytes([number]) * 1_500_000 for number in range(8)}
    for commits in (False, True, True):
        with open_store(tmp_path / "store") as store:
            for key, value in values.items():
                store.put(key, value)
            assert all(store.get(key) == value for key, value in values.items())
            if commits:
                store.commit((), ())
        with open_store(tmp_path / "store") as store:
            assert all(store.get(key) == (value if commits else None) for key, value in values.items())


def test_memo_forgets(tmp_path: Path) -> None:
    """Results that whole builds do not ask for any more are dropped once they are the greater part."""
    with open_store(tmp_path / "store") as store:
        for number in range(500):
            store.put(f"old {number}", b"x")
        store.commit((), (), ())
    with open_store(tmp_path / "store") as store:
        store.put("new", b"y")
        assert store.get("old 7") == b"x"
        store.commit((), ())
    with open_store(tmp_path / "store") as store:
        assert store.get("old 8") == b"x", "a build that did not finish drops nothing"
    with open_store(tmp_path / "store") as store:
        assert (store.get("new"), store.get("old 7")) == (b"y", b"x")
        store.commit((), (), ())
    with open_store(tmp_path / "store") as store:
        assert [store.get(key) for key in ("new", "old 7", "old 8")] == [b"y", b"x", None]


def test_announced_files_are_known(tmp_path: Path) -> None:
    """A file that was announced is known after a stop, without a fingerprint, until it is written or deleted."""
    path, made = tmp_path / "store", engine.Written("f", 3, 4)
    with open_store(path) as store:
        store.announce(["a", "b"])
        store.commit({"a": made}.items(), ["b"])
        store.announce(["a", "c"])
    with open_store(path) as store:
        found = store.written()
        assert {name: one.fingerprint for name, one in found.items()} == {"a": None, "c": None}
        store.commit({"c": made}.items(), ["a"])
    with open_store(path) as store:
        assert store.written() == {"c": made}


def test_articles_are_replaced(tmp_path: Path) -> None:
    """What articles gave is replaced as a whole by a build that finished, and left alone by one that did not."""
    with open_store(tmp_path / "store") as store:
        store.commit((), (), {"a": b"1", "b": b"2"}.items())
        store.commit((), (), {"b": b"3"}.items())
        store.commit((), ())
        assert store.kept() == {"b": b"3"}


def test_forgetting_waits_for_a_commit(tmp_path: Path) -> None:
    """A store that was told to forget has forgotten nothing when the build stops before its first commit."""
    path, made = tmp_path / "store", engine.Written("f", 3, 4)
    with open_store(path) as store:
        store.put("key", b"1")
        store.commit({"a": made}.items(), (), {"x": b"2"}.items())
    with open_store(path) as store:
        store.forget()
        assert (store.get("key"), store.written()["a"].fingerprint) == (None, None)
        assert store.kept() == {"x": b"2"}, "an article that is wrong now stays"
    with open_store(path) as store:
        assert (store.get("key"), store.kept(), store.written()) == (b"1", {"x": b"2"}, {"a": made})
        store.forget()
        store.announce([])
    with open_store(path) as store:
        assert (store.get("key"), store.kept(), list(store.written())) == (None, {"x": b"2"}, ["a"])


def test_copy_is_apart(tmp_path: Path) -> None:
    """A copy in memory knows what the store knew and never changes it; of nothing it is empty."""
    path = tmp_path / "store"
    with open_store(path) as store:
        store.put("key", b"1")
        store.commit((), ())
    before = path.read_bytes()
    with engine.Store.copy_of(path) as store:
        assert store.get("key") == b"1"
        store.put("other", b"2")
        store.commit((), (), {"x": b"3"}.items())
    assert path.read_bytes() == before
    with engine.Store.copy_of(tmp_path / "none") as store:
        assert store.get("key") is None
    assert [one.name for one in tmp_path.iterdir()] == ["store"]


def test_store_is_locked(tmp_path: Path) -> None:
    """A store that is open cannot be opened again, and a copy of it is empty instead of waiting."""
    with open_store(tmp_path / "store") as store:
        store.put("key", b"1")
        store.commit((), ())
        with pytest.raises(ProblemError) as caught:
            open_store(tmp_path / "store")
        with engine.Store.copy_of(tmp_path / "store") as other:
            assert other.get("key") is None
    assert caught.value.problem.code == "build-running"


def file_for_folder(site: Site) -> None:
    """Put a file where the store's folder is to be."""
    site.write(".contentshop", "")


def folder_for_file(site: Site) -> None:
    """Put a folder where the store is to be."""
    site.write(".contentshop/build.sqlite3/x", "")


@pytest.mark.parametrize("obstacle", [file_for_folder, folder_for_file])
def test_store_unusable(tmp_path: Path, obstacle: Callable[[Site], None]) -> None:
    """Where no store can be made, the build says so with exit code 2; a check needs none."""
    site = Site(tmp_path, "\n-- articles/a.md --\n字\n")
    obstacle(site)
    outcome = site.build()
    assert (codes(outcome), exit_code(outcome.problems)) == (["store-unusable"], 2)
    assert codes(site.build(check=True)) == []


def test_damage_found_late(tmp_path: Path) -> None:
    """A store whose damage shows only when it is read in the middle of a build is begun anew."""
    site = shop(tmp_path / "site", 3)
    site.build()
    with sqlite3.connect(site.folder / ".contentshop/build.sqlite3") as connection:
        connection.execute("UPDATE written SET path = CAST(x'ff' AS TEXT) WHERE path = 'web/index.html'")
    connection.close()
    assert "store-rebuilt" in codes(site.build())
    assert site.output() == clean_output(site, tmp_path / "fresh")


# --- executors


class Counting(Executor):
    """An executor that hands on to another one and counts."""

    def __init__(self, inner: Executor) -> None:
        self.inner, self.count = inner, 0

    def submit(self, fn: Callable[..., object], /, *args: object, **kwargs: object) -> Future[object]:  # type: ignore[override]
        """Count and hand on."""
        self.count += 1
        return self.inner.submit(fn, *args, **kwargs)


@pytest.mark.parametrize(
    "make",
    [engine.InProcess, partial(ThreadPoolExecutor, 3), partial(ProcessPoolExecutor, 2, get_context("spawn"))],
    ids=["in-process", "threads", "processes"],
)
def test_any_executor_gives_the_same(tmp_path: Path, make: Callable[[], Executor]) -> None:
    """Law 6: whoever does the work, the files are the same, problems included."""
    site = shop(tmp_path / "site", 80)
    site.write("articles/bad.md", ":price{nothing}\n")
    with make() as inner:
        executor = inner if isinstance(inner, engine.InProcess) else Counting(inner)
        outcome = build(site.folder, Options(now=NOW), executor=executor)
    assert codes(outcome) == ["unknown-product"]
    assert not isinstance(executor, Counting) or executor.count > 10
    site.delete("articles/bad.md")
    assert site.output() == clean_output(site, tmp_path / "fresh")


def test_threads_find_the_same_problems(tmp_path: Path) -> None:
    """Problems of templates come back from workers as they are found in this process."""
    found = []
    for name, executor in (("a", None), ("b", ThreadPoolExecutor(2))):
        site = shop(tmp_path / name, 5)
        site.write("templates/web/article.html", "\n{{ page.nothing }}")
        found.append(build(site.folder, Options(now=NOW, jobs=1), executor=executor).problems)
        if executor:
            executor.shutdown()
    assert found[0] == found[1]
    assert len(found[0]) == 1


def double(values: Sequence[int]) -> list[int]:
    """Double each value; refuse a negative one."""
    if min(values) < 0:
        raise ValueError(values)
    return [value * 2 for value in values]


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 1000])
@pytest.mark.parametrize("make", [engine.InProcess, partial(ThreadPoolExecutor, 3)])
def test_spread_keeps_order(make: Callable[[], Executor], count: int) -> None:
    """Results come in the order of the values, each once."""
    with make() as executor:
        assert list(engine.spread(double, list(range(count)), executor)) == [value * 2 for value in range(count)]


@pytest.mark.parametrize("make", [engine.InProcess, partial(ThreadPoolExecutor, 1)])
def test_spread_hands_on_errors(make: Callable[[], Executor]) -> None:
    """What a batch raises comes out where its results would, and what is left of the work is dropped."""
    with make() as inner:
        executor = Counting(inner) if not isinstance(inner, engine.InProcess) else inner
        made = engine.spread(double, [*range(64), -1], executor)
        assert [next(made) for _ in range(64)] == [value * 2 for value in range(64)]
        with pytest.raises(ValueError, match="-1"):
            next(made)


class HeldBack(Executor):
    """An executor that never begins."""

    def __init__(self) -> None:
        self.futures: list[Future[object]] = []

    def submit(self, fn: Callable[..., object], /, *args: object, **kwargs: object) -> Future[object]:  # type: ignore[override]
        """Return a future that waits, but for the first."""
        future: Future[object] = Future()
        if not self.futures:
            future.set_result(fn(*args, **kwargs))
        self.futures.append(future)
        return future


def test_spread_drops_what_nobody_waits_for() -> None:
    """Work that was not begun is cancelled when its results are no longer wanted."""
    executor = HeldBack()
    made = engine.spread(double, list(range(300)), executor)
    assert next(made) == 0
    made.close()
    assert [future.cancelled() for future in executor.futures[:3]] == [False, True, True]
    assert all(future.cancelled() for future in executor.futures[1:])


def test_stream_draws_values_only_as_they_can_be_worked_on() -> None:
    """Of very many values few are in memory at once, and results come in their order."""
    drawn: list[int] = []
    values = (drawn.append(one) or one for one in range(1000))
    with ThreadPoolExecutor(2) as executor, closing(engine.stream(str, values, executor)) as made:
        assert [next(made) for _ in range(3)] == ["0", "1", "2"]
        assert len(drawn) < 100
        assert len(list(made)) == 997


# --- plan and difference


class View(Record):
    """A view model for these tests."""

    language: str = "en"
    name: str = ""


def theme(text: str) -> engine.Templates:
    """Return a theme of one template."""
    return engine.Templates(Theme((("a.html", text), ("b.html", "b"), ("words/en.toml", ""))))


TASK = Task("x", "page", Render("a.html", View(name="1")))


@pytest.mark.parametrize(
    "other",
    [
        Task("y", "page", Render("a.html", View(name="1"))),
        Task("x", "list", Render("a.html", View(name="1"))),
        Task("x", "page", Render("b.html", View(name="1"))),
        Task("x", "page", Render("a.html", View(name="2"))),
        Task("x", "page", Render("a.html", View("zh", "1"))),
        Task("x", "page", Verbatim(b"1")),
        Task("x", "page", Draw("1")),
        Task("x", "page", Copy("1", "2")),
    ],
)
def test_fingerprint_tells_tasks_apart(other: Task) -> None:
    """A task that differs in anything has another fingerprint; the same one has the same."""
    assert fingerprint(TASK, "a") == fingerprint(TASK, "a")
    assert fingerprint(TASK, "a") != fingerprint(other, "a")


def test_fingerprint_holds_the_template() -> None:
    """A changed template changes the fingerprints of its tasks and of no others."""
    assert fingerprint(TASK, "a") != fingerprint(TASK, "c")
    assert fingerprint(Task("x", "page", Draw("1")), "a") == fingerprint(Task("x", "page", Draw("1")), "c")


def test_environment_is_in_everything(tmp_path: Path) -> None:
    """Another version of a part of the environment makes every file and every remembered step anew."""
    site = shop(tmp_path / "site", 3)
    packages = tmp_path / "site-packages"
    packages.mkdir()
    script = (
        "import sys; from pathlib import Path; sys.path.insert(1, sys.argv[2])\n"
        "from sites import Site; outcome = Site.of(Path(sys.argv[1])).build()\n"
        "print(len(outcome.written), outcome.unchanged)"
    )
    written, unchanged = run_python(script, str(site.folder), str(packages)).split()
    assert (int(written) > 10, unchanged) == (True, "0")
    assert run_python(script, str(site.folder), str(packages)).split() == ["0", written]
    (packages / "pillow-99.dist-info").mkdir()
    (packages / "pillow-99.dist-info/METADATA").write_text("Name: pillow\nVersion: 99\n", "utf-8")
    assert run_python(script, str(site.folder), str(packages)).split() == [written, "0"]


def test_memo_belongs_to_its_environment(tmp_path: Path) -> None:
    """What one environment remembered is unknown in another, and known again in the first."""
    script = (
        "import sys; from pathlib import Path; sys.path.insert(1, sys.argv[3])\n"
        "from contentshop import engine\n"
        "with engine.Store(Path(sys.argv[1]), print) as store:\n"
        "    print(store.get('key')); store.put('key', sys.argv[2].encode()); store.commit((), ())"
    )
    for name in ("markdown", "none"):
        found = tmp_path / name / f"site-packages/{name}-99.dist-info"
        found.mkdir(parents=True)
        (found / "METADATA").write_text(f"Name: {name}\nVersion: 99\n", "utf-8")
    told = [
        run_python(script, str(tmp_path / "store"), name, str(tmp_path / name / "site-packages")).strip()
        for name in ("markdown", "none", "markdown")
    ]
    assert told == ["None", "None", "b'markdown'"]


def run_python(script: str, *arguments: str, cwd: Path | None = None, **variables: str) -> str:
    """Run a script in another process and return what it prints."""
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8", **variables}
    command = [sys.executable, "-W", "error", "-c", script, *arguments]
    return subprocess.run(command, env=environment, cwd=cwd, check=True, stdout=subprocess.PIPE).stdout.decode()


def fingerprint(task: Task, text: str) -> str:
    """Return the fingerprint of a task under a theme of one template."""
    return backlog(task).fingerprints(theme(text))[0]


def backlog(*tasks: Task) -> engine.Backlog:
    """Return some tasks as a plan has them."""
    found = engine.Backlog()
    for one in tasks:
        found.add(one)
    return found


def files(*paths: str) -> engine.Backlog:
    """Return a task for each path."""
    return backlog(*(Task(path, "media", Verbatim(b"")) for path in paths))


@pytest.mark.parametrize(
    ("old", "new", "first"),
    [
        ("a", "a/b", True),
        ("a/b", "a", True),
        ("a/b/c", "a", True),
        ("A", "a", True),
        ("A/b", "a/b", True),
        ("é", unicodedata.normalize("NFD", "é"), True),
        ("ab", "a", False),
        ("a", "ab/c", False),
    ],
)
def test_what_stands_in_the_way_goes_first(old: str, new: str, *, first: bool) -> None:
    """Only files that stand where something new is to be are deleted before the writing."""
    found = engine.difference(files(new), theme("a"), engine.Found({old: "f"}), frozenset())
    assert found.delete == (old,)
    assert found.clear == ({old} if first else set())


def test_held_paths_stay() -> None:
    """A held path stays, and with one that ends in a slash all below it."""
    written = engine.Found(dict.fromkeys(("a", "b/c", "b/d/e", "bc", "f"), "f"))
    found = engine.difference(files(), theme("a"), written, frozenset({"a", "b/"}))
    assert found.delete == ("bc", "f")


# --- files and folders that change under the build


@pytest.mark.parametrize(
    "steps", [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a", "a/b/c"), ("a", "a/b/c", "a/b"), ("A", "a")]
)
def test_file_becomes_folder(tmp_path: Path, steps: tuple[str, ...]) -> None:
    """A static file may become a folder and a folder a file."""
    site = Site(tmp_path / "site")
    for step in steps:
        shutil.rmtree(site.folder / "static", ignore_errors=True)
        site.write(f"static/{step}", step)
        assert codes(site.build()) == []
        assert site.output() == clean_output(site, tmp_path / "fresh")


def test_folder_of_others_in_the_way(tmp_path: Path) -> None:
    """A user's own folder where a file is to be is a problem, and its files are not touched."""
    site = Site(tmp_path / "site")
    site.build()
    site.write("build/web/a/mine", "mine")
    site.write("static/a", "a")
    outcome = site.build()
    assert (codes(outcome), exit_code(outcome.problems)) == (["output-unwritable"], 2)
    assert site.read("web/a/mine") == "mine"
    shutil.rmtree(site.folder / "build/web/a")
    assert codes(site.build()) == []
    assert site.read("web/a") == "a"


def test_folder_in_place_of_a_deleted_file(tmp_path: Path) -> None:
    """A file of ours that a user replaced by a folder of his own is gone for us."""
    site = Site(tmp_path / "site", "\n-- static/a --\n1\n\n-- static/b/c --\n2\n")
    site.build()
    for path, mine in (("a", "a/mine"), ("b", "b")):
        target = site.folder / "build/web" / path
        shutil.rmtree(target) if target.is_dir() else target.unlink()
        site.write(f"build/web/{mine}", "mine")
    shutil.rmtree(site.folder / "static")
    assert codes(site.build()) == []
    assert (site.read("web/a/mine"), site.read("web/b")) == ("mine", "mine")


@pytest.mark.parametrize("name", ["é", "カフェ.バ", "한글"])
def test_composed_names(tmp_path: Path, name: str) -> None:
    """File names with composed and decomposed characters are written and follow each other."""
    site = Site(tmp_path / "site")
    for form in ("NFC", "NFD", "NFC"):
        for folder in ("static", "articles"):
            shutil.rmtree(site.folder / folder, ignore_errors=True)
        title = unicodedata.normalize(form, name)
        site.write(f"static/{title}.txt", form)
        site.write(f"articles/{title}.md", f"# {title}\n\n::product{{vinegar}}\n")
        assert codes(site.build()) == []
        assert site.output() == clean_output(site, tmp_path / "fresh")


@pytest.mark.parametrize(
    "folder", ["build", "build/web", "build/web/articles", "build/web/media", "build/web/go", ".contentshop"]
)
def test_deleted_folder_is_repaired(tmp_path: Path, folder: str) -> None:
    """A folder of the output, or the store, that was deleted by hand comes back."""
    site = shop(tmp_path / "site", 3)
    site.build()
    before = site.output()
    shutil.rmtree(site.folder / folder)
    assert codes(site.build()) == []
    assert site.output() == before


def test_deleted_page_of_a_failed_article(tmp_path: Path) -> None:
    """A failed article whose page was deleted by hand is shown nowhere, and its codes lead on."""
    site = fragile(tmp_path / "site")
    site.build()
    go = {path.parent.name for path in (site.folder / "build/web/go").rglob("*.html")}
    shutil.rmtree(site.folder / "build/web")
    text = (site.folder / "articles/a1.md").read_text("utf-8")
    site.write("articles/a1.md", "---\ntitle: [\n---\n")
    site.write("articles/a2.md", "二\n")
    assert codes(site.build()) == ["not-closed"]
    found = site.output()
    assert "web/articles/a1/index.html" not in found
    assert "/articles/a1/" not in site.read("web/index.html")
    assert {path.parent.name for path in (site.folder / "build/web/go").rglob("*.html")} == go
    site.write("articles/a1.md", text)
    assert codes(site.build()) == []
    assert site.output() == clean_output(site, tmp_path / "fresh")


@pytest.mark.parametrize("change", [bytes.swapcase, lambda data: data + b" ", lambda _: b""])
def test_changed_file_is_repaired(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    """A file of the output that was changed by hand is written again, also when its size is the same."""
    site = shop(tmp_path / "site", 2)
    site.build()
    before = site.output()
    home = site.folder / "build/web/index.html"
    home.write_bytes(change(home.read_bytes()))
    assert site.build().written == ("web/index.html",)
    assert site.output() == before


def test_outputs_are_independent(tmp_path: Path) -> None:
    """Two outputs of one site know nothing of each other; the same folder by two names is one output."""
    site = shop(tmp_path / "site", 3)
    site.build()
    one = site.output()
    site.write("articles/a1.md", "改\n")
    site.delete("articles/a2.md")
    assert codes(site.build(output=str(tmp_path / "other"))) == []
    assert site.output() == one
    (tmp_path / "link").symlink_to(site.folder)
    assert build(tmp_path / "link", Options(now=NOW, jobs=1, output=str(site.folder / "build"))).deleted
    assert site.output() == site.output("../other") == clean_output(site, tmp_path / "fresh")
    assert site.build().written == site.build(output=str(tmp_path / "other")).written == ()


def test_clean_makes_everything_anew(tmp_path: Path) -> None:
    """`clean` writes every file again, also one that was changed unseen, and deletes what is gone."""
    site = shop(tmp_path / "site", 3)
    site.build()
    home = site.folder / "build/web/index.html"
    stat = home.stat()
    home.write_bytes(home.read_bytes().replace("首".encode(), "尾".encode()).swapcase())
    os.utime(home, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    site.delete("articles/a2.md")
    outcome = site.build(clean=True)
    assert (codes(outcome), outcome.unchanged) == ([], 0)
    assert outcome.deleted
    assert site.output() == clean_output(site, tmp_path / "fresh")


class Meddler(Reporter):
    """Changes a file at the moment when writing begins."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path, self.data = path, data

    def stage(self, name: str, total: int) -> None:  # noqa: ARG002 - the hook's shape
        """Change the file."""
        if name == "write":
            self.path.write_bytes(self.data)


@pytest.mark.parametrize("path", ["images/1.png", "static/CNAME"])
def test_source_changed_during_the_build(tmp_path: Path, path: str) -> None:
    """A file that changes between its reading and its copying is copied again by the next build."""
    site = shop(tmp_path / "site", 3)
    source = site.folder / path
    before = source.read_bytes()
    build(site.folder, Options(now=NOW, jobs=1), Meddler(source, picture(99)))
    source.write_bytes(before)
    assert codes(site.build()) == []
    assert site.output() == clean_output(site, tmp_path / "fresh")


@pytest.mark.parametrize(
    "options", [{"preview": True}, {"drafts": True}, {"future": True}, {"check": True}, {"dry_run": True}]
)
def test_ledger_is_written_by_plain_builds_only(tmp_path: Path, options: dict[str, bool]) -> None:
    """Previews, drafts, scheduled articles and checks never write the ledger, nor the plain output."""
    site = shop(tmp_path / "site", 2)
    assert codes(site.build(**options)) == []
    assert not (site.folder / "ledger.csv").exists()
    assert not (site.folder / "build").exists()
    site.build()
    write_article(site, 2, 3)
    before = snapshot(site.folder / "build"), (site.folder / "ledger.csv").read_bytes()
    assert codes(site.build(**options)) == []
    assert (snapshot(site.folder / "build"), (site.folder / "ledger.csv").read_bytes()) == before


def test_verify_leaves_no_trace(tmp_path: Path) -> None:
    """`verify` finds what differs from a clean build and writes nothing into the site."""
    site = shop(tmp_path / "site", 2)
    site.build()
    write_article(site, 2, 3)
    before = {path: one for path, one in snapshot(site.folder).items() if path != ".contentshop"}
    found = verify(site.folder, Options(now=NOW, jobs=1))
    assert "differs" in codes(found)
    assert {path: one for path, one in snapshot(site.folder).items() if path != ".contentshop"} == before
    site.build()
    assert codes(verify(site.folder, Options(now=NOW, jobs=1))) == []


SCRIPT = """
import os, sys
from pathlib import Path
from sites import Site
outcome = Site.of(Path(sys.argv[1])).build()
print(outcome.problems, outcome.written)
"""


def test_same_bytes_everywhere(tmp_path: Path) -> None:
    """Law 6: hash seed, time zone, locale, working folder and the site's place change neither output nor messages."""
    told, outputs = [], []
    for number, variables in enumerate(
        (
            {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "1", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
            {"PYTHONHASHSEED": "4294967295", "TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        )
    ):
        site = shop(tmp_path / f"{number}" / ("deeper" * number or "site"), 12)
        for name in ("x", "y", "z"):
            site.write(f"articles/{name}.md", f"::product{{{name}}} [a](none.md)\n\n::product{{{name}1 bad=1}}\n")
        rows = (f"- {{id: p{n}, title: t, image: none{n}.png, alternatives: [q]}}\n" for n in range(9))
        site.write("products/more.yaml", "".join(rows))
        folder = tmp_path if number else site.folder
        relative = os.path.relpath(site.folder, folder)
        told.append(run_python(SCRIPT, relative, cwd=folder, **variables))
        outputs.append(site.output())
    assert told[0] == told[1] == told[2]
    assert outputs[0] == outputs[1] == outputs[2]
    assert "unknown-product" in told[0]


def test_problem_is_told_once(tmp_path: Path) -> None:
    """A problem that several files run into is reported once."""
    site = shop(tmp_path / "site", 4)
    site.write("templates/web/article.html", "{{ page.nothing }}")
    found: list[Problem] = list(site.build().problems)
    assert [one.code for one in found] == ["broken-template"]
