# SPDX-License-Identifier: Apache-2.0
"""Refusals, warnings and notices of the law on this node: each with article and certainty."""

from rogatory.errors import Code

_OFFICER = "An officer of the acting authority must do this before the message leaves."
_LAWYER = "A lawyer of the authority must decide."
_DRAFT = "The officer must draft it again, or abandon it."
_ON_A_GROUND = (
    "The officer must choose one; where no other fits, the last, with the treaty or constitution that forbids "
    "the help."
)
_NOBODY = "No action is needed; it is shown for information."

REASON_MISSING = Code(
    "law-reason-missing",
    "No reason is given, or one of more than {limit} characters.",
    "The officer must give the reason in their own words.",
)

# Answering
QUESTION_UNKNOWN = Code(
    "law-question-unknown",
    "The law's data have no question {question} here.",
    "Answer a question of the list.",
)
ANSWER_FORM = Code(
    "law-answer-form",
    "{answer} is no answer to this; what can be answered is {allowed}.",
    "The officer must give one of these.",
)
AUTHORISATION_PARTS = Code(
    "law-authorisation-parts",
    "The authorisation lacks {missing}.",
    "The officer must state who authorised the measure, under which number, for what and until "
    "which day.",
)
CATEGORY_NOTES = Code(
    "law-proportionality-categories",
    "The proportionality is not explained of: {missing}.",
    "The officer must state for each category why it is needed.",
)
BASIS_UNKNOWN = Code(
    "law-basis-unknown",
    "{instrument} is no instrument of the law's data.",
    "Choose an instrument of the list; the ministry can add one by a correction.",
)
SENIOR_SAME = Code(
    "law-senior-same",
    "Officer {officer} drafted or answered here and cannot review it.",
    "Another senior officer must review it.",
)

NOTHING_TO_CLASSIFY = Code(
    "law-offence-unclassified",
    "There is no offence to classify here: the request states none, or this State is not the one asked.",
    "No action is needed.",
)
OFFENCE_ARTICLE = Code(
    "law-offence-article",
    "The classification names none of these articles of {instrument}: {articles}.",
    "The lawyer must name the article under which the offence falls.",
)

OFFENCE_CATALOGUED = Code(
    "law-offence-catalogued",
    "Beside the article of the instrument, the classification names none of these articles of the Convention: "
    "{articles}.",
    "The lawyer must name one of them, or leave it out.",
)

# Questions before sending and executing
QUESTION_OPEN = Code(
    "law-question-open",
    "Not answered yet: {question}",
    _OFFICER,
)
QUESTION_FORBIDS = Code(
    "law-question-forbids",
    "Officer {officer} answered {answer}, which forbids to go on: {question}",
    _DRAFT,
)
SENIOR_OPEN = Code(
    "law-senior-open",
    "The facts concern expression, belief, assembly or association, and no senior officer has"
    " reviewed them.",
    "A senior officer who neither drafted nor answered must review it.",
)
SENIOR_STOPPED = Code(
    "law-senior-stopped",
    "The senior officer {officer} decided that this must not go on.",
    _DRAFT,
)

# Legal basis and scope
BASIS_OPEN = Code(
    "law-basis-open",
    "The instrument on which the request is based has not been decided.",
    "An officer must choose one of the applicable bases, and give the reason.",
    cites="treaty",
)
BASIS_OTHER = Code(
    "law-basis-other",
    "Officer {officer} chose {chosen}, and the request names {named}.",
    "The officer must decide again, or draft the request on the instrument chosen.",
    cites="treaty",
)
OUTSIDE_CONVENTION = Code(
    "law-outside-convention",
    "The request is based on {instrument}, so the Convention's own limits do not decide; "
    "under them it would not apply.",
    _NOBODY,
)
SUPPLEMENT_FOREIGN = Code(
    "law-supplement-foreign",
    "The message adds contents to the request of {state}, which alone states what it asks for.",
    "The officer must leave the added contents out, and may ask {state} for additional information.",
)
IN_LIEU_CLOSED = Code(
    "law-in-lieu-closed",
    "The proposal names {provision} to apply in place of a treaty; the instrument lets the two States agree so on: "
    "{listed}.",
    "The officer must name provisions of this list, or none.",
)
IN_LIEU_OF_NOTHING = Code(
    "law-in-lieu-of-nothing",
    "No treaty or legislation between the two States takes the place of {provisions}, as far as the law's data know.",
    "A lawyer should check whether there is one; without one these provisions apply without an agreement.",
)

