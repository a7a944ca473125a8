# SPDX-License-Identifier: Apache-2.0
"""Fields of a body that have parts, each as the sentences of a letter."""

from collections.abc import Callable, Iterator, Mapping

from rogatory.node.letters.prose.counting import HOLD, PERSONS
from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.references import law_of
from rogatory.node.printing.blocks import LabelledText
from rogatory.node.printing.shown_text import PrintableText
from rogatory.requests.contents.terms import HOLD as HOLD_TERM
from rogatory.requests.contents.terms import stated_term
from rogatory.treaty.regimes import term_of
from rogatory.wire.words import N_

type _Lines = Iterator[LabelledText]
type _Writer = Callable[[BodyReader, str], _Lines]

SEPARATOR = N_("; ")
IN_ANNEX_B = N_("Further particulars are set out in annex B.")


def by_value(templates: Mapping[bool, str], decided_by: str = "") -> _Writer:
    """Return a sentence for each of two values, of the field itself or of another; where one of
    them needs no words, it has none.
    """

    def write(reader: BodyReader, at: str) -> _Lines:
        by = f"/{decided_by}" if decided_by else at
        value = reader.value(by)
        if not isinstance(value, bool):
            return
        reader.note(by)
        if decided_by:
            yield from reader.sentence(templates[value], value=at)
        elif templates[value]:
            yield reader.own(reader.words(templates[value]))

    return write


def validity(template: str, until: str, only_start: str = "") -> _Writer:
    """Return a sentence with a beginning and an end: of one field's parts, or of two fields."""

    def write(reader: BodyReader, at: str) -> _Lines:
        if reader.parts_of(f"{at}/from"):
            yield from reader.sentence(template, start=f"{at}/from", end=f"{at}/{until}")
        elif reader.parts_of(f"/{until}"):
            yield from reader.sentence(template, start=at, end=f"/{until}")
        elif only_start:
            yield from reader.sentence(only_start, start=at)

    return write


def each_with(part: str, intro: str) -> _Writer:
    """Return entries of a list, each a thing and what belongs to it."""

    def write(reader: BodyReader, at: str) -> _Lines:
        for number, entry in enumerate(reader.entries(at), 1):
            for text in reader.blocks(f"{entry}/item"):
                yield text._replace(label=reader.words.bracketed(number))
            yield from indented(reader.introduced(intro, f"{entry}/{part}"))

    return write


def indented(entries: _Lines) -> _Lines:
    """Return the texts that belong to an entry of a list, below it."""
    for entry in entries:
        yield entry._replace(level=entry.level + 1)


def duration(reader: BodyReader, _: str) -> _Lines:
    """Return for how long data are to be preserved: as the request states, else what the instrument
    gives as the least, where it does.
    """
    days, words = _least_days(reader), reader.words
    if days is None:
        yield reader.own(words(UNTIL_REQUEST))
        return
    yield reader.own(words.filled(words.counted(HOLD, days), {"count": days}))


def _least_days(reader: BodyReader) -> int | None:
    stated = stated_term(reader.values.body, HOLD_TERM)
    if stated is not None and stated.days is not None:
        return stated.days
    regime = law_of(reader.values)
    least = None if regime is None else term_of(regime, reader.values.kind, HOLD_TERM)
    return least.days if least is not None and least.bound == "least" else None


UNTIL_REQUEST = N_(
    "It is requested that the data be preserved for as long as is necessary to submit the request for "
    "mutual legal assistance."
)


def data(reader: BodyReader, at: str) -> _Lines:
    """Return each item of data with its period; the identifiers by which it is found go into an
    annex.
    """
    for number, entry in enumerate(reader.entries(at), 1):
        begin, end = f"{entry}/period/from", f"{entry}/period/until"
        category = f"{entry}/category"
        is_dated = reader.parts_of(begin) and reader.parts_of(end)
        places = {"category": category, "start": begin, "end": end}
        if reader.parts_of(category) and is_dated:
            lines = reader.sentence(
                N_("{category} for the period from {start} until {end}:"), **places
            )
        else:
            lines = reader.sentence(_CATEGORY, category=category)
        yield from _numbered(reader, number, lines)
        yield from indented(reader.blocks(f"{entry}/description"))
        service = N_("The service concerned is {value}.")
        yield from indented(reader.sentence(service, value=f"{entry}/service"))
    if reader.left(at):
        yield reader.own(
            reader.words(
                N_("The identifiers by which the data can be found are set out in annex B.")
            )
        )


