# SPDX-License-Identifier: Apache-2.0
"""The uses of evidence still permitted, by the conditions under which it was given and later
consents; each line with its article.

The rules themselves are in `lawful.use_limits`, which refuses where evidence leaves a workstation;
here they are shown before anybody tries.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from rogatory.errors import NO_ARTICLE
from rogatory.node.context import Node
from rogatory.node.law.conditions.agreed_conditions import agreed_conditions, disposal_reports
from rogatory.node.law.conditions.given_conditions import condition_names
from rogatory.node.law.conditions.package_conditions import (
    delivered_conditions,
    unbound_conditions,
)
from rogatory.node.law.use.use_bound import is_use_limited
from rogatory.node.law.use.use_notices import UseNotice
from rogatory.node.law.use_limits import (
    ONWARD,
    POLICE,
    SHIELDED,
    USE,
    goes_on_freely,
    needs_leave,
    threads_of_package,
)
from rogatory.node.law.use_limits import UseLimits as Allowed
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.repositories.packages import PackageRecord
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.law import Law
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_, FilledText

type UsePermission = Literal["may", "only-with-consent", "must", "must-not"]


@dataclass(frozen=True, slots=True)
class PackageUse:
    """One line. `title` names the use, `words` the rule on it (English sources); `named` are the
    proceedings, States or days that it is about, in the words of their author.
    """

    id: str
    title: str
    leave: UsePermission
    words: str
    article: str
    certainty: str
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageReport:
    """A report of return or destruction. `named` are its items, or nothing where it means all of them."""

    title: str
    words: str
    named: tuple[str, ...] = ()
    tombstones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uses:
    """The uses of one package: `provider` gave the evidence; `is_bound` is true where this State
    got it from another one.
    """

    provider: str
    is_bound: bool
    is_stated: bool
    """True if a message of delivery that lies here states conditions at all."""
    lines: tuple[PackageUse, ...]
    reports: tuple[PackageReport, ...] = ()
    """The reports of the receiving State that it returned or destroyed material."""


def package_uses(node: Node, record: PackageRecord) -> Uses:
    """Return what may be done with the evidence in a package, as of today."""
    threads = threads_of_package(node, record.package)
    on, provider = node.clock.now().date(), record.sender[:2].upper()
    law = law_in_force(node)
    conditions = delivered_conditions(threads, record.package, node.state, law)
    return uses_of(conditions, threads, record.package, provider, node.state, on, law)


def uses_of(
    conditions: Mapping[str, Json],
    threads: Sequence[ThreadState],
    package: str,
    provider: str,
    own: str,
    on: date,
    law: Law | None = None,
) -> Uses:
    """Return the same from conditions and threads, wherever they lie."""
    limited = is_use_limited(threads, package, provider, law)
    lines = tuple(
        _lines(conditions, Allowed(threads, package, provider, on, law=law), limited=limited)
    )
    agreed = (
        *_agreed(threads, package, provider),
        *_unagreed(law, threads, package, provider),
    )
    reports = tuple(_reports(threads, package, provider))
    return Uses(provider, provider != own, bool(conditions), (*agreed, *lines), reports)


def _agreed(threads: Sequence[ThreadState], package: str, provider: str) -> Iterator[PackageUse]:
    for one in agreed_conditions(threads, package, provider):
        words = N_("{state} agreed to them in its message {message}.")
        yield PackageUse(
            "agreed-conditions",
            N_("Conditions agreed to"),
            "must",
            FilledText(words, state=one.state, message=one.message),
            NO_ARTICLE,
            "practice",
            one.texts,
        )


def _unagreed(
    law: Law | None, threads: Sequence[ThreadState], package: str, provider: str
) -> Iterator[PackageUse]:
    names = [*unbound_conditions(law, threads, package, provider)]
    if names:
        yield PackageUse(
            "unagreed-conditions",
            N_("Conditions that do not bind"),
            "may",
            FilledText(
                N_("{state} stated them with the delivery; they were not agreed to: {conditions}"),
                state=provider,
                conditions=condition_names(names),
            ),
            NO_ARTICLE,
            "practice",
        )


def _reports(
    threads: Sequence[ThreadState], package: str, provider: str
) -> Iterator[PackageReport]:
    for one in disposal_reports(threads, package, provider):
        words = N_(
            "{state} states in its message {message} that {authority} did this on {done_at}. This "
            "does not prove that nothing is left."
        )
        filled = FilledText(
            words,
            state=one.state,
            message=one.message,
            authority=one.authority,
            done_at=one.done_at,
        )
        yield PackageReport(REPORTED.get(one.act, one.act), filled, one.items, one.tombstones)


REPORTED: Mapping[str, str] = {
    "returned": N_("Reported as returned"),
    "destroyed": N_("Reported as destroyed"),
}
"""By the act of a report."""


def _lines(
    conditions: Mapping[str, Json], allowed: Allowed, *, limited: bool
) -> Iterator[PackageUse]:
    rests = allowed.basis(USE)
    yield PackageUse(
        "given-for",
        N_("The proceedings for which it was given"),
        "may",
        N_("It may be used there."),
        *rests,
        _texts(conditions.get("proceedings"), conditions.get("purpose")),
    )
    if limited:
        yield from _others(allowed)
        yield PackageUse(
            "exculpatory",
            N_("In favour of an accused person"),
            "may",
            N_(
                "The State that gave it is informed before; if that is not possible, without delay "
                "after."
            ),
            *rests,
        )
        yield from _noticed(allowed)
    else:
        yield PackageUse(
            "other-proceedings",
            N_("Any other proceedings"),
            "may",
            N_("Neither a condition nor the instrument of the request limits the use."),
            NO_ARTICLE,
            "practice",
        )
    yield from _onward(conditions, allowed)
    if conditions.get("police_information_only") is True:
        yield PackageUse(
            "police-information",
            N_("As evidence"),
            "must-not",
            N_("It was given as police information only; evidence must be requested."),
            *allowed.basis(POLICE),
        )
    if conditions.get("sensitive_material") is True:
        yield PackageUse(
            "sensitive",
            N_("Looking at it"),
            "must",
            N_(
                "It contains protected material: view it only where nobody else can see the screen."
            ),
            *allowed.basis(SHIELDED),
        )


def _others(allowed: Allowed) -> Iterator[PackageUse]:
    consented, rests = allowed.consented(), allowed.basis(USE)
    if consented:
        yield PackageUse(
            "consented",
            N_("Other proceedings that were consented to"),
            "may",
            N_("It may be used there, according to the consent."),
            *rests,
            consented,
        )
    yield PackageUse(
        "other-proceedings",
        N_("Any other proceedings"),
        "only-with-consent",
        N_("The State that gave it must consent before."),
        *rests,
    )


def _noticed(allowed: Allowed) -> Iterator[PackageUse]:
    """Yield what each notice in favour of an accused releases, item by item, or why it does not."""
    rests = allowed.basis(USE)
    for one in allowed.notices():
        yield PackageUse(
            "exculpatory-notice",
            N_("Items released by a notice in favour of an accused person"),
            "may" if one.problem is None else "must-not",
            notice_words(one),
            *rests,
            one.items,
        )


def notice_words(notice: UseNotice) -> str:
    """Return what a notice releases, for whom and by which message; or why it releases nothing."""
    if notice.problem is not None:
        template = _RELEASES_NOTHING
    elif notice.is_late:
        template = _RELEASED_LATE
    else:
        template = _RELEASED
    return FilledText(
        template,
        problem=notice.problem,
        state=notice.state,
        message=notice.message,
        proceedings=notice.proceedings,
        reason=notice.reason,
    )


_RELEASED = N_(
    "Only these items, for the proceedings {proceedings}: {state} gave notice in its message {message}."
)
_RELEASED_LATE = N_(
    "Only these items, for the proceedings {proceedings}: {state} gave notice in its message "
    "{message}, after the disclosure, because: {reason}"
)
_RELEASES_NOTHING = N_(
    "The notice of {state} for the proceedings {proceedings} (message {message}) releases "
    "nothing: {problem}."
)


def _onward(conditions: Mapping[str, Json], allowed: Allowed) -> Iterator[PackageUse]:
    title = N_("Handing it on to another State or an organisation")
    article, certainty = allowed.basis(ONWARD)
    if goes_on_freely(conditions):
        words = N_("Both States agreed that it may go on.")
        yield PackageUse("onward", title, "may", words, article, certainty)
        return
    if not needs_leave(conditions, allowed):
        words = N_("Neither a condition nor the instrument of the request limits the transfer.")
        yield PackageUse("onward", title, "may", words, NO_ARTICLE, "practice")
        return
    confirmed = replace(allowed, oral_counts=False)
    granted = (*confirmed.recipients(), *confirmed.organisations())
    oral = {*allowed.recipients(), *allowed.organisations()} - {*granted}
    if oral:
        words = N_(
            "Authorised orally, by the record sent to the State that gave it, which has not answered."
        )
        yield PackageUse(
            "onward-oral", title, "may", words, article, certainty, tuple(sorted(oral))
        )
    if granted:
        words = N_("Authorised, according to the decision.")
        yield PackageUse("onward-authorised", title, "may", words, article, certainty, granted)
    words = N_("The State that gave it must authorise each State or organisation by name.")
    yield PackageUse("onward", title, "only-with-consent", words, article, certainty)


def _texts(*found: Json) -> tuple[str, ...]:
    return tuple(one for one in found if isinstance(one, str) and one)
