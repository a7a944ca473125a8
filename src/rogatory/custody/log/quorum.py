# SPDX-License-Identifier: Apache-2.0
"""The quorum policy: which States' witnesses must have cosigned a log's checkpoint.

    # Arcadia's logs
    any 2 of XB XM XT

A file of such lines; all of them must be met. `all of XB XM` asks for each State named, and `none`,
alone, for nobody. No State occurs twice, so that each counts in one way only.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody import refusals
from rogatory.custody.log.cosignature import read_cosignatures
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.seal.cosigner import CosignerKey, Cosigning
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


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A key by which a State's witness speaks, and from when until when.

    The caller leaves out what was compromised, unless it is proved that the checkpoint is older.
    """

    state: str
    key: CosignerKey
    start: datetime
    until: datetime

    def covers(self, at: datetime) -> bool:
        return self.start <= at < self.until


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A State whose witness cosigned, and when it did so last, as it says itself."""

    state: str
    at: datetime


def witnessed_by(note: str | bytes, keys: Collection[WitnessKey]) -> tuple[Witnessed, ...]:
    """Return the States that cosigned the checkpoint of a note.

    What must hold for a State to count:
      1. Each of its cosignatures was made by a key in force at the moment that it names.
      2. It cosigned with every kind of key that it had in force when it did so last: where it
         has an ML-DSA key, an Ed25519 cosignature alone is not enough.
      3. Its keys are of no other State: one that two States list counts for neither.

    Raises:
        Refused: a line by one of the keys does not hold, or the note is malformed.
    """
    # 3.
    owners: dict[bytes, set[str]] = {}
    for each in keys:
        owners.setdefault(each.key.public_key, set()).add(each.state)
    own = [each for each in keys if len(owners[each.key.public_key]) == 1]
    # 1.
    holding = {each.key for each in own}
    made: dict[str, dict[Cosigning, datetime]] = {}
    for found in read_cosignatures(note, holding):
        for each in own:
            if each.key == found.key and each.covers(found.at):
                kinds = made.setdefault(each.state, {})
                kinds[found.key.algorithm] = max(found.at, kinds.get(found.key.algorithm, found.at))
    # 2.
    counting = []
    for state, kinds in sorted(made.items()):
        last = max(kinds.values())
        held = {each.key.algorithm for each in own if each.state == state and each.covers(last)}
        if held <= kinds.keys():
            counting.append(Witnessed(state, last))
    return tuple(counting)


def to_tlog_policy(policy: Policy, logs: Iterable[str], keys: Collection[WitnessKey]) -> str:
    """Return the policy with its keys in C2SP's form (tlog-policy), for verifiers that we did not
    write.

    Raises:
        Refused: a State that the policy names has no key here.
    """
    lines = [f"log {vkey}" for vkey in logs]
    reasons: list[Reason] = []
    groups: list[str] = []
    for number, rule in enumerate(policy.rules, start=1):
        for state in rule.states:
            own = [each.key for each in keys if each.state == state]
            if not own:
                reasons.append(refusals.POLICY_KEYLESS.because(state=state))
                continue
            lines += [f"witness {_member(state, key)} {key.vkey}" for key in own]
            lines += _state_group(state, own)
        groups.append(f"rule-{number}")
        lines.append(f"group rule-{number} {rule.least} {' '.join(rule.states)}")
    refuse_if_any(reasons)
    if len(groups) > 1:
        lines.append(f"group policy all {' '.join(groups)}")
    last = "policy" if len(groups) > 1 else (groups or [NOBODY])[0]
    return "".join(f"{line}\n" for line in (*lines, f"quorum {last}"))


def _state_group(state: str, keys: Collection[CosignerKey]) -> list[str]:
    """Return a State witnesses if one of its keys of each kind does."""
    lines, kinds = [], []
    for algorithm in Cosigning:
        members = [_member(state, key) for key in keys if key.algorithm is algorithm]
        if members:
            kinds.append(f"{state}-{algorithm.name.lower()}")
            lines.append(f"group {kinds[-1]} any {' '.join(members)}")
    return [*lines, f"group {state} all {' '.join(kinds)}"]


def _member(state: str, key: CosignerKey) -> str:
    return f"{state}-{key.key_id.hex()}"
