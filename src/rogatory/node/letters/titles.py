# SPDX-License-Identifier: Apache-2.0
"""The subject line of a letter of each kind, as it is written between ministries.

Pages name a kind by what an officer looks for; the letter by what it is to the authority that opens it.
"""

from collections.abc import Mapping

from rogatory.requests.kinds.families import OFFER
from rogatory.requests.kinds.registry import KINDS
from rogatory.wire.words import N_

TITLES: Mapping[str, str] = {
    "preservation": N_("Request for the expedited preservation of stored electronic data"),
    "preservation_confirmed": N_("Confirmation of the preservation of data"),
    "preservation_extension": N_("Request for the extension of the preservation of data"),
    "extension_declined": N_("Refusal to extend the preservation of data"),
    "preservation_warning": N_("Notice concerning the effects of the preservation requested"),
    "preservation_warning_answer": N_("Reply concerning the effects of the preservation requested"),
    "filing_recognised": N_("Recognition that a request for mutual legal assistance was filed"),
    "preserved_traffic_disclosure": N_("Disclosure of preserved traffic data"),
    "path_withheld": N_("Refusal to disclose the path of a communication"),
    "mla_stored_data": N_("Request for mutual legal assistance: stored electronic data"),
    "mla_realtime_traffic": N_(
        "Request for mutual legal assistance: real-time collection of traffic data"
    ),
    "mla_interception": N_("Request for mutual legal assistance: interception of content data"),
    "mla_general": N_("Request for mutual legal assistance"),
    "asset_tracing": N_("Request for the identification and tracing of property"),
    "asset_freezing": N_("Request for the freezing or seizure of property"),
    "asset_confiscation": N_("Request for the confiscation of property"),
    "confiscation_executed": N_("Notice of the confiscation of property"),
    "property_return": N_("Request for the return of confiscated property"),
    "extradition": N_("Request for extradition"),
    "extradition_decided": N_("Notice of the grant of extradition"),
    "person_surrendered": N_("Notice of the surrender of a person"),
    "return_decided": N_("Notice of the decision on the return of property"),
    "measure_executed": N_("Notice of the freezing or seizure of property"),
    "lifting_hearing": N_("Hearing before a measure is lifted"),
    "lifting_hearing_answer": N_("Reply in the hearing before a measure is lifted"),
    "measure_lifted": N_("Notice that a measure was lifted"),
    "evidence_collection": N_("Request for the collection of evidence"),
    "emergency_data": N_("Request for data in an emergency"),
    "location_inquiry": N_("Enquiry concerning the location of data or of a service provider"),
    "locate_suspect": N_("Request for assistance in locating a person"),
    "information_offered": N_("Offer of information on conditions"),
    "offer_answered": N_("Reply to the offer of information"),
    "spontaneous_information": N_("Transmission of information without prior request"),
    "law_enforcement_cooperation": N_("Request for law enforcement cooperation"),
    "policy_notice": N_("Notice concerning cooperation between the two States"),
    "postponement": N_("Postponement of the execution of the request"),
    "consultation": N_("Consultation on the execution of the request"),
    "basis_proposed": N_("Proposal concerning the legal basis of the request"),
    "basis_answered": N_("Reply to the proposal concerning the legal basis"),
    "consultation_answer": N_("Reply to the consultation"),
    "conditions_answered": N_("Reply to the conditions of the acceptance"),
    "delivery": N_("Transmission of evidence"),
    "partial_delivery": N_("Transmission of a part of the evidence"),
    "delivery_confirmed": N_("Acknowledgement of the evidence transmitted"),
    "answer": N_("Reply to the request"),
    "acknowledgement": N_("Acknowledgement of receipt"),
    "additional_information_supplied": N_("Transmission of additional information"),
    "status_enquiry": N_("Enquiry concerning the progress of the request"),
    "status_answer": N_("Information on the progress of the request"),
    "no_longer_required": N_("Notice that the assistance is no longer required"),
    "confidentiality_failure": N_("Notice that confidentiality cannot be maintained"),
    "repair": N_("Correction of the correspondence"),
    "use_consent_request": N_("Request for consent to another use of material"),
    "use_consent": N_("Decision on another use of material"),
    "onward_transfer_request": N_("Request for authorisation of an onward transfer"),
    "returned_or_destroyed": N_("Notice that material was returned or destroyed"),
    "feedback": N_("Information on the use made of the assistance"),
    "call_back": N_("Request to confirm the origin of a request"),
    "call_back_answer": N_("Reply concerning the origin of a request"),
    "drill": N_("Readiness drill"),
    "drill_acknowledgement": N_("Acknowledgement of the drill"),
}
"""By kind; a kind without one has the title that it has everywhere."""


OFFER_WITHDRAWN = N_("Withdrawal of the offer of information")
"""The title of a withdrawal in the thread of an offer: no assistance was requested there."""


def title_in(kind: str, opening: str | None) -> str:
    """Return the title of a letter of the kind in a thread that such a message opened."""
    is_of_offer = kind == "no_longer_required" and opening in OFFER
    return OFFER_WITHDRAWN if is_of_offer else title_of(kind)


def title_of(kind: str) -> str:
    """Return the title of a letter of the kind, to be translated; of an unknown kind its name."""
    known = KINDS.get(kind)
    return TITLES.get(kind) or (known.title if known else kind)
