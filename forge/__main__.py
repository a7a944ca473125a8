# SPDX-License-Identifier: Apache-2.0
"""`python -m forge [--seeds 1] [--first K] [--of N] [--whole] [--jobs N] [--kind KIND …] [--forger NAME …]`

Makes the forgeries of each seed (a new network each) and prints every answer that the table of
`forge.tables.allowed_forgeries` does not allow, as it is found. Exit status 1 if there is any. Several seeds share the
table: of ten, each distinct forgery is judged in one. They can be run in parts (`--first 3 --seeds 2
--of 10` runs the fourth and fifth of ten).
"""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from forge.bench import SeedShare, changes_tried, forgeries, sample
from forge.findings import Forgery, Tally
from forge.making import KINDS
from forge.material import Material, make_material
from forge.running import place_for_forgeries, processor_seconds, try_all


def main() -> int:
    given = _parser().parse_args()
    began, whole, found = time.monotonic(), Tally(), 0
    for seed in range(given.first, given.first + given.seeds):
        with tempfile.TemporaryDirectory(prefix="forge-", dir=place_for_forgeries()) as folder:
            material = make_material(Path(folder))
            turn = SeedShare.of(seed, given.of or given.seeds, whole=given.whole)
            changes = _changes(material, given, turn)
            tally = Tally()
            for one, findings in try_all(material, changes, turn=turn, jobs=given.jobs):
                tally.add(one)
                found += len(findings)
                for finding in findings:
                    print(finding, flush=True)
        whole.add(tally)
        minutes = (time.monotonic() - began) / 60
        print(f"seed {seed}: {tally}, {found} findings, {minutes:.1f} minutes", flush=True)
    minutes, hours = (time.monotonic() - began) / 60, processor_seconds() / 3600
    print(f"{whole}, {found} findings, {minutes:.1f} minutes, {hours:.2f} hours of a processor")
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="forge", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument("--seeds", type=int, default=1, help="networks, one after the other")
    parser.add_argument(
        "--whole",
        action="store_true",
        help="the whole table in each seed, not spread over them, and no turns",
    )
    parser.add_argument(
        "--of", type=int, metavar="N", help="how many seeds share the table, to run it in parts"
    )
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="processes (default: one a core)"
    )
    parser.add_argument("--sample", type=int, help="forgeries a seed (default: all)")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only these artifacts")
    parser.add_argument("--forger", action="append", help="only these forgers")
    return parser


def _changes(
    material: Material, given: argparse.Namespace, turn: SeedShare
) -> list[tuple[Forgery, ...]]:
    """The changes to try; of a sample, or of some forgers, each forgery for itself."""
    kinds = given.kind or KINDS
    if given.sample is None and not given.forger:
        found = changes_tried(material, kinds)
        return [one for one in found if turn.has_change(one[0].number)]
    every = [
        one
        for one in forgeries(material, kinds)
        if not given.forger or one.forger.name in given.forger
    ]
    return [(one,) for one in sample(every, given.sample or len(every), turn.seed)]


if __name__ == "__main__":
    sys.exit(main())
