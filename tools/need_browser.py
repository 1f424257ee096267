"""Find what tests need of the system, a Chromium, a Java and a Chinese font, or install it where we may.

With REQUIRE_BROWSER=1 it is an error when one is missing; otherwise it is said, and those tests are
skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from contentshop.media import fonts_of_machine, has_chinese

NEEDS = {
    "Chromium": (
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        ("chromium", "fonts-noto-cjk"),
    ),
    "a Chinese font": ((), ("fonts-noto-cjk",)),
    "Java": (("java",), ("default-jre-headless",)),
}
"""Each with the names of its program, if it is one, and the Debian packages that bring it."""


def found(need: str) -> bool:
    """Return whether something is there."""
    programs = NEEDS[need][0]
    return any(shutil.which(name) for name in programs) if programs else has_chinese(fonts_of_machine())


def missing() -> list[str]:
    """Return what is not there."""
    return [need for need in NEEDS if not found(need)]


def install(packages: list[str]) -> None:
    """Install Debian packages, when we may."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    for command in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "-qq", *command], stdout=subprocess.DEVNULL, check=False, env=environment)


def main() -> int:
    """Return 0 when the tests may run."""
    packages = [package for need in missing() for package in NEEDS[need][1]]
    if packages:
        print(f"Missing: {', '.join(missing())}; trying to install {', '.join(packages)} (Debian).", flush=True)
        install(packages)
    lacking = missing()
    if lacking:
        print(f"No {' and no '.join(lacking)}: the tests that need it will be SKIPPED.", file=sys.stderr)
    return int(bool(lacking) and os.environ.get("REQUIRE_BROWSER") == "1")


if __name__ == "__main__":
    sys.exit(main())
