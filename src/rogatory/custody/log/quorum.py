# SPDX-License-Identifier: Apache-2.0
"""Which States' witnesses cosigned a log's checkpoint, for a policy (`wire.witness_policy`) to be held
against.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody import refusals
from rogatory.custody.log.cosignature import read_cosignatures
from rogatory.errors import Reason, refuse_if_any
from rogatory.seal.cosigner import CosignerKey, Cosigning
from rogatory.wire.witness_policy import NOBODY, Policy


@dataclass(frozen=True, slots=True)
class WitnessKey:
    """A key by which a State's witness speaks, and from when until when."""

    state: str
    key: CosignerKey
    start: datetime
    until: datetime
    counts: bool = True
    """False of a key that was compromised, unless it is proved that the checkpoint is older. Its cosignature says
    nothing; that the State had a key of its kind until then stays so.
    """

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
    holding = {each.key for each in own if each.counts}
    made: dict[str, dict[Cosigning, datetime]] = {}
    for found in read_cosignatures(note, holding):
        for each in own:
            if each.counts and each.key == found.key and each.covers(found.at):
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
            own = [each.key for each in keys if each.state == state and each.counts]
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
