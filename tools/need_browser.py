"""Find a Chromium for the browser tests, or install one where the system lets us.

With REQUIRE_BROWSER=1 it is an error when there is none; otherwise it is said, and those tests are
skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FONTS = "fonts-noto-cjk"


def found() -> str:
    """Return the path of a Chromium, or an empty string."""
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def install() -> None:
    """Install Debian's Chromium and a Chinese font, when we may."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium", FONTS]):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "-qq", *command], stdout=subprocess.DEVNULL, check=False, env=environment)


def main() -> int:
    """Return 0 when the tests may run."""
    if not found():
        print("No Chromium found; trying to install it (Debian packages chromium and fonts-noto-cjk).", flush=True)
        install()
    if found():
        return 0
    print("No Chromium: the browser tests will be SKIPPED. Install chromium to run them.", file=sys.stderr)
    return int(os.environ.get("REQUIRE_BROWSER") == "1")


if __name__ == "__main__":
    sys.exit(main())
