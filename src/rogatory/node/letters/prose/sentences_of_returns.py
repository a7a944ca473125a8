# SPDX-License-Identifier: Apache-2.0
"""Claims to confiscated property and their shares in it, the costs deducted, and the agreement on its disposal."""

from collections.abc import Iterator

from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.prose.sentences_of_parts import capitalised, indented
from rogatory.node.printing.blocks import LabelledText
from rogatory.wire.words import N_

type _Lines = Iterator[LabelledText]


def claims(reader: BodyReader, at: str) -> _Lines:
    """Return each claim, in the order of the request, with what is claimed and why."""
    for number, entry in enumerate(reader.entries(at), 1):
        yield from _of_whom(reader, number, f"{entry}/claimant")
        yield from indented(
            reader.sentence(N_("The claim is made for {value}."), value=f"{entry}/name")
        )
        yield from indented(
            reader.sentence(N_("The amount claimed is {sum} {currency}."), **_amount(entry))
        )
        yield from indented(reader.blocks(f"{entry}/reasons"))


def shares(reader: BodyReader, at: str) -> _Lines:
    """Return each share, in the order of the decision, with its amount and the reasons."""
    for number, entry in enumerate(reader.entries(at), 1):
        yield from _of_whom(reader, number, f"{entry}/beneficiary")
        yield from indented(reader.sentence(N_("The recipient is {value}."), value=f"{entry}/name"))
        yield from indented(
            reader.sentence(N_("The share amounts to {sum} {currency}."), **_amount(entry))
        )
        yield from indented(reader.blocks(f"{entry}/reasons"))


def deducted(reader: BodyReader, at: str) -> _Lines:
    """Return the costs that the requested State deducts."""
    yield from reader.sentence(N_("Costs of {sum} {currency} are deducted."), **_amount(at))
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


def _of_whom(reader: BodyReader, number: int, at: str) -> _Lines:
    for text in reader.sentence(N_("{category}:"), category=at):
        yield capitalised(text)._replace(label=reader.words.bracketed(number))


def _amount(at: str) -> dict[str, str]:
    return {"sum": f"{at}/amount/sum", "currency": f"{at}/amount/currency"}
