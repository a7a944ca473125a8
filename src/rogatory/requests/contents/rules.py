# SPDX-License-Identifier: Apache-2.0
"""The rules between fields of a body, which no JSON Schema can express.

A rule sees only fields that the schema found in order, so it never meets a wrong type there.
"""

from collections.abc import Callable, Iterator, Mapping

from rogatory.errors import Reason
from rogatory.requests import refusals
from rogatory.requests.contents.extradition_rules import (
    arrest_stated,
    part_granted,
    sentence_stated,
    submitted_for_nationality,
)
from rogatory.requests.contents.identifiers import identifier_reasons
from rogatory.requests.contents.parts import Body, listed, part_missing
from rogatory.requests.contents.property_rules import (
    measure_in_order,
    order_to_be_enforced,
    property_identified,
    rest_stated,
    shares_within,
)
from rogatory.requests.contents.terms import AFTER_FILING, HOLD, HOLD_START, HOLD_TERMS
from rogatory.requests.kinds.assistance_contents import FACTS
from rogatory.requests.kinds.families import (
    INFORMATION,
    OFFER,
    ON_PROPERTY,
    PRESERVATION,
    REQUESTS,
)
from rogatory.requests.kinds.kind import MessageKind
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.wire.canonical import Json
from rogatory.wire.control_characters import is_unseen
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import P_


def broken_rules(kind: MessageKind, body: Body) -> Iterator[Reason]:
    for place, value in _walk("", body):
        if isinstance(value, str):
            yield from _control_characters(place, value)
        elif isinstance(value, Mapping):
            yield from _object_rules(place, value)
    for rule in _RULES.get(kind.name, ()):
        yield from rule(kind, body)


def _walk(place: str, value: Json) -> Iterator[tuple[str, Json]]:
    yield place.lstrip("."), value
    if isinstance(value, Mapping):
        for name in value:
            yield from _walk(f"{place}.{name}", value[name])
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(f"{place}.{index}", item)


def _control_characters(place: str, text: str) -> Iterator[Reason]:
    """Yield controls other than line and tab; and marks that make text read in another order than
    it is.
    """
    for character in text:
        if is_unseen(character):
            yield refusals.CONTENT_CONTROL.because(field=place, character=f"U+{ord(character):04X}")
            return


def _object_rules(place: str, value: Body) -> Iterator[Reason]:
    begin, end = value.get("from"), value.get("until")
    if isinstance(begin, str) and isinstance(end, str) and begin > end:
        yield refusals.PERIOD_BACKWARDS.because(field=place)
    if {"type", "value"} <= value.keys():
        yield from identifier_reasons(place, value)
    yield from _accounts_of_a_service(place, value)


def _accounts_of_a_service(place: str, item: Body) -> Iterator[Reason]:
    """Require that an account is one of a service, which the identifier or the item around it
    names.
    """
    if not {"service", "exchange"}.isdisjoint(item):
        return
    for index, one in enumerate(listed(item.get("identifiers"))):
        if isinstance(one, Mapping) and one.get("type") == "account" and "service" not in one:
            yield refusals.ACCOUNT_WITHOUT_SERVICE.because(field=f"{place}.identifiers.{index}")


def _custodian_named(kind: MessageKind, body: Body) -> Iterator[Reason]:
    custodian = body.get("custodian")
    if not isinstance(custodian, Mapping):
        return
    named = not {"name", "location", "state"}.isdisjoint(custodian)
    if custodian["known"] is True and not named:
        yield part_missing(kind, "custodian.name")
    if custodian["known"] is False and named:
        problem = P_("it names a custodian and states that none is known")
        yield refusals.CONTENT_FORM.because(field="custodian", problem=problem)


def _data_dated(_: MessageKind, body: Body) -> Iterator[Reason]:
    """Require that stored traffic or content is of some time: a range, or the moments of its
    identifiers.
    """
    if "period" in body:
        return
    for index, item in enumerate(listed(body.get("data"))):
        if isinstance(item, Mapping) and item["category"] != "subscriber" and not _is_dated(item):
            yield refusals.DATA_WITHOUT_PERIOD.because(field=f"data.{index}.period")


def _independently_authorised(_: MessageKind, body: Body) -> Iterator[Reason]:
    """Require that the police are not named as independent, and that an authorisation that states its
    categories covers each that is asked for. Line 39 of the law's list (article 24(2)).
    """
    given = body.get("independent_authorisation")
    if not isinstance(given, Mapping):
        return
    if given.get("authority_kind") == "police_authority":
        field = "independent_authorisation.authority_kind"
        yield refusals.AUTHORISED_BY_POLICE.because(field=field)
    covered = given.get("categories")
    if not isinstance(covered, list):
        return
    for index, item in enumerate(listed(body.get("data"))):
        if isinstance(item, Mapping) and item["category"] not in covered:
            yield refusals.AUTHORISATION_CATEGORY.because(
                field=f"data.{index}.category", category=str(item["category"])
            )


