# SPDX-License-Identifier: Apache-2.0
"""The quorum policy: which States' witnesses must have cosigned a log's checkpoint.

    # Arcadia's logs
    any 2 of XB XM XT

A file of such lines; all of them must be met. `all of XB XM` asks for each State named, and `none`,
alone, for nobody. No State occurs twice, so that each counts in one way only.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.wire import refusals
from rogatory.wire.identifiers import parse_state

LARGEST_POLICY = 4096
"""A State's entry carries it and every court's reader reads it; two hundred States fit."""

NOBODY = "none"

_RULE = re.compile(
    r"(?:all of|any (?P<least>[1-9]\d{0,2}) of)(?P<states>(?: \S{1,20})+)\Z", re.ASCII
)
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Rule:
    """At least so many of these States."""

    least: int
    states: tuple[str, ...]

    def __str__(self) -> str:
        names = " ".join(self.states)
        return (
            f"all of {names}" if self.least == len(self.states) else f"any {self.least} of {names}"
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules that must be met; without rules, nothing need be."""

    rules: tuple[Rule, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Return whom it names: the witnesses to be asked."""
        return tuple(state for rule in self.rules for state in rule.states)

    def met_by(self, states: Collection[str]) -> bool:
        return all(len(set(rule.states) & set(states)) >= rule.least for rule in self.rules)

    def __str__(self) -> str:
        """Return the policy on one line, as a person reads it."""
        return "; ".join(str(rule) for rule in self.rules) or NOBODY

    def text(self) -> str:
        """Return the policy as a file, without comments."""
        return "".join(f"{rule}\n" for rule in self.rules) or f"{NOBODY}\n"


def parse_policy(text: str) -> Policy:
    """Return the policy of a file.

    What must hold:
      1. At most `LARGEST_POLICY` bytes, without control characters but LF.
      2. Each line is empty, a comment that begins with `#`, a rule, or `none`.
      3. There is a rule at least, or `none` and no rule.
      4. A rule names States by their codes, and asks for no more than it names.
      5. No State occurs twice in the file.

    Raises:
        Refused: with every reason.
    """
    # 1.
    if len(text.encode(errors="replace")) > LARGEST_POLICY or _CONTROL.search(text):
        raise Refused(refusals.POLICY_TEXT.because(limit=LARGEST_POLICY))
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    reasons: list[Reason] = []
    # 3.
    if not lines or (NOBODY in lines and len(lines) > 1):
        reasons.append(refusals.POLICY_RULES.because())
    rules = [] if lines == [NOBODY] else [_rule(line, reasons) for line in lines]
    policy = Policy(tuple(rule for rule in rules if rule is not None))
    # 5.
    named = policy.states
    reasons += (
        refusals.POLICY_TWICE.because(state=state)
        for state in sorted(set(named))
        if named.count(state) > 1
    )
    refuse_if_any(reasons)
    return policy


def _rule(line: str, reasons: list[Reason]) -> Rule | None:
    # 2.
    match = _RULE.match(line)
    if match is None:
        if line != NOBODY:
            reasons.append(refusals.POLICY_LINE.because(line=ascii(line)[1:-1][:80]))
        return None
    # 4.
    states = tuple(match["states"].split())
    for state in states:
        try:
            parse_state(state)
        except Refused as error:
            reasons += error.reasons
    least = int(match["least"] or len(states))
    if least > len(states):
        reasons.append(refusals.POLICY_COUNT.because(least=least, named=len(states)))
    return Rule(least, states)


def refuse_self_witness(policy: Policy, state: str) -> None:
    """Refuse a State's own witness: it says nothing about its own log that the log does not say
    itself.
    """
    if state in policy.states:
        raise Refused(refusals.POLICY_SELF.because(state=state))
