# SPDX-License-Identifier: Apache-2.0
"""The effect of two messages that crossed, neither State having seen the other's.

Both were legal where they were written, so both are in the transcript; the table says what the
thread is after both. `standing.status_of` computes the same, and the tests hold it to the table. A
pair that is not there does not touch each other: both have their effect, and `why_independent` says
why of every such pair that can cross at all.
"""

from collections.abc import Mapping

from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.crossing import Crossing
from rogatory.requests.thread.crossing_table import TABLE

__all__ = ["CROSSINGS", "Crossing", "crossing_of", "why_independent"]

CROSSINGS: Mapping[tuple[str, str], Crossing] = {
    (crossing.requesting, crossing.requested): crossing for crossing in TABLE
}
"""By the requesting State's kind and the requested State's."""

_APART: Mapping[str, str] = {
    "status_answer": "it answers one question, which it names",
    "use_consent_request": "it concerns what was received before",
    "use_consent": "it decides one question, which it names",
    "onward_transfer_request": "it concerns what was received before",
    "onward_transfer_authorisation": "it decides one question, which it names",
    "exculpatory_notice": "it reports what is done with what was received before",
    "returned_or_destroyed": "it reports what was done with what was received before",
    "feedback": "it looks back",
    "acknowledgement": "it says that somebody has read the request, which nothing else unsays",
    "confidentiality_failure": "it reports a fact, which nothing else withdraws",
    "additional_information": "it asks one question, which waits for its own answer",
    "consultation": "it makes one proposal, which waits for its own answer",
    "call_back": "it asks one question, which waits for its own answer",
    "call_back_answer": "it answers one question, which it names",
    "preservation_warning": "it waits for its own decision",
    "preserved_traffic_disclosure": "what was disclosed remains",
    "basis_proposed": "it waits for its own answer, and what crosses it rests on the basis before",
    "basis_answered": "what crosses it rests on the basis before",
    "path_withheld": "it ends the disclosure of the path, and nothing else",
    "measure_executed": "a measure stays in force until it is lifted",
    "lifting_hearing": "it asks one question, which waits for its own answer",
    "lifting_hearing_answer": "it answers one question, which it names",
    "measure_lifted": "it ends one measure, which it names",
    "return_decided": "what was decided on remains so",
    "confiscation_executed": "what was confiscated remains so",
    "extradition_decided": "what was granted remains so until it is postponed or withdrawn",
    "person_surrendered": "who was surrendered remains so",
    "filing_recognised": "items of a recognised filing stay held",
}
"""Kinds that leave alone whatever crosses them, where the table has no row, with the reason."""

_PAIRS_APART: Mapping[tuple[str, str], str] = {
    ("additional_information_supplied", "preservation_confirmed"): "a hold remains without more",
    ("additional_information_supplied", "extension_declined"): "the extension alone is declined",
    ("consultation_answer", "preservation_confirmed"): "a hold remains without terms",
    ("consultation_answer", "extension_declined"): "the extension alone is declined",
    ("delivery_confirmed", "acceptance"): "what was delivered remains while execution goes on",
    ("delivery_confirmed", "answer"): "packages and words are received apart",
    ("preservation_extension", "extension_declined"): "another extension is declined",
    ("status_enquiry", "preservation_confirmed"): "the question waits for its own answer",
    ("status_enquiry", "extension_declined"): "the question waits for its own answer",
}


def crossing_of(one: Envelope, other: Envelope) -> Crossing | None:
    """Return what the table says of two messages that crossed, in whichever order they are given."""
    pair = (one.kind, other.kind)
    return CROSSINGS.get(pair) or CROSSINGS.get(pair[::-1])


def why_independent(requesting: str, requested: str) -> str | None:
    """Return why a pair without a row leaves both effects alone; None if nobody has said so."""
    if (requesting, requested) in CROSSINGS:
        return None
    return (
        _PAIRS_APART.get((requesting, requested)) or _APART.get(requesting) or _APART.get(requested)
    )
