# SPDX-License-Identifier: Apache-2.0
"""The tools that one would use today: bagit.py, then tar piped to age; and the way back."""

import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench import sources
from bench.rows import SkippedError
from bench.running import Contestant, run, shell
from bench.workplace import Workplace, same, tool

BAGIT = shlex.join([sys.executable, "-m", "bagit", "--quiet"])


@dataclass(frozen=True, slots=True)
class Age:
    """The age program, with a key of its own kind (it knows no post-quantum recipient)."""

    identity: Path
    recipient: str

    def seal(self, folder: str, out: str) -> str:
        """Script: the folder as one tar into an age file, names relative to its place."""
        return f"tar -cf - {folder} | age -r {self.recipient} -o {out}"

    def open(self, sealed: Path) -> str:
        return f"age -d -i {shlex.quote(str(self.identity))} {shlex.quote(str(sealed))} | tar -xf -"


def age_of(work: Workplace) -> Age:
    """Age, with a key made for this run."""
    keygen = tool("age-keygen")
    tool("age")
    tool("tar")
    identity = work.folder / "age-identity.txt"
    if not identity.exists():
        subprocess.run([keygen, "-o", str(identity)], check=True, capture_output=True)
    answer = subprocess.run(
        [keygen, "-y", str(identity)], check=True, capture_output=True, text=True
    )
    return Age(identity, answer.stdout.strip())


def need_bagit() -> None:
    if find_spec("bagit") is None:
        raise SkippedError("the Python package bagit is not installed")


def bagit_then_age(
    age: Age, source: Path, expected: Mapping[str, str], *, name: str, options: str = ""
) -> Contestant:
    """bagit.py on the source, then the bag through tar into age."""

    def command(place: Path) -> list[str]:
        make = f"{BAGIT} {options} bag && {age.seal('bag', 'out.age')}"
        return shell(f"cd {shlex.quote(str(place))} && {make}")

    def check(place: Path) -> None:
        run(shell(f"cd {shlex.quote(str(place))} && rm -r bag && {age.open(place / 'out.age')}"))
        run(shell(f"{BAGIT} --validate {shlex.quote(str(place / 'bag'))}"))
        same(sources.digests(place / "bag" / "data"), expected)

    return Contestant(
        name, command, prepare=lambda place: sources.link_tree(source, place / "bag"), check=check
    )


def tar_into_age(age: Age, source: Path, expected: Mapping[str, str]) -> Contestant:
    """The source through tar into age, nothing hashed."""

    def command(place: Path) -> list[str]:
        inside = f"cd {shlex.quote(str(source.parent))}"
        return shell(
            f"{inside} && {age.seal(shlex.quote(source.name), shlex.quote(str(place / 'out.age')))}"
        )

    def check(place: Path) -> None:
        run(shell(f"cd {shlex.quote(str(place))} && {age.open(place / 'out.age')}"))
        same(sources.digests(place / source.name), expected)

    return Contestant("tar | age", command, check=check)
