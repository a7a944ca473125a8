# SPDX-License-Identifier: Apache-2.0
"""In which numbered paragraphs each kind of letter says its fields.

A field that begins with `+` is in every letter of the kind. What no paragraph names goes into the
annexes, so that nothing of a message is lost.
"""

from collections.abc import Mapping

from rogatory.wire.words import N_

type Plan = tuple[tuple[str, tuple[str, ...]], ...]

PROCEEDINGS = N_("Proceedings")
FACTS = N_("Facts")
DATA = N_("Electronic data concerned")
CUSTODIAN = N_("Custodian")
RELEVANCE = N_("Connection of the data with the offence")
NECESSITY = N_("Necessity")
DURATION = N_("Duration")
TRAFFIC = N_("Traffic data")
CONFIDENTIALITY = N_("Confidentiality")
URGENCY = N_("Urgency")
ACKNOWLEDGED = N_("Acknowledgement and contact")
ASSISTANCE = N_("Assistance requested")
PERSONS = N_("Persons and items concerned")
PURPOSE = N_("Purpose")
TIME = N_("Time limit")
UNDERTAKINGS = N_("Undertakings")
AUTHORISATION = N_("Authorisation")
COLLECTION = N_("Period of collection")
ADMISSIBILITY = N_("Admissibility in the requested State")
QUESTION = N_("Question")
REASONS = N_("Statement of reasons")
CONDITIONS = N_("Conditions")
REMARKS = N_("Remarks")
GROUND = N_("Ground")
CONSULTATION = N_("Consultations")
REPLY = N_("Reply")
EVIDENCE = N_("Evidence transmitted")
MATERIAL = N_("Material concerned")
OTHER_PROCEEDINGS = N_("Proceedings concerned")
TERMS = N_("Time limits")
CHANNEL = N_("Channel")
RECIPROCITY = N_("Reciprocity")
PROPERTY = N_("Property concerned")
PROPERTY_FOUND = N_("Property found")
CONNECTION = N_("Connection of the property with the offence")
THIRD_PARTIES = N_("Rights of bona fide third parties")
MEASURE = N_("Measure")
AGREEMENT = N_("Agreement on the disposal")
SPECIALITY = N_("Rule of speciality")
SURRENDER = N_("Surrender")
SUBMISSION = N_("Submission for prosecution")
SUPPLEMENTS = N_("Contents added to the request")

_MANNER: Plan = (
    (RECIPROCITY, ("reciprocity",)),
    (TERMS, ("+terms",)),
    (CHANNEL, ("+channel",)),
    (CONFIDENTIALITY, ("confidentiality", "classification")),
    (URGENCY, ("urgency",)),
    (ACKNOWLEDGED, ("+acknowledge", "authority.contact")),
)
_ASKING: tuple[str, ...] = ("authority", "case_number", "offence")
_NOTE: Plan = ((REMARKS, ("note",)),)
_REASON: Plan = ((REASONS, ("reason",)),)

_REASONED: Plan = ((REASONS, ("reasons",)),)

_PROCEEDINGS_OF_ASSISTANCE: Plan = (
    (PROCEEDINGS, ("authority", "case_number", "matter", "conducting_authority", "offence")),
    (FACTS, ("facts",)),
)
_SOUGHT: Plan = (
    (ASSISTANCE, ("assistance", "measures", "power", "procedure", "period")),
    (DATA, ("data", "preservation_ref")),
    (RELEVANCE, ("data_offence_link",)),
    (PERSONS, ("persons", "+items")),
    (PURPOSE, ("purpose",)),
)
_MANNER_OF_ASSISTANCE: Plan = (
    (TIME, ("deadline", "expedite")),
    (UNDERTAKINGS, ("undertakings",)),
    *_MANNER,
)
_ASSISTANCE: Plan = (*_PROCEEDINGS_OF_ASSISTANCE, *_SOUGHT, *_MANNER_OF_ASSISTANCE)
_COLLECTED: Plan = (
    (COLLECTION, ("collection",)),
    (ADMISSIBILITY, ("permission",)),
    (AUTHORISATION, ("independent_authorisation",)),
)
_QUESTION: Plan = (
    (PROCEEDINGS, _ASKING),
    (QUESTION, ("question",)),
    (FACTS, ("facts",)),
    *_MANNER,
)
_DECLINED: Plan = (
    (GROUND, ("ground", "article")),
    (REASONS, ("reasons",)),
    (CONSULTATION, ("consultation",)),
)
_DELIVERED: Plan = (
    (EVIDENCE, ("+package", "outstanding", "expected")),
    (CONDITIONS, ("conditions",)),
    (AUTHORISATION, ("domestic_authorisation",)),
    *_NOTE,
)
_DECISION: Plan = ((CONDITIONS, ("conditions", "until")), (REASONS, ("reasons",)))

