# SPDX-License-Identifier: Apache-2.0
"""How a letter says one field of a body: a sentence of ours, what a person wrote below it, or both.

A field means the same in every kind, so it has one writer; the few that a kind says in another
way are named with their kind.
"""

from collections.abc import Callable, Iterator, Mapping

from rogatory.node.letters.prose.reading import BodyReader
from rogatory.node.letters.prose.sentences_of_extraditions import (
    arrest_sought,
    custody,
    extradition_treaty,
    further_offences,
    person_sought,
    prosecution_submission,
    sentence,
    speciality,
    warrant,
)
from rogatory.node.letters.prose.sentences_of_parts import (
    authorisation,
    based_on,
    by_value,
    classification,
    collection,
    confidentiality,
    custodian,
    danger,
    data,
    deadline,
    decided,
    duration,
    each_with,
    expedite,
    owner,
    persons,
    preservation_ref,
    urgency,
    validity,
)
from rogatory.node.letters.prose.sentences_of_proceedings import (
    conducting_authority,
    offence,
    subject,
)
from rogatory.node.letters.prose.sentences_of_property import confiscation_sought, property_items
from rogatory.node.letters.prose.sentences_of_returns import (
    claims,
    deducted,
    disposal_agreement,
    shares,
)
from rogatory.node.letters.prose.sentences_of_terms import (
    arrangement,
    conditions,
    conditions_decided,
    consultation,
    earlier_offer,
    grounds_cited,
    oral_authorisation,
    proposed_basis,
    provider,
    recipient,
    reciprocity,
    supplements,
)
from rogatory.node.letters.prose.sentences_of_time import time_limits
from rogatory.node.printing.blocks import LabelledText
from rogatory.wire.words import N_

type SentenceWriter = Callable[[BodyReader, str], Iterator[LabelledText]]


def written(reader: BodyReader, kind: str, field: str) -> Iterator[LabelledText]:
    """Yield what a letter says of a field; nothing where it has no words for it."""
    writer = _OF_KIND.get((kind, field)) or _OF_FIELD.get(field)
    if writer is not None:
        yield from writer(reader, f"/{field.partition('.')[0]}")


def _text(intro: str = "") -> SentenceWriter:
    """Return the words of a person, below a sentence where they need one."""

    def write(reader: BodyReader, at: str) -> Iterator[LabelledText]:
        yield from reader.introduced(intro, at) if intro else reader.blocks(at)

    return write


def _value(template: str) -> SentenceWriter:
    """Return a sentence with the field's value, or with the values of a list."""

    def write(reader: BodyReader, at: str) -> Iterator[LabelledText]:
        yield from reader.sentence(template, value=at)

    return write


def _flag(if_true: str, if_false: str = "") -> SentenceWriter:
    return by_value({True: if_true, False: if_false})


def _fixed(text: str) -> SentenceWriter:
    """Return a sentence of every message of the kind."""

    def write(reader: BodyReader, _: str) -> Iterator[LabelledText]:
        yield reader.own(reader.words(text))

    return write


def _annexed(field: str, text: str) -> SentenceWriter:
    """Return a sentence for messages that have a field, and leads to the annex with it."""

    def write(reader: BodyReader, _: str) -> Iterator[LabelledText]:
        if reader.left(f"/{field}"):
            yield reader.own(reader.words(text))

    return write


def _at(place: str, template: str) -> SentenceWriter:
    """Return a sentence with the value of a field that another kind says in another way."""

    def write(reader: BodyReader, _: str) -> Iterator[LabelledText]:
        yield from reader.sentence(template, value=place)

    return write


def _order(template: str) -> SentenceWriter:
    """Return a sentence with the authority, reference and date of an order or a decision."""

    def write(reader: BodyReader, at: str) -> Iterator[LabelledText]:
        yield from decided(reader, template, at)

    return write


