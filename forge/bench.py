# SPDX-License-Identifier: Apache-2.0
"""Make forgeries, ask every judge, and compare the answers with the table."""

import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

from forge.allowed_forgeries import allowed
from forge.answers import may_differ, unanswered
from forge.changes import RESIGNED, Change, changes_of
from forge.forgers import FORGERS, Forger
from forge.judges import JUDGES, Verdict, judge_script
from forge.looking import KeptFiles, honest_files
from forge.making import Kind
from forge.material import Artifact, Material
from forge.resigning import resign, would_resign
from forge.tally import Tally

SIGNATURE = ".p7s"

TURNS = 10
"""Consecutive seeds in which each forgery that takes turns is judged once."""

type Trust = Callable[[Material], list[Path]]


@dataclass(frozen=True, slots=True)
class Forgery:
    """One attempt: who forges, on which artifact, by which change."""

    forger: Forger
    kind: Kind
    change: Change
    number: int = 0
    """The place of the change among those of its kind."""

    @property
    def label(self) -> str:
        return f"{self.forger.name} {self.kind} {self.change.name} {self.change.target}"


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer that the table does not allow, or a check in which two judges differ."""

    forgery: str
    judge: str
    problem: str


@dataclass(frozen=True, slots=True)
class SeedShare:
    """The share of the table that one seed judges, where `spread` consecutive seeds share it."""

    seed: int
    spread: int = 1

    @classmethod
    def of(cls, seed: int, seeds: int) -> "SeedShare":
        """Spread the table over as many seeds as divide the turns."""
        return cls(
            seed, max(one for one in range(1, TURNS + 1) if TURNS % one == 0 and one <= seeds)
        )

    def has_change(self, number: int) -> bool:
        """Decide whether this seed tries a change."""
        return number % self.spread == self.seed % self.spread

    def has(self, forgery: Forgery) -> bool:
        """Decide whether this seed, which tries the change, also judges a forgery that takes turns:
        one in ten consecutive seeds does, where a forger's signature alone is refused already, or
        where only the reader's directory is another one.
        """
        rounds = TURNS // self.spread
        place = forgery.number // self.spread + FORGERS.index(forgery.forger)
        return place % rounds == self.seed // self.spread % rounds


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
        for change in changes_of(material.artifacts[kind], material.donor[kind]):
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


def try_forgery(
    material: Material, forgery: Forgery, folder: Path, *, script: bool = False
) -> list[Finding]:
    """Make one forgery in a folder of its own, judge it, and remove it again; `script`: a bundle
    is shown to check.sh, too. Nothing is found where no forgery came of it.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    artifact = _altered(material, forgery, folder)
    _resign(material, forgery, artifact)
    found = []
    if _is_forged(material, forgery, artifact):
        found = list(findings(forgery, judge(material, forgery, artifact, script=script)))
    shutil.rmtree(folder)
    return found


def try_change(
    material: Material,
    tried: Sequence[Forgery],
    folder: Path,
    turn: SeedShare,
    *,
    script: bool = False,
) -> tuple[Tally, list[Finding]]:
    """Try one change by all its forgers: each distinct artifact is judged once.

    A forger who can sign nothing of it again makes the artifact of who holds no key: that one's
    verdicts are compared with his row of the table.
    """
    tally, found = Tally(), list[Finding]()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    artifact = _altered(material, tried[0], folder)
    unsigned: dict[Trust, dict[str, Verdict]] = {}
    files = KeptFiles(artifact.folder)
    forged = _is_forged(material, tried[0], artifact)
    for forgery in tried:
        tally.forgeries += 1
        forger = forgery.forger
        if _would_resign(material, forgery, artifact, files):
            if len(tried) > 1 and forgery.kind in forger.takes_turns and not turn.has(forgery):
                tally.waiting += 1
                continue
            own = artifact.copy(folder / "own" / "forged")
            _resign(material, forgery, own)
            if _is_forged(material, forgery, own):
                tally.judged += 1
                found += findings(forgery, judge(material, forgery, own))
            else:
                tally.undone += 1
            shutil.rmtree(folder / "own")
        elif not forged:
            tally.undone += 1
        elif forger.trust in unsigned:
            tally.same += 1
            found += findings(forgery, unsigned[forger.trust])
        elif len(tried) > 1 and forger.trust is not tried[0].forger.trust and not turn.has(forgery):
            tally.waiting += 1
        else:
            tally.judged += 1
            unsigned[forger.trust] = judge(material, forgery, artifact, script=script)
            found += findings(forgery, unsigned[forger.trust])
    shutil.rmtree(folder)
    return tally, found


def judge(
    material: Material, forgery: Forgery, artifact: Artifact, *, script: bool = False
) -> dict[str, Verdict]:
    """Ask every judge."""
    trust = forgery.forger.trust(material)
    verdicts = {
        name: _verdict_of(lambda one=one: one(artifact, trust, material.now))
        for name, one in JUDGES.items()
    }
    if script and forgery.kind == "bundle":
        verdicts["script"] = _verdict_of(lambda: judge_script(artifact, ()))
    return verdicts


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


def _is_forged(material: Material, forgery: Forgery, artifact: Artifact) -> bool:
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


def findings(forgery: Forgery, verdicts: dict[str, Verdict]) -> Iterator[Finding]:
    """Compare the judges' answers with the table, and with each other."""
    permitted = allowed(forgery.forger.name, forgery.kind, forgery.change)
    for name, verdict in verdicts.items():
        if verdict.outcome not in permitted:
            yield Finding(
                forgery.label,
                name,
                f"{verdict.outcome}, not {' or '.join(sorted(permitted))} {verdict.note}",
            )
        checks = unanswered(
            forgery.forger.name, forgery.kind, forgery.change, name, dict(verdict.checks)
        )
        if checks:
            yield Finding(forgery.label, name, f"{', '.join(checks)}: holds")
    ours, independent = verdicts["ours"], verdicts["independent"]
    if ours.outcome != independent.outcome:
        problem = f"{ours.outcome} against {independent.outcome}"
        yield Finding(forgery.label, "both", problem)
    if differing := _differing(forgery, ours, independent):
        yield Finding(forgery.label, "both", differing)


def _differing(forgery: Forgery, ours: Verdict, independent: Verdict) -> str:
    """The checks that two judges answer otherwise, by id; `-` is one that is not made."""
    pairs = {
        check: (ours.checks.get(check, "-"), independent.checks.get(check, "-"))
        for check in sorted(ours.checks.keys() | independent.checks.keys())
        if not may_differ(forgery.kind, forgery.change, check)
    }
    return ", ".join(
        f"{name} {one}/{other}" for name, (one, other) in pairs.items() if one != other
    )
