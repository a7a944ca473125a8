# SPDX-License-Identifier: Apache-2.0
"""The act of the authority in each kind of letter: one clause a kind. The operative sentence has it within
its frame. Where a field decides it, `decided_acts` has a clause for each value of that field.
"""

from collections.abc import Mapping

from rogatory.node.letters.prose.decided_acts import DECIDED
from rogatory.wire.words import N_

OTHERWISE = N_("has the honour to make the following communication")

OFFER_WITHDRAWN = N_(
    "has the honour to inform it that the offer of information is withdrawn and that no information is "
    "given on it"
)
"""The act of a withdrawal in the thread of an offer."""

ACTS: Mapping[str, str] = {
    "preservation": N_(
        "has the honour to request the expedited preservation of the stored electronic data "
        "described below, for which it intends to submit a request for mutual legal assistance"
    ),
    "preservation_confirmed": N_(
        "has the honour to confirm that the data described in the request are being preserved"
    ),
    "filing_recognised": N_(
        "has the honour to inform it that the data named below are kept until its request for "
        "assistance is decided"
    ),
    "preservation_extension": N_(
        "has the honour to request that the preservation of the data be extended"
    ),
    "extension_declined": N_(
        "regrets to inform it that the preservation of the data cannot be extended"
    ),
    "preservation_warning": N_(
        "has the honour to inform it that preservation would have the effects described below, and "
        "to ask whether the request should nevertheless be executed"
    ),
    "preserved_traffic_disclosure": N_(
        "has the honour to disclose the traffic data that identify a service provider in another "
        "State and the path of the communication"
    ),
    "path_withheld": N_(
        "regrets to inform it that the path of the communication cannot be disclosed, on the ground "
        "and for the reasons set out below"
    ),
    "basis_proposed": N_("has the honour to propose another legal basis for the request"),
    "mla_stored_data": N_(
        "has the honour to request mutual legal assistance in obtaining the stored electronic data "
        "described below"
    ),
    "mla_realtime_traffic": N_(
        "has the honour to request mutual legal assistance in the real-time collection of the "
        "traffic data described below"
    ),
    "mla_interception": N_(
        "has the honour to request mutual legal assistance in the interception of the content data "
        "described below"
    ),
    "mla_general": N_(
        "has the honour to request mutual legal assistance in taking the measures described below"
    ),
    "asset_tracing": N_(
        "has the honour to request that the property described below be identified and traced"
    ),
    "asset_freezing": N_(
        "has the honour to request that the property described below be frozen or seized with a view to "
        "its eventual confiscation"
    ),
    "asset_confiscation": N_(
        "has the honour to request that the property described below be confiscated"
    ),
    "property_return": N_(
        "has the honour to request the return of the confiscated property described below"
    ),
    "extradition": N_("has the honour to request the extradition of the person described below"),
    "person_surrendered": N_(
        "has the honour to inform it that the person whose extradition it requested was surrendered as set out below"
    ),
    "lifting_hearing": N_(
        "has the honour to inform it that the lifting of the measure is being considered, and to invite "
        "it to present its reasons in favour of continuing the measure"
    ),
    "measure_lifted": N_(
        "has the honour to inform it that the measure has been lifted for the reasons set out below"
    ),
    "evidence_collection": N_(
        "has the honour to request that the evidence described below be collected without delay"
    ),
    "emergency_data": N_(
        "has the honour to request that the data described below be provided without delay, in order "
        "to avert an emergency"
    ),
    "location_inquiry": N_(
        "has the honour to ask in which State the data or the service described below are located"
    ),
    "technical_advice": N_(
        "has the honour to request technical advice on the question set out below"
    ),
    "legal_information": N_(
        "has the honour to request legal information on the question set out below"
    ),
    "locate_suspect": N_("has the honour to request assistance in locating the person named below"),
    "information_offered": N_(
        "has the honour to offer information without prior request, and to ask whether the conditions "
        "set out below are accepted"
    ),
    "spontaneous_information": N_(
        "has the honour to transmit, without prior request, the information set out below"
    ),
    "law_enforcement_cooperation": N_(
        "has the honour to request the cooperation of the police authorities in the enquiry "
        "described below"
    ),
    "joint_investigation": N_(
        "has the honour to propose that the two States conduct a joint investigation"
    ),
    "oral_request": N_(
        "has the honour to record the request described below, which was made orally with the "
        "agreement of the requested State"
    ),
    "written_confirmation": N_("has the honour to confirm in writing the request made orally"),
    "acceptance": N_(
        "has the honour to inform it that the request has been accepted and will be executed"
    ),
    "postponement": N_(
        "regrets to inform it that the execution of the request must be postponed for the reasons "
        "set out below"
    ),
    "delivery": N_(
        "has the honour to transmit, in a sealed package, the evidence obtained in execution of the "
        "request"
    ),
    "partial_delivery": N_(
        "has the honour to transmit, in a sealed package, a part of the evidence obtained in "
        "execution of the request"
    ),
    "delivery_confirmed": N_(
        "has the honour to confirm that the sealed package with the evidence was received and "
        "verified"
    ),
    "answer": N_("has the honour to reply to the request as follows"),
    "acknowledgement": N_("has the honour to acknowledge receipt of the communication"),
    "refusal": N_(
        "regrets to inform it that the request is refused on the ground and for the reasons set out "
        "below"
    ),
    "additional_information": N_(
        "has the honour to request the additional information set out below, which is necessary for "
        "the execution of the request"
    ),
    "additional_information_supplied": N_(
        "has the honour to supply the additional information set out below"
    ),
    "status_enquiry": N_(
        "has the honour to request information on the progress made in executing the request"
    ),
    "status_answer": N_(
        "has the honour to give the following information on the progress made in executing the "
        "request"
    ),
    "no_longer_required": N_(
        "has the honour to inform it that the assistance requested is no longer required"
    ),
    "confidentiality_failure": N_(
        "regrets to inform it that the request cannot be kept confidential"
    ),
    "repair": N_(
        "has the honour to state which of two messages with the same number in this correspondence "
        "applies"
    ),
    "use_consent_request": N_(
        "has the honour to request consent to the use of the material received for the purpose and in "
        "the proceedings set out below"
    ),
    "conditions_answered": N_(
        "has the honour to inform it of the decision taken on each condition of the acceptance"
    ),
    "onward_transfer_request": N_(
        "has the honour to request authorisation to transfer the personal data described below to "
        "the recipient named below"
    ),
    "call_back": N_(
        "has the honour to ask it to confirm, before any data are given, that the request described "
        "below is its own"
    ),
    "drill_acknowledgement": N_("has the honour to acknowledge receipt of the drill message"),
}
"""The act of the authority, by the kind of the message."""

STATED: Mapping[str, tuple[str, ...]] = {
    "preservation": ("mla_intent",),
    "oral_request": ("agreed",),
    "delivery_confirmed": ("verified",),
    "drill": ("minutes",),
    **{kind: (field,) for kind, (field, _) in DECIDED.items()},
}
"""The fields that the operative sentence itself states."""