def _is_dated(item: Body) -> bool:
    named = listed(item.get("identifiers"))
    return "period" in item or any(isinstance(one, Mapping) and "at" in one for one in named)


def _urgency_reasoned(_: MessageKind, body: Body) -> Iterator[Reason]:
    urgency = body.get("urgency")
    if not isinstance(urgency, Mapping) or urgency["level"] == "routine" or "reason" in urgency:
        return
    is_emergency = urgency["level"] == "emergency"
    code = refusals.DANGER_NOT_STATED if is_emergency else refusals.URGENCY_WITHOUT_REASON
    yield code.because(field="urgency.reason")


def _hold_in_order(_: MessageKind, body: Body) -> Iterator[Reason]:
    """Yield how long a hold must last is the law of the request, which is judged where it is known."""
    if "hold_start" not in body or "hold_end" not in body:
        return
    if parse_moment(body["hold_end"]) <= parse_moment(body["hold_start"]):
        yield refusals.HOLD_BACKWARDS.because(field="hold_end")


def _terms_sound(kind: MessageKind, body: Body) -> Iterator[Reason]:
    """Require that each term is stated once and ends after days or with an event; a hold is one of
    data that are to be held. Whether the instrument has such a term is the law of the request.
    """
    named: set[Json] = set()
    for index, term in enumerate(listed(body.get("terms"))):
        if not isinstance(term, Mapping):
            continue
        place, name = f"terms.{index}", term["id"]
        if name in named:
            problem = P_("it states a term that another entry states")
            yield refusals.CONTENT_FORM.because(field=f"{place}.id", problem=problem)
        named.add(name)
        if name in HOLD_TERMS and kind.name not in PRESERVATION:
            problem = P_("only a request to preserve data states how long these are held")
            yield refusals.CONTENT_FORM.because(field=f"{place}.id", problem=problem)
        if name != HOLD and HOLD_START in listed(term["from"]):
            problem = P_("only a hold is counted from the start of the hold")
            yield refusals.CONTENT_FORM.because(field=f"{place}.from", problem=problem)
        yield from _term_ends(kind, place, term)


def _term_ends(kind: MessageKind, place: str, term: Body) -> Iterator[Reason]:
    ends, other = ("until", "days") if term["id"] == AFTER_FILING else ("days", "until")
    if ends not in term:
        yield part_missing(kind, f"{place}.{ends}")
    if other in term:
        problem = P_("this term does not end so")
        yield refusals.CONTENT_FORM.because(field=f"{place}.{other}", problem=problem)


def _offence_placed(_: MessageKind, body: Body) -> Iterator[Reason]:
    """Require that an offence placed under the Convention in both ways is placed under one article."""
    offence = body.get("offence")
    if not isinstance(offence, Mapping):
        return
    stated = offence.get("convention_article")
    of_convention = {
        str(one["article"])
        for one in listed(offence.get("articles"))
        if isinstance(one, Mapping) and one["instrument"] == THE_CONVENTION
    }
    if "convention_article" in offence and of_convention and str(stated) not in of_convention:
        problem = P_("it names another article of the Convention than the other field")
        yield refusals.CONTENT_FORM.because(field="offence.articles", problem=problem)


