# SPDX-License-Identifier: Apache-2.0
"""Where one run of the benchmarks works: its folder, its sizes, keys and sources made once."""

import functools
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench import sources
from bench.rows import SkippedError, WrongOutputError
from bench.running import rogatory
from bench.scales import Scale


@dataclass(frozen=True)
class Workplace:
    """`folder` lies on the file system that is measured; everything in it may be removed."""

    folder: Path
    scale: Scale
    database: str | None = None
    """A PostgreSQL database beside which a study may make one of its own."""

    def new_database(self, name: str) -> str:
        """Make an empty database on the server that was given, in place of an earlier one, and return its URL.

        Raises:
            SkippedError: none was given, or psycopg is not installed.
        """
        if self.database is None:
            raise SkippedError("no PostgreSQL database was given (--database)")
        if find_spec("psycopg") is None:
            raise SkippedError("the Python package psycopg is not installed")
        psycopg = import_module("psycopg")
        made = f"rogatory_bench_{name.replace('-', '_')}"
        with psycopg.connect(self.database, autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {made}")
            server.execute(f"CREATE DATABASE {made}")
        address = urlsplit(self.database)
        return urlunsplit(address._replace(path=f"/{made}"))

    @functools.cached_property
    def scratch(self) -> Path:
        """For runs: each makes its own folder in it."""
        return self._made("scratch")

    @functools.cached_property
    def sealing_keys(self) -> Path:
        return self._keys("xb")

    @functools.cached_property
    def asking_keys(self) -> Path:
        return self._keys("xa")

    @functools.cached_property
    def parts(self) -> tuple[Path, ...]:
        """The big files, each in the folder `parts`."""
        folder = self._made("parts")
        for number in range(self.scale.parts):
            sources.make_file(folder / f"part-{number}.bin", self.scale.part, number)
        return tuple(sorted(folder.iterdir()))

    @functools.cached_property
    def one_part(self) -> Path:
        """A folder that holds the first of the big files."""
        sources.link_all(self.parts[:1], self.folder / "one-part")
        return self.folder / "one-part"

    @functools.cached_property
    def one_part_digests(self) -> Mapping[str, str]:
        return sources.digests(self.one_part)

    @functools.cached_property
    def small_files(self) -> Path:
        sources.make_small_files(self.folder / "small-files", self.scale.small_files)
        return self.folder / "small-files"

    def seal(self, source: Path, out: Path) -> list[str]:
        """The command that seals a source from XB for XA."""
        return rogatory(
            "evidence", "seal", source,
            "--key", self.sealing_keys,
            "--to", self.asking_keys / "recipient.json",
            "--out", out,
        )  # fmt: skip

    def open(self, sealed: Path, out: Path) -> list[str]:
        return rogatory("evidence", "open", sealed, "--key", self.asking_keys, "--out", out)

    def opens_to(self, sealed: Path, out: Path, expected: Mapping[str, str]) -> None:
        """Open a sealed package and compare every file with its source."""
        done(self.open(sealed, out))
        same(sources.digests(out / "data"), expected)

    def _made(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir(parents=True)
        return path

    def _keys(self, state: str) -> Path:
        out = self.folder / f"keys-{state}"
        done(rogatory("keys", "new", f"{state}/central-authority", "--out", out))
        return out


def done(command: list[str]) -> str:
    """Run to a good end; returns what it said on standard output."""
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        raise WrongOutputError(f"exit {answer.returncode} of {command}: {answer.stderr[-800:]}")
    return answer.stdout


def same(found: Mapping[str, str], expected: Mapping[str, str]) -> None:
    if found != expected:
        raise WrongOutputError(f"{len(found)} files came out, not the {len(expected)} that went in")


def tool(name: str) -> str:
    """A program of this machine that a row needs."""
    path = shutil.which(name)
    if path is None:
        raise SkippedError(f"the program {name} is not installed")
    return path
