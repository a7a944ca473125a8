# SPDX-License-Identifier: Apache-2.0
"""The person sought, the warrant, provisional arrest, the rule of speciality and the surrender, as sentences of a letter."""

from collections.abc import Iterator, Mapping

from rogatory.node.letters.prose.counting import CUSTODY, PENALTY
from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.prose.sentences_of_parts import decided, indented
from rogatory.node.printing.blocks import LabelledText
from rogatory.wire.words import N_

type _Lines = Iterator[LabelledText]


def person_sought(reader: BodyReader, at: str) -> _Lines:
    """Return the identity of the person; the identifiers by which they are found go into an annex."""
    yield from reader.sentence(N_("The person sought is {value}."), value=f"{at}/name")
    yield from reader.sentence(
        N_("The person was born on {date} in {place}."),
        date=f"{at}/birth_date",
        place=f"{at}/birth_place",
    )
    yield from reader.sentence(
        N_("The nationality of the person is {value}."), value=f"{at}/nationality"
    )
    yield from reader.sentence(
        N_("The person is believed to be at the following place: {value}."), value=f"{at}/location"
    )
    yield from reader.introduced(N_("The person is described as follows:"), f"{at}/description")


def further_offences(reader: BodyReader, at: str) -> _Lines:
    """Return each further offence with its provision, penalty, conduct and limitation."""
    for number, entry in enumerate(reader.entries(at), 1):
        for text in reader.sentence(
            N_("“{title}” ({provision})."), title=f"{entry}/title", provision=f"{entry}/provision"
        ):
            yield text._replace(label=reader.words.bracketed(number))
        yield from indented(reader.counted(PENALTY, f"{entry}/maximum_years"))
        yield from indented(reader.blocks(f"{entry}/conduct"))
        yield from indented(
            reader.introduced(N_("Limitation is as follows:"), f"{entry}/limitation")
        )


def warrant(reader: BodyReader, at: str) -> _Lines:
    """Return the document on which the request rests, and what the person is sought for."""
    purpose, sort = reader.value("/sought_for"), reader.value(f"{at}/sort")
    if isinstance(purpose, str) and purpose in _PURPOSES:
        reader.note("/sought_for")
        yield reader.own(reader.words(_PURPOSES[purpose]))
    if isinstance(sort, str) and sort in _DOCUMENTS:
        reader.note(f"{at}/sort")
        yield from decided(reader, _DOCUMENTS[sort], at)
    final = reader.value(f"{at}/final")
    if isinstance(final, bool):
        reader.note(f"{at}/final")
        yield reader.own(reader.words(_FINAL if final else _NOT_FINAL))


_PURPOSES: Mapping[str, str] = {
    "prosecution": N_("The person is sought for prosecution."),
    "sentence": N_("The person is sought to serve a sentence."),
}
_DOCUMENTS: Mapping[str, str] = {
    "arrest_warrant": N_(
        "An arrest warrant was issued by the following authority: {authority} (reference {reference}, {date})."
    ),
    "judgement": N_(
        "The judgement was given by the following authority: {authority} (reference {reference}, {date})."
    ),
}
_FINAL = N_("The judgement is final.")
_NOT_FINAL = N_("The judgement is not final.")


def sentence(reader: BodyReader, at: str) -> _Lines:
    """Return the sentence, and what remains of it."""
    yield from reader.sentence(N_("The sentence imposed is {value}."), value=f"{at}/imposed")
    yield from reader.sentence(N_("What remains to be served is {value}."), value=f"{at}/remaining")


def arrest_sought(reader: BodyReader, at: str) -> _Lines:
    """Return whether provisional arrest is sought, or was ordered, with reasons and order."""
    stated = reader.value(f"{at}/arrest")
    if isinstance(stated, str) and stated in _ARRESTS:
        reader.note(f"{at}/arrest")
        yield reader.own(reader.words(_ARRESTS[stated]))
    yield from decided(
        reader,
        N_(
            "It was ordered by the following authority: {authority} (reference {reference}, {date})."
        ),
        f"{at}/order",
    )
    yield from reader.introduced(N_("The reasons are as follows:"), f"{at}/reasons")


_ARRESTS: Mapping[str, str] = {
    "not_sought": N_("Provisional arrest is not sought."),
    "sought": N_(
        "It is requested that the person be arrested provisionally, as far as the law of the requested State allows it."
    ),
    "ordered": N_("Provisional arrest has been ordered in the requested State."),
}


def speciality(reader: BodyReader, _: str) -> _Lines:
    """Return where a rule of speciality is laid down, which is never the instrument of the letter; without one,
    that this letter states none.
    """
    at = "/speciality"
    source = reader.value(f"{at}/source")
    if not isinstance(source, str) or source not in _SOURCES:
        yield reader.own(reader.words(_NO_SPECIALITY))
        return
    reader.note(f"{at}/source")
    yield from reader.sentence(_SOURCES[source], title=f"{at}/title")
    yield from reader.sentence(N_("The provision relied on is {value}."), value=f"{at}/provision")
    yield from reader.introduced(N_("Its effect is as follows:"), f"{at}/effect")


_SOURCES: Mapping[str, str] = {
    "other_treaty": N_("A rule of speciality applies. It is laid down in another treaty: {title}."),
    "domestic_law": N_("A rule of speciality applies. It is laid down in domestic law: {title}."),
}
_NO_SPECIALITY = N_("This communication relies on no rule of speciality.")


def extradition_treaty(reader: BodyReader, at: str) -> _Lines:
    """Return the treaty on extradition of the two States."""
    if reader.parts_of(f"{at}/date"):
        yield from reader.sentence(
            N_("The following treaty on extradition applies: {title}, of {date}."),
            title=f"{at}/title",
            date=f"{at}/date",
        )
    else:
        yield from reader.sentence(
            N_("The following treaty on extradition applies: {title}."), title=f"{at}/title"
        )
    yield from reader.sentence(N_("The provision relied on is {value}."), value=f"{at}/provision")


def prosecution_submission(reader: BodyReader, at: str) -> _Lines:
    """Return the authority to which the case was submitted, with reference and date as far as they are stated."""
    yield from reader.sentence(
        N_("The case was submitted for prosecution to the following authority: {value}."),
        value=f"{at}/authority",
    )
    yield from reader.sentence(N_("Its reference is {value}."), value=f"{at}/reference")
    yield from reader.sentence(N_("It was submitted on {value}."), value=f"{at}/date")


def custody(reader: BodyReader, at: str) -> _Lines:
    """Return the days that the person spent in custody for the extradition."""
    yield from reader.counted(CUSTODY, at)
