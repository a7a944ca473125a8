# SPDX-License-Identifier: Apache-2.0
"""Fields of a body that bind or decide: conditions, consultations, grounds, arrangements."""

from collections.abc import Iterator, Mapping

from rogatory.errors import NO_ARTICLE
from rogatory.node.letters.citations import cited, cited_in_full
from rogatory.node.letters.instruments import instrument_title
from rogatory.node.letters.points import named
from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.prose.sentences_of_parts import SEPARATOR, indented
from rogatory.node.letters.references import provision_stated
from rogatory.node.printing.blocks import LabelledText
from rogatory.node.printing.shown_text import PrintableText
from rogatory.requests.contents.labels import FIELDS
from rogatory.wire.words import N_

type _Lines = Iterator[LabelledText]


def conditions(reader: BodyReader, at: str) -> _Lines:
    """Return terms in a list, or the conditions under which material may be used."""
    if reader.entries(at):
        yield reader.own(reader.words(N_("The following conditions apply:")))
        for number, entry in enumerate(reader.entries(at), 1):
            for text in reader.blocks(entry):
                yield text._replace(label=reader.words.bracketed(number))
        return
    yield from reader.introduced(
        N_("What is received may be used only for the following purpose:"), f"{at}/purpose"
    )
    yield from reader.introduced(
        N_("It may be used only in the following proceedings:"), f"{at}/proceedings"
    )
    onward = reader.value(f"{at}/onward_transfer")
    if isinstance(onward, str) and onward in _ONWARD:
        reader.note(f"{at}/onward_transfer")
        yield reader.own(reader.words(_ONWARD[onward]))
    yield from reader.introduced(N_("Secrecy is to be kept as follows:"), f"{at}/secrecy")
    yield from reader.introduced(N_("It is to be retained as follows:"), f"{at}/retention")
    for flag, sentence in _FLAGS.items():
        value = reader.value(f"{at}/{flag}")
        if isinstance(value, bool):
            reader.note(f"{at}/{flag}")
            if value:
                yield reader.own(reader.words(sentence))
    names = [reader.words(FIELDS[one]) for one in FIELDS if one in reader.values.unagreed]
    if names:
        listed = PrintableText(reader.words(SEPARATOR).join(names))
        yield reader.own(reader.words.say(NOT_AGREED, names=listed))


NOT_AGREED = N_(
    "No message of the State that receives it agrees to the conditions on the following: {names}."
)


def conditions_decided(reader: BodyReader, at: str) -> _Lines:
    """Return the decision on each condition of an acceptance, by its number there, with the reason."""
    for entry in reader.entries(at):
        decision = reader.value(f"{entry}/decision")
        if isinstance(decision, str) and decision in _DECISIONS:
            reader.note(f"{entry}/decision")
            yield from reader.sentence(_DECISIONS[decision], number=f"{entry}/number")
        for text in reader.introduced(N_("The reason is the following:"), f"{entry}/reason"):
            yield text._replace(level=text.level + 1)


_DECISIONS: Mapping[str, str] = {
    "agreed": N_("The condition with the number {number} is agreed to."),
    "declined": N_("The condition with the number {number} is declined."),
}
_ONWARD: Mapping[str, str] = {
    "with_authorisation": N_("It may be transferred onward only with prior authorisation."),
    "in_writing_only": N_("It may be transferred onward only with prior authorisation in writing."),
    "forbidden": N_("It may not be transferred onward."),
}
_FLAGS: Mapping[str, str] = {
    "police_information_only": N_(
        "This is police information only; it may not be used as evidence."
    ),
    "sensitive_material": N_(
        "It contains child sexual abuse material or intimate images; only persons who must see it may "
        "have access to it."
    ),
}


def consultation(reader: BodyReader, at: str) -> _Lines:
    yield from reader.sentence(
        N_(
            "Before the decision, consultations took place on {date} with the following authority: {value}."
        ),
        date=f"{at}/at",
        value=f"{at}/with",
    )
    yield from reader.introduced(N_("Their outcome was the following:"), f"{at}/outcome")
    if reader.parts_of(f"{at}/message"):
        yield reader.own(
            reader.words(
                N_(
                    "The record of the consultations is in this correspondence; annex C identifies it."
                )
            )
        )


