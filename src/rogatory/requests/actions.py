# SPDX-License-Identifier: Apache-2.0
"""What may come next for each side: what a console offers as buttons."""

from dataclasses import dataclass

from rogatory.requests.kind import Certainty, Kind
from rogatory.requests.kinds import KINDS
from rogatory.requests.legality import why_not_kind
from rogatory.requests.standing import Standing, Status
from rogatory.requests.transcript import ThreadState, turn_of


@dataclass(frozen=True, slots=True)
class Action:
    """A message that may be sent now; `in_new_thread` where it opens one that names this thread."""

    kind: str
    title: str
    article: str
    certainty: Certainty
    in_new_thread: bool = False


def may_come_next(thread: ThreadState, state: str) -> list[Action]:
    """The kinds that the State may send at this standing, in the order of `KINDS`.

    Only a repair while the State's own chain is stopped, and none otherwise.
    """
    standing = turn_of(thread, state).standing
    if state in standing.stopped:
        return [_action(KINDS["repair"])]
    here = [
        _action(kind)
        for kind in KINDS.values()
        if kind.name != "repair"
        and not kind.opens_thread
        and not why_not_kind(kind, state, standing)
        and _has_something_to_answer(kind, standing)
    ]
    return here + _in_new_threads(standing, state)


def _action(kind: Kind, *, in_new_thread: bool = False) -> Action:
    return Action(kind.name, kind.title, kind.article, kind.certainty, in_new_thread)


def _has_something_to_answer(kind: Kind, standing: Standing) -> bool:
    if kind.name == "status_answer":
        return bool(standing.enquiries)
    if kind.name == "additional_information_supplied":
        return bool(standing.questions)
    return True


def _in_new_threads(standing: Standing, state: str) -> list[Action]:
    """The request for assistance that keeps a hold alive, and the third State's preservation."""
    if state != standing.requesting or standing.request_kind != "preservation":
        return []
    actions = []
    if standing.status is Status.HOLDING:
        actions.append(_action(KINDS["mla_stored_data"], in_new_thread=True))
    if standing.disclosures:
        actions.append(_action(KINDS["preservation"], in_new_thread=True))
    return actions
