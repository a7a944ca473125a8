# SPDX-License-Identifier: Apache-2.0
"""What a body must keep that no JSON Schema can say: rules between fields.

A rule sees only fields that the schema found in order, so it never meets a wrong type there.
"""

import ipaddress
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta

from rogatory.errors import Reason
from rogatory.requests import refusals
from rogatory.requests.kind import Kind
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment

SHORTEST_HOLD = timedelta(days=60)
"""Article 42(8) (certainty: parallel): a preservation lasts at least sixty days."""

type Body = Mapping[str, Json]

_PLAIN_CONTROLS = "\n\t"
_OVERRIDES = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def part_missing(kind: Kind, field: str) -> Reason:
    """That a part of a field, named by its path, is missing: with the article of the whole."""
    key = field.partition(".")[0]
    content = next(found for found in kind.contents if found.key == key)
    code = (
        refusals.CONTENT_PRACTICE_PART_MISSING
        if content.certainty == "practice"
        else refusals.CONTENT_PART_MISSING
    )
    return code.because(
        field=field, label=content.label, article=content.article, certainty=content.certainty
    )


def broken_rules(kind: Kind, body: Body) -> Iterator[Reason]:
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
    """Controls other than line and tab; and marks that make text read in another order than it is."""
    for character in text:
        is_control = unicodedata.category(character) == "Cc" and character not in _PLAIN_CONTROLS
        if is_control or character in _OVERRIDES:
            yield refusals.CONTENT_CONTROL.because(field=place, character=f"U+{ord(character):04X}")
            return


def _object_rules(place: str, value: Body) -> Iterator[Reason]:
    if set(value) == {"from", "until"} and str(value["from"]) > str(value["until"]):
        yield refusals.PERIOD_BACKWARDS.because(field=place)
    if value.get("type") == "ip":
        yield from _network_address(place, value)


def _network_address(place: str, identifier: Body) -> Iterator[Reason]:
    if "at" not in identifier:
        yield refusals.ADDRESS_WITHOUT_MOMENT.because(field=place)
    try:
        ipaddress.ip_address(str(identifier.get("value")))
    except ValueError:
        shown = ascii(identifier.get("value"))[:40]
        yield refusals.ADDRESS_FORM.because(field=place, value=shown)


def _custodian_named(kind: Kind, body: Body) -> Iterator[Reason]:
    custodian = body.get("custodian")
    if not isinstance(custodian, Mapping):
        return
    named = "name" in custodian or "location" in custodian
    if custodian["known"] is True and not named:
        yield part_missing(kind, "custodian.name")
    if custodian["known"] is False and named:
        problem = "it names a custodian and says that none is known"
        yield refusals.CONTENT_FORM.because(field="custodian", problem=problem)


def _urgency_reasoned(_: Kind, body: Body) -> Iterator[Reason]:
    urgency = body.get("urgency")
    if not isinstance(urgency, Mapping) or urgency["level"] == "routine" or "reason" in urgency:
        return
    is_emergency = urgency["level"] == "emergency"
    code = refusals.DANGER_NOT_STATED if is_emergency else refusals.URGENCY_WITHOUT_REASON
    yield code.because(field="urgency.reason")


def _long_enough(_: Kind, body: Body) -> Iterator[Reason]:
    if "hold_start" not in body or "hold_end" not in body:
        return
    lasts = parse_moment(body["hold_end"]) - parse_moment(body["hold_start"])
    if lasts < SHORTEST_HOLD:
        yield refusals.HOLD_TOO_SHORT.because(
            field="hold_end", days=lasts.days, least=SHORTEST_HOLD.days
        )


def _segments_agree(_: Kind, body: Body) -> Iterator[Reason]:
    payload, segments, size = (
        body.get(name) for name in ("payload_size", "segments", "segment_size")
    )
    if not isinstance(payload, int) or not isinstance(segments, int) or not isinstance(size, int):
        return
    if segments != -(-payload // size):
        problem = "it is not the number of segments that the payload fills"
        yield refusals.CONTENT_FORM.because(field="segments", problem=problem)


def _holds_is_not_abandoned(_: Kind, body: Body) -> Iterator[Reason]:
    abandoned = body.get("abandoned")
    if isinstance(abandoned, list) and body.get("holds") in abandoned:
        problem = "it names the message that holds"
        yield refusals.CONTENT_FORM.because(field="abandoned", problem=problem)


_RULES: Mapping[str, tuple[Callable[[Kind, Body], Iterator[Reason]], ...]] = {
    "preservation": (_custodian_named, _urgency_reasoned),
    "preservation_confirmed": (_custodian_named, _long_enough),
    "mla_stored_data": (_urgency_reasoned,),
    "delivery": (_segments_agree,),
    "repair": (_holds_is_not_abandoned,),
}
