# SPDX-License-Identifier: Apache-2.0
"""The court's offline check of a bundle, against hashing the same files."""

import shlex
import shutil
from pathlib import Path

from bench import sources
from bench.demo import played
from bench.rows import Found, Row, SkippedError, at_most, median
from bench.running import Contestant, contest, rogatory, shell
from bench.study import Study
from bench.workplace import Workplace, tool

CHECK = Row(
    "court-check",
    "court's offline check of a bundle of many items of 100 KiB (case_validate apart)",
    "sha256sum over the same files",
    at_most(2, 1.2),
)


def measure(work: Workplace) -> dict[str, Found]:
    """The demo makes the bundle; its root is given from elsewhere, as a court has it."""
    source, home = work.folder / "court-items", work.folder / "court-demo"
    sources.make_equal_files(source, work.scale.items, work.scale.item_size)
    demo = played(home, source, is_watched=False)
    if not (home / "bundle" / "bundle.json").exists():
        raise SkippedError(f"the demo wrote no bundle: {demo.output.strip()[-200:]}")
    found = measure_checks(work, home, source)
    shutil.rmtree(home, ignore_errors=True)
    return {CHECK.id: found}


def measure_checks(work: Workplace, home: Path, source: Path) -> Found:
    """Measure the check of the bundle that a demo with these items left in its home."""
    bundle, trust = home / "bundle", home / "network" / "repository"
    sums, digests = tool("sha256sum"), sources.digests(source)

    def verify(_place: Path) -> list[str]:
        return rogatory("evidence", "verify", bundle, "--trust", trust)

    def hashing(place: Path) -> list[str]:
        listed = f"find {shlex.quote(str(bundle))} -type f -print0"
        return shell(f"{listed} | xargs -0 {sums} > {shlex.quote(str(place / 'sums'))}")

    def check_sums(place: Path) -> None:
        lines = (place / "sums").read_text(encoding="utf-8", errors="replace").splitlines()
        sums = {line.removeprefix("\\")[:64] for line in lines}
        if not sums.issuperset(digests.values()):
            raise SkippedError("the bundle does not hold the items as files")

    found = contest(
        [
            Contestant("rogatory", verify),
            Contestant("sha256sum", hashing, check=check_sums),
        ],
        rounds=work.scale.rounds,
        folder=work.scratch,
        warm=lambda: sources.warm(bundle),
    )
    figures = {
        "verify_s": median(found.walls("rogatory")),
        "sha256sum_s": median(found.walls("sha256sum")),
        "items": len(digests),
    }
    return Found(found.ratios("rogatory", "sha256sum"), figures, found.peaks)


STUDIES = (Study((CHECK,), measure),)