# Executing
AUTHORISATION_ENDED = Code(
    "law-authorisation-ended",
    "The authorisation {reference} ended on {until}.",
    "The officer must have it renewed by the court or authority that gave it.",
    cites="independent_authorisation",
)
PATH_OWED = Code(
    "law-path-owed",
    "The traffic data held point to a provider in another State, and provider and path have "
    "not been disclosed.",
    "The officer must disclose them to the asking authority, without being asked.",
    cites="preserved_traffic_disclosure",
)
SECRECY_UNDECIDED = Code(
    "law-secrecy-undecided",
    "The requesting State was informed that its request cannot be kept secret, and has not agreed that it "
    "is executed all the same.",
    "The officer must consult it on execution without the secrecy asked for; once it accepts, the request may "
    "be executed.",
)
SECRECY_TO_DECIDE = Code(
    "law-secrecy-to-decide",
    "The request cannot be kept secret, and the requesting State decides whether it is executed all the "
    "same.",
    "The requesting State must answer the consultation on it, or withdraw the request.",
)
CONDUCT_NOT_COMPARED = Code(
    "law-conduct-not-compared",
    "The conduct has not been compared with this State's law, element by element, as the offence is "
    "classified now.",
    "A lawyer must compare the conduct, whatever the offence is called.",
    cites="offence_name",
)
CONDUCT_IS_OFFENCE = Code(
    "law-conduct-offence",
    "Officer {officer} compared the conduct and came to {answer}, so dual criminality is no "
    "ground.",
    _LAWYER,
    cites="offence_name",
)
CONDUCT_VERDICT = Code(
    "law-conduct-verdict",
    "The elements come to {found}, not to {answer}.",
    _LAWYER,
    cites="offence_name",
)

HOLD_INSUFFICIENT = Code(
    "law-hold-insufficient",
    "Officer {officer} answered that the hold will not keep the data available, or endangers secrecy "
    "or the investigation, and the requesting State has not been warned.",
    "The officer must warn it first; it decides whether the request is executed all the same.",
)
HOLD_SHORT = Code(
    "law-hold-short",
    "The hold is too short. Days from the later of its start and the request: {days}. Least number of "
    "days under the instrument of the request: {least}.",
    "The State that holds the data must keep them longer; the requesting State may ask for that.",
)
OBLIGATION_UNFOUNDED = Code(
    "law-obligation-unfounded",
    "The refusal rests on another obligation of this State, and no question on rights was answered "
    "so that it forbids to go on.",
    "An officer must answer the question first, or choose a ground of the list.",
)
REFUSAL_OFFERED = Code(
    "law-refusal-offered",
    "An answer forbids to go on. The request can be refused on: {grounds}.",
    _ON_A_GROUND,
)
WITHHOLDING_OFFERED = Code(
    "law-withholding-offered",
    "An answer forbids the disclosure. Provider and path can be withheld on: {grounds}.",
    _ON_A_GROUND,
)
DECLINING_OFFERED = Code(
    "law-declining-offered",
    "An answer forbids this State to agree. What is requested can be declined, with reasons.",
    "The officer must decline it, or leave it undecided.",
)
DATA_UNIDENTIFIED = Code(
    "law-data-unidentified",
    "Item {item} of the data names no account, address or other identifier: it may reach people who "
    "have nothing to do with the case.",
    "The requesting State should name identifiers; the requested State may ask for them.",
    cites="proportionality",
)
POLICE_UNAGREED = Code(
    "law-police-unagreed",
    "{provider} marked the package as police information only, and nobody agreed to that condition: it does "
    "not keep the package from being used as evidence.",
    "The officer should inform that State before the evidence is used.",
)
LANGUAGE_IN_EMERGENCY = Code(
    "law-language-emergency",
    "{state} accepts {accepted}, not {language}; the message leaves all the same, since it concerns "
    "an emergency.",
    "A translation should follow.",
)
PLACE_ELSEWHERE = Code(
    "law-place-elsewhere",
    "The request says that something it concerns is in {other}; {state}, which is asked, acts on its own "
    "territory alone.",
    "The requesting State must ask {other} for what is there, or correct the place.",
    cites="own-territory",
)
FILING_UNKNOWN = Code(
    "law-filing-unknown",
    "The request that is recognised is none that {state} made to the same State, or the message "
    "does not open it.",
    "The officer must name a request for assistance that this node has received.",
)
FILING_KIND = Code(
    "law-filing-kind",
    "A request of kind {kind} is no request for assistance, so it does not keep data held.",
    "The requesting State must file a request for assistance before the hold ends.",
)
FILING_OTHER_ACCOUNTS = Code(
    "law-filing-other-accounts",
    "The request does not ask for the accounts of item {item}.",
    "The officer must leave out the item; its hold runs on.",
)
FILING_ELSEWHERE = Code(
    "law-filing-elsewhere",
    "The request names a hold of {state} but none of the accounts it covers; it does "
    "not maintain that hold.",
    "The officer must name the accounts, or file another request before the hold ends.",
)
CONSULTATION_UNKNOWN = Code(
    "law-consultation-unknown",
    "The consultation {message} that is named was not held in this thread.",
    "The officer must consult the requesting State first, or name the consultation that was held.",
    cites="consultation",
)
CONSULTATION_OTHER = Code(
    "law-consultation-other",
    "The consultation {message} is about {about}, and not about {decision}.",
    "The officer must consult the requesting State about this decision before taking it.",
    cites="consultation",
)
ARTICLE_OTHER = Code(
    "law-ground-article",
    "The message cites article {cited}; the law's data find the ground {ground} in {article}.",
    _LAWYER,
)

