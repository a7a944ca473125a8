# SPDX-License-Identifier: Apache-2.0
"""Judging a copy of the directory: the walk of `as_of`, and what this reader accepted before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.view.admission import Accepted, admit
from rogatory.directory.view.as_of import (
    TopLevel,
    published_states,
    read_listed,
    read_role,
    read_top_level,
    signers,
)
from rogatory.directory.view.cache import Generation
from rogatory.directory.view.depositary_target import read_depositary
from rogatory.directory.view.view import DirectoryView, ListedState
from rogatory.errors import Reason, Refused


@dataclass(frozen=True, slots=True)
class JudgedCopy:
    """The view of a copy, and what is accepted with it from now on."""

    view: DirectoryView
    accepted: Mapping[str, Accepted]


@dataclass(frozen=True, slots=True)
class _OfState:
    listed: ListedState | None
    accepted: Accepted | None
    reasons: tuple[Reason, ...] = ()
    unconfirmed: tuple[str, ...] = ()


def judge_generation(
    generation: Generation,
    network: str,
    accepted: Mapping[str, Accepted],
    at: datetime,
    confirmed: Mapping[str, frozenset[str]] | None = None,
) -> JudgedCopy:
    """Return the view of a generation as of `at`; `confirmed` are key ids that an officer
    confirmed.

    A State whose part is refused is held and stops no other; what was accepted of it before
    stays on record.

    Raises:
        Refused: the metadata above the States do not hold at `at`.
    """
    top = read_top_level(generation.read, network=network, at=at)
    judged = {
        state: _judge_state(
            top,
            generation,
            state,
            accepted.get(state),
            at,
            (confirmed or {}).get(state, frozenset()),
        )
        for state in published_states(top)
    }
    view = DirectoryView(
        network,
        top.snapshot.version,
        at,
        {state: one.listed for state, one in judged.items() if one.listed},
        {state: one.reasons for state, one in judged.items() if one.reasons},
        {state: one.unconfirmed for state, one in judged.items() if one.unconfirmed},
        *read_depositary(top.targets, generation.read),
        published=top.published,
    )
    now = {state: one.accepted for state, one in judged.items() if one.accepted}
    return JudgedCopy(view, {**accepted, **now})


def _judge_state(
    top: TopLevel,
    generation: Generation,
    state: str,
    before: Accepted | None,
    at: datetime,
    confirmed: frozenset[str],
) -> _OfState:
    try:
        metadata = read_role(top, generation.read, state, at)
        accepted = (before.entry, before.register) if before else None
        listed = read_listed(top, generation.read, state, metadata, accepted)
    except Refused as error:
        return _OfState(None, before, error.reasons)
    admission = admit(
        state,
        before,
        metadata,
        signers(top, state, metadata),
        listed,
        confirmed=confirmed,
        stored=generation.target,
    )
    return _OfState(listed, admission.accepted, tuple(admission.reasons), admission.unconfirmed)