PLANS: Mapping[str, Plan] = {
    "preservation": (
        (PROCEEDINGS, _ASKING),
        (FACTS, ("facts",)),
        (DATA, ("data",)),
        (CUSTODIAN, ("custodian",)),
        (RELEVANCE, ("data_offence_link",)),
        (NECESSITY, ("necessity",)),
        (DURATION, ("+duration", "mla_planned")),
        (TRAFFIC, ("wants_traffic_disclosure",)),
        *_MANNER,
    ),
    "preservation_confirmed": (
        (DURATION, ("hold_start",)),
        (CUSTODIAN, ("custodian",)),
        (AUTHORISATION, ("domestic_authorisation",)),
        *_NOTE,
    ),
    "filing_recognised": ((DATA, ("items", "filing")), *_NOTE),
    "preservation_extension": ((DURATION, ("new_end", "mla_planned")), *_REASON),
    "extension_declined": _DECLINED,
    "path_withheld": _DECLINED,
    "preservation_warning": (
        (N_("Effect of the preservation"), ("risks", "reasons", "wanted_by")),
    ),
    "preservation_warning_answer": _REASON,
    "preserved_traffic_disclosure": (
        (N_("Service provider"), ("provider", "provider_state", "+path")),
        *_NOTE,
    ),
    "asset_tracing": (
        *_PROCEEDINGS_OF_ASSISTANCE,
        (N_("What is to be traced"), ("traced", "period")),
        (PROPERTY, ("property",)),
        (CONNECTION, ("property_link",)),
        (ASSISTANCE, ("assistance", "procedure")),
        (PERSONS, ("persons",)),
        (THIRD_PARTIES, ("third_parties",)),
        (PURPOSE, ("purpose",)),
        *_MANNER_OF_ASSISTANCE,
    ),
    "asset_freezing": (
        *_PROCEEDINGS_OF_ASSISTANCE,
        (PROPERTY, ("property",)),
        (CONNECTION, ("property_link",)),
        (ASSISTANCE, ("assistance", "procedure")),
        (NECESSITY, ("necessity",)),
        (N_("Order on which the request is based"), ("order",)),
        (THIRD_PARTIES, ("third_parties",)),
        (PERSONS, ("persons",)),
        (PURPOSE, ("purpose",)),
        *_MANNER_OF_ASSISTANCE,
    ),
    "asset_confiscation": (
        *_PROCEEDINGS_OF_ASSISTANCE,
        (N_("Confiscation sought"), ("confiscation_sought", "procedure")),
        (PROPERTY, ("property",)),
        (CONNECTION, ("property_link",)),
        (THIRD_PARTIES, ("third_parties",)),
        (PERSONS, ("persons",)),
        (PURPOSE, ("purpose",)),
        *_MANNER_OF_ASSISTANCE,
    ),
    "confiscation_executed": (
        (N_("Property confiscated"), ("property", "confiscated_on")),
        (AUTHORISATION, ("domestic_authorisation",)),
        (THIRD_PARTIES, ("third_parties_decided",)),
        (MEASURE, ("+replaced",)),
        (N_("What is outstanding"), ("outstanding",)),
        *_NOTE,
    ),
    "property_return": (
        *_PROCEEDINGS_OF_ASSISTANCE,
        (N_("Confiscation"), ("confiscation_order", "judgment")),
        (PROPERTY, ("property",)),
        (N_("Claims, in order of priority"), ("claims",)),
        (THIRD_PARTIES, ("third_parties",)),
        (AGREEMENT, ("agreement",)),
        (PERSONS, ("persons",)),
        (PURPOSE, ("purpose", "procedure")),
        *_MANNER_OF_ASSISTANCE,
    ),
    "return_decided": (
        (PROPERTY, ("property",)),
        (N_("Recipients, in order of priority"), ("shares",)),
        (N_("Costs deducted"), ("deducted",)),
        (AGREEMENT, ("agreement",)),
        (AUTHORISATION, ("domestic_authorisation",)),
        (THIRD_PARTIES, ("third_parties_decided",)),
        (TIME, ("handover_by",)),
        (N_("What is outstanding"), ("outstanding",)),
        *_NOTE,
    ),
    "extradition": (
        (PROCEEDINGS, ("authority", "case_number", "conducting_authority", "offence")),
        (N_("Person sought"), ("person_sought",)),
        (FACTS, ("facts",)),
        (N_("Further offences"), ("further_offences",)),
        (N_("Limitation"), ("limitation",)),
        (N_("Warrant or judgement"), ("warrant", "sentence")),
        (N_("Provisional arrest"), ("provisional_arrest",)),
        (N_("Assurances"), ("assurances",)),
        (SPECIALITY, ("+speciality",)),
        (N_("Treaty on extradition"), ("extradition_treaty",)),
        (SUBMISSION, ("submission_requested",)),
        (N_("Decision"), ("+authorities",)),
        *_MANNER,
    ),
    "extradition_decided": (
        (AUTHORISATION, ("domestic_authorisation",)),
        (N_("Offences concerned"), ("granted_for",)),
        (CONDITIONS, ("conditions",)),
        (SPECIALITY, ("+speciality",)),
        (SURRENDER, ("surrender_place", "surrender_by")),
        *_NOTE,
    ),
    "person_surrendered": (
        (SURRENDER, ("surrendered_on", "surrender_place", "handed_to", "custody_days")),
        *_NOTE,
    ),
    "measure_executed": (
        (PROPERTY, ("property",)),
        (DURATION, ("measure_start",)),
        (AUTHORISATION, ("domestic_authorisation",)),
        (THIRD_PARTIES, ("third_parties",)),
        *_NOTE,
    ),
    "lifting_hearing": (
        (MEASURE, ("+measure",)),
        (GROUND, ("lifting_ground",)),
        (REASONS, ("reasons",)),
        (TIME, ("wanted_by",)),
    ),
    "lifting_hearing_answer": _REASONED,
    "measure_lifted": (
        (MEASURE, ("+measure", "+heard", "lifted_on")),
        (GROUND, ("lifting_ground",)),
        (REASONS, ("reasons",)),
        *_NOTE,
    ),
    "mla_stored_data": _ASSISTANCE,
    "mla_general": _ASSISTANCE,
    "evidence_collection": _ASSISTANCE,
    "mla_realtime_traffic": (
        *_PROCEEDINGS_OF_ASSISTANCE,
        (DATA, ("data",)),
        (RELEVANCE, ("data_offence_link",)),
        (N_("Owner or user of the system"), ("owner_or_location",)),
        (NECESSITY, ("justification",)),
        *_COLLECTED,
        (PURPOSE, ("purpose",)),
        *_MANNER_OF_ASSISTANCE,
    ),
    "mla_interception": (
        *_PROCEEDINGS_OF_ASSISTANCE,
        *_SOUGHT,
        *_COLLECTED,
        *_MANNER_OF_ASSISTANCE,
    ),
    "emergency_data": (
        (N_("Danger"), ("danger", "needed_by")),
        (DATA, ("data",)),
        (N_("How the data are to avert the danger"), ("averts",)),
        (CUSTODIAN, ("custodian",)),
        (PROCEEDINGS, _ASKING),
        *_MANNER,
    ),
    "location_inquiry": (
        (PROCEEDINGS, _ASKING),
        (DATA, ("data",)),
        (PURPOSE, ("purpose",)),
        *_MANNER,
    ),
    "technical_advice": _QUESTION,
    "legal_information": _QUESTION,
    "locate_suspect": (
        (PROCEEDINGS, _ASKING),
        (FACTS, ("facts",)),
        (PERSONS, ("persons",)),
        (DATA, ("data",)),
        (PURPOSE, ("purpose",)),
        *_MANNER,
    ),
    "information_offered": (
        (N_("Information offered"), ("summary",)),
        (PROCEEDINGS, _ASKING),
        (CONDITIONS, ("conditions",)),
        (TIME, ("wanted_by",)),
        *_MANNER,
    ),
    "spontaneous_information": (
        (N_("Information"), ("information", "offer")),
        (N_("How the information may be of assistance"), ("reason",)),
        (PROCEEDINGS, _ASKING),
        (DATA, ("data",)),
        (PROPERTY_FOUND, ("property",)),
        (CONDITIONS, ("conditions",)),
        *_MANNER,
    ),
    "law_enforcement_cooperation": (
        (PROCEEDINGS, _ASKING),
        (FACTS, ("facts",)),
        (QUESTION, ("inquiry", "question")),
        (PERSONS, ("persons",)),
        (DATA, ("data",)),
        (PURPOSE, ("purpose",)),
        *_MANNER,
    ),
    "joint_investigation": (
        (PROCEEDINGS, _ASKING),
        (FACTS, ("facts",)),
        (N_("Arrangement proposed"), ("arrangement", "participants", "period")),
        (PURPOSE, ("purpose",)),
        (DATA, ("data",)),
        *_MANNER,
    ),
    "oral_request": (
        (N_("Oral request"), ("request_kind", "made_at", "summary")),
        (PROCEEDINGS, _ASKING),
        (DATA, ("data",)),
        *_MANNER,
    ),
    "written_confirmation": ((N_("Written request"), ("+written",)), *_NOTE),
    "policy_notice": (
        (N_("Scope"), ("authority", "kinds", "since")),
        (REASONS, ("reasons",)),
        (N_("Other channel"), ("channel",)),
    ),
    "acceptance": (
        (N_("Execution"), ("authority", "starts", "ends", "expected")),
        (AUTHORISATION, ("domestic_authorisation",)),
        (CONDITIONS, ("conditions",)),
    ),
    "postponement": (*_DECLINED, (TIME, ("review_date",))),
    "refusal": (*_DECLINED, (SUBMISSION, ("prosecution_submission",))),
    "consultation": (
        (N_("Proposal"), ("proposal",)),
        (CONDITIONS, ("conditions",)),
        (N_("Costs"), ("costs",)),
        (TIME, ("wanted_by",)),
    ),
    "basis_proposed": (
        (N_("Legal basis proposed"), ("legal_basis", "in_lieu")),
        (RECIPROCITY, ("reciprocity",)),
        (SUPPLEMENTS, ("supplements",)),
        (REASONS, ("reasons",)),
        (TIME, ("wanted_by",)),
    ),
    "basis_answered": (
        (RECIPROCITY, ("reciprocity",)),
        (SUPPLEMENTS, ("supplements",)),
        (REASONS, ("reasons",)),
    ),
    "offer_answered": ((REASONS, ("reasons",)),),
    "consultation_answer": ((REASONS, ("reasons",)),),
    "conditions_answered": ((CONDITIONS, ("conditions",)), *_NOTE),
    "delivery": _DELIVERED,
    "partial_delivery": _DELIVERED,
    "delivery_confirmed": (
        (N_("Verification of the package"), ("+package", "verified_at", "opened")),
        *_NOTE,
    ),
    "answer": (
        (REPLY, ("answer", "complete", "+found")),
        (PROPERTY_FOUND, ("property",)),
        (CONDITIONS, ("police_information_only", "conditions")),
        (AUTHORISATION, ("domestic_authorisation",)),
        *_NOTE,
    ),
    "acknowledgement": ((N_("Acknowledgement"), ("at",)), *_NOTE),
    "additional_information": (
        (N_("Information requested"), ("missing",)),
        (TIME, ("wanted_by",)),
    ),
    "additional_information_supplied": ((REPLY, ("answers",)),),
    "status_enquiry": ((QUESTION, ("question",)),),
    "status_answer": ((N_("Progress"), ("progress", "expected")),),
    "no_longer_required": _REASON,
    "confidentiality_failure": ((REASONS, ("reason", "known_to")),),
    "repair": ((N_("Messages concerned"), ("sequence", "reason")),),
    "use_consent_request": (
        (OTHER_PROCEEDINGS, ("proceedings",)),
        (PURPOSE, ("purpose",)),
        (REASONS, ("reasons",)),
    ),
    "use_consent": _DECISION,
    "onward_transfer_authorisation": _DECISION,
    "exculpatory_notice": (
        (OTHER_PROCEEDINGS, ("proceedings",)),
        (MATERIAL, ("material", "disclosed_items", "disclosed_at", "reason")),
    ),
    "returned_or_destroyed": (
        (
            MATERIAL,
            ("+package", "items_concerned", "done_at", "authority", "+demanded", "+tombstones"),
        ),
        *_NOTE,
    ),
    "onward_transfer_request": (
        (N_("Recipient"), ("recipient",)),
        (DATA, ("description",)),
        (PURPOSE, ("purpose",)),
        (AUTHORISATION, ("oral_authorisation",)),
    ),
    "feedback": ((N_("Outcome"), ("summary",)), *_NOTE),
    "call_back": (
        (N_("Request to be confirmed"), ("case_number", "received_at", "facts")),
        (DATA, ("data",)),
        (TIME, ("needed_by",)),
    ),
    "call_back_answer": _NOTE,
    "drill": _NOTE,
    "drill_acknowledgement": ((N_("Acknowledgement"), ("at",)), *_NOTE),
}
"""By the kind of the message, in the order of the letter."""
