# SPDX-License-Identifier: Apache-2.0
"""Claims to confiscated property and their shares in it, the costs deducted, and the agreement on its disposal."""

from collections.abc import Callable, Iterator

from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.prose.sentences_of_parts import category_of, indented
from rogatory.node.letters.prose.sentences_of_property import amount
from rogatory.node.printing.blocks import LabelledText
from rogatory.wire.words import N_

type _Lines = Iterator[LabelledText]


def _by_person(role: str, named: str, stated: str) -> Callable[[BodyReader, str], _Lines]:
    """Return each entry in its order, with the person in that role, the amount and the reasons. `named` and `stated`
    are the sentences for the person's name and for the amount.
    """

    def write(reader: BodyReader, at: str) -> _Lines:
        for number, entry in enumerate(reader.entries(at), 1):
            yield from category_of(reader, number, f"{entry}/{role}")
            yield from indented(reader.sentence(named, value=f"{entry}/name"))
            yield from indented(amount(reader, stated, entry))
            yield from indented(reader.blocks(f"{entry}/reasons"))

    return write


claims = _by_person(
    "claimant",
    N_("The claim is made for {value}."),
    N_("The amount claimed is {sum} {currency}."),
)
shares = _by_person(
    "beneficiary",
    N_("The recipient is {value}."),
    N_("The share amounts to {sum} {currency}."),
)


def deducted(reader: BodyReader, at: str) -> _Lines:
    """Return the costs that the requested State deducts."""
    yield from amount(reader, N_("Costs of {sum} {currency} are deducted."), at)
    yield from reader.blocks(f"{at}/reasons")


def disposal_agreement(reader: BodyReader, at: str) -> _Lines:
    """Return the agreement on the disposal that is relied on."""
    parts = {"title": f"{at}/title", "date": f"{at}/date"}
    if reader.parts_of(f"{at}/date"):
        yield from reader.sentence(
            N_("The following agreement on the disposal is relied on: {title}, of {date}."), **parts
        )
    else:
        yield from reader.sentence(
            N_("The following agreement on the disposal is relied on: {title}."),
            title=parts["title"],
        )
    yield from reader.sentence(N_("The provision relied on is {value}."), value=f"{at}/provision")
