# SPDX-License-Identifier: Apache-2.0
"""The progress of a recovery: one setting in the store, written with the change it records.

It is inside the store and not beside it: a store that is restored once more forgets what was
recovered into it, and must then forget that it was. While the recovery is open, the node signs and
sends nothing, on any machine.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.node.context import Node
from rogatory.node.ports import Store
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.statements import as_json, from_json
from rogatory.wire.words import P_, FilledText, OwnWords, Statement

SETTING = "recovery"


@dataclass(frozen=True, slots=True)
class Without:
    """That an officer decided to open the door before a State has answered."""

    officer: str
    reason: OwnWords
    at: datetime


@dataclass(frozen=True, slots=True)
class PeerInquiry:
    """How asking one State goes. `after` is where its pages go on; `answered` when the last one came."""

    taken: int = 0
    here: int = 0
    refused: int = 0
    after: str | None = None
    answered: datetime | None = None
    problem: Statement | None = None
    without: Without | None = None

    @property
    def is_outstanding(self) -> bool:
        """Decide whether it may still have lost data."""
        return self.answered is None


@dataclass(frozen=True, slots=True)
class Recovery:
    """`epoch` is the one that the log had; only in a later one may it grow. `seen` is the newest
    checkpoint of it that a State has shown.
    """

    since: datetime
    began: datetime
    epoch: int
    states: Mapping[str, PeerInquiry] = field(default_factory=dict)
    seen: str | None = None

    def with_state(self, state: str, inquiry: PeerInquiry) -> "Recovery":
        return replace(self, states={**self.states, state: inquiry})

    @property
    def waited_for(self) -> tuple[str, ...]:
        """The States without whose answer the door stays closed."""
        return tuple(
            sorted(
                state
                for state, one in self.states.items()
                if one.is_outstanding and one.without is None
            )
        )

    def missing(self, epoch: int) -> tuple[FilledText, ...]:
        """Return what keeps the node closed, for a person; `epoch` is that of the log now."""
        found = []
        if self.waited_for:
            states = ", ".join(self.waited_for)
            found.append(FilledText(P_("{states} did not hand out what they keep"), states=states))
        if epoch <= self.epoch:
            found.append(FilledText(P_("the log has not begun a new epoch")))
        return tuple(found)


def recovery_of(store: Store) -> Recovery | None:
    """Return the last recovery of this store, whether it is over or not."""
    value = store.setting(SETTING)
    return read_recovery(value) if isinstance(value, Mapping) else None


def what_is_missing(store: Store) -> tuple[FilledText, ...]:
    """Return what keeps a node closed; nothing if it may sign and send."""
    found = recovery_of(store)
    return () if found is None else found.missing(store.log_epoch())


def is_outstanding(node: Node, state: str) -> bool:
    """Decide whether a State may still have data that were lost here."""
    found = recovery_of(node.store)
    inquiry = None if found is None else found.states.get(state)
    return inquiry is not None and inquiry.is_outstanding


def put_recovery(store: Store, recovery: Recovery) -> None:
    """Write the recovery, inside the transaction of the change it records."""
    states: dict[str, Json] = {state: _inquiry_json(one) for state, one in recovery.states.items()}
    store.put_setting(
        SETTING,
        {
            "since": format_moment(recovery.since),
            "began": format_moment(recovery.began),
            "epoch": recovery.epoch,
            "seen": recovery.seen,
            "states": states,
        },
    )


def _inquiry_json(inquiry: PeerInquiry) -> Json:
    without = inquiry.without
    return {
        "taken": inquiry.taken,
        "here": inquiry.here,
        "refused": inquiry.refused,
        "after": inquiry.after,
        "answered": None if inquiry.answered is None else format_moment(inquiry.answered),
        "problem": None if inquiry.problem is None else as_json(inquiry.problem),
        "without": None
        if without is None
        else {
            "officer": without.officer,
            "reason": str(without.reason),
            "language": without.reason.language,
            "at": format_moment(without.at),
        },
    }


def read_recovery(value: Mapping[str, Json]) -> Recovery:
    """Read a recovery from its setting."""
    states, seen = value["states"], value["seen"]
    assert isinstance(states, Mapping)
    return Recovery(
        since=parse_moment(value["since"]),
        began=parse_moment(value["began"]),
        epoch=_number(value["epoch"]),
        states={state: _inquiry(one) for state, one in states.items()},
        seen=None if seen is None else str(seen),
    )


def _inquiry(value: Json) -> PeerInquiry:
    assert isinstance(value, Mapping)
    without, answered = value["without"], value["answered"]
    return PeerInquiry(
        taken=_number(value["taken"]),
        here=_number(value["here"]),
        refused=_number(value["refused"]),
        after=_text(value["after"]),
        answered=None if answered is None else parse_moment(answered),
        problem=None if value["problem"] is None else from_json(value["problem"]),
        without=None if not isinstance(without, Mapping) else _without(without),
    )


def _without(value: Mapping[str, Json]) -> Without:
    words = OwnWords(str(value["reason"]), str(value["language"]))
    return Without(str(value["officer"]), words, parse_moment(value["at"]))


def _text(value: Json) -> str | None:
    return None if value is None else str(value)


def _number(value: Json) -> int:
    assert not isinstance(value, Mapping | Sequence) or isinstance(value, str)
    return int(value or 0)