# Using what was received
ONWARD_UNAUTHORISED = Code(
    "law-onward-unauthorised",
    "The evidence was given by {provider}, which has not authorised its transfer to {recipient}.",
    "An officer must ask the State that gave it for its authorisation first.",
)
USE_WITHOUT_CONSENT = Code(
    "law-use-without-consent",
    "{provider} gave the evidence for {recorded}; nothing lets it be used for {wanted}.",
    "An officer must ask for consent, or, if it is in favour of an accused, inform the State "
    "that gave it and disclose the items.",
)
NOTICE_BY_ITEM = Code(
    "law-notice-by-item",
    "For {wanted} the notice {message} releases the items that it names, and not the whole package.",
    "An officer must disclose or extract these items by their paths, or ask for consent.",
)
NOTICE_WITHOUT_EFFECT = Code(
    "law-notice-without-effect",
    "This notice will release no item of the package: {problem}.",
    "An officer must send a notice that names the package and its items, and states why it is late if it is.",
)
NOTICE_RELEASES_NOTHING = Code(
    "law-notice-releases-nothing",
    "The notice {message} in favour of an accused releases nothing: {problem}.",
    "An officer must send a notice that names the package and its items, and states why it is late if it is.",
)
RECIPIENT_UNSAID = Code(
    "law-recipient-unsaid",
    "{provider} gave the evidence and forbids its transfer; the destination State is not stated.",
    "The officer must name the State with --recipient, {own} where it stays in the country.",
)
DELIVERED_FOR_POLICE = Code(
    "law-delivered-for-police",
    "{provider} delivered the evidence as police information only.",
    "An officer must ask that State for the same evidence by a request for assistance.",
)
RETENTION_ENDED = Code(
    "law-retention-ended",
    "{provider} gave the evidence to be destroyed after {until}.",
    "The officer must destroy it, or ask the State that gave it for another day.",
)
KEPT_SECRET = Code(
    "law-evidence-secret",
    "{provider} gave the evidence to be kept secret.",
    "The recipients must know this; if it is not possible, the State that gave it must be "
    "informed.",
)

# Shown
SECRECY = Code(
    "law-secrecy",
    "The requesting State asks that the request be kept secret.",
    "If that is not possible, the requesting State must be informed at once.",
    cites="secrecy_requested",
)
SENSITIVE_OFFENCE = Code(
    "law-sensitive-offence",
    "The offence is that of article {offence}: what is found may be material that only who "
    "must see it should see.",
    "The delivering authority states it in the conditions; the receiving authority opens it "
    "where nobody else can see the screen.",
    cites="shielded_material",
)
SENSITIVE_UNSAID = Code(
    "law-sensitive-unsaid",
    "The offence is that of article {offence}, and the conditions state that no such material"
    " is delivered.",
    "The examiner must check, or state in the conditions that the package contains such material.",
    cites="shielded_material",
)
SENSITIVE_CONDUCT = Code(
    "law-sensitive-conduct",
    "The conduct is the sexual abuse of children or the dissemination of intimate images: what is found may "
    "be material that only who must see it should see.",
    "The delivering authority states it in the conditions; the receiving authority opens it "
    "where nobody else can see the screen.",
    cites="shielded_material",
)
SENSITIVE_CONDUCT_UNSAID = Code(
    "law-sensitive-conduct-unsaid",
    "The conduct is the sexual abuse of children or the dissemination of intimate images, and the conditions "
    "state that no such material is delivered.",
    "The examiner must check, or state in the conditions that the package contains such material.",
    cites="shielded_material",
)
POLICE_INFORMATION = Code(
    "law-police-information",
    "What is exchanged here is police information and no evidence, until a request for "
    "assistance covers it.",
    "A request for assistance must be made before it is used in court.",
    cites="police-information",
)
DOES_ITSELF = Code(
    "law-acts-itself",
    "According to its entry, {authority} may do this itself.",
    _NOBODY,
    cites="direct_execution",
)
FORWARDS = Code(
    "law-acts-forwards",
    "According to its entry, {authority} does not do this itself but forwards it.",
    _NOBODY,
    cites="direct_execution",
)
ACTS_UNSAID = Code(
    "law-acts-unsaid",
    "The entry of {authority} does not state whether it does this itself.",
    _NOBODY,
    cites="direct_execution",
)
TOMBSTONE_UNRECORDED = Code(
    "law-tombstone-unrecorded",
    "No custody event of the package records the tombstone {tombstone} here.",
    "The officer must name tombstones that custody events of this package record, or leave them out.",
)
LOCATION_FIRST = Code(
    "law-location-first",
    "The custodian is not known; the contact point may first be asked where the data are.",
    _NOBODY,
    cites="location_inquiry",
)