def _authority(template: str) -> SentenceWriter:
    def write(reader: BodyReader, at: str) -> Iterator[LabelledText]:
        yield from reader.sentence(template, name=f"{at}/name")
        yield from reader.sentence(_FUNCTIONS, value=f"{at}/functions")

    return write


def _contact(reader: BodyReader, at: str) -> Iterator[LabelledText]:
    yield from reader.sentence(
        N_("The authority can be reached as follows: {value}."), value=f"{at}/contact"
    )


ACKNOWLEDGE = N_(
    "It is requested that receipt of this communication be acknowledged without delay."
)
_FUNCTIONS = N_("Its functions are as follows: {value}.")
_EXPECTED = _value(N_("A reply may be expected by {value}."))
_WANTED_BY = _value(N_("A reply is requested by {value}."))

_OF_FIELD: Mapping[str, SentenceWriter] = {
    "+acknowledge": _fixed(ACKNOWLEDGE),
    "+duration": duration,
    "+written": _fixed(
        N_("The written request was sent in a correspondence of its own, which annex C identifies.")
    ),
    "+demanded": _annexed(
        "demanded_by",
        N_("This was done as a condition demanded; annex B identifies that condition."),
    ),
    "+found": _annexed("found", N_("What was found is set out in annex B.")),
    "+channel": _at(
        "/channel", N_("This communication is sent through the following channel: {value}.")
    ),
    "+terms": time_limits,
    "+measure": _fixed(
        N_("The measure was reported in an earlier communication, which annex C identifies.")
    ),
    "+heard": _annexed(
        "hearing",
        N_(
            "The requesting State was given an opportunity to present its reasons beforehand; annex C identifies that communication."
        ),
    ),
    "+replaced": _annexed(
        "replaced",
        N_(
            "The measures that were in force on the property end with the confiscation; annex C identifies the communications that reported them."
        ),
    ),
    "+items": _annexed(
        "items_or_accounts", N_("The items and accounts concerned are described in annex B.")
    ),
    "+package": _annexed("seal", N_("The sealed package is identified in annex B.")),
    "+path": _annexed("path", N_("The path of the communication is set out in annex B.")),
    "+tombstones": _annexed(
        "tombstones", N_("Annex B identifies what is left of the records that were destroyed.")
    ),
    "answer": _text(),
    "answers": each_with("answer", N_("The reply is as follows:")),
    "arrangement": arrangement,
    "article": grounds_cited,
    "assistance": _text(),
    "at": _value(N_("An officer took note of the communication on {value}.")),
    "authority": _authority(
        N_("This communication is made on behalf of the following authority: {name}.")
    ),
    "authority.contact": _contact,
    "averts": _text(),
    "case_number": _value(N_("The case is registered under the number {value}.")),
    "channel": _value(
        N_("Communications can be addressed through the following channel instead: {value}.")
    ),
    "classification": classification,
    "collection": collection,
    "complete": _flag(N_("This is the complete reply."), N_("A further reply will follow.")),
    "conditions": conditions,
    "conducting_authority": conducting_authority,
    "confidentiality": confidentiality,
    "consultation": consultation,
    "costs": _text(N_("The costs would be the following:")),
    "custodian": custodian,
    "danger": danger,
    "data": data,
    "data_offence_link": _text(),
    "deadline": deadline,
    "description": _text(N_("The transfer would concern the following data:")),
    "disclosed_items": _value(N_("The following items of the package are disclosed: {value}.")),
    "domestic_authorisation": authorisation,
    "done_at": _value(N_("This was done on {value}.")),
    "ends": _value(N_("Execution ends on {value}.")),
    "expected": _EXPECTED,
    "expedite": expedite,
    "facts": _text(),
    "ground": _value(N_("The decision is based on the following ground: {value}.")),
    "filing": _fixed(
        N_(
            "The request for assistance was sent in a correspondence of its own, which annex C "
            "identifies."
        )
    ),
    "hold_start": validity(N_("The data are preserved from {start} until {end}."), "hold_end"),
    "independent_authorisation": authorisation,
    "information": _text(),
    "in_lieu": _value(
        N_(
            "In this case the following provisions of that instrument would apply in place of any treaty or "
            "legislation between the two States: {value}."
        )
    ),
    "inquiry": _value(N_("The enquiry concerns the following: {value}.")),
    "items": _value(
        N_(
            "The items of the request for preservation with the following numbers remain preserved: {value}."
        )
    ),
    "items_concerned": _value(N_("The following items of the package are concerned: {value}.")),
    "justification": _text(),
    "kinds": _value(N_("This notice concerns communications of the following kinds: {value}.")),
    "known_to": _text(
        N_("The following persons or bodies know of the request or will know of it:")
    ),
    "confiscated_on": _value(N_("The confiscation took effect on {value}.")),
    "confiscation_sought": confiscation_sought,
    "third_parties_decided": _text(),
    "agreement": disposal_agreement,
    "claims": claims,
    "confiscation_order": _order(
        N_(
            "The property was confiscated by an order of the following authority: {authority} (reference {reference}, {date})."
        )
    ),
    "deducted": deducted,
    "handover_by": _value(N_("The property is to be handed over by {value}.")),
    "judgment": _order(
        N_(
            "The request rests on a final judgment of the following authority: {authority} (reference {reference}, {date})."
        )
    ),
    "shares": shares,
    "+authorities": _fixed(
        N_(
            "Arrest, extradition and surrender are decided by the competent authorities of the requested State under its law."
        )
    ),
    "+speciality": speciality,
    "assurances": _text(N_("The requesting State offers the following assurances:")),
    "custody_days": custody,
    "extradition_treaty": extradition_treaty,
    "further_offences": further_offences,
    "granted_for": _text(N_("Extradition is granted for the following offences:")),
    "handed_to": _value(N_("The person was handed over to the following authority: {value}.")),
    "limitation": _text(),
    "person_sought": person_sought,
    "prosecution_submission": prosecution_submission,
    "provisional_arrest": arrest_sought,
    "sentence": sentence,
    "submission_requested": _flag(
        N_(
            "If extradition is refused because of nationality alone, it is requested that the case be submitted to the competent authorities for prosecution without undue delay."
        )
    ),
    "surrender_by": _value(N_("The person is to be surrendered by {value}.")),
    "surrender_place": _value(N_("The place of surrender is {value}.")),
    "surrendered_on": _value(N_("The person was surrendered on {value}.")),
    "warrant": warrant,
    "lifted_on": _value(N_("The measure was lifted on {value}.")),
    "lifting_ground": _value(N_("The decision is based on the following ground: {value}.")),
    "measure_start": validity(
        N_("The measure is in force from {start} until {end}."),
        "measure_end",
        N_("The measure is in force from {start} until it is lifted."),
    ),
    "order": based_on,
    "property": property_items,
    "property_link": _text(),
    "third_parties": _text(),
    "traced": _text(),
    "made_at": validity(
        N_("The request was made orally on {start} and was received by {end}."),
        "made_to",
    ),
    "material": _text(),
    "matter": subject,
    "measures": _value(N_("The following measures are requested: {value}.")),
    "missing": each_with("why", N_("It is needed for the following reason:")),
    "mla_planned": _value(N_("The request for mutual legal assistance is planned for {value}.")),
    "necessity": _text(),
    "needed_by": _value(N_("The data are needed by {value}.")),
    "new_end": _value(N_("It is requested that the preservation be extended until {value}.")),
    "note": _text(),
    "offence": offence,
    "opened": _flag(N_("The package has been opened."), N_("The package has not been opened yet.")),
    "outstanding": _text(N_("The following is still to be transmitted:")),
    "offer": earlier_offer,
    "owner_or_location": owner,
    "participants": _value(N_("The authorities that would take part are {value}.")),
    "period": validity(N_("The period concerned is from {start} until {end}."), "until"),
    "permission": _text(
        N_("The measure is permitted in the requested State by the following rule:")
    ),
    "persons": persons,
    "police_information_only": _flag(
        N_("This is police information only; it may not be used as evidence.")
    ),
    "power": _value(N_("The following measures are requested: {value}.")),
    "preservation_ref": preservation_ref,
    "proceedings": _text(),
    "procedure": _text(N_("It is requested that the following procedure be followed:")),
    "progress": _text(),
    "proposal": _text(N_("The following is proposed:")),
    "provider": provider,
    "provider_state": _value(N_("The State of the provider is {value}.")),
    "purpose": _text(),
    "question": _text(),
    "reason": _text(),
    "reasons": _text(),
    "received_at": _value(N_("The request was received on {value}.")),
    "reciprocity": reciprocity,
    "oral_authorisation": oral_authorisation,
    "recipient": recipient,
    "request_kind": _value(N_("It was a request of the following kind: “{value}”.")),
    "review_date": _value(N_("The decision will be reviewed on {value}.")),
    "risks": _value(N_("The following is to be expected: {value}.")),
    "sequence": _value(N_("Two messages in this correspondence have the same number, {value}.")),
    "since": validity(
        N_("It applies from {start} until {end}."), "until", N_("It applies from {start}.")
    ),
    "starts": _value(N_("Execution starts on {value}.")),
    "summary": _text(),
    "supplements": supplements,
    "undertakings": _text(
        N_("The authority gives the following undertakings on the use of what it receives:")
    ),
    "until": _value(N_("The decision applies until {value}.")),
    "urgency": urgency,
    "verified_at": _value(N_("The package was verified on {value}.")),
    "wanted_by": _WANTED_BY,
    "wants_traffic_disclosure": _flag(
        N_(
            "If it appears that a service provider in another State took part in the transmission "
            "of the communication, it is requested that traffic data sufficient to identify that "
            "provider and the path of the communication be disclosed without delay."
        )
    ),
}

