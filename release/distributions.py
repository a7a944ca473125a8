# SPDX-License-Identifier: Apache-2.0
"""The source distribution and the wheel of a commit, reproducible byte for byte.

`python -m release.distributions OUT` builds both from what the commit contains, in a temporary folder, with
the build program that the locks pin. `--compare` builds them a second time, elsewhere and under other
circumstances, and ends with 1 if one byte differs. Neither asks the network.
"""

import argparse
import hashlib
import io
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from release.locked import ROOT

_BUILD = "import os, sys, uv_build; os.chdir(sys.argv[1]); uv_build.build_{kind}(sys.argv[2]);"
_COMPILE = (
    "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); "
    "from rogatory.node.printing.catalogue_file import compile_outdated; "
    "compile_outdated(Path(sys.argv[1], 'rogatory'))"
)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Circumstances of a build, which may differ and may not show in what is built."""

    folder: str = "here"
    mask: int = 0o022
    changed_at: int = 1_700_000_000
    variables: Mapping[str, str] | None = None


OTHER = Circumstances(
    folder="another folder/with a long name",
    mask=0o077,
    changed_at=1_234_567_890,
    variables={"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7"},
)


def build(
    out: Path, commit: str = "HEAD", circumstances: Circumstances | None = None
) -> list[Path]:
    """Build the source distribution and, from it, the wheel; return both."""
    how = circumstances or Circumstances()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, how.folder)
        tree.mkdir(parents=True)
        _check_out(commit, tree)
        # A wheel has no step of its own that could compile them: they are in the source distribution.
        _python(_COMPILE, [str(tree / "src")], how)
        _set_times(tree, how.changed_at)
        _python(_BUILD.format(kind="sdist"), [str(tree), str(out)], how)
        source = next(out.glob("*.tar.gz"))
        unpacked = Path(folder, "unpacked")
        with tarfile.open(source) as archive:
            archive.extractall(unpacked, filter="data")
        _python(_BUILD.format(kind="wheel"), [str(next(unpacked.iterdir())), str(out)], how)
    return [source, next(out.glob("*.whl"))]


def differences(first: Sequence[Path], second: Sequence[Path]) -> list[str]:
    """Return which files of two builds differ."""
    digests = [{path.name: _digest(path) for path in one} for one in (first, second)]
    names = sorted(digests[0].keys() | digests[1].keys())
    return [name for name in names if digests[0].get(name) != digests[1].get(name)]


def expected(commit: str = "HEAD") -> set[str]:
    """Return the names that the wheel has: those of the commit's package, and compiled catalogues."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-tree", "-r", "-z", "--name-only", commit, "src/rogatory"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    names = {name.removeprefix("src/") for name in listed.split("\0") if name}
    return names | {f"{name[:-3]}.mo" for name in names if name.endswith(".po")}


def _check_out(commit: str, folder: Path) -> None:
    answer = subprocess.run(
        ["git", "-C", str(ROOT), "archive", "--format=tar", commit], capture_output=True, check=True
    )
    with tarfile.open(fileobj=io.BytesIO(answer.stdout)) as archive:
        archive.extractall(folder, filter="data")


def _set_times(folder: Path, moment: int) -> None:
    for path in _everything(folder):
        os.utime(path, (moment, moment))


def _everything(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.rglob("*")


def _python(code: str, arguments: Sequence[str], how: Circumstances) -> None:
    variables = {
        "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    subprocess.run(
        [sys.executable, "-c", code, *arguments],
        check=True,
        stdout=subprocess.DEVNULL,
        umask=how.mask,
        env=variables | dict(how.variables or {}),
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the distributions of a commit.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--commit", default="HEAD")
    parser.add_argument("--compare", action="store_true", help="build twice and compare")
    given = parser.parse_args()
    built = build(given.out.resolve(), given.commit)
    for path in built:
        sys.stdout.write(f"{_digest(path)}  {path.name}\n")
    if given.compare:
        with tempfile.TemporaryDirectory() as folder:
            second = build(Path(folder, "out"), given.commit, OTHER)
            if differing := differences(built, second):
                sys.exit(f"Not reproducible: {', '.join(differing)}")
        sys.stdout.write("Built twice: not one byte differs.\n")


if __name__ == "__main__":
    main()
