# SPDX-License-Identifier: Apache-2.0
"""Refusals of the requests package: of an envelope, of a body, of a thread."""

from rogatory.errors import Code

_SENDER = "The author of the message must correct it, and send it again if it has been sent."
_DRAFTER = "The officer who drafts the message must supply it."
_SOFTWARE = "The operator of the sending node must report this to its maker."

# The envelope.
VERSION = Code(
    "message-version",
    "The message is of version {version}; this node reads version {known}.",
    "The operator of the older node must update it.",
)
MISSING_FIELD = Code(
    "message-field-missing", "The field {field} is missing from the message.", _SOFTWARE
)
UNKNOWN_FIELD = Code(
    "message-field-unknown", "The message has a field {field} that no message has.", _SOFTWARE
)
FIELD = Code("message-field", "The field {field} of the message is wrong: {problem}", _SENDER)
SAME_STATE = Code(
    "message-same-state",
    "The message goes from {sender} to {addressee}, which are of one State.",
    "The sender must address an authority of another State.",
)
CHAIN = Code(
    "message-chain",
    "Number {sequence} of a State in a thread names its previous message exactly when it is not the first.",
    _SOFTWARE,
)
ATTACHMENT_TWICE = Code(
    "message-attachment-twice",
    "Two attachments are called {name}.",
    "The sender must give each attachment a name of its own.",
)
ATTACHMENT_KIND = Code(
    "message-attachment-kind",
    "The name of {name} and its media type {media_type} indicate two kinds of file.",
    "The officer must give the file the name that its kind has, or find out what it is.",
)
ATTACHMENT_CONTENT = Code(
    "message-attachment-content",
    "{name} is declared as {kind} and does not begin as such a file does.",
    "The officer must find out what the file is; evidence goes in a sealed package.",
)
ISSUED_AHEAD = Code(
    "message-clock",
    "The message is dated {issued}, more than {minutes} minutes ahead of this node's clock.",
    "The operator of the sending node must set its clock; then the sender must issue the message again.",
)
FOREIGN_NETWORK = Code(
    "message-network",
    "The message belongs to the network {network}, not to this one.",
    "The sender must send it in the network that it was made for.",
)

