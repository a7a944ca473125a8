# SPDX-License-Identifier: Apache-2.0
"""The permitted uses of evidence that another State gave: the purpose it was given for, and no
more.

They follow from the messages of the two States, which both have. A State's own evidence is its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rogatory.errors import PRACTICE, Reason, ReasonBasis
from rogatory.evidence.conditions import FORBIDDEN, FREE
from rogatory.node.context import Node
from rogatory.node.law import refusals
from rogatory.node.law.conditions.binding_conditions import binding_in
from rogatory.node.law.use.use_bound import is_onward_limited, is_use_limited
from rogatory.node.law.use.use_notices import UseNotice, is_same, use_notices
from rogatory.node.provisions.request_law import law_of_messages
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.transcript import ThreadState, fold
from rogatory.treaty.law import WORLD, Law, packaged_law
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_, FilledText

IN_WRITING = "in_writing_only"
"""The condition of a giver that authorises onward transfers in writing alone."""

USE, SECRECY, ONWARD = "use_of_given", "secrecy_of_given", "onward_transfer"
POLICE, SHIELDED = "police-information", "shielded_material"
"""The provisions on the use, the secrecy and the transfer of what a State gave, on police information and on
material that is shielded from view, by their ids in the law's data.
"""


UNNAMED = P_("proceedings that it did not name")


@dataclass(frozen=True, slots=True)
class IntendedUse:
    """The intended use of evidence. Neither given: the proceedings it was given for."""

    proceedings: str | None = None
    """Other proceedings than the recorded ones, in the words of the consent or the notice."""
    recipient: str | None = None
    """The State that it goes on to, by its code."""
    organisation: str | None = None
    """The organisation that it goes on to, in the words of the request for authorisation."""


def use_reasons(
    use: IntendedUse,
    conditions: Mapping[str, Json],
    threads: Sequence[ThreadState],
    package: str,
    provider: str,
    own: str,
    on: date,
    *,
    by_item: bool = False,
    law: Law | None = None,
) -> Iterator[Reason]:
    """Yield the reasons against a use of evidence that leaves a workstation, `by_item` where the items
    that leave are chosen. Without a `law` use and transfer count as limited by the instrument of its request.

    Lines 42 and 43 of the law's list:

    42: where the instrument of its request or what was agreed to says so, it goes on to another State
    only with the authorisation of its giver (article 36(3)), which may be oral where the giver does not want it in writing: then the record of it was sent to the giver.

    43: it is used in other proceedings only with consent (article 40(19)), or, item by item, as
    material in favour of an accused, of which the giving State was notified (articles 40(5) and
    40(19)). A notice never releases the whole package. Where nothing limits the use, nothing is asked.
    """
    if provider == own:
        return
    oral_counts = conditions.get("onward_transfer") != FORBIDDEN
    bound = UseLimits(threads, package, provider, on, oral_counts, own, law)
    recorded = conditions.get("proceedings")
    is_other = use.proceedings is not None and not is_same(use.proceedings, recorded)
    if is_other and is_use_limited(threads, package, provider, law):
        yield from _other_proceedings(str(use.proceedings), recorded, bound, by_item=by_item)
    is_onward = use.recipient is not None and use.recipient not in {own, provider}
    if (is_onward or use.organisation is not None) and needs_leave(conditions, bound):
        if is_onward:
            yield from onward_reasons(str(use.recipient), bound)
        if use.organisation is not None:
            yield from _organisation_reasons(use.organisation, bound)


def goes_on_freely(conditions: Mapping[str, Json]) -> bool:
    """Decide whether the giver agreed that the evidence goes on, and none of it is shielded from
    that: police information and material of articles 14 to 16 need its authorisation each time.
    """
    return conditions.get("onward_transfer") == FREE and not _is_shielded(conditions)


def needs_leave(conditions: Mapping[str, Json], given: "UseLimits") -> bool:
    """Decide whether evidence goes on only with the authorisation of its giver: by the conditions that bind,
    or by what limits its transfer in the threads in which it was given.
    """
    if goes_on_freely(conditions):
        return False
    is_forbidden = conditions.get("onward_transfer") in {FORBIDDEN, IN_WRITING}
    return is_forbidden or _is_shielded(conditions) or given.is_onward_limited


def _is_shielded(conditions: Mapping[str, Json]) -> bool:
    return conditions.get("police_information_only") is True or any(
        conditions.get(name) for name in ("protected_items", "sensitive_material")
    )


@dataclass(frozen=True, slots=True)
class UseLimits:
    """The uses that the giver of a package allowed in messages, as of a day.

    Only threads count in which the evidence came from the giver; a message that names the seal of
    another package is not about this one.
    """

    threads: Sequence[ThreadState]
    package: str
    provider: str
    on: date
    oral_counts: bool = True
    """False where the package itself forbids the transfer: then only a message of its giver counts."""
    own: str | None = None
    """The State whose notices count; of whichever received it, where none is named."""
    law: Law | None = field(default=None, repr=False)

    @property
    def is_onward_limited(self) -> bool:
        """Decide whether anything limits its transfer in the threads in which it was given."""
        return is_onward_limited(self.threads, self.package, self.provider, self.law)

    def basis(self, cites: str) -> ReasonBasis:
        """Return the provision of an id by the instrument on which it was given."""
        return basis_of_given(self.law, self.threads, self.provider, cites)

    def rests(self, cites: str) -> Mapping[str, str]:
        """Return that provision as fields of a reason."""
        return self.basis(cites)._asdict()

    def recipients(self) -> tuple[str, ...]:
        """Return the States that it may go on to, by an authorisation that still holds."""
        found = (
            _recipient(one.message)
            for thread in self._bound()
            for one in thread.standing.transfers
            if self._authorised(one, thread)
        )
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def organisations(self) -> tuple[str, ...]:
        """Return the organisations that it may go on to: recipients that were authorised and are no
        State.
        """
        found = (
            _organisation(one.message)
            for thread in self._bound()
            for one in thread.standing.transfers
            if self._authorised(one, thread)
        )
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def consented(self) -> tuple[str, ...]:
        """Return other proceedings that were consented to, in the words of who asked, while that
        holds.
        """
        found = (
            one.message.body.get("proceedings")
            for thread in self._bound()
            for one in thread.standing.consents
            if self._holds(one, thread)
        )
        return tuple(dict.fromkeys(one for one in found if isinstance(one, str)))

    def notices(self) -> tuple[UseNotice, ...]:
        """Return the notices that it is disclosed in favour of an accused, with what each releases."""
        return use_notices(self.threads, self.package, self.provider, self.own)

    def releasing(self, proceedings: str) -> tuple[UseNotice, ...] | None:
        """Return the notices that release items for those proceedings; None where the giver consented
        to them, which is for the whole package.
        """
        if any(is_same(proceedings, one) for one in self.consented()):
            return None
        return tuple(
            one for one in self.notices() if one.problem is None and one.is_for(proceedings)
        )

    def _bound(self) -> Iterator[ThreadState]:
        return (one for one in self.threads if one.standing.providing == self.provider)

    def _holds(self, awaited: AwaitedDecision, thread: ThreadState) -> bool:
        """Decide whether it was granted for this package and has not run out."""
        until = awaited.answer.body.get("until") if awaited.answer else None
        is_over = isinstance(until, str) and until < self.on.isoformat()
        return awaited.is_granted and not is_over and self._is_about(awaited.message, thread)

    def _authorised(self, awaited: AwaitedDecision, thread: ThreadState) -> bool:
        """Decide whether a transfer is authorised by its giver's message; or, until that answers,
        orally, by the record that the receiving State sent it, unless the giver wants it in writing.
        """
        if self._holds(awaited, thread):
            return True
        is_oral = isinstance(awaited.message.body.get("oral_authorisation"), Mapping)
        counts = is_oral and awaited.is_open and self.oral_counts and not self._wants_writing()
        return counts and self._is_about(awaited.message, thread)

    def _wants_writing(self) -> bool:
        """Decide whether a binding message of the giver on this package lets it go on only in writing
        or not at all.
        """
        for thread in self._bound():
            for entry in thread.entries:
                message = entry.envelope
                is_theirs = message.sender.state == self.provider
                is_about = message.body.get("package", self.package) == self.package
                if is_theirs and is_about and self._is_in_writing(thread, message):
                    return True
        return False

    def _is_in_writing(self, thread: ThreadState, message: Envelope) -> bool:
        onward = binding_in(self.law, thread, message).get("onward_transfer")
        return onward in {IN_WRITING, FORBIDDEN}

    def _is_about(self, message: Envelope, thread: ThreadState) -> bool:
        seal = message.body.get("seal")
        meant = {one.package for one in thread.standing.deliveries if one.seal == seal}
        return seal is None or self.package in meant


def basis_of_given(
    law: Law | None, threads: Sequence[ThreadState], provider: str | None, cites: str
) -> ReasonBasis:
    """Return the provision of an id for what a State gave in these threads, by the instrument of their
    requests; practice where it has none, or these rest on several. Without a law, as on a workstation,
    by the packaged one.
    """
    known = law or packaged_law(WORLD)
    given = (law_of_messages(known, one) for one in threads if one.standing.providing == provider)
    found = {about.basis(cites) for about in given if about is not None}
    return found.pop() if len(found) == 1 else PRACTICE


def onward_reasons(recipient: str, leave: UseLimits) -> Iterator[Reason]:
    """Yield why evidence of a State may not go on to another one: no authorisation names it."""
    if recipient not in leave.recipients():
        yield refusals.ONWARD_UNAUTHORISED.because(
            leave.rests(ONWARD), provider=leave.provider, recipient=recipient
        )


def _organisation_reasons(name: str, leave: UseLimits) -> Iterator[Reason]:
    if not any(is_same(name, one) for one in leave.organisations()):
        yield refusals.ONWARD_UNAUTHORISED.because(
            leave.rests(ONWARD), provider=leave.provider, recipient=name[:200]
        )


def threads_of(messages: Sequence[Envelope]) -> tuple[ThreadState, ...]:
    """Return the threads among these messages, each folded."""
    found: dict[tuple[str, frozenset[str]], list[Envelope]] = {}
    for message in messages:
        states = frozenset({message.sender.state, message.addressee.state})
        found.setdefault((message.thread, states), []).append(message)
    return tuple(fold(each) for each in found.values())


def threads_of_package(node: Node, package: str) -> tuple[ThreadState, ...]:
    """Return the threads in which a package was given, under whatever seals, as a node has them."""
    wanted = [record.thread for record in node.store.packages_of_origin(package)]
    return tuple(thread_state(node, thread) for thread in dict.fromkeys(wanted) if thread)


def _other_proceedings(
    wanted: str, recorded: Json, leave: UseLimits, *, by_item: bool
) -> Iterator[Reason]:
    if any(is_same(wanted, one) for one in leave.consented()):
        return
    notices = [one for one in leave.notices() if one.is_for(wanted)]
    releasing = [one for one in notices if one.problem is None]
    if by_item and releasing:
        return
    yield refusals.USE_WITHOUT_CONSENT.because(
        leave.rests(USE), provider=leave.provider, recorded=_recorded(recorded), wanted=wanted
    )
    for one in notices:
        if one.problem is None:
            yield refusals.NOTICE_BY_ITEM.because(
                leave.rests(USE), message=one.message, wanted=wanted
            )
        else:
            yield refusals.NOTICE_RELEASES_NOTHING.because(
                leave.rests(USE), message=one.message, problem=one.problem
            )


def _recorded(proceedings: Json) -> str:
    """Return the proceedings for which something was given, as a sentence names them."""
    return proceedings if isinstance(proceedings, str) and proceedings else FilledText(UNNAMED)


def _recipient(request: Envelope) -> str | None:
    stated = request.body.get("recipient")
    state = stated.get("state") if isinstance(stated, Mapping) else None
    return state if isinstance(state, str) else None


def _organisation(request: Envelope) -> str | None:
    stated = request.body.get("recipient")
    if not isinstance(stated, Mapping) or stated.get("state") is not None:
        return None
    name = stated.get("name")
    return name if isinstance(name, str) else None
