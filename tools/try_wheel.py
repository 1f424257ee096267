"""Build the wheel, install it into an empty environment, and make and build a site with it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*command: object, folder: Path = ROOT) -> None:
    """Run a command, showing it."""
    print("+", *command, flush=True)
    subprocess.run([str(part) for part in command], cwd=folder, check=True)


def main() -> None:
    """Try the wheel."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--outdir", scratch)
        (wheel,) = scratch.glob("*.whl")
        venv.create(scratch / "env", with_pip=True)
        programs = scratch / "env" / ("Scripts" if sys.platform == "win32" else "bin")
        run(programs / "python", "-m", "pip", "install", "--quiet", wheel)
        run(programs / "contentshop", "new", "site", "demo", folder=scratch)
        run(programs / "contentshop", "build", "--site", "demo", folder=scratch)
        run(programs / "contentshop", "build", "--site", "demo", "--locked", folder=scratch)
        if not (scratch / "demo/build/web/articles/hello/index.html").is_file():
            sys.exit("the wheel's site has no article")
        run(programs / "contentshop", "new", "site", "shop", "--example", folder=scratch)
        run(programs / "contentshop", "check", "--site", "shop", folder=scratch)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
