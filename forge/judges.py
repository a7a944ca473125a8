# SPDX-License-Identifier: Apache-2.0
"""The judges: our own verification, the verifier that shares no line with it, and check.sh.

Each answers with an outcome for the whole and one for every check, by the check's id.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from forge import ROOT
from forge.making import Kind
from forge.material import Artifact

SCRIPT = ROOT / "verifier" / "check.sh"
"""The fixed script, obtained elsewhere than from the bundle that it checks."""

PAGE_JUDGE = ROOT / "verifier" / "browser" / "judge.mjs"
"""The code of the verifier in the browser, over folders."""

PAGE_KINDS: tuple[Kind, ...] = ("bundle", "package", "package-stamped-again", "disclosure")
"""Kinds of artifacts that the verifier in the browser judges."""

SCRIPT_SECONDS = 1800
"""A script that hangs on a forged bundle is a finding, not a reason to wait for ever. It starts hundreds of
programs, which a loaded machine runs slowly."""

OUTCOMES = {0: "holds", 1: "fails", 3: "undecided"}
"""Exit statuses that all judges share; any other is a crash."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a judge. `checks` maps an id to `holds`, `fails` or `undecided`."""

    outcome: str
    checks: Mapping[str, str]
    note: str = ""

    def failing(self) -> frozenset[str]:
        return frozenset(name for name, outcome in self.checks.items() if outcome == "fails")


NOTHING_JUDGED = Verdict("fails", {}, "refused: nothing that is to be judged lies there")
"""Of a folder that is of no kind, no check is made; for the table, what a judge refuses has failed."""

type Judge = Callable[[Artifact, Sequence[Path], datetime], Verdict]


def judge_ours(artifact: Artifact, trust: Sequence[Path], now: datetime) -> Verdict:
    """Ask the verification of `rogatory evidence verify`, as the command does."""
    from rogatory.node.court.certificate_subject import verify_certificate
    from rogatory.node.court.verify import verify_bundle
    from rogatory.node.workstation.journals.kind_of_folder import kind_of
    from rogatory.node.workstation.verification.trust import read_trust
    from rogatory.node.workstation.verification.verify import verify
    from rogatory.node.workstation.verification.verify_disclosure import verify_disclosure

    verifications: Mapping[str, Callable[..., Any]] = {
        "bundle": verify_bundle,
        "certificate": verify_certificate,
        "disclosure": verify_disclosure,
    }
    trusted = read_trust(trust) if trust else None
    kind = kind_of(artifact.path)
    if kind is None:
        return NOTHING_JUDGED
    found = verifications.get(kind, verify)(artifact.path, trusted=trusted, now=now)
    checks = {check.id: check.outcome for check in found.checks}
    return Verdict(found.outcome, checks)


def judge_independent(artifact: Artifact, trust: Sequence[Path], now: datetime) -> Verdict:
    """Ask `verifier/rogatory_verify.py`, loaded once."""
    verifier = independent_verifier()
    trusted = verifier.Trusted.read([str(path) for path in trust])
    try:
        checks, _ = verifier.examine(artifact.path, trusted, now)
    except verifier.Refused as refused:
        if f"{artifact.path} holds neither" in str(refused):
            return NOTHING_JUDGED
        raise
    return Verdict(checks.outcome, {one.id: one.outcome for one in checks.done})


def judge_script(artifact: Artifact, fingerprints: Sequence[str]) -> Verdict:
    """Run check.sh on a bundle, with the fingerprints of State CAs that its reader compared."""
    done = subprocess.run(
        ["sh", str(SCRIPT), str(artifact.path), *fingerprints],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=SCRIPT_SECONDS,
        env={
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "HOME": "/nonexistent",
        },
    )
    outcome = OUTCOMES.get(done.returncode, f"exit {done.returncode}")
    note = "" if done.returncode in OUTCOMES else done.stdout[-2000:] + done.stderr[-2000:]
    return Verdict(outcome, stated_checks(done.stdout), note)


def stated_checks(printed: str) -> dict[str, str]:
    """Read the checks that check.sh makes in full, and those that it fails, from what it prints."""
    lines = re.finditer(r"^(holds|FAILS) +([a-z-]+) ", printed, re.MULTILINE)
    return {line[2]: "holds" if line[1] == "holds" else "fails" for line in lines}


class PageJudge:
    """The verifier in the browser (verifier/browser), whose code one process of Node.js runs over folders."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            ["node", str(PAGE_JUDGE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def answer(self, folder: Path, trust: Sequence[Path], now: datetime) -> dict[str, Any]:
        """Return the whole answer: checks, facts, or why there is none."""
        question = {"path": str(folder), "trust": list(map(str, trust)), "at": int(now.timestamp())}
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the process has no pipes")
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def __call__(self, artifact: Artifact, trust: Sequence[Path], now: datetime) -> Verdict:
        answer = self.answer(artifact.path, trust, now)
        if "nothing" in answer:
            return NOTHING_JUDGED
        if "crash" in answer:
            return Verdict("crash", {}, answer["crash"])
        if "refused" in answer:
            return Verdict("refused", {}, f"{answer['refused']} {answer['detail']}")
        return Verdict(answer["outcome"], {one["id"]: one["outcome"] for one in answer["checks"]})

    def close(self) -> None:
        """End the process."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process.wait()


JUDGES: Mapping[str, Judge] = {"ours": judge_ours, "independent": judge_independent}


@cache
def independent_verifier() -> ModuleType:
    """Return the verifier that shares no line with ours as a module, loaded once."""
    import rogatory_verify

    module: ModuleType = rogatory_verify
    return module
