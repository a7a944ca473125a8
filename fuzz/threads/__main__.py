# SPDX-License-Identifier: Apache-2.0
"""`python -m fuzz.threads`: read random threads in two ways. Each thread has a number;
`--seed N --first NUMBER --threads 1` makes one again.
"""

import json
import sys

import click

from fuzz.threads.compare import compare, differences, thread_of

MOST_SHOWN = 5


@click.command()
@click.option("--threads", default=100_000, show_default=True, help="How many threads.")
@click.option("--first", default=0, show_default=True, help="The number of the first one.")
@click.option("--seed", default=1, show_default=True)
def main(threads: int, first: int, seed: int) -> None:
    """Compare two readings of random threads; exit 1 where they differ."""
    found = compare(seed, range(first, first + threads))
    print(
        f"{found.threads} threads, {found.messages} messages, seed {seed}: messages crossed in "
        f"{found.crossed}, {len(found.differing)} read in two ways"
    )
    for title, counted in (
        ("statuses", found.statuses),
        ("outcomes", found.outcomes),
        ("codes", found.codes),
        ("kinds applied", found.kinds),
    ):
        line = ", ".join(f"{name} {count}" for name, count in counted.most_common())
        print(f"{title}: {line}")
    for number in found.differing[:MOST_SHOWN]:
        print(f"--seed {seed} --first {number} --threads 1")
        for name, ours, theirs in differences(thread_of(seed, number)):
            print(f"  {name}: {json.dumps(ours)[:2000]}\n  the model: {json.dumps(theirs)[:2000]}")
    sys.exit(bool(found.differing))


if __name__ == "__main__":
    main()
