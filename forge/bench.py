# SPDX-License-Identifier: Apache-2.0
"""Make forgeries, ask every judge, and compare the answers with the table."""

import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from forge.changes import RESIGNED, changes_of
from forge.custody_changes import between_journals
from forge.findings import Finding, Forgery, Tally, each_once, findings
from forge.forgers import FORGERS
from forge.judges import JUDGES, Verdict, judge_script
from forge.looking import KeptFiles, honest_files
from forge.making import Kind
from forge.material import Artifact, Material
from forge.readers.gifts import Gift, compare_gift
from forge.resigning import resign, would_resign
from forge.stamp_changes import digit_twins, stamp_changes

SIGNATURE = ".p7s"

TURNS = 10
"""Consecutive seeds in which each forgery that takes turns is judged once."""

type Trust = Callable[[Material], list[Path]]


@dataclass(frozen=True, slots=True)
class SeedShare:
    """The share of the table that one seed judges, where `spread` consecutive seeds share it. One that is `whole` has
    all of it, and leaves nothing to the turns of another.
    """

    seed: int
    spread: int = 1
    whole: bool = False

    @classmethod
    def of(cls, seed: int, seeds: int, *, whole: bool = False) -> "SeedShare":
        """Spread the table over as many seeds as divide the turns, unless each has the whole."""
        if whole:
            return cls(seed, whole=True)
        return cls(
            seed, max(one for one in range(1, TURNS + 1) if TURNS % one == 0 and one <= seeds)
        )

    def has_change(self, number: int) -> bool:
        """Decide whether this seed tries a change."""
        return self.whole or number % self.spread == self.seed % self.spread

    def has(self, forgery: Forgery) -> bool:
        """Decide whether this seed, which tries the change, also judges a forgery that takes turns:
        one in ten consecutive seeds does, where a forger's signature alone is refused already, or
        where only the reader's directory is another one.
        """
        rounds = TURNS // self.spread
        place = forgery.number // self.spread + FORGERS.index(forgery.forger)
        return self.whole or place % rounds == self.seed // self.spread % rounds


def forgeries(material: Material, kinds: Iterable[Kind]) -> Iterator[Forgery]:
    """Every forgery on the artifacts of these kinds, in a settled order."""
    return chain.from_iterable(changes_tried(material, kinds))


def changes_tried(material: Material, kinds: Iterable[Kind]) -> Iterator[tuple[Forgery, ...]]:
    """Every change on the artifacts of these kinds, each with the forgers that make it: those of one
    forger's own, and those that anybody can make.
    """
    everybody = [forger for forger in FORGERS if forger.systematic]
    for kind in kinds:
        number = count()
        for forger in FORGERS:
            own = forger.own_changes(material, kind)
            everything = (RESIGNED,) if forger.systematic else ()
            for change in (*own, *everything):
                yield (Forgery(forger, kind, change, next(number)),)
        artifact = material.artifacts[kind]
        for change in (
            *changes_of(artifact, material.donor[kind]),
            *stamp_changes(artifact),
            *digit_twins(artifact),
            *between_journals(artifact),
        ):
            place = next(number)
            yield tuple(Forgery(forger, kind, change, place) for forger in everybody)


def sample(found: Sequence[Forgery], count: int, seed: int) -> list[Forgery]:
    """Draw forgeries so that each forger and each kind of change has its share."""
    groups: dict[tuple[str, Kind, str], list[Forgery]] = {}
    for one in found:
        name = one.change.name.split(":")[0]
        groups.setdefault((one.forger.name, one.kind, name), []).append(one)
    drawn = random.Random(seed)  # noqa: S311 - a sample that a seed repeats, no secret
    order = [drawn.sample(group, len(group)) for group in groups.values()]
    drawn.shuffle(order)
    chosen: list[Forgery] = []
    depth = 0
    while len(chosen) < min(count, len(found)):
        layer = [group[depth] for group in order if len(group) > depth]
        chosen += layer[: count - len(chosen)]
        depth += 1
    return chosen


