# SPDX-License-Identifier: Apache-2.0
"""The conditions under which evidence was given, as its receiver agreed to them, and what it reported
to have returned or destroyed.

Both follow from the messages of the two States alone. A condition that nobody agreed to is none here, also
where it comes with what is given; a report is the word of the State that made it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.node.law.conditions.given_conditions import stated_in
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.transcript import ThreadState
from rogatory.wire.canonical import Json

OF_USE = (
    "purpose",
    "proceedings",
    "onward_transfer",
    "secrecy",
    "retention",
    "police_information_only",
)
"""The conditions that limit what the receiver does; that material is sensitive is a fact."""

MAY_BE_LAW = ("purpose", "proceedings", "onward_transfer")
"""The conditions that instruments set themselves, so that they may bind without an agreement."""

UNLIMITED: Collection[Json] = (None, False, "with_authorisation")
"""Values that limit nothing more than the format demands of everyone."""


@dataclass(frozen=True, slots=True)
class AgreedConditions:
    """Conditions to which a State agreed in one message, in the words of the State that set them.

    `message` agreed to what `set_in` sets; both are digests. `language` is that of the texts.
    """

    state: str
    message: str
    set_in: str
    texts: tuple[str, ...]
    language: str


@dataclass(frozen=True, slots=True)
class DisposalReport:
    """A State's report that it returned or destroyed material; `items` is empty where it means all of it."""

    state: str
    message: str
    act: str
    done_at: str
    authority: str
    items: tuple[str, ...]
    tombstones: tuple[str, ...]


def agreed_conditions(
    threads: Sequence[ThreadState], package: str, provider: str | None = None
) -> tuple[AgreedConditions, ...]:
    """Return the conditions agreed to in the threads in which the package was given: by a provider, or
    by whomever.
    """
    return tuple(found for one in _giving(threads, package, provider) for found in agreed_in(one))


def agreed_in(thread: ThreadState) -> Iterator[AgreedConditions]:
    """Yield what was agreed to in a thread: conditions of acceptances, and of consultations."""
    for conditions in thread.standing.conditions:
        texts = tuple(filter(None, map(conditions.text, sorted(conditions.agreed))))
        if conditions.answer is not None and texts:
            yield _agreed(conditions.answer, conditions.message, texts)
    for consultation in thread.standing.consultations:
        yield from _consulted(consultation)


def unagreed_conditions(
    thread: ThreadState, body: Mapping[str, Json], by_law: Collection[str] = ()
) -> Mapping[str, Json]:
    """Return the conditions that a body states with what it gives on a request, and that the requesting State
    has stated or agreed to in no message in these words; what the instrument itself sets (`by_law`) is
    none of them. Texts are compared, never read: the same condition in other words is not agreed to.
    """
    agreed = {comparable(text) for one in agreed_in(thread) for text in one.texts}
    agreed |= set(_own_words(thread.standing.opening))
    return {
        name: value
        for name, value in stated_in(body).items()
        if name in OF_USE and name not in by_law and value not in UNLIMITED
        if not (isinstance(value, str) and comparable(value) in agreed)
    }


def declined_conditions(thread: ThreadState, body: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the conditions of a body whose words the requesting State declined, as those of an acceptance."""
    declined = {
        comparable(one.text(number))
        for one in thread.standing.conditions
        for number in one.declined
    }
    return {
        name: value
        for name, value in unagreed_conditions(thread, body).items()
        if isinstance(value, str) and comparable(value) in declined
    }


def _own_words(opening: Envelope | None) -> Iterator[str]:
    """Yield what the requesting State itself stated when it asked: purpose, case, undertakings."""
    if opening is None:
        return
    for name in ("purpose", "case_number", "undertakings"):
        stated = opening.body.get(name)
        if isinstance(stated, str):
            yield comparable(stated)


def comparable(text: str) -> str:
    """Return the words of a condition as they are compared, whatever their space and case."""
    return " ".join(text.casefold().split())


def disposal_reports(
    threads: Sequence[ThreadState], package: str, provider: str
) -> tuple[DisposalReport, ...]:
    """Return the reports about a package: those that name one of its seals, or no package."""
    return tuple(
        _report(message)
        for thread in _giving(threads, package, provider)
        for message in _reporting(thread)
        if message.body.get("seal") in {None, *_seals(thread, package)}
    )


def _giving(
    threads: Sequence[ThreadState], package: str, provider: str | None
) -> Iterator[ThreadState]:
    for thread in threads:
        is_of_provider = provider in {None, thread.standing.providing}
        if is_of_provider and _seals(thread, package):
            yield thread


def _seals(thread: ThreadState, package: str) -> frozenset[str]:
    return frozenset(one.seal for one in thread.standing.deliveries if one.package == package)


def _consulted(consultation: AwaitedDecision) -> Iterator[AgreedConditions]:
    """Yield terms that were accepted as they were proposed; which of them `partly` means is not known."""
    stated = consultation.message.body.get("conditions")
    texts = tuple(one for one in stated if isinstance(one, str)) if isinstance(stated, list) else ()
    if consultation.answer is not None and consultation.outcome == "accepted" and texts:
        yield _agreed(consultation.answer, consultation.message, texts)


def _agreed(answer: Envelope, setting: Envelope, texts: tuple[str, ...]) -> AgreedConditions:
    return AgreedConditions(
        answer.sender.state, answer.digest, setting.digest, texts, setting.language
    )


def _reporting(thread: ThreadState) -> Iterator[Envelope]:
    for digest in thread.standing.returned_or_destroyed:
        yield thread.entry(digest).envelope


def _report(message: Envelope) -> DisposalReport:
    authority = message.body.get("authority")
    name = authority.get("name") if isinstance(authority, Mapping) else None
    return DisposalReport(
        message.sender.state,
        message.digest,
        _text(message.body.get("act")),
        _text(message.body.get("done_at")),
        _text(name),
        _texts(message.body.get("items_concerned")),
        _texts(message.body.get("tombstones")),
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
