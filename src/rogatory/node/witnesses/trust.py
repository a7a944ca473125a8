# SPDX-License-Identifier: Apache-2.0
"""The witness keys and the policies that count, by the directory."""

from collections.abc import Iterable
from datetime import datetime

from rogatory.custody.log.quorum import WitnessKey
from rogatory.directory.entry.period import COMPROMISED, Period
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.seal.cosigner import CosignerKey
from rogatory.wire.witness_policy import Policy, parse_policy, refuse_self_witness


def witness_name(network: str, state: str) -> str:
    """Return the name under which a State's witness cosigns."""
    return f"{network}/{state.lower()}/witness"


def witness_policy(view: DirectoryView, state: str) -> Policy | None:
    """Return the policy by which a State says that its logs are witnessed; None where it says
    nothing.

    Raises:
        Refused: what it says is no policy, or names the State itself.
    """
    text = view.entry(state).witness_policy
    if text is None:
        return None
    policy = parse_policy(text)
    refuse_self_witness(policy, state)
    return policy


def witness_keys(
    view: DirectoryView, states: Iterable[str], *, proven: datetime | None = None
) -> tuple[WitnessKey, ...]:
    """Return the keys by which those States' witnesses speak, each with its time.

    What was compromised does not count, unless it is `proven` that what is judged is older than
    that: a thief writes whatever moment he likes. A State that is not listed has none.
    """
    found = []
    for state in states:
        try:
            records = view.entry(state).witnesses
        except Refused:
            continue
        for record in records:
            key, period = CosignerKey.parse(record.vkey), record.period
            ended = period.ended
            until = period.until if ended is None else min(period.until, ended.at)
            counts = _counts(period, proven)
            found.append(WitnessKey(state, key, period.start, until, counts))
    return tuple(found)


def _counts(period: Period, proven: datetime | None) -> bool:
    ended = period.ended
    if ended is None or ended.reason != COMPROMISED:
        return True
    return proven is not None and proven < ended.at
