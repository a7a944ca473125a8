# SPDX-License-Identifier: Apache-2.0
"""The references of a message (9.3, step 8, of docs/specification/exchange.md)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from fuzz.threads.facts import Facts, Message
from fuzz.threads.text import moment


def references(one: Message, facts: Facts) -> Iterator[str]:
    """Return the code of each reference that names nothing of what it should."""
    own = _OWN.get(one.kind)
    if own is not None:
        yield from own(one, facts)
    for member, known, optional in _NAMED.get(one.kind, ()):
        if optional and member not in one.body:
            continue
        if one.body.get(member) not in list(known(facts)):
            yield "thread-reference"


def _waiting(questions: list[tuple[str, Any]]) -> list[str]:
    return [digest for digest, outcome in questions if outcome is ...]


def _opening(facts: Facts) -> list[str]:
    return [facts.opening.digest] if facts.opening else []


def _seals(facts: Facts) -> list[str]:
    return [seal for seal, _, _ in facts.deliveries]


def _extensions(facts: Facts) -> list[str]:
    return _waiting(facts.extensions)


def _unagreed(facts: Facts) -> list[str]:
    return [one["message"] for one in facts.conditions if one["answer"] is None]


def _questions(facts: Facts) -> list[str]:
    return facts.unanswered("additional_information", "additional_information_supplied")


_NAMED: Mapping[str, tuple[tuple[str, Callable[[Facts], Iterable[str]], bool], ...]] = {
    "preservation_confirmed": (("answers_to", _extensions, True),),
    "extension_declined": (("answers_to", _extensions, False),),
    "preservation_warning_answer": (("answers_to", lambda it: _waiting(it.warnings), False),),
    "preserved_traffic_disclosure": (("preservation", _opening, False),),
    "refusal": (("of", _opening, True),),
    "lifting_hearing_answer": (("answers_to", lambda it: _waiting(it.hearings), False),),
    "consultation_answer": (("answers_to", lambda it: _waiting(it.consultations), False),),
    "conditions_answered": (("answers_to", _unagreed, False),),
    "returned_or_destroyed": (("seal", _seals, True),),
    "additional_information_supplied": (("answers_to", _questions, False),),
    "delivery_confirmed": (
        ("seal", lambda it: [seal for seal, by, _ in it.deliveries if by is None], False),
    ),
    "status_enquiry": (("request", _opening, False),),
    "no_longer_required": (("request", _opening, False),),
    "confidentiality_failure": (("request", _opening, False),),
    "call_back": (("request", _opening, False),),
    "status_answer": (
        ("enquiry", lambda it: it.unanswered("status_enquiry", "status_answer", "enquiry"), False),
    ),
    "use_consent_request": (("seal", _seals, True),),
    "exculpatory_notice": (("seal", _seals, True),),
    "onward_transfer_request": (("seal", _seals, True),),
    "use_consent": (("answers_to", lambda it: _waiting(it.consents), False),),
    "onward_transfer_authorisation": (("answers_to", lambda it: _waiting(it.transfers), False),),
    "call_back_answer": (
        ("answers_to", lambda it: _waiting(it.call_backs), False),
        ("request", _opening, False),
    ),
    "offer_answered": (("answers_to", lambda it: _waiting(it.offers), False),),
    "drill_acknowledgement": (("drill", _opening, False),),
}
"""The members that must name something, in the order of the table: what they may name, and whether they may be absent."""


def _confirmed(one: Message, facts: Facts) -> Iterator[str]:
    start, end = moment(one.body.get("hold_start")), moment(one.body.get("hold_end"))
    if start is None or end is None:
        yield "thread-reference"
    elif facts.hold and end < facts.hold[1]:
        yield "thread-hold-shortened"


def _extension(one: Message, facts: Facts) -> Iterator[str]:
    hold, wanted = facts.hold, moment(one.body.get("new_end"))
    assert hold is not None
    if one.body.get("running_hold") != hold[2]:
        yield "thread-reference"
    if one.issued and one.issued > hold[1]:
        yield "thread-extension-too-late"
    if wanted is None:
        yield "thread-reference"
    elif wanted <= hold[1]:
        yield "thread-extension-no-later"


def _recognised(one: Message, facts: Facts) -> Iterator[str]:
    data = facts.opening.body.get("data") if facts.opening else None
    listed = range(1, (len(data) if isinstance(data, list) else 0) + 1)
    named = [item for item in one.body.get("items", ()) if type(item) is int]
    if not named or any(item not in listed for item in named):
        yield "thread-reference"


def _withheld(one: Message, facts: Facts) -> Iterator[str]:
    if facts.withheld is not None or one.body.get("preservation") not in _opening(facts):
        yield "thread-reference"
    yield from _consulted(one, facts)


def _proposed(one: Message, facts: Facts) -> Iterator[str]:
    if one.body.get("replaces") != facts.basis:
        yield "thread-reference"
    elif facts.waiting_bases:
        yield "thread-basis-pending"


def _agreed(one: Message, facts: Facts) -> Iterator[str]:
    waiting = facts.waiting_bases
    named = [each for each in waiting if each.digest == one.body.get("answers_to")]
    own = any(each.mine == one.mine for each in waiting)
    first = own and "requesting" in facts.side(one.mine)
    if first or not named or named[0].mine == one.mine:
        yield "thread-reference"


def _lacking(one: Message, *members: str) -> list[str]:
    """The members that the authorisation of a message does not state."""
    stated = one.body.get("domestic_authorisation")
    found = stated if isinstance(stated, dict) else {}
    return [member for member in members if not str(found.get(member) or "").strip()]


def _acceptance(one: Message, facts: Facts) -> Iterator[str]:
    if facts.opening and facts.opening.kind in {"mla_realtime_traffic", "mla_interception"}:
        for _ in _lacking(one, "scope", "until"):
            yield "thread-authorisation-unbounded"


def _given(one: Message, facts: Facts) -> Iterator[str]:
    if facts.family in {"assistance", "joint"} and not facts.of("acceptance"):
        if _lacking(one, "authority", "reference", "date"):
            yield "thread-not-accepted"
        else:
            yield from _acceptance(one, facts)


def _agreeing(one: Message, facts: Facts) -> Iterator[str]:
    for known in facts.conditions:
        if known["message"] == one.body.get("answers_to"):
            stated = one.body.get("conditions")
            entries = stated if isinstance(stated, list) else []
            good = [
                each["number"]
                for each in entries
                if isinstance(each, dict)
                and type(each.get("number")) is int
                and each.get("decision") in ("agreed", "declined")
            ]
            every = list(range(1, known["count"] + 1))
            if len(entries) != len(good) or sorted(good) != every:
                yield "thread-reference"


def _returned(one: Message, facts: Facts) -> Iterator[str]:
    if "demanded_by" in one.body:
        stated = one.body["demanded_by"]
        named = stated if isinstance(stated, dict) else {}
        number = named.get("number")
        agreed = [
            number
            for known in facts.conditions
            if known["message"] == named.get("message")
            and type(number) is int
            and number in known["agreed"]
        ]
        if not agreed:
            yield "thread-reference"


def _consulted(one: Message, facts: Facts) -> Iterator[str]:
    held = one.body.get("consultation")
    if isinstance(held, dict) and "message" in held:
        known = [digest for digest, _ in facts.consultations]
        if held["message"] not in known:
            yield "thread-reference"


def _untouched(one: Message, facts: Facts) -> Iterator[str]:
    """9.3, 8: `executed` names a measure that is not lifted."""
    in_force = [each["message"] for each in facts.measures if each["ended_by"] is None]
    if one.body.get("executed") not in in_force:
        yield "thread-reference"


def _confiscated(one: Message, facts: Facts) -> Iterator[str]:
    """9.3, 8: each of `replaced` is in force, and none is named twice; one at least where a freeze was requested."""
    in_force = [each["message"] for each in facts.measures if each["ended_by"] is None]
    named = one.body.get("replaced")
    is_frozen = facts.opening is not None and facts.opening.kind == "asset_freezing"
    if named is None and "replaced" not in one.body and not is_frozen:
        return
    found = named if isinstance(named, list) else []
    if not found or any(found.count(each) > 1 or each not in in_force for each in found):
        yield "thread-reference"


def _hearing(one: Message, facts: Facts) -> Iterator[str]:
    yield from _untouched(one, facts)
    day = one.body.get("wanted_by")
    is_day = isinstance(day, str) and moment(f"{day}T00:00:00Z") is not None
    if not is_day or one.issued is None or str(day) <= f"{one.issued:%Y-%m-%d}":
        yield "thread-hearing-too-short"


def _lifted(one: Message, facts: Facts) -> Iterator[str]:
    yield from _untouched(one, facts)
    if facts.withdrawn:
        return
    waiting = _waiting(facts.hearings)
    for held in facts.of("lifting_hearing"):
        about = held.body.get("executed") == one.body.get("executed")
        if held.digest == one.body.get("hearing") and about:
            is_early = one.issued is None or f"{one.issued:%Y-%m-%d}" <= str(held.body["wanted_by"])
            if held.digest in waiting and is_early:
                yield "thread-hearing-runs"
            return
    yield "thread-lifted-unheard"


def _delivery(one: Message, facts: Facts) -> Iterator[str]:
    if one.body.get("seal") in _seals(facts):
        yield "thread-reference"
    yield from _given(one, facts)


_OWN: Mapping[str, Callable[[Message, Facts], Iterator[str]]] = {
    "preservation_confirmed": _confirmed,
    "preservation_extension": _extension,
    "filing_recognised": _recognised,
    "path_withheld": _withheld,
    "basis_proposed": _proposed,
    "basis_answered": _agreed,
    "acceptance": _acceptance,
    "conditions_answered": _agreeing,
    "returned_or_destroyed": _returned,
    "extension_declined": _consulted,
    "postponement": _consulted,
    "refusal": _consulted,
    "confiscation_executed": _confiscated,
    "lifting_hearing": _hearing,
    "measure_lifted": _lifted,
    "delivery": _delivery,
    "partial_delivery": _delivery,
    "answer": _given,
}
