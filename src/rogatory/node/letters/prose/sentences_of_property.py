# SPDX-License-Identifier: Apache-2.0
"""Sentences on property, on what it is worth, and on the confiscation that is sought of it."""

from collections.abc import Iterator, Mapping

from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.prose.sentences_of_parts import (
    by_value,
    category_of,
    decided,
    indented,
)
from rogatory.node.printing.blocks import LabelledText
from rogatory.wire.words import N_

type _Lines = Iterator[LabelledText]


def property_items(reader: BodyReader, at: str) -> _Lines:
    """Return each item of property with its value, its place and its holder; the numbers and addresses by
    which it is found go into an annex.
    """
    for number, entry in enumerate(reader.entries(at), 1):
        yield from category_of(reader, number, f"{entry}/sort")
        yield from indented(reader.blocks(f"{entry}/description"))
        yield from indented(amount(reader, N_("Its estimated value is {sum} {currency}."), entry))
        for part, template in _OF_PROPERTY.items():
            yield from indented(reader.sentence(template, value=f"{entry}/{part}"))
    if reader.left(at):
        yield reader.own(
            reader.words(
                N_("The numbers and addresses that identify the property are set out in annex B.")
            )
        )


_OF_PROPERTY: Mapping[str, str] = {
    "exchange": N_("It is kept at the following exchange: {value}."),
    "holder": N_("It is held in the name of {value}."),
    "location": N_("It is situated at the following place: {value}."),
    "state": N_("It is situated in the following State: {value}."),
}


def amount(reader: BodyReader, template: str, at: str) -> _Lines:
    """Return a sentence with the amount that a part states."""
    parts = {part: f"{at}/amount/{part}" for part in ("sum", "currency")}
    yield from reader.sentence(template, **parts)


def confiscation_sought(reader: BodyReader, at: str) -> _Lines:
    """Return the way in which confiscation is sought, with the order that is to be enforced where there is one."""
    way = reader.value(f"{at}/way")
    if isinstance(way, str) and way in _WAYS:
        reader.note(f"{at}/way")
        yield reader.own(reader.words(_WAYS[way]))
    yield from decided(reader, _ISSUED, f"{at}/order")
    yield from _FINALITY(reader, f"{at}/final")
    yield from reader.introduced(
        N_("The order is to be enforced to the following extent:"), f"{at}/extent"
    )
    yield from reader.introduced(
        N_("The persons concerned were notified and could be heard as follows:"), f"{at}/notified"
    )


_WAYS: Mapping[str, str] = {
    "obtain_order": N_(
        "It is requested that the competent authorities of the requested State obtain an order of confiscation under "
        "its law and, if it is granted, give effect to it."
    ),
    "enforce_order": N_(
        "It is requested that the competent authorities of the requested State give effect to the order of "
        "confiscation described below."
    ),
}
_ISSUED = N_(
    "The order was issued by the following authority: {authority} (reference {reference}, {date})."
)
_FINALITY = by_value({True: N_("The order is final."), False: N_("The order is not final.")})