# The body.
CONTENT_MISSING = Code(
    "content-missing",
    "The message lacks {label}.",
    _DRAFTER,
)
CONTENT_PRACTICE_MISSING = Code("content-missing-practice", "The message lacks {label}.", _DRAFTER)
CONTENT_PART_MISSING = Code(
    "content-part-missing",
    "The message lacks the part {field} of {label}.",
    _DRAFTER,
)
CONTENT_PRACTICE_PART_MISSING = Code(
    "content-part-missing-practice", "The message lacks the part {field} of {label}.", _DRAFTER
)
CONTENT_UNKNOWN = Code(
    "content-unknown",
    "The message has a field {field} that its kind does not have.",
    "The sender must take it out or choose the kind of message that has it.",
)
CONTENT_FORM = Code("content-form", "The field {field} is wrong: {problem}.", _SENDER)
CONTENT_CONTROL = Code(
    "content-control-character",
    "The text in {field} holds the control character {character}.",
    "The sender must remove it.",
)
CONTENT_TOO_MUCH = Code(
    "content-disclosure-too-much",
    "The disclosure has a field {field}; only what identifies the provider and the path may "
    "be disclosed.",
    "The requested State's authority must take it out and deliver it in answer to a request for assistance.",
    cites="preserved_traffic_disclosure",
)
HOLD_BACKWARDS = Code(
    "content-hold-backwards",
    "The hold ends before it begins.",
    "The requested State's authority must correct {field}.",
)
PERIOD_BACKWARDS = Code(
    "content-period",
    "The period in {field} ends before it begins.",
    "The officer who drafts the message must correct the dates.",
)
ADDRESS_WITHOUT_MOMENT = Code(
    "content-address-without-moment",
    "The network address in {field} has no moment in UTC; an address changes hands by the minute.",
    "The officer who drafts the message must state when the address was in use.",
)
ADDRESS_FORM = Code(
    "content-address",
    "{value} in {field} is not an IP address.",
    "The officer who drafts the message must correct it.",
)
AUTHORISED_BY_POLICE = Code(
    "content-authorisation-police",
    "The authorisation in {field} is by a police authority, which is not independent of the investigation.",
    "The requesting State's authority must obtain one of a court or another independent authority.",
    cites="independent_authorisation",
)
AUTHORISATION_CATEGORY = Code(
    "content-authorisation-category",
    "The data in {field} are of a category that the authorisation does not cover: {category}.",
    "The requesting State's authority must obtain an authorisation for them, or leave them out.",
    cites="independent_authorisation",
)
CONSULTATION_MISSING = Code(
    "content-consultation-missing",
    "The record of the consultation lacks {field}.",
    "The requested State's authority must state with whom it consulted, when, and what came of it.",
)
URGENCY_OF_KIND = Code(
    "content-urgency-of-kind",
    "A message of kind {kind} cannot have the urgency {level}.",
    "The officer who drafts the message must state why it cannot wait, or choose another kind.",
)
REASONS_MISSING = Code(
    "content-reasons-missing",
    "The message declines and gives no reasons.",
    "The officer who drafts the message must state them.",
)
REASON_WITHOUT_WORDS = Code(
    "content-reason-without-words",
    "No reason is given in words; the field {field} contains only: {text}",
    "The officer who drafts the message must give the reason in their own words.",
)
NOTICE_LATE_WITHOUT_REASON = Code(
    "content-notice-late",
    "The notice follows the disclosure and does not explain why it could not precede it.",
    "The officer who drafts the message must state the reason.",
    cites="exculpatory_notice",
)
_CORRECT_IT = "The officer who drafts the message must correct it."
EMAIL_FORM = Code("content-email", "{value} in {field} is not an e-mail address.", _CORRECT_IT)
DOMAIN_FORM = Code("content-domain", "{value} in {field} is not a domain name.", _CORRECT_IT)
URL_FORM = Code(
    "content-url",
    "{value} in {field} is not a web address with scheme and host, or it holds a password.",
    _CORRECT_IT,
)
PHONE_FORM = Code(
    "content-phone",
    "{value} in {field} is not a telephone number in international form: a plus sign, the country"
    " code and the number, without spaces (E.164).",
    _CORRECT_IT,
)
IMEI_FORM = Code(
    "content-imei",
    "{value} in {field} is not a device number of fifteen digits whose last digit checks the others.",
    _CORRECT_IT,
)
IMSI_FORM = Code(
    "content-imsi", "{value} in {field} is not a subscriber number of 6 to 15 digits.", _CORRECT_IT
)
HASH_FORM = Code(
    "content-hash",
    "{value} in {field} is not a hash value: hexadecimal digits in the number of a known algorithm.",
    _CORRECT_IT,
)
WALLET_CHECKSUM = Code(
    "content-wallet-checksum",
    "The wallet address in {field} is not one of {chain}: its form or its checksum is wrong.",
    _CORRECT_IT,
)
WALLET_CHAIN = Code(
    "content-wallet-chain",
    "The wallet address in {field} does not show its chain, and none is named.",
    "The officer who drafts the message must name the chain.",
)
IBAN_FORM = Code(
    "content-iban",
    "{value} in {field} is not an IBAN: its form or its check digits are wrong.",
    "The officer who drafts the message must correct it, or state that it is a domestic account number.",
)
TRANSACTION_FORM = Code(
    "content-transaction",
    "{value} in {field} is not a transaction of {chain}.",
    _CORRECT_IT,
)
TRANSACTION_CHAIN = Code(
    "content-transaction-chain",
    "The transaction in {field} names no chain.",
    "The officer who drafts the message must name the chain on which it was made.",
)
VIRTUAL_ASSET_UNNAMED = Code(
    "content-virtual-asset",
    "The virtual asset in {field} is identified by no wallet, transaction or account at an exchange.",
    "The officer who drafts the message must state the chain with an address or a transaction, or the exchange with an account.",
)
SHARES_EXCEED = Code(
    "content-shares-exceed",
    "The shares and the costs deducted come to more {currency} than the stated value of the property.",
    _CORRECT_IT,
)
ACCOUNT_WITHOUT_SERVICE = Code(
    "content-account-without-service",
    "The account in {field} names no service; one name is another person's on another service.",
    "The officer who drafts the message must name the service.",
)
DATA_WITHOUT_PERIOD = Code(
    "content-data-without-period",
    "The data sought have no range of dates, in {field} or for the whole request, and no moment.",
    "The officer who drafts the message must state the time of the data.",
)
URGENCY_WITHOUT_REASON = Code(
    "content-urgency-without-reason",
    "The request is called urgent without a reason.",
    "The officer who drafts the message must state the reason, or call it routine.",
)
DANGER_NOT_STATED = Code(
    "content-emergency-without-danger",
    "An emergency is claimed without a danger to the life or safety of a person.",
    "The officer who drafts the message must state the danger, or choose another urgency.",
    cites="emergency",
)

