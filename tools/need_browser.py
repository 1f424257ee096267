"""Find a Chromium for the browser tests and a Java for the validator, or install them where the system lets us.

With REQUIRE_BROWSER=1 it is an error when one is missing; otherwise it is said, and those tests are
skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NEEDS = {
    "Chromium": (
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        ("chromium", "fonts-noto-cjk"),
    ),
    "Java": (("java",), ("default-jre-headless",)),
}
"""Each program with the names it goes by and the Debian packages that bring it."""


def found(need: str) -> bool:
    """Return whether a program is there."""
    return any(shutil.which(name) for name in NEEDS[need][0])


def missing() -> list[str]:
    """Return the programs that are not there."""
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
