# SPDX-License-Identifier: Apache-2.0
"""The demo with evidence of a size and shape as it really comes, its memory watched.

Three times: with the demo's own small seizure, with ten thousand odd files, and with a disk image
of 2 GiB. Each time the bundle is checked by its own check.sh. Ends with 1 if a process took more
than 250 MiB or a check did not hold; what check.sh could not check here is printed.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from bench import load, sources
from bench.demo import Played, played
from bench.odd_folder import make_odd_folder

MIB = 1 << 20
LARGEST_PROCESS = 250 * MIB
"""The same limit as in the demo's test; the promise for evidence is one fixed memory."""

FILES = 10_000
IMAGE = 2 << 30


@dataclass(frozen=True, slots=True)
class Tried:
    name: str
    demo: Played
    check: int | None
    """The exit status of check.sh; None if there is no bundle."""
    output: str
    foreign_share: float

    @property
    def holds(self) -> bool:
        return self.demo.status == 0 and self.check == 0 and not self.too_large

    @property
    def too_large(self) -> dict[str, int]:
        return {name: rss for name, rss in self.demo.peaks.rss.items() if rss > LARGEST_PROCESS}


@click.command(epilog="Example:  python -m bench.scale --files 500 --image-mib 64")
@click.option("--files", default=FILES, show_default=True, help="Odd files, about.")
@click.option("--image-mib", default=IMAGE // MIB, show_default=True, help="Size of the image.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Work in a new folder in this one.",
)
@click.option("--keep", is_flag=True, help="Leave everything where it is, to look at it.")
def main(files: int, image_mib: int, folder: Path | None, keep: bool) -> None:  # noqa: FBT001 - click calls by keyword
    """Play the demo on much and odd evidence; print time, memory, and what check.sh says."""
    with tempfile.TemporaryDirectory(prefix="rogatory-scale-", dir=folder, delete=not keep) as at:
        place = Path(at)
        tried = [
            _try("its own seizure", place, None),
            _try(f"{files:,} odd files", place, lambda path: _odd(path, files)),
            _try(f"an image of {image_mib:,} MiB", place, lambda path: _image(path, image_mib)),
        ]
        if keep:
            click.echo(f"Everything is in {place}.")
    _print(tried)
    sys.exit(not all(each.holds for each in tried))


def _odd(path: Path, files: int) -> Path:
    make_odd_folder(path, files)
    return path


def _image(path: Path, mib: int) -> Path:
    sources.make_file(path.with_suffix(".img"), mib * MIB, 2)
    return path.with_suffix(".img")


def _try(name: str, place: Path, make: Callable[[Path], Path] | None) -> Tried:
    click.echo(f"The demo with {name} …")
    words = name.replace(" ", "-").replace(",", "")
    evidence = make(place / f"evidence-{words}") if make else None
    before = load.now()
    demo = played(place / f"home-{words}", evidence)
    check, summary = _checked(place / f"home-{words}" / "bundle" / "check.sh")
    return Tried(name, demo, check, summary, load.foreign_share(before))


def _checked(script: Path) -> tuple[int | None, str]:
    if not script.exists():
        return None, "there is no bundle"
    # The judges of the tests, bagit and case_validate, are beside the interpreter.
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # noqa: TID251 - the edge
    answer = subprocess.run(
        ["sh", str(script)],
        env={**os.environ, "PATH": path},  # noqa: TID251 - the edge
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return answer.returncode, answer.stdout + answer.stderr


def _print(tried: list[Tried]) -> None:
    roles = sorted({role for each in tried for role in each.demo.peaks.rss})
    width = max(len(role) for role in (*roles, "others' share of the processors"))
    _line(width, "", [each.name for each in tried])
    _line(width, "seconds", [f"{each.demo.seconds:,.1f}" for each in tried])
    _line(width, "others' share of the processors", [f"{each.foreign_share:.0%}" for each in tried])
    _line(width, "demo's exit", [str(each.demo.status) for each in tried])
    _line(width, "check.sh's exit", [str(each.check) for each in tried])
    click.echo("largest RSS / PSS in MiB:")
    for role in roles:
        _line(width, f"  {role}", [_memory(each, role) for each in tried])
    for each in tried:
        _print_problems(each)


def _line(width: int, name: str, cells: list[str]) -> None:
    click.echo(f"{name:{width + 2}}" + "".join(f"{cell:>24}" for cell in cells))


def _memory(tried: Tried, role: str) -> str:
    peaks = tried.demo.peaks
    if role not in peaks.rss:
        return "-"
    over = " !" if peaks.rss[role] > LARGEST_PROCESS else ""
    return f"{peaks.rss[role] / MIB:,.0f} / {peaks.pss[role] / MIB:,.0f}{over}"


def _print_problems(tried: Tried) -> None:
    for role, rss in tried.too_large.items():
        click.echo(f"✗ {tried.name}: {role} took {rss / MIB:,.0f} MiB")
    if tried.demo.status:
        click.echo(f"✗ {tried.name}: the demo ended with {tried.demo.status}:")
        click.echo(_end_of(tried.demo.output))
    if tried.check != 0:
        click.echo(f"✗ {tried.name}: check.sh ended with {tried.check}:")
        click.echo(_end_of(tried.output))


def _end_of(text: str) -> str:
    lines = text.strip().splitlines()
    notable = [line for line in lines if "not checked" in line.lower() or "fail" in line.lower()]
    return "\n".join(f"    {line}" for line in (notable[:20] or lines[-12:]))


if __name__ == "__main__":
    main()
