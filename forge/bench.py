# SPDX-License-Identifier: Apache-2.0
"""Make forgeries, ask every judge, and compare the answers with the table."""

import hashlib
import random
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forge.answers import unanswered
from forge.changes import Change, changes_of
from forge.expected import allowed, may_differ
from forge.forgers import FORGERS, Forger
from forge.holdings import resign
from forge.judges import JUDGES, Verdict, judge_script
from forge.making import Kind
from forge.material import Artifact, Material

SIGNATURE = ".p7s"


@dataclass(frozen=True, slots=True)
class Forgery:
    """One attempt: who forges, on which artifact, by which change."""

    forger: Forger
    kind: Kind
    change: Change

    @property
    def label(self) -> str:
        return f"{self.forger.name} {self.kind} {self.change.name} {self.change.target}"


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer that the table does not allow, or a check in which two judges differ."""

    forgery: str
    judge: str
    problem: str


def forgeries(material: Material, kinds: Iterable[Kind]) -> Iterator[Forgery]:
    """Every forgery on the artifacts of these kinds, in a settled order."""
    for kind in kinds:
        artifact, donor = material.artifacts[kind], material.donor[kind]
        for forger in FORGERS:
            systematic = changes_of(artifact, donor) if forger.systematic else ()
            for change in (*forger.own_changes(material, kind), *systematic):
                yield Forgery(forger, kind, change)


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
    is shown to check.sh, too.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    artifact = material.artifacts[forgery.kind].copy(folder / "forged")
    honest, text = _fingerprint(artifact), _text(artifact)
    forgery.change.apply(artifact)
    altered = _fingerprint(artifact)
    resign(artifact, forgery.forger.held(material), material.case.clock.now())
    signed = _fingerprint(artifact)
    undone = _text(artifact) == text and not forgery.change.target.endswith(SIGNATURE)
    if altered == honest or undone or (signed == altered and _is_anybodys(forgery)):
        shutil.rmtree(folder)
        return []
    verdicts = {
        name: _verdict_of(
            lambda judge=judge: judge(artifact, forgery.forger.trust(material), material.now)
        )
        for name, judge in JUDGES.items()
    }
    if script and forgery.kind == "bundle":
        verdicts["script"] = _verdict_of(lambda: judge_script(artifact, ()))
    found = list(findings(forgery, verdicts))
    shutil.rmtree(folder)
    return found


def _is_anybodys(forgery: Forgery) -> bool:
    """Decide whether a forgery that no key signed again is one that `no-key` makes as well."""
    held = forgery.forger.name != "no-key" and forgery.forger.systematic
    return held and forgery.forger.trust is FORGERS[0].trust


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


def _text(artifact: Artifact) -> str:
    """All that is signed, without the signatures: equal where signing again undid a change."""
    return _fingerprint(artifact, apart=SIGNATURE)


def _fingerprint(artifact: Artifact, apart: str | None = None) -> str:
    digest = hashlib.sha256()
    for path in sorted(artifact.folder.rglob("*")):
        if apart is not None and path.name.endswith(apart):
            continue
        digest.update(str(path.relative_to(artifact.folder)).encode() + b"\0")
        digest.update(
            b"link" if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        )
    return digest.hexdigest()
