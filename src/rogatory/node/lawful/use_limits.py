# SPDX-License-Identifier: Apache-2.0
"""What may be done with evidence that another State gave: the purpose it was given for, and no more.

Judged by the messages of the two States, which both have. A State's own evidence is its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rogatory.errors import Reason
from rogatory.evidence.conditions import FREE, Conditions
from rogatory.node.context import Node
from rogatory.node.lawful import refusals
from rogatory.node.threads import thread_state
from rogatory.requests.envelope import Envelope
from rogatory.requests.facts import Asked
from rogatory.requests.transcript import ThreadState, fold
from rogatory.wire.canonical import Json


@dataclass(frozen=True, slots=True)
class Use:
    """What evidence is about to be used for. Neither given: the proceedings it was given for."""

    proceedings: str | None = None
    """Other proceedings than the recorded ones, in the words of the consent or the notice."""
    recipient: str | None = None
    """The State that it goes on to, by its code."""


def use_reasons(
    use: Use,
    conditions: Mapping[str, Json],
    threads: Sequence[ThreadState],
    provider: str,
    own: str,
    on: date,
) -> Iterator[Reason]:
    """Lines 42 and 43 of the law's list, where evidence leaves a workstation.

    42: it goes on to another State only with the authorisation of who gave it (article 36(3)).
    43: it is used in other proceedings only with consent (article 40(19)), or as material in favour
    of an accused, of which the giving State was told (articles 40(5) and 40(19)).
    """
    if provider == own:
        return
    bound = [one for one in threads if provider in _states(one)]
    recorded = conditions.get("proceedings")
    if use.proceedings is not None and not _same(use.proceedings, recorded):
        yield from _other_proceedings(use.proceedings, recorded, bound, provider, on)
    is_onward = use.recipient is not None and use.recipient not in {own, provider}
    if is_onward and not goes_on_freely(conditions):
        yield from onward_reasons(str(use.recipient), bound, provider, on)


def goes_on_freely(conditions: Mapping[str, Json]) -> bool:
    """Whether the giver agreed that the evidence goes on, and none of it is shielded from that:
    police information and material of articles 14 to 16 need its authorisation each time.
    """
    shielded = conditions.get("police_information_only") is True or any(
        conditions.get(name) for name in ("protected_items", "sensitive_material")
    )
    return conditions.get("onward_transfer") == FREE and not shielded


def bound_conditions(conditions: Conditions, delivered: Mapping[str, Json]) -> Mapping[str, Json]:
    """The conditions in the package, with those of its delivery where these say more."""
    found = dict(delivered)
    found |= {name: value for name, value in conditions.as_json().items() if value is not None}
    stated = delivered.get("onward_transfer")
    if stated is not None and conditions.onward_transfer == FREE:
        found["onward_transfer"] = stated
    return found


def onward_reasons(
    recipient: str, threads: Sequence[ThreadState], provider: str, on: date
) -> Iterator[Reason]:
    """Why evidence of a State may not go on to another one: no authorisation names it."""
    if recipient not in authorised_recipients(threads, on):
        yield refusals.ONWARD_UNAUTHORISED.because(provider=provider, recipient=recipient)


def authorised_recipients(threads: Sequence[ThreadState], on: date) -> tuple[str, ...]:
    """The States that evidence may go on to, since who gave it authorised that and it still holds."""
    found = (
        _recipient(one.message)
        for thread in threads
        for one in thread.standing.transfers
        if _holds(one, on)
    )
    return tuple(dict.fromkeys(one for one in found if one is not None))


def consented_proceedings(threads: Sequence[ThreadState], on: date) -> tuple[str, ...]:
    """Other proceedings that were consented to, in the words of who asked, as far as it still holds."""
    found = (
        one.message.body.get("proceedings")
        for thread in threads
        for one in thread.standing.consents
        if _holds(one, on)
    )
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str)))


def noticed_proceedings(threads: Sequence[ThreadState]) -> tuple[str, ...]:
    """Proceedings in which it was disclosed in favour of an accused, of which its giver was told."""
    found = (
        thread.entry(notice).envelope.body.get("proceedings")
        for thread in threads
        for notice in thread.standing.exculpatory
    )
    return tuple(dict.fromkeys(one for one in found if isinstance(one, str)))


def threads_of(messages: Sequence[Envelope]) -> tuple[ThreadState, ...]:
    """The threads among these messages, each folded."""
    found: dict[tuple[str, frozenset[str]], list[Envelope]] = {}
    for message in messages:
        states = frozenset({message.sender.state, message.addressee.state})
        found.setdefault((message.thread, states), []).append(message)
    return tuple(fold(each) for each in found.values())


def delivered_conditions(threads: Sequence[ThreadState], package: str) -> dict[str, Json]:
    """The conditions that the deliveries of a package stated. Its id stays when it is sealed again,
    its digest does not.
    """
    found: dict[str, Json] = {}
    for thread in threads:
        for entry in thread.entries:
            stated = entry.envelope.body.get("conditions")
            if entry.envelope.body.get("package") == package and isinstance(stated, Mapping):
                found |= stated
    return found


def threads_of_package(node: Node, package: str) -> tuple[ThreadState, ...]:
    """The threads in which a package was given, under whatever seals, as a node has them."""
    wanted = [record.thread for record in node.books.packages_of_origin(package)]
    return tuple(thread_state(node, thread) for thread in dict.fromkeys(wanted) if thread)


def _other_proceedings(
    wanted: str, recorded: Json, threads: Sequence[ThreadState], provider: str, on: date
) -> Iterator[Reason]:
    allowed = (*consented_proceedings(threads, on), *noticed_proceedings(threads))
    if not any(_same(wanted, one) for one in allowed):
        yield refusals.USE_WITHOUT_CONSENT.because(
            provider=provider, recorded=str(recorded or "-"), wanted=wanted
        )


def _states(thread: ThreadState) -> frozenset[str | None]:
    return frozenset({thread.standing.requesting, thread.standing.requested})


def _holds(asked: Asked, on: date) -> bool:
    """Whether it was granted and has not run out."""
    until = asked.answer.body.get("until") if asked.answer else None
    return asked.is_granted and not (isinstance(until, str) and until < on.isoformat())


def _recipient(request: Envelope) -> str | None:
    stated = request.body.get("recipient")
    state = stated.get("state") if isinstance(stated, Mapping) else None
    return state if isinstance(state, str) else None


def _same(one: str, other: object) -> bool:
    """Whether two texts name one proceeding: the same words, whatever the space and case."""
    return isinstance(other, str) and one.casefold().split() == other.casefold().split()
