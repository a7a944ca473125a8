# SPDX-License-Identifier: Apache-2.0
"""`python -m forge [--seeds 1] [--sample N] [--kind KIND …] [--forger NAME …]`

Makes the forgeries of each seed (a new network each) and prints every answer that the table of
`forge.expected` does not allow, as it is found. Exit status 1 if there is any.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from forge.bench import forgeries, sample, try_forgery
from forge.making import KINDS
from forge.material import make_material

SCRIPT_EVERY = 10
"""One bundle in so many is shown to check.sh, too: it starts some hundred programs a run."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="forge", description=(__doc__ or "").split("\n\n")[1])
    parser.add_argument("--seeds", type=int, default=1, help="networks, one after the other")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--sample", type=int, help="forgeries a seed (default: all)")
    parser.add_argument("--kind", action="append", choices=KINDS, help="only these artifacts")
    parser.add_argument("--forger", action="append", help="only these forgers")
    given = parser.parse_args()
    began, tried, found = time.monotonic(), 0, 0
    for seed in range(given.first, given.first + given.seeds):
        with tempfile.TemporaryDirectory(prefix="forge-") as folder:
            material = make_material(Path(folder))
            every = [
                one
                for one in forgeries(material, given.kind or KINDS)
                if not given.forger or one.forger.name in given.forger
            ]
            chosen = sample(every, given.sample or len(every), seed)
            for one in chosen:
                tried += 1
                script = tried % SCRIPT_EVERY == 0
                for finding in try_forgery(material, one, Path(folder) / "work", script=script):
                    found += 1
                    print(f"{finding.forgery}: {finding.judge}: {finding.problem}", flush=True)
        print(f"seed {seed}: {tried} forgeries, {found} findings", flush=True)
    minutes = (time.monotonic() - began) / 60
    print(f"{tried} forgeries in {minutes:.1f} minutes, {found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
