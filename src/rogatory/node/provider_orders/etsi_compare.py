# SPDX-License-Identifier: Apache-2.0
"""Compare an HI-1 message with the order that it names.

The message is not signed: anybody who carries it can add an account to it and leave the order's digest as it was.
So it is compared with what is written from the order, element by element.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice, zip_longest
from uuid import UUID

from rogatory.errors import Phrase, Refused, refuse_if_any
from rogatory.node.printing.shown_text import shown_line
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.document import OrderDocument
from rogatory.node.provider_orders.etsi_elements import Hi1Endpoint
from rogatory.node.provider_orders.etsi_names import PROFILE_OWNER, PROFILE_VERSION, XSI
from rogatory.node.provider_orders.etsi_read import Hi1Message, XmlPart, parse_parts
from rogatory.node.provider_orders.etsi_write import Hi1Envelope, write_hi1
from rogatory.wire.words import P_, FilledText

MOST_DIFFERENCES = 20
"""Differences that are reported: a message of another order would make a report without an end."""

LONGEST_SHOWN = 200
"""Characters of a text in a difference: a text may have the size of the message."""


def refuse_differing(message: Hi1Message, order: OrderDocument) -> None:
    """Refuse a message that is not what is written from this order for its receiver.

    Comments, prefixes and white space between elements count as nothing; every element and attribute counts.

    Raises:
        Refused: with each difference, up to a number.
    """
    found = f"{message.profile[0]} {message.profile[1]}"
    if message.profile != (PROFILE_OWNER, PROFILE_VERSION):
        other = FilledText(
            P_("it was written by another profile, {profile}, and cannot be compared"),
            profile=found,
        )
        raise Refused(refusals.ETSI_OTHER.because(problem=other))
    try:
        envelope = Hi1Envelope(
            Hi1Endpoint(*message.receiver),
            UUID(message.transaction),
            datetime.fromisoformat(message.timestamp),
        )
    except ValueError as error:
        problem = P_("its transaction or its time is in no form that is written")
        raise Refused(refusals.ETSI_OTHER.because(problem=problem)) from error
    if envelope.at.tzinfo is None:
        problem = P_("its transaction or its time is in no form that is written")
        raise Refused(refusals.ETSI_OTHER.because(problem=problem))
    written = parse_parts(write_hi1(order, envelope))
    problems = islice(_differences(written, message.root, ""), MOST_DIFFERENCES)
    refuse_if_any(refusals.ETSI_OTHER.because(problem=one) for one in problems)


def _differences(written: XmlPart, found: XmlPart, path: str) -> Iterator[Phrase]:
    here = f"{path}/{written.shown_name}"
    if (written.space, written.name) != (found.space, found.name):
        other = FilledText(P_("{path} is {found}"), path=here, found=_short(found.shown_name))
        yield other
        return
    if _attributes(written) != _attributes(found):
        yield FilledText(P_("{path} has another type or other attributes"), path=here)
    if written.children:
        if found.text.strip():
            yield FilledText(P_("{path} has a text of its own"), path=here)
    elif written.text != found.text:
        yield FilledText(
            P_("{path} is {found}, and the order has {wanted}"),
            path=here,
            found=_short(found.text),
            wanted=_short(written.text),
        )
    for ours, theirs in zip_longest(written.children, found.children):
        if theirs is None:
            yield FilledText(P_("{path} is missing"), path=f"{here}/{ours.shown_name}")
        elif ours is None:
            name = _short(theirs.shown_name)
            yield FilledText(P_("{path} is not of the order"), path=f"{here}/{name}")
        else:
            yield from _differences(ours, theirs, here)


def _attributes(part: XmlPart) -> dict[str, str]:
    """Return the attributes, the type of an object by its namespace."""
    found = dict(part.attributes)
    if (kind := found.get(f"{XSI} type")) is not None:
        prefix, _, name = kind.strip().rpartition(":")
        found[f"{XSI} type"] = f"{part.prefixes.get(prefix, '')} {name}"
    return found


def _short(text: str) -> str:
    short = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return f"“{shown_line(short)}”"