def try_forgery(material: Material, forgery: Forgery, folder: Path) -> list[Finding]:
    """Make one forgery in a folder of its own, judge it, and remove it again. Nothing is found where
    no forgery came of it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    artifact = _altered(material, forgery, folder)
    _resign(material, forgery, artifact)
    found = []
    if is_forged(material, forgery, artifact):
        found = list(findings(forgery, judge(material, forgery, artifact)))
    shutil.rmtree(folder)
    return found


def try_change(
    material: Material,
    tried: Sequence[Forgery],
    folder: Path,
    turn: SeedShare,
    *,
    script: bool = False,
    gift: Gift | None = None,
) -> tuple[Tally, list[Finding]]:
    """Try one change by all its forgers: each distinct artifact is judged once, and each finding about
    it is reported once. `script`: a bundle is shown to check.sh, too; `gift`: so is it to a reader who gives that.

    A forger who can sign nothing of it again makes the artifact of who holds no key: that one's
    verdicts are compared with his row of the table.
    """
    tally, found, shared = Tally(), list[Finding](), list[Finding]()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    artifact = _altered(material, tried[0], folder)
    unsigned: dict[Trust, dict[str, Verdict]] = {}
    files = KeptFiles(artifact.folder)
    forged = is_forged(material, tried[0], artifact)
    # check.sh is given no directory: it says the same of an artifact, regardless of the forger.
    stated = _ask_script(artifact) if script and forged and tried[0].kind == "bundle" else None
    for forgery in tried:
        tally.forgeries += 1
        forger = forgery.forger
        if _would_resign(material, forgery, artifact, files):
            if len(tried) > 1 and forgery.kind in forger.takes_turns and not turn.has(forgery):
                tally.waiting += 1
                continue
            own = artifact.copy(folder / "own" / "forged")
            _resign(material, forgery, own)
            if is_forged(material, forgery, own):
                tally.judged += 1
                found += findings(forgery, judge(material, forgery, own))
            else:
                tally.undone += 1
            shutil.rmtree(folder / "own")
        elif not forged:
            tally.undone += 1
        elif forger.trust in unsigned:
            tally.same += 1
            shared += findings(forgery, unsigned[forger.trust], stated)
        elif len(tried) > 1 and forger.trust is not tried[0].forger.trust and not turn.has(forgery):
            tally.waiting += 1
        else:
            tally.judged += 1
            unsigned[forger.trust] = judge(material, forgery, artifact)
            shared += findings(forgery, unsigned[forger.trust], stated)
    if gift is not None and forged:
        found += compare_gift(material, tried[0], artifact, gift, folder / "given")
    shutil.rmtree(folder)
    return tally, [*found, *each_once(shared)]


def judge(material: Material, forgery: Forgery, artifact: Artifact) -> dict[str, Verdict]:
    """Ask every judge that is given what the reader trusts."""
    trust = forgery.forger.trust(material)
    return {
        name: _verdict_of(lambda one=one: one(artifact, trust, material.now))
        for name, one in JUDGES.items()
    }


def _ask_script(artifact: Artifact) -> Verdict:
    return _verdict_of(lambda: judge_script(artifact, ()))


def made_artifact(material: Material, forgery: Forgery, folder: Path) -> Artifact:
    """Make one forgery in a folder, signed again by its forger."""
    artifact = _altered(material, forgery, folder)
    _resign(material, forgery, artifact)
    return artifact


def _altered(material: Material, forgery: Forgery, folder: Path) -> Artifact:
    artifact = material.artifacts[forgery.kind].copy(folder / "forged")
    forgery.change.apply(artifact)
    return artifact


def _resign(material: Material, forgery: Forgery, artifact: Artifact) -> None:
    resign(
        artifact,
        material.artifacts[forgery.kind],
        forgery.forger.held(material),
        material.case.clock.now(),
        all_of_it=forgery.change.resigns_all,
    )


def _would_resign(
    material: Material, forgery: Forgery, artifact: Artifact, files: KeptFiles
) -> bool:
    return would_resign(
        artifact,
        material.artifacts[forgery.kind],
        forgery.forger.held(material),
        material.case.clock.now(),
        all_of_it=forgery.change.resigns_all,
        files=files,
    )


def is_forged(material: Material, forgery: Forgery, artifact: Artifact) -> bool:
    """Decide whether an artifact says anything else than the honest one. Who signs the same text
    again, having changed more than a signature, has undone the change.
    """
    honest, made = honest_files(material.artifacts[forgery.kind].folder), KeptFiles(artifact.folder)
    if forgery.change.resigns_all or forgery.change.target.endswith(SIGNATURE):
        return made.digest() != honest.digest()
    return made.digest(SIGNATURE) != honest.digest(SIGNATURE)


def _verdict_of(ask: object) -> Verdict:
    """A judge that crashes on a forgery is a finding like any other."""
    try:
        return ask()  # type: ignore[operator, no-any-return]
    except Exception as error:  # noqa: BLE001 - whatever a judge raises is what is looked for
        return Verdict(f"crash {type(error).__name__}", {}, str(error)[:300])