def category_of(reader: BodyReader, number: int, at: str) -> _Lines:
    """Return the head of an entry of a list: its number, and what it is."""
    yield from _numbered(reader, number, reader.sentence(_CATEGORY, category=at))


_CATEGORY = N_("{category}:")


def _numbered(reader: BodyReader, number: int, lines: _Lines) -> _Lines:
    for text in lines:
        yield _capitalised(text)._replace(label=reader.words.bracketed(number))


def _capitalised(text: LabelledText) -> LabelledText:
    """Return a line that begins with a value of ours, which a list to choose from has in small
    letters.
    """
    first, *others = text.wordings
    begun = PrintableText(first.text[:1].upper() + first.text[1:])
    return text._replace(wordings=(first._replace(text=begun), *others))


def decided(reader: BodyReader, template: str, at: str) -> _Lines:
    """Return a sentence with the authority, reference and date of an order or a decision."""
    parts = {part: f"{at}/{part}" for part in ("authority", "reference", "date")}
    yield from reader.sentence(template, **parts)


def based_on(reader: BodyReader, at: str) -> _Lines:
    """Return the order of the requesting State on which a request is based."""
    yield from _authorised(
        reader,
        N_(
            "The request is based on an order of the following authority: {authority} (reference {reference}, {date})."
        ),
        at,
    )
    yield from reader.introduced(N_("The order extends to the following:"), f"{at}/scope")
    yield from reader.sentence(N_("The order is valid until {value}."), value=f"{at}/until")


def custodian(reader: BodyReader, at: str) -> _Lines:
    known = reader.value(f"{at}/known")
    if known is False:
        reader.note(f"{at}/known")
        yield reader.own(reader.words(UNKNOWN_CUSTODIAN))
    elif known is True and (reader.parts_of(f"{at}/name") or reader.parts_of(f"{at}/location")):
        reader.note(f"{at}/known")
    yield from reader.sentence(N_("The data are held by {value}."), value=f"{at}/name")
    yield from reader.sentence(_LOCATION, value=f"{at}/location")


UNKNOWN_CUSTODIAN = N_(
    "Neither the custodian of the data nor the location of the system is known to the authority."
)
_LOCATION = N_("The location of the system is {value}.")


def owner(reader: BodyReader, at: str) -> _Lines:
    yield from reader.sentence(
        N_("As far as is known, the owner or user of the system is {value}."),
        value=f"{at}/name",
    )
    yield from reader.sentence(_LOCATION, value=f"{at}/location")
    yield from reader.blocks(f"{at}/note")


def collection(reader: BodyReader, at: str) -> _Lines:
    yield from reader.sentence(
        N_("It is requested that the data be collected from {start} until {end}."),
        start=f"{at}/from",
        end=f"{at}/until",
    )
    yield from reader.introduced(
        N_("That period is necessary for the following reasons:"), f"{at}/reason"
    )


def authorisation(reader: BodyReader, at: str) -> _Lines:
    by_court = reader.value(f"{at}/independent") is True
    reader.note(f"{at}/independent")
    yield from _authorised(reader, _BY_COURT if by_court else _AUTHORISED, at)
    yield from reader.introduced(N_("The authorisation extends to the following:"), f"{at}/scope")
    yield from reader.sentence(N_("The authorisation is valid until {value}."), value=f"{at}/until")


def _authorised(reader: BodyReader, template: str, at: str) -> _Lines:
    """Return who ordered or authorised it, what kind of authority that is, and for which categories of data."""
    yield from decided(reader, template, at)
    yield from reader.sentence(
        N_("The kind of that authority is: {value}."), value=f"{at}/authority_kind"
    )
    covered = N_("It covers the following categories of data: {value}.")
    yield from reader.sentence(covered, value=f"{at}/categories")


_AUTHORISED = N_(
    "The measure was authorised under domestic law by the following authority: {authority} (reference "
    "{reference}, {date})."
)
_BY_COURT = N_(
    "The measure was authorised by a court or other independent authority: {authority} (reference {reference}, {date})."
)


