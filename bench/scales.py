# SPDX-License-Identifier: Apache-2.0
"""How much is measured: the sizes and counts of one run."""

from dataclasses import dataclass, replace

KIB, MIB, GIB = 1 << 10, 1 << 20, 1 << 30


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes in bytes. `rounds` is how often each thing is measured, after one run that is not."""

    name: str
    rounds: int
    part: int
    """One big file. The big-file rows seal one; what is added per GiB comes from `parts` of them."""
    parts: int
    sealed_parts: int
    """Parts in the package from which one place is read."""
    reads: int
    small_files: int
    most_files: int
    """Files in the package that shows whether memory grows with their number."""
    sent: int
    """Size of the evidence that travels between two nodes while their memory is watched."""
    seconds: float
    """How long one round of appending, syncing or proving lasts."""
    leaves: int
    messages: int
    items: int
    item_size: int
    jobs: int
    threads: int
    """Requests in the store while pages are asked for."""
    looks: int
    """Times that each page is asked for in a round; their median counts."""


SCALES = {
    scale.name: scale
    for scale in (
        Scale(
            name="full",
            rounds=5,
            part=4 * GIB,
            parts=4,
            sealed_parts=2,
            reads=400,
            small_files=100_000,
            most_files=1_000_000,
            sent=4 * GIB,
            seconds=2.0,
            leaves=10_000_000,
            messages=40,
            items=10_000,
            item_size=100 * KIB,
            jobs=1000,
            threads=100_000,
            looks=12,
        ),
        Scale(
            name="small",
            rounds=5,
            part=512 * MIB,
            parts=3,
            sealed_parts=2,
            reads=100,
            small_files=10_000,
            most_files=50_000,
            sent=256 * MIB,
            seconds=1.0,
            leaves=1_000_000,
            messages=20,
            items=1_000,
            item_size=100 * KIB,
            jobs=400,
            threads=20_000,
            looks=12,
        ),
        Scale(
            name="tiny",
            rounds=1,
            part=6 * MIB,
            parts=3,
            sealed_parts=2,
            reads=5,
            small_files=40,
            most_files=120,
            sent=1 * MIB,
            seconds=0.05,
            leaves=3_000,
            messages=2,
            items=20,
            item_size=2 * KIB,
            jobs=40,
            threads=60,
            looks=1,
        ),
    )
}

QUICK_ROUNDS = 3
QUICK_LEAVES = 1_000_000


def quick(scale: Scale) -> Scale:
    """The same with fewer rounds and a log of one million."""
    return replace(
        scale,
        rounds=min(scale.rounds, QUICK_ROUNDS),
        leaves=min(scale.leaves, QUICK_LEAVES),
        most_files=min(scale.most_files, 2 * scale.small_files),
    )
