"""What a user installs: the built wheel, in an empty environment, away from the source."""

import functools
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import nkquiz

ROOT = Path(__file__).parent.parent
DECK = ROOT / "decks" / "north-korean-diplomats.yaml"


def run(*command: str | Path, cwd: Path) -> str:
    """Return what a command prints; fail with all of it where it fails."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV"))}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command} exited {done.returncode}\n{done.stdout}"
    return done.stdout


def version(python: str | Path) -> tuple[int, int]:
    """Return the version of an interpreter; (0, 0) where it does not run."""
    code = "import sys, ensurepip, venv; print(*sys.version_info[:2])"
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    major, minor = done.stdout.split() if done.returncode == 0 else ("0", "0")
    return int(major), int(minor)


@functools.cache
def interpreters() -> dict[str, str]:
    """Find one interpreter for each version that we support; this one first."""
    folders = [Path(folder) for folder in os.get_exec_path()]
    folders += sorted(Path.home().glob(".pyenv/versions/*/bin"))  # its shims may not run
    found = {sys.version_info[:2]: sys.executable}
    for folder in folders:
        for python in sorted(folder.glob("python3.[0-9][0-9]")):
            if version(python) >= (3, 11):
                found.setdefault(version(python), str(python))
    return {f"{major}.{minor}": python for (major, minor), python in sorted(found.items())}


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "-w", folder, ROOT, cwd=folder)
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.partition("/")[0] for name in names} == {
        "nkquiz",
        f"nkquiz-{nkquiz.__version__}.dist-info",
    }
    assert "nkquiz/py.typed" in names


@pytest.mark.parametrize("python", interpreters().values(), ids=interpreters().keys())
def test_the_wheel_works_in_an_empty_environment(python: str, wheel: Path, tmp_path: Path) -> None:
    # Our pip installs into it: to make one there, and to compile all, takes most of the time.
    run(python, "-m", "venv", "--without-pip", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / "bin"
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", programs / "python"]
    run(*pip, "install", "--no-compile", wheel, cwd=tmp_path)

    assert nkquiz.__version__ in run(programs / "nkquiz", "--version", cwd=tmp_path)
    assert run(programs / "nkquiz", "items", DECK, cwd=tmp_path).strip()
