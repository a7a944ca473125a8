# SPDX-License-Identifier: Apache-2.0
"""The proceedings in which a letter is written: the offence, their subject, who conducts them."""

from collections.abc import Iterator, Mapping

from rogatory.node.letters.citations import cited_in_full
from rogatory.node.letters.prose.counting import PENALTY
from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.references import offence_provision
from rogatory.node.printing.blocks import LabelledText
from rogatory.wire.words import N_

type _Lines = Iterator[LabelledText]

IN_ANNEX_A = N_("Further particulars of the offence are set out in annex A.")


def offence(reader: BodyReader, at: str) -> _Lines:
    yield from reader.sentence(
        N_("The offence concerned is “{title}” ({provision})."),
        title=f"{at}/title",
        provision=f"{at}/provision",
    )
    yield from _corresponding(reader, f"{at}/convention_article")
    years = f"{at}/maximum_years"
    if reader.value(years) == 0:
        reader.note(years)
        yield reader.own(reader.words(N_("That provision provides no deprivation of liberty.")))
    else:
        yield from reader.counted(PENALTY, years)
    if reader.value(f"{at}/corruption") is True:
        reader.note(f"{at}/corruption")
        yield reader.own(reader.words(N_("It is an offence of corruption.")))
    elif reader.value(f"{at}/corruption") is False:
        reader.note(f"{at}/corruption")
    if reader.left(at):
        yield reader.own(reader.words(IN_ANNEX_A))


def _corresponding(reader: BodyReader, at: str) -> _Lines:
    """Return the provision of the letter's instrument that the offence corresponds to. Under
    another instrument than the Convention its article, which the message may name, is not cited.
    """
    article, values, words = reader.value(at), reader.values, reader.words
    if article is None or values.basis is not None:
        reader.note(at)
    found = offence_provision(values, article)
    if found is not None:
        text = cited_in_full(found.articles, found.instrument, values.instruments, words)
        yield reader.own(words.say(CORRESPONDS, provision=text))


CORRESPONDS = N_("It corresponds to the offence defined in the following provision: {provision}.")


def subject(reader: BodyReader, at: str) -> _Lines:
    """Return the kind of the proceedings, and their subject."""
    nature = reader.value(f"{at}/nature")
    if isinstance(nature, str) and nature in _NATURES and reader.parts_of(f"{at}/subject"):
        reader.note(f"{at}/nature")
        yield from reader.introduced(_NATURES[nature], f"{at}/subject")


_NATURES: Mapping[str, str] = {
    "investigation": N_("This request is made in an investigation on the following subject:"),
    "prosecution": N_("This request is made in a prosecution on the following subject:"),
    "judicial_proceeding": N_(
        "This request is made in a judicial proceeding on the following subject:"
    ),
}


def conducting_authority(reader: BodyReader, at: str) -> _Lines:
    yield from reader.sentence(
        N_("The proceedings are conducted by the following authority: {name}."), name=f"{at}/name"
    )
    yield from reader.sentence(
        N_("Its functions are as follows: {value}."), value=f"{at}/functions"
    )