def confidentiality(reader: BodyReader, at: str) -> _Lines:
    secret, silent = reader.value(f"{at}/secret"), reader.value(f"{at}/do_not_notify_user")
    if not isinstance(secret, bool) or not isinstance(silent, bool):
        return
    reader.note(f"{at}/secret", f"{at}/do_not_notify_user")
    if secret:
        yield reader.own(reader.words(KEEP_SECRET))
    if silent:
        yield reader.own(reader.words(N_("It is requested that the user not be informed.")))
    if not secret and not silent:
        yield reader.own(reader.words(N_("No confidentiality is requested.")))
    yield from reader.introduced(
        N_("The reason for confidentiality is the following:"), f"{at}/reason"
    )


def classification(reader: BodyReader, at: str) -> _Lines:
    """Return the protective marking of the State that writes, beside that of the other State."""
    yield from reader.sentence(
        N_("This communication is marked {marking}, under the following scheme: {scheme}."),
        marking=f"{at}/marking",
        scheme=f"{at}/scheme",
    )
    yield from reader.sentence(
        N_("The corresponding marking of the State to which it is addressed is {value}."),
        value=f"{at}/equivalent",
    )


KEEP_SECRET = N_(
    "It is requested that the existence and the contents of this communication be kept confidential, "
    "except to the extent necessary to act upon it."
)


def urgency(reader: BodyReader, at: str) -> _Lines:
    level = reader.value(f"{at}/level")
    if not isinstance(level, str) or level not in _LEVELS:
        return
    if level == "routine":
        reader.note(f"{at}/level")
        yield from reader.blocks(f"{at}/reason")
    elif reader.parts_of(f"{at}/reason"):
        reader.note(f"{at}/level")
        yield from reader.introduced(_LEVELS[level], f"{at}/reason")


_LEVELS: Mapping[str, str] = {
    "routine": "",
    "urgent": N_("This is urgent, for the following reason:"),
    "emergency": N_("This is an emergency, for the following reason:"),
}


def danger(reader: BodyReader, at: str) -> _Lines:
    yield from reader.introduced(
        N_("The danger to the life or safety of a person is the following:"), f"{at}/threat"
    )
    yield from reader.introduced(
        N_("The following persons are in danger:"), f"{at}/persons_at_risk"
    )
    yield from reader.introduced(
        N_("The imminence of the danger is described as follows:"), f"{at}/imminence"
    )


def deadline(reader: BodyReader, at: str) -> _Lines:
    yield from reader.sentence(
        N_("The authority would be grateful if the request were executed by {value}."),
        value=f"{at}/date",
    )
    yield from reader.introduced(
        N_("The reason for this time limit is the following:"), f"{at}/reason"
    )


def expedite(reader: BodyReader, at: str) -> _Lines:
    ground = reader.value(f"{at}/ground")
    if isinstance(ground, str) and ground in _EXPEDITED and reader.parts_of(f"{at}/reason"):
        reader.note(f"{at}/ground")
        yield from reader.introduced(_EXPEDITED[ground], f"{at}/reason")


_EXPEDITED: Mapping[str, str] = {
    "vulnerable_to_loss": N_(
        "Expedited execution is requested because the data are particularly exposed to loss or "
        "modification:"
    ),
    "instrument": N_(
        "Expedited execution is requested because an instrument in force between the two States "
        "provides for it:"
    ),
}


def preservation_ref(reader: BodyReader, at: str) -> _Lines:
    if reader.parts_of(f"{at}/thread") or reader.parts_of(f"{at}/message"):
        yield reader.own(
            reader.words(
                N_("The data are preserved under an earlier request, which annex C identifies.")
            )
        )
    yield from reader.sentence(N_("The preservation ends on {value}."), value=f"{at}/hold_end")


def persons(reader: BodyReader, at: str) -> _Lines:
    """Return the names in the letter, what else is known of each in an annex."""
    named = [f"{entry}/name" for entry in reader.entries(at)]
    if named and all(reader.parts_of(one) for one in named):
        reader.note(*named)
        listed = reader.listed((reader.parts_of(place)[0] for place in named), SEPARATOR)
        template = reader.words.counted(PERSONS, len(named))
        yield reader.own(reader.words.filled(template, {"value": listed}))
    if reader.left(at):
        yield reader.own(reader.words(IN_ANNEX_B))
