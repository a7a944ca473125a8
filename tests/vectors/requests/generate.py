# SPDX-License-Identifier: Apache-2.0
"""Writes the vectors beside it: `python tests/vectors/requests/generate.py`.

A file is one scenario: a body of a kind; a message with its digests, or the codes it is refused
with; or the messages of a thread with what follows from them.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parents[1])]

from casts.requests import bodies  # noqa: E402 - found beside the tests
from casts.requests.play import Play, accepted, held  # noqa: E402 - likewise
from fuzz.threads.compare import expected_of  # noqa: E402 - likewise
from rogatory.errors import Refused  # noqa: E402 - likewise
from rogatory.requests.envelope import parse_message  # noqa: E402 - likewise
from rogatory.requests.thread.transcript import fold, next_links  # noqa: E402 - likewise
from rogatory.wire import canonical  # noqa: E402 - likewise


def vectors():
    """Each scenario under the name of its file."""
    yield from _bodies()
    yield from _messages()
    yield from _threads()


def codes_of(data):
    try:
        parse_message(data)
    except Refused as refused:
        return list(refused.codes)
    return []


def _bodies():
    for kind, body in bodies.one_of_each().items():
        yield f"body-{kind}", {"scenario": f"A valid body of {kind}", "kind": kind, "body": body}
    found = bodies.spontaneous_information(property=bodies.PROPERTY)
    yield (
        "found-unasked",
        {
            "scenario": "Proceeds that were found without being asked for (article 51, parallel)",
            "kind": "spontaneous_information",
            "body": found,
        },
    )
    marked = bodies.preservation() | {"classification": bodies.classification()}
    yield (
        "marked-preservation",
        {
            "scenario": "A request with a protective marking, and the other State's beside it",
            "kind": "preservation",
            "body": marked,
        },
    )


def _messages():
    play = Play()
    play.send("XA", "preservation", bodies.preservation())
    data = play.written[0]
    found = parse_message(data)
    yield (
        "message-first",
        {
            "scenario": "The first message of a thread",
            "message": data.decode(),
            "digest": found.digest,
            "content_digest": found.content_digest,
        },
    )
    fields = json.loads(data)
    wrong = {
        "one-state": ("Both ends are of one State", {"to": "xa/central-authority"}),
        "not-first": ("Number 2 names no previous message", {"sequence": 2}),
        "version": ("A later version", {"version": 2}),
        "unknown-field": ("A field that no message has", {"priority": 1}),
        "several": ("Three things are wrong", {"id": "1", "issued": "now", "kind": "No"}),
    }
    for name, (scenario, changes) in wrong.items():
        text = canonical.encode({**fields, **changes})
        yield (
            f"message-refused-{name}",
            {"scenario": scenario, "message": text.decode(), "codes": codes_of(text)},
        )
    spaced = data.replace(b'":', b'": ', 1)
    yield (
        "message-refused-not-canonical",
        {
            "scenario": "A space that the canonical form does not have",
            "message": spaced.decode(),
            "codes": codes_of(spaced),
        },
    )


def _threads():
    for name, (scenario, play, withheld) in _plays().items():
        texts = [text for text in play.written if parse_message(text).digest not in withheld]
        yield (
            f"thread-{name}",
            {
                "scenario": scenario,
                "messages": [text.decode() for text in texts],
                "expected": expected_of(fold(parse_message(text) for text in texts)),
            },
        )


def _plays():
    forked, branches = _forked()
    repaired, (lost, repeated) = _forked()
    repaired.repair("XA", lost.digest, 2, lost.digest, [repeated.digest])
    unknown = held()
    unknown.send("XB", "extradition_enquiry", {"anything": 1})
    illegal = held()
    illegal.send("XB", "refusal", bodies.refusal())
    gap = held()
    return {
        "held": ("A preservation is acknowledged and held", held(), ()),
        "completed": ("Stored data are delivered and confirmed", _completed(), ()),
        "crossed": ("A withdrawal crosses a delivery", _crossed(), ()),
        "forked": ("Two messages bear number 2", forked, ()),
        "forked-incomplete": ("Of the two, one has come", forked, (branches[1].digest,)),
        "repaired": ("A repair says which of the two holds", repaired, ()),
        "unknown-kind": ("A kind that no version here knows", unknown, ()),
        "illegal": ("A confirmed hold is refused", illegal, ()),
        "extended": ("An extension is granted and a second one declined", _extended(), ()),
        "filed": ("A filing is recognised for an item that is held", _filed(), ()),
        "withheld": ("A path is withheld once, and may still be disclosed", _withheld(), ()),
        "conditions": (
            "One condition is agreed to and one declined, data are given and destroyed",
            _conditions(),
            (),
        ),
        "terms": ("A request states its terms, and the hold ends before them", _terms(), ()),
        "rebased": (
            "Both States propose another basis, and one proposal is accepted",
            _rebased(),
            (),
        ),
        "in-lieu": (
            "Both States agree on provisions of the instrument in place of a treaty",
            _in_lieu(),
            (),
        ),
        "offered": (
            "Information is offered on conditions, which are declined once",
            _offered(),
            (),
        ),
        "warned": ("After a warning the requesting State stops", _warned(), ()),
        "postponed": (
            "What was postponed and never accepted is delivered, once that names its authorisation",
            _postponed(),
            (),
        ),
        "postponed-crossed": (
            "A withdrawal crosses the delivery of what was accepted and then postponed",
            _postponed_crossed(),
            (),
        ),
        "frozen": (
            "Two properties are frozen; one measure is lifted after a hearing, the other after its day",
            _frozen(),
            (),
        ),
        "confiscated": (
            "Two properties are frozen; one is confiscated, one measure lifted, and the rest confiscated",
            _confiscated(),
            (),
        ),
        "confiscated-frozen": (
            "Property frozen on request is confiscated; a report that ends no measure counts for nothing",
            _confiscated_frozen(),
            (),
        ),
        "confiscated-withdrawn": (
            "A whole confiscation crosses the withdrawal; the measure that stays in force is lifted unheard",
            _confiscated_withdrawn(),
            (),
        ),
        "returned": (
            "A return is decided in part, before and after the conditions are answered, and then as a whole",
            _returned(),
            (),
        ),
        "returned-withdrawn": (
            "A decision on the whole return crosses the withdrawal, and prevails",
            _returned_withdrawn(),
            (),
        ),
        "extradited": (
            "Extradition is granted on conditions, postponed, granted anew, and the person surrendered",
            _extradited(),
            (),
        ),
        "extradited-withdrawn": (
            "The surrender of a person crosses the withdrawal, and prevails",
            _extradited_withdrawn(),
            (),
        ),
        "traced": (
            "Property is traced; an answer before the acceptance counts for nothing, and one after it ends the request",
            _traced(),
            (),
        ),
        "frozen-withdrawn": (
            "The request is withdrawn while the requesting State is heard, and the measure is lifted",
            _frozen_withdrawn(),
            (),
        ),
        "in-parts": ("A part is delivered and the rest postponed", _in_parts(), ()),
        "oral": ("A refused oral request is still confirmed in writing", _oral(), ()),
        "called-back": (
            "An emergency is confirmed, data leave, and another call-back is denied",
            _called_back(),
            (),
        ),
        "drilled": ("A drill and its acknowledgement", _drilled(), ()),
        "unasked": ("Leave is asked of the State that told it unasked", _unasked(), ()),
        "gap": ("The acknowledgement has not come", gap, (gap.at["XA"][1].digest,)),
    }


def _forked():
    play = held()
    opening = play.at["XA"][0].digest
    links = next_links(play.fold(), "XA")
    enquiry, withdrawal = bodies.status_enquiry(opening), bodies.no_longer_required(opening)
    return play, (
        play.send("XA", "status_enquiry", enquiry, links=links),
        play.send("XA", "no_longer_required", withdrawal, links=links),
    )


def _completed():
    play = accepted()
    play.send("XB", "delivery", bodies.delivery())
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    return play


def _crossed():
    play = accepted()
    opening = play.at["XA"][0].digest
    play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
    play.write("XB", "delivery", bodies.delivery())
    return play


def _extended():
    play = held()
    hold = play.fold().standing.hold
    request = play.send("XA", "preservation_extension", bodies.preservation_extension(hold.message))
    later = bodies.preservation_confirmed(end="2027-03-24T04:00:00Z")
    granted = play.send("XB", "preservation_confirmed", {**later, "answers_to": request.digest})
    more = bodies.preservation_extension(granted.digest, "2027-06-24T04:00:00Z")
    repeated = play.send("XA", "preservation_extension", more)
    play.send("XB", "extension_declined", bodies.extension_declined(repeated.digest))
    return play


def _filed():
    play = held()
    play.send("XB", "filing_recognised", bodies.filing_recognised(items=[1]))
    play.send("XB", "filing_recognised", bodies.filing_recognised(items=[2]))
    return play


def _withheld():
    play = held()
    opening = play.at["XA"][0].digest
    once = bodies.path_withheld(opening)
    play.send("XB", "path_withheld", once)
    play.send("XB", "path_withheld", once)
    play.send("XB", "preserved_traffic_disclosure", bodies.preserved_traffic_disclosure(opening))
    return play


def _conditions():
    play = Play()
    play.send("XA", "mla_stored_data", bodies.mla_stored_data())
    acceptance = play.send("XB", "acceptance", bodies.acceptance(*bodies.TERMS))
    play.send("XB", "delivery", bodies.delivery())
    play.send("XB", "conditions_answered", bodies.conditions_answered(acceptance.digest))
    answered = bodies.conditions_answered(acceptance.digest)
    play.send("XA", "conditions_answered", answered | {"conditions": answered["conditions"][:1]})
    play.send("XA", "conditions_answered", answered)
    agreed = bodies.conditions_answered(acceptance.digest, "agreed", "agreed")
    play.send("XA", "conditions_answered", agreed)
    play.send("XB", "delivery", bodies.delivery())
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    for number in (2, 1):
        named = {"message": acceptance.digest, "number": number}
        body = bodies.returned_or_destroyed(seal=bodies.SEAL, demanded_by=named)
        play.send("XA", "returned_or_destroyed", body)
    return play


def _terms():
    play = Play()
    play.send("XA", "preservation", bodies.with_terms())
    play.send(
        "XB", "preservation_confirmed", bodies.preservation_confirmed(end="2026-12-24T04:00:00Z")
    )
    return play


def _rebased():
    play = held()
    opening = play.at["XA"][0].digest
    first = play.write("XA", "basis_proposed", bodies.basis_proposed(opening))
    held_out = play.write("XB", "basis_proposed", bodies.basis_proposed(opening, "comity"))
    play.pass_on(first, held_out)
    play.send("XA", "basis_answered", bodies.basis_answered(held_out.digest))
    play.send("XB", "basis_answered", bodies.basis_answered(first.digest))
    play.send("XA", "basis_answered", bodies.basis_answered(held_out.digest))
    later = play.send("XB", "basis_proposed", bodies.basis_proposed(first.digest, "comity"))
    play.send("XA", "basis_answered", bodies.basis_answered(later.digest, "declined"))
    return play


def _in_lieu():
    play = accepted()
    body = bodies.basis_proposed(play.at["XA"][0].digest, "ets-185")
    body |= {"legal_basis": {"instrument": "ets-185", "articles": ["31", "25"]}}
    body |= {"in_lieu": ["27", "28"]}
    proposal = play.send("XB", "basis_proposed", body)
    play.send("XA", "basis_answered", bodies.basis_answered(proposal.digest))
    return play


def _frozen():
    play = Play()
    play.send("XA", "asset_freezing", bodies.asset_freezing())
    first = play.send("XB", "measure_executed", bodies.measure_executed()).digest
    second = play.send("XB", "measure_executed", bodies.measure_executed(measure="seized")).digest
    play.send("XB", "measure_lifted", bodies.measure_lifted(first))
    play.send("XB", "lifting_hearing", bodies.lifting_hearing(first, day="2026-11-24"))
    heard = play.send(
        "XB", "lifting_hearing", bodies.lifting_hearing(first, day="2027-02-01")
    ).digest
    play.send("XB", "measure_lifted", bodies.measure_lifted(first, heard))
    play.send("XA", "lifting_hearing_answer", bodies.lifting_hearing_answer(heard))
    play.send("XB", "measure_lifted", bodies.measure_lifted(second, heard))
    play.send("XB", "measure_lifted", bodies.measure_lifted(first, heard))
    over = play.send(
        "XB", "lifting_hearing", bodies.lifting_hearing(second, day="2026-12-01")
    ).digest
    play.send("XB", "measure_lifted", bodies.measure_lifted(second, over))
    return play


def _confiscated():
    play = Play()
    play.send("XA", "asset_confiscation", bodies.asset_confiscation())
    play.send("XB", "acceptance", bodies.acceptance())
    first = play.send("XB", "measure_executed", bodies.measure_executed()).digest
    second = play.send("XB", "measure_executed", bodies.measure_executed()).digest
    third = play.send("XB", "measure_executed", bodies.measure_executed()).digest
    part = {"complete": False, "outstanding": "The coins."}
    play.send("XB", "confiscation_executed", bodies.confiscation_executed(first, first, **part))
    play.send("XB", "confiscation_executed", bodies.confiscation_executed(first, **part))
    play.send("XB", "confiscation_executed", bodies.confiscation_executed(first, **part))
    heard = play.send("XB", "lifting_hearing", bodies.lifting_hearing(second)).digest
    play.send("XA", "lifting_hearing_answer", bodies.lifting_hearing_answer(heard))
    play.send("XB", "measure_lifted", bodies.measure_lifted(second, heard))
    play.send("XB", "confiscation_executed", bodies.confiscation_executed(third))
    return play


def _confiscated_frozen():
    play = Play()
    play.send("XA", "asset_freezing", bodies.asset_freezing())
    measure = play.send("XB", "measure_executed", bodies.measure_executed()).digest
    play.send("XB", "confiscation_executed", bodies.confiscation_executed())
    play.send("XB", "confiscation_executed", bodies.confiscation_executed(measure))
    return play


def _confiscated_withdrawn():
    play = Play()
    opening = play.send("XA", "asset_confiscation", bodies.asset_confiscation()).digest
    measure = play.send("XB", "measure_executed", bodies.measure_executed()).digest
    withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
    whole = play.write("XB", "confiscation_executed", bodies.confiscation_executed())
    play.pass_on(withdrawn, whole)
    play.send("XB", "measure_lifted", bodies.measure_lifted(measure))
    return play


def _extradited():
    play = Play()
    play.send("XA", "extradition", bodies.extradition())
    play.send("XB", "person_surrendered", bodies.person_surrendered())
    granted = play.send("XB", "extradition_decided", bodies.extradition_decided(*bodies.TERMS))
    play.send("XB", "person_surrendered", bodies.person_surrendered())
    play.send("XA", "conditions_answered", bodies.conditions_answered(granted.digest))
    play.send("XB", "postponement", bodies.postponement())
    play.send("XB", "person_surrendered", bodies.person_surrendered())
    play.send("XB", "extradition_decided", bodies.extradition_decided())
    play.send("XB", "person_surrendered", bodies.person_surrendered())
    play.send("XB", "acceptance", bodies.acceptance())
    return play


def _extradited_withdrawn():
    play = Play()
    opening = play.send("XA", "extradition", bodies.extradition()).digest
    play.send("XB", "extradition_decided", bodies.extradition_decided())
    withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
    surrendered = play.write("XB", "person_surrendered", bodies.person_surrendered())
    play.pass_on(withdrawn, surrendered)
    return play


def _returned():
    play = Play()
    part = {"complete": False, "outstanding": "The coins."}
    play.send("XA", "property_return", bodies.property_return())
    accepted = play.send("XB", "acceptance", bodies.acceptance(*bodies.TERMS)).digest
    play.send("XB", "return_decided", bodies.return_decided(**part))
    play.send("XA", "conditions_answered", bodies.conditions_answered(accepted))
    play.send("XB", "return_decided", bodies.return_decided(**part))
    play.send("XB", "measure_executed", bodies.measure_executed())
    play.send("XB", "return_decided", bodies.return_decided())
    play.send("XB", "return_decided", bodies.return_decided())
    return play


def _returned_withdrawn():
    play = Play()
    opening = play.send("XA", "property_return", bodies.property_return()).digest
    withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
    whole = play.write("XB", "return_decided", bodies.return_decided())
    play.pass_on(withdrawn, whole)
    return play


def _traced():
    play = Play()
    play.send("XA", "asset_tracing", bodies.asset_tracing())
    found = bodies.answer(property=bodies.PROPERTY)
    play.send("XB", "answer", found)
    play.send("XB", "acceptance", bodies.acceptance())
    play.send("XB", "measure_executed", bodies.measure_executed())
    play.send("XB", "answer", found)
    return play


def _frozen_withdrawn():
    play = Play()
    opening = play.send("XA", "asset_freezing", bodies.asset_freezing()).digest
    measure = play.send("XB", "measure_executed", bodies.measure_executed()).digest
    withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
    heard = play.write("XB", "lifting_hearing", bodies.lifting_hearing(measure))
    play.pass_on(withdrawn, heard)
    play.send("XB", "measure_lifted", bodies.measure_lifted(measure))
    return play


def _warned():
    play = Play()
    play.send("XA", "preservation", bodies.preservation())
    warning = play.send("XB", "preservation_warning", bodies.preservation_warning())
    play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())
    decided = bodies.preservation_warning_answer(warning.digest, "stop")
    play.send("XA", "preservation_warning_answer", decided)
    return play


def _in_parts():
    play = accepted()
    play.send("XB", "partial_delivery", bodies.partial_delivery())
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    play.send("XB", "postponement", bodies.postponement())
    return play


def _postponed():
    play = Play()
    play.send("XA", "mla_interception", bodies.mla_interception())
    play.send("XB", "postponement", bodies.postponement())
    first, second = bodies.sha256(b"part"), bodies.sha256(b"whole")
    unbounded = {part: bodies.AUTHORISATION[part] for part in ("authority", "reference", "date")}
    for stated in ({}, {"domestic_authorisation": unbounded}):
        play.send("XB", "delivery", bodies.delivery(second, **stated))
    authorised = {"domestic_authorisation": bodies.AUTHORISATION}
    play.send("XB", "partial_delivery", bodies.partial_delivery(first, **authorised))
    play.send("XB", "delivery", bodies.delivery(second, **authorised))
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed(first))
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed(second))
    return play


def _postponed_crossed():
    play = accepted()
    play.send("XB", "postponement", bodies.postponement())
    opening = play.fold().standing.opening.digest
    withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
    delivered = play.write("XB", "delivery", bodies.delivery())
    play.pass_on(withdrawn, delivered)
    return play


def _oral():
    play = Play()
    play.send("XA", "oral_request", bodies.oral_request())
    play.send("XB", "refusal", bodies.refusal())
    play.send("XA", "written_confirmation", bodies.written_confirmation())
    return play


def _called_back():
    play = Play()
    opening = play.send("XA", "emergency_data", bodies.emergency_data())
    request = play.send("XB", "call_back", bodies.call_back(opening.digest))
    repeated = play.send("XB", "call_back", bodies.call_back(opening.digest))
    play.send("XA", "call_back_answer", bodies.call_back_answer(opening.digest, request.digest))
    play.send("XB", "answer", bodies.answer(complete=True))
    denied = bodies.call_back_answer(opening.digest, repeated.digest, "denied")
    play.send("XA", "call_back_answer", denied)
    return play


def _drilled():
    play = Play()
    opening = play.send("XA", "drill", bodies.drill())
    play.send("XB", "drill_acknowledgement", bodies.drill_acknowledgement(opening.digest))
    return play


def _unasked():
    play = Play()
    play.send("XA", "spontaneous_information", bodies.spontaneous_information())
    play.send("XB", "acknowledgement", bodies.acknowledgement())
    request = play.send("XB", "use_consent_request", bodies.use_consent_request())
    play.send("XA", "use_consent", bodies.use_consent(request.digest))
    return play


def _offered():
    play = Play()
    offer = play.send("XA", "information_offered", bodies.information_offered())
    play.send("XB", "acknowledgement", bodies.acknowledgement())
    own = bodies.offer_answered(offer.digest)
    play.send("XA", "offer_answered", own)
    play.send("XB", "offer_answered", bodies.offer_answered(bodies.SEAL))
    play.send("XB", "offer_answered", bodies.offer_answered(offer.digest, "declined"))
    play.send("XB", "offer_answered", bodies.offer_answered(offer.digest))
    return play


def text_of(vector):
    return json.dumps(vector, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for name, vector in vectors():
        (HERE / f"{name}.json").write_text(text_of(vector))