def grounds_cited(reader: BodyReader, at: str) -> _Lines:
    """Return the provision that the sender relies on: in full where its instrument is known, else
    as the sender wrote it, which may be a law of the State itself.
    """
    article, values, words = reader.value(at), reader.values, reader.words
    if not isinstance(article, str) or article == NO_ARTICLE:
        return
    reader.note(at)
    found = provision_stated(values)
    text = (
        cited(article, words)
        if found is None
        else cited_in_full(found.articles, found.instrument, values.instruments, words)
    )
    yield reader.own(words.say(RELIED_ON, provision=text))


RELIED_ON = N_("The provision relied on is the following: {provision}.")


def proposed_basis(reader: BodyReader, at: str) -> _Lines:
    """Return the instrument that is proposed, in full, with its articles where they are named."""
    instrument, articles = reader.value(f"{at}/instrument"), reader.value(f"{at}/articles")
    if not isinstance(instrument, str):
        return
    reader.note(at)
    values, words = reader.values, reader.words
    listed = articles if isinstance(articles, list) else []
    named = [one for one in listed if isinstance(one, str) and one != NO_ARTICLE]
    title, _ = instrument_title(instrument, values.instruments, words)
    text = cited_in_full(named, instrument, values.instruments, words) if named else title
    yield reader.own(words.say(PROPOSED, basis=PrintableText(text)))


PROPOSED = N_("From now on the request would rest on the following legal basis: {basis}.")


def earlier_offer(reader: BodyReader, at: str) -> _Lines:
    if reader.parts_of(f"{at}/thread") or reader.parts_of(f"{at}/message"):
        yield reader.own(
            reader.words(
                N_(
                    "The information was offered before in a correspondence of its own, which "
                    "annex C identifies."
                )
            )
        )


def provider(reader: BodyReader, at: str) -> _Lines:
    yield from reader.sentence(N_("The service provider is {value}."), value=f"{at}/name")


def recipient(reader: BodyReader, at: str) -> _Lines:
    yield from reader.sentence(
        N_("The recipient would be the following: {value}."), value=f"{at}/name"
    )
    yield from reader.sentence(N_("The State of the recipient is {value}."), value=f"{at}/state")


def oral_authorisation(reader: BodyReader, at: str) -> _Lines:
    reader.note(f"{at}/by_officer")
    yield from reader.sentence(
        N_("The transfer was authorised orally on {date} by the following: {value}."),
        value=f"{at}/given_by",
        date=f"{at}/at",
    )


def arrangement(reader: BodyReader, at: str) -> _Lines:
    found = reader.value(f"{at}/type")
    if isinstance(found, str) and found in _ARRANGEMENTS:
        reader.note(f"{at}/type")
        yield reader.own(reader.words(_ARRANGEMENTS[found]))
    yield from reader.sentence(N_("The agreement concerned is {value}."), value=f"{at}/reference")


_ARRANGEMENTS: Mapping[str, str] = {
    "agreement": N_(
        "The joint investigation would be based on an agreement or arrangement between the two States."
    ),
    "case_by_case": N_("The joint investigation would be agreed for this case only."),
}


CHANGING = frozenset({"basis_proposed", "basis_answered"})
"""Messages in which either State may state reciprocity, each for itself; in any other the requesting State does."""


def reciprocity(reader: BodyReader, at: str) -> _Lines:
    """Return the statement that the State whose message it is would do the same, with that State named."""
    sender, words = reader.values.sender, reader.words
    blocks = list(reader.blocks(at))
    if not blocks:
        return
    if reader.values.kind in CHANGING:
        state = named(sender.state_names, words.language) or sender.state
        yield reader.own(words.say(BY_STATE, state=state))
    else:
        yield reader.own(words(BY_REQUESTING_STATE))
    yield from indented(iter(blocks))


BY_REQUESTING_STATE = N_("The requesting State states the following on reciprocity:")
BY_STATE = N_("{state} states the following on reciprocity:")


def supplements(reader: BodyReader, at: str) -> _Lines:
    """Return what the new basis demands of the request, each content with what is stated of it."""
    for entry in reader.entries(at):
        yield from reader.sentence(SUPPLEMENTED, content=f"{entry}/item")
        yield from indented(reader.blocks(f"{entry}/statement"))


SUPPLEMENTED = N_("The request is supplemented with regard to the following: {content}.")