def _segments_agree(_: MessageKind, body: Body) -> Iterator[Reason]:
    payload, segments, size = (
        body.get(name) for name in ("payload_size", "segments", "segment_size")
    )
    if not isinstance(payload, int) or not isinstance(segments, int) or not isinstance(size, int):
        return
    if segments != -(-payload // size):
        problem = P_("it is not the number of segments that the payload fills")
        yield refusals.CONTENT_FORM.because(field="segments", problem=problem)


def _holds_is_not_abandoned(_: MessageKind, body: Body) -> Iterator[Reason]:
    if body.get("holds") in listed(body.get("abandoned")):
        problem = P_("it names the message that holds")
        yield refusals.CONTENT_FORM.because(field="abandoned", problem=problem)


def _consulted(_: MessageKind, body: Body) -> Iterator[Reason]:
    """Require that the record of a consultation is whole. Whether one is owed is the law of the
    request.
    """
    record = body.get("consultation")
    if isinstance(record, Mapping) and "message" not in record:
        for part in ("with", "at", "outcome"):
            if part not in record:
                yield refusals.CONSULTATION_MISSING.because(field=f"consultation.{part}")


def _is_emergency(kind: MessageKind, body: Body) -> Iterator[Reason]:
    yield from _urgency_in(kind, body, {"emergency"}, "emergency")


def _could_not_wait(kind: MessageKind, body: Body) -> Iterator[Reason]:
    yield from _urgency_in(kind, body, {"urgent", "emergency"}, "oral_request")


def _urgency_in(kind: MessageKind, body: Body, allowed: set[str], cites: str) -> Iterator[Reason]:
    urgency = body.get("urgency")
    if isinstance(urgency, Mapping) and urgency["level"] not in allowed:
        yield refusals.URGENCY_OF_KIND.because(
            field="urgency.level",
            kind=kind.name,
            level=str(urgency["level"]),
            cites=cites,
        )


def _facts_unless_served(kind: MessageKind, body: Body) -> Iterator[Reason]:
    """Require facts; they may be left out only where documents are to be served and nothing else is
    sought.
    """
    if "facts" not in body and body.get("measures") not in (None, ["serve_documents"]):
        yield refusals.CONTENT_MISSING.because(
            field=FACTS.key, label=FACTS.label, cites=kind.content_cites(FACTS.key)
        )


def _declined_with_reasons(_: MessageKind, body: Body) -> Iterator[Reason]:
    if body.get("decision") == "declined" and "reasons" not in body:
        yield refusals.REASONS_MISSING.because(field="reasons")


def _each_declined_with_reason(_: MessageKind, body: Body) -> Iterator[Reason]:
    for index, one in enumerate(listed(body.get("conditions"))):
        if isinstance(one, Mapping) and one["decision"] == "declined" and "reason" not in one:
            yield refusals.REASONS_MISSING.because(field=f"conditions.{index}.reason")


def _continued_with_reasons(_: MessageKind, body: Body) -> Iterator[Reason]:
    if body.get("decision") == "continue" and "reasons" not in body:
        yield refusals.REASONS_MISSING.because(field="reasons")


def _no_emergency(kind: MessageKind, body: Body) -> Iterator[Reason]:
    """Refuse an emergency: it is a danger to life or safety (article 2(o)); property and the presence of a person are neither."""
    yield from _urgency_in(kind, body, {"routine", "urgent"}, "emergency")


def _items_of_a_package(_: MessageKind, body: Body) -> Iterator[Reason]:
    if "items_concerned" in body and "seal" not in body:
        problem = P_("items are named, and no package that contains them")
        yield refusals.CONTENT_FORM.because(field="seal", problem=problem)
    if body.get("act") == "returned" and "tombstones" in body:
        problem = P_("records of what was returned are not destroyed")
        yield refusals.CONTENT_FORM.because(field="tombstones", problem=problem)


def _late_with_reason(_: MessageKind, body: Body) -> Iterator[Reason]:
    if body.get("prior_notice") is False and "reason" not in body:
        yield refusals.NOTICE_LATE_WITHOUT_REASON.because(field="reason")


_ORDINARY = (_urgency_reasoned, _terms_sound, _offence_placed)

_RULES: Mapping[str, tuple[Callable[[MessageKind, Body], Iterator[Reason]], ...]] = {
    **dict.fromkeys(REQUESTS | INFORMATION | OFFER, _ORDINARY),
    "preservation": (_custodian_named, _data_dated, *_ORDINARY),
    "mla_stored_data": (_data_dated, *_ORDINARY),
    "evidence_collection": (_data_dated, *_ORDINARY),
    "emergency_data": (_custodian_named, *_ORDINARY, _is_emergency),
    "mla_general": (_facts_unless_served, *_ORDINARY),
    "oral_request": (_urgency_reasoned, _could_not_wait),
    **dict.fromkeys(
        ("mla_realtime_traffic", "mla_interception"), (*_ORDINARY, _independently_authorised)
    ),
    "preservation_confirmed": (_custodian_named, _hold_in_order),
    **dict.fromkeys(ON_PROPERTY, (*_ORDINARY, _no_emergency, property_identified)),
    "asset_confiscation": (
        *_ORDINARY,
        _no_emergency,
        property_identified,
        order_to_be_enforced,
    ),
    "measure_executed": (measure_in_order, property_identified),
    "confiscation_executed": (property_identified, rest_stated),
    "return_decided": (property_identified, shares_within, rest_stated),
    "spontaneous_information": (*_ORDINARY, property_identified),
    "answer": (property_identified,),
    "lifting_hearing_answer": (_continued_with_reasons,),
    "extradition": (*_ORDINARY, _no_emergency, arrest_stated, sentence_stated),
    "extradition_decided": (part_granted,),
    "refusal": (_consulted, submitted_for_nationality),
    "extension_declined": (_consulted,),
    "path_withheld": (_consulted,),
    "basis_answered": (_declined_with_reasons,),
    "offer_answered": (_declined_with_reasons,),
    "postponement": (_consulted,),
    "conditions_answered": (_each_declined_with_reason,),
    "delivery": (_segments_agree,),
    "partial_delivery": (_segments_agree,),
    "use_consent": (_declined_with_reasons,),
    "onward_transfer_authorisation": (_declined_with_reasons,),
    "exculpatory_notice": (_late_with_reason,),
    "returned_or_destroyed": (_items_of_a_package,),
    "repair": (_holds_is_not_abandoned,),
}