# The thread.
THREAD_FOREIGN = Code(
    "thread-foreign",
    "The message is between {found}; the thread {thread} is between {known}.",
    "The sender must open a thread of its own and name this one as related.",
)
THREAD_NOT_OPEN = Code(
    "thread-not-open",
    "A message of kind {kind} answers a request, and this thread has none yet.",
    "The sender must wait for the request, or open the thread with one.",
)
THREAD_OPEN_ALREADY = Code(
    "thread-open-already",
    "A message of kind {kind} opens a thread, and this one is open.",
    "The sender must open a new thread and name this one as related.",
)
THREAD_WRONG_SIDE = Code(
    "thread-wrong-side",
    "A message of kind {kind} comes from the {side} State.",
    "The other State must send it, if it is to be sent.",
)
THREAD_WRONG_REQUEST = Code(
    "thread-wrong-request",
    "A message of kind {kind} does not belong to a request of kind {request}.",
    "The sender must choose a kind that answers this request.",
)
THREAD_WRONG_MOMENT = Code(
    "thread-wrong-moment",
    "A message of kind {kind} has no place in a thread that is {status}.",
    "The sender must read the thread again and choose what may come next.",
)
NOT_ACCEPTED = Code(
    "thread-not-accepted",
    "The request was not accepted, and the message of kind {kind} states no authorisation of the requested State.",
    "The requested State must state in it the authority, reference and date of the authorisation under domestic "
    "law, or accept the request first.",
)
THREAD_STOPPED = Code(
    "thread-stopped",
    "Two messages of {state} have the same number; its thread is suspended until a repair "
    "names the valid one.",
    "An authority of {state} must send a repair.",
)
THREAD_LINK = Code(
    "thread-link",
    "The message does not continue the chain that it names.",
    _SOFTWARE,
)
THREAD_SEEN = Code(
    "thread-seen",
    "The message names as last seen a message that is not the other State's, or an older one than before.",
    _SOFTWARE,
)
THREAD_REFERENCE = Code(
    "thread-reference",
    "The field {field} names nothing in this thread to which a message of kind {kind} can refer.",
    "The sender must name the message or package that is meant.",
)
BASIS_PENDING = Code(
    "thread-basis-pending",
    "A change of the legal basis that {state} proposed waits for its answer.",
    "The other State must answer it before another change is proposed.",
)
HOLD_SHORTENED = Code(
    "thread-hold-shortened",
    "The hold would end at {end}, before the end already confirmed, {known}.",
    "The requested State's authority must keep at least what it has confirmed.",
    cites="hold",
)
EXTENSION_TOO_LATE = Code(
    "thread-extension-too-late",
    "The extension was asked for at {issued}, after the hold had ended at {end}.",
    "The requesting State's authority must make a new preservation request, at once.",
    cites="preservation_extension",
)
EXTENSION_NO_LATER = Code(
    "thread-extension-no-later",
    "The extension asks for {wanted}, which is not after the end already confirmed, {end}.",
    "The requesting State's authority must ask for a later end.",
    cites="preservation_extension",
)
WARNING_UNDECIDED = Code(
    "thread-warning-undecided",
    "The requested State warned that the hold will not be sufficient, and the requesting "
    "State has not decided yet.",
    "The requesting State's authority must decide whether to go on.",
    cites="warning",
)
AUTHORISATION_UNBOUNDED = Code(
    "thread-authorisation-unbounded",
    "The authorisation for a measure in real time does not state its {part}.",
    "The requested State's authority must state the scope and the end of its authorisation.",
    cites="independent_authorisation",
)
CONDITIONS_UNANSWERED = Code(
    "thread-conditions-unanswered",
    "The acceptance sets conditions that the requesting State has not answered, and a message of kind "
    "{kind} would give something under them.",
    "The requesting State's authority must answer the conditions first.",
    cites="conditions_answered",
)
HEARING_TOO_SHORT = Code(
    "thread-hearing-too-short",
    "The requesting State would be heard until {day}, which is not after {issued}, the day of the message.",
    "The requested State's authority must name a later day.",
    cites="lifting_hearing",
)
LIFTED_UNHEARD = Code(
    "thread-lifted-unheard",
    "The measure would be lifted, and the message names no hearing of the requesting State on it.",
    "The requested State's authority must hear the requesting State first.",
    cites="lifting_hearing",
)
HEARING_RUNS = Code(
    "thread-hearing-runs",
    "The requesting State has not replied in the hearing, and is heard until {day}.",
    "The requested State's authority must wait for the reply, or until that day has passed.",
    cites="lifting_hearing",
)
THREAD_NOTHING_PASSED = Code(
    "thread-nothing-passed",
    "A message of kind {kind} concerns what was received, and nothing was yet.",
    "The sender must wait until there is something that it may be asked about.",
)
REPAIR_ELSEWHERE = Code(
    "thread-repair",
    "A repair refers to the valid chain and names a message of it by number.",
    "The sender must send the repair on the chain that it declares to hold.",
)
