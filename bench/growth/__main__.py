# SPDX-License-Identifier: Apache-2.0
"""Measure how time, memory and bytes grow, from 1,000 requests, events and items on; write the figures and a picture.

A figure that grows faster than its number is shown, and is a fault. Nothing is asserted: on a machine that does
other work, times say little.
"""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from bench import load, results
from bench.child import ask
from bench.growth import of_items
from bench.growth.curves import SIZES, curves_of
from bench.growth.picture import picture
from bench.scales import SCALES
from bench.workplace import Workplace

FASTER = 1.15
"""Above this power of its size a figure grew faster than the work, whatever the machine did beside."""

WHAT = ("requests", "events", "items")


@click.command(epilog="Example:  python -m bench.growth --most 100000 --picture docs/growth.svg")
@click.option("--most", type=click.Choice([str(size) for size in SIZES]), default="100000")
@click.option("--of", "chosen", multiple=True, type=click.Choice(WHAT), help="One of the three.")
@click.option("--looks", default=15, show_default=True, help="Times that each act is done.")
@click.option("--out", type=click.Path(path_type=Path), help="Where the figures go, as JSON.")
@click.option("--picture", "drawn", type=click.Path(path_type=Path), help="Where the picture goes.")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(
    most: str,
    chosen: tuple[str, ...],
    looks: int,
    out: Path | None,
    drawn: Path | None,
    folder: Path | None,
) -> None:
    """Measure requests, events and items at 1,000 and each power of ten up to MOST."""
    before = load.now()
    found: dict[str, Mapping[int, Mapping[str, float]]] = {}
    with tempfile.TemporaryDirectory(prefix="rogatory-growth-", dir=folder) as place:
        for what in chosen or WHAT:
            found[what] = _measured(what, Path(place), int(most), looks)
            _print(what, found[what])
    share = load.foreign_share(before)
    click.echo(f"others' share of the processors: {share:.0%}")
    if out:
        report = {"at": results.moment(), "foreign_share": round(share, 3), "found": found}
        out.write_text(f"{json.dumps(report, indent=1)}\n", encoding="utf-8")
    if drawn:
        panels = [(what, curves_of(figures)) for what, figures in found.items()]
        drawn.write_text(picture(panels), encoding="utf-8")
    sys.exit(0)


def _measured(what: str, place: Path, most: int, looks: int) -> Mapping[int, Mapping[str, float]]:
    if what == "items":
        return of_items.measure(Workplace(place, SCALES["small"]), most)
    found = ask(f"of_{what}", place / what, most, looks, package="bench.growth")
    return {int(size): figures for size, figures in found.items()}


def _print(what: str, measured: Mapping[int, Mapping[str, float]]) -> None:
    click.echo(f"\n{what:24}" + "".join(f"{size:>14,}" for size in measured))
    for curve in curves_of(measured):
        power = curve.exponent()
        grown = "" if power is None else f"   size^{power:.2f}"
        if power is not None and power > FASTER and curve.name != "filled":
            grown += "  faster than the work"
        values = "".join(f"{value:14,.3g}" for value in curve.points.values())
        click.echo(f"{curve.name[:17]:18}{curve.unit:6}{values}{grown}")


if __name__ == "__main__":
    main()