_OF_KIND: Mapping[tuple[str, str], SentenceWriter] = {
    ("conditions_answered", "conditions"): conditions_decided,
    ("returned_or_destroyed", "authority"): _authority(
        N_("This was done by the following authority: {name}.")
    ),
    ("basis_proposed", "legal_basis"): proposed_basis,
    ("acceptance", "authority"): _authority(
        N_("The request will be executed by the following authority: {name}.")
    ),
    ("partial_delivery", "expected"): _value(N_("It is expected by {value}.")),
    ("call_back", "facts"): _text(N_("According to the request, the facts are the following:")),
    ("exculpatory_notice", "disclosed_at"): by_value(
        {
            True: N_("The disclosure is to take place on {value}."),
            False: N_("The disclosure took place on {value}."),
        },
        decided_by="prior_notice",
    ),
    ("exculpatory_notice", "reason"): _text(
        N_("Earlier notice was not possible for the following reason:")
    ),
    ("confiscation_executed", "outstanding"): _text(
        N_("The following was not confiscated, for the reasons stated:")
    ),
    ("confiscation_executed", "domestic_authorisation"): _order(
        N_(
            "The confiscation was ordered, or an order given effect, by the following authority: {authority} (reference {reference}, {date})."
        )
    ),
    ("return_decided", "domestic_authorisation"): _order(
        N_(
            "The decision was taken by the following authority: {authority} (reference {reference}, {date})."
        )
    ),
    ("extradition_decided", "domestic_authorisation"): _order(
        N_(
            "The decision was taken by the following authority: {authority} (reference {reference}, {date})."
        )
    ),
    ("return_decided", "outstanding"): _text(
        N_("The following was not decided, for the reasons stated:")
    ),
    ("lifting_hearing", "wanted_by"): _value(
        N_("Reasons in favour of continuing the measure can be presented until {value}.")
    ),
    ("oral_request", "summary"): _text(N_("The following was requested:")),
}
