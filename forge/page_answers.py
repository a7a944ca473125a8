# SPDX-License-Identifier: Apache-2.0
"""Forgeries shown to the code of the verifier in the browser: `python -m forge.page_answers --sample 500 --seed 1`.

Its answer is compared with the table, and check by check with the independent verifier's. What two judges answer
otherwise is printed; the command ends with 1 if the page accepts what the table does not allow.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from forge.bench import forgeries, is_forged, made_artifact, sample
from forge.findings import Finding, Forgery, differing_checks
from forge.judges import PAGE_KINDS, PageJudge, judge_independent
from forge.material import Material, make_material
from forge.running import place_for_forgeries
from forge.tables.allowed_forgeries import allowed
from forge.tables.answers import unanswered

JUDGE = "page"


class PageAnswers:
    """The answers of the page to forgeries, one after the other."""

    def __init__(self, material: Material, judge: PageJudge, folder: Path) -> None:
        self.material = material
        self.judge = judge
        self.folder = folder / "page"
        self.judged = 0

    def compare(self, forgery: Forgery) -> Iterator[Finding]:
        """Yield what the table does not allow, and the checks that the independent verifier answers otherwise."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        artifact = made_artifact(self.material, forgery, self.folder)
        if is_forged(self.material, forgery, artifact):
            self.judged += 1
            trust = forgery.forger.trust(self.material)
            own = self.judge(artifact, trust, self.material.now)
            other = judge_independent(artifact, trust, self.material.now)
            permitted = allowed(forgery.forger.name, forgery.kind, forgery.change)
            if own.outcome not in permitted:
                yield Finding(forgery.label, JUDGE, f"{own.outcome}: {own.note}")
            open_checks = unanswered(
                forgery.forger.name, forgery.kind, forgery.change, JUDGE, dict(own.checks)
            )
            if open_checks:
                yield Finding(forgery.label, JUDGE, f"{', '.join(open_checks)}: holds")
            if own.outcome != other.outcome:
                yield Finding(forgery.label, "both", f"{own.outcome} against {other.outcome}")
            if differing := differing_checks(forgery, own, other):
                yield Finding(forgery.label, "both", differing)
        shutil.rmtree(self.folder)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="forge-page", description=(__doc__ or "").split("\n\n")[1]
    )
    parser.add_argument("--sample", type=int, default=200, help="forgeries")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--kind", action="append", choices=PAGE_KINDS, help="only these artifacts")
    given = parser.parse_args()
    kinds = given.kind or PAGE_KINDS
    found = 0
    with tempfile.TemporaryDirectory(prefix="forge-", dir=place_for_forgeries()) as folder:
        material = make_material(Path(folder))
        answers = PageAnswers(material, PageJudge(), Path(folder))
        for forgery in sample(list(forgeries(material, kinds)), given.sample, given.seed):
            for finding in answers.compare(forgery):
                found += finding.judge == JUDGE
                print(finding, flush=True)
        answers.judge.close()
    print(f"{answers.judged} forgeries judged, {found} findings of the page")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
