# SPDX-License-Identifier: Apache-2.0
"""Refusals and warnings of the work inside one's own State."""

from rogatory.errors import Code

_RENEW_ORDER = "An officer of {authority} must have the order renewed before it ends."
_SAME_CASE = "The officer must make sure that the same case is meant."
_AGREE_FIRST = "The officer must agree with that authority before anything is sent."
_NEW_ORDER = "The officer must obtain a new order and record that."

# Who may act
NOT_YOURS = Code(
    "matter-not-yours",
    "Officer {officer} acts for no authority that takes part in the case file {thread}.",
    "An officer of an authority in charge must do this, or the case file must be assigned to "
    "another officer.",
)
RESTRICTED = Code(
    "matter-restricted",
    "The request {thread} is restricted to officers whom it names; {officer} is none of them.",
    "One of them must do this, or an approver or a lawyer of {authority} must name the officer.",
)
READER_ROLE = Code(
    "matter-reader-role",
    "Officer {officer} has no role that reads requests.",
    "Name an officer with one of the roles {roles}.",
)
READERS_NONE = Code(
    "matter-readers-none",
    "No officer who may read the request was named.",
    "Name at least one officer; a request that nobody may read is not answered.",
)
READERS_MANY = Code(
    "matter-readers-many",
    "{count} officers are named; a restriction names at most {limit}.",
    "Name those who need to know.",
)
READERS_SAME = Code(
    "matter-readers-same",
    "The request is open to just these already.",
    "Nothing needs to be done.",
)
ASSIGNEE_OFFICE = Code(
    "matter-assignee-office",
    "Officer {assignee} does not act for {authority}.",
    "Choose an officer of {authority}, or assign the case file to that officer's authority.",
)
ASSIGNEE_ROLE = Code(
    "matter-assignee-role",
    "Officer {assignee} has no role that allows reading a case file.",
    "Choose an officer with one of the roles {roles}.",
)
AUTHORITY_FOREIGN = Code(
    "matter-authority-foreign",
    "{authority} is no authority of {state}.",
    "Choose an authority of this State; another State is asked by a request.",
)
ASSIGNED_ALREADY = Code(
    "matter-assigned-already",
    "Officer {assignee} of {authority} already has the case file.",
    "No action is needed.",
)

UNASSIGNED_ALREADY = Code(
    "matter-unassigned-already",
    "The case file is already with {authority}, and no officer is assigned to it.",
    "No action is needed.",
)

# What is written
TEXT_MISSING = Code(
    "matter-text-missing", "{field} is missing.", "The officer who records this must fill it in."
)
TEXT_FORM = Code(
    "matter-text-form",
    "{field} has more than {limit} characters, or a character that cannot be shown.",
    "The officer who records this must shorten or correct it.",
)
STAGE_UNKNOWN = Code(
    "matter-stage-unknown", "There is no stage {stage} of the work.", "Choose one of {known}."
)
STAGE_SAME = Code("matter-stage-same", "The work is already at {stage}.", "No action is needed.")
CLOSING_ORDER = Code(
    "matter-closing-order",
    "The order {reference} still runs until {until}.",
    "The officer must record that it was lifted or has ended before the case file is closed.",
)
CLOSING_REFERRAL = Code(
    "matter-closing-referral",
    "What was referred to {name} is still awaited.",
    "The officer must record its result, or recall it, before the case file is closed.",
)

# Referrals
REFERRAL_UNKNOWN = Code(
    "matter-referral-unknown",
    "There is no referral {referral} in this case file.",
    "Choose a referral of the list.",
)
REFERRAL_CLOSED = Code(
    "matter-referral-closed",
    "The referral to {name} is closed; nothing more is awaited.",
    "Make a new referral if more is needed.",
)
REFERRAL_LATE = Code(
    "matter-referral-late",
    "The date {wanted_by} by which a result is wanted has passed.",
    "Choose a date in the future.",
)
RESULT_EMPTY = Code(
    "matter-result-empty",
    "A result needs a file, a sealed package, or a description.",
    "The officer must add the reply.",
)
RESULT_AHEAD = Code(
    "matter-result-ahead",
    "The result is recorded as received at {received}, which is in the future.",
    "The officer must correct the moment.",
)
RESULT_FILE_LARGE = Code(
    "matter-result-file-large",
    "{name} has {size} bytes; a file in a case file has at most {limit}.",
    "An examiner must collect and seal it on a workstation; name the sealed package instead.",
)
RESULT_FILES_MANY = Code(
    "matter-result-files-many",
    "{count} files were sent at once; at most {limit} can be kept with a result.",
    "An examiner must collect and seal them on a workstation; name the sealed package instead.",
)
RESULT_PACKAGE_UNKNOWN = Code(
    "matter-result-package-unknown",
    "There is no sealed package {seal} here.",
    "The examiner must hand it over to the node first.",
)
RESULT_FILE_NAME = Code(
    "matter-result-file-name",
    "{name} is no plain name of a file.",
    "The officer must give the file another name.",
)

# Domestic orders
ORDER_UNKNOWN = Code(
    "matter-order-unknown",
    "There is no order {order} in this case file.",
    "Choose an order of the list.",
)
ORDER_CATEGORY = Code(
    "matter-order-category",
    "There is no category of data {category}.",
    "Choose among {known}.",
    cites="data_categories",
)
ORDER_NO_CATEGORY = Code(
    "matter-order-no-category",
    "The order names no category of data.",
    "The officer must state which of {known} it reaches.",
    cites="data_categories",
)
ORDER_BACKWARDS = Code(
    "matter-order-backwards",
    "The order would end at {ends}, which is not after its beginning at {starts}.",
    "The officer must correct the dates.",
)
ORDER_AHEAD = Code(
    "matter-order-ahead",
    "The order is recorded as issued at {issued}, which is in the future.",
    "The officer must record it when it has been issued.",
)
ORDER_OVER = Code(
    "matter-order-over",
    "The period ended at {ends} and covers nothing any more.",
    _NEW_ORDER,
)
ORDER_TOO_LONG = Code(
    "matter-order-too-long",
    "The order would run {days} days; one period is at most {most}.",
    "The authority that issues it must set a shorter period, and renew it before it ends.",
)
ORDER_NOT_INDEPENDENT = Code(
    "matter-order-not-independent",
    "{title} needs the decision of a court or of another independent body.",
    "The officer must obtain it and record its reference, issuer, scope and end.",
    cites="independent_authorisation",
)
ORDER_ENDED_ALREADY = Code(
    "matter-order-ended",
    "The order {reference} has ended at {until}.",
    _NEW_ORDER,
)
ORDER_RENEWED_LATE = Code(
    "matter-order-renewed-late",
    "The renewal was issued at {issued}, after the order had ended at {until}; what was lost "
    "between is not covered.",
    _NEW_ORDER,
)
ORDER_NOT_LONGER = Code(
    "matter-order-not-longer",
    "The renewal would end at {ends}, and the order runs until {until} already.",
    "The officer must correct the date.",
)
ORDER_END_AHEAD = Code(
    "matter-order-end-ahead",
    "The order is recorded as ended at {at}, which is in the future.",
    "The officer must record it when it has ended.",
)

# Warnings: said with what was recorded, and shown as long as they hold
CASE_NUMBER_ELSEWHERE = Code(
    "matter-number-elsewhere",
    "{authority} also has a case file with the number {number}.",
    _SAME_CASE,
)
CASE_NUMBER_SHARED = Code(
    "matter-number-shared",
    "{count} other case files of this State have the number {number}.",
    _SAME_CASE,
)
NOBODY_ASSIGNED = Code(
    "matter-unassigned",
    "This case file is not assigned to anybody.",
    "An officer of {authority} must take it over or assign it.",
)
ASSIGNEE_LEFT = Code(
    "matter-assignee-left",
    "Officer {assignee}, who has the case file, is no longer in force, or not of {authority}.",
    "An officer of {authority} must assign it to another officer.",
)
HOLD_NOT_COVERED = Code(
    "matter-hold-not-covered",
    "The data are promised to {peer} until {until}, and the domestic order ends at {ends}.",
    _RENEW_ORDER,
    cites="hold",
)
HOLD_OPEN_NOT_COVERED = Code(
    "matter-hold-open-not-covered",
    "The data are promised to {peer} until its request is decided, and the domestic order "
    "ends at {ends}.",
    _RENEW_ORDER,
    cites="hold",
)
HOLD_WITHOUT_ORDER = Code(
    "matter-hold-without-order",
    "The data are promised to {peer} until {until}, and no domestic order that runs is "
    "recorded here.",
    "An officer of {authority} must record the order, or note by what other means the data are kept.",
    cites="preservation_measure",
)
HOLD_OPEN_WITHOUT_ORDER = Code(
    "matter-hold-open-without-order",
    "The data are promised to {peer} until its request is decided, and no domestic order that runs is "
    "recorded here.",
    "An officer of {authority} must record the order, or note by what other means the data are kept.",
    cites="preservation_measure",
)
SECRECY_MISSING = Code(
    "matter-secrecy-missing",
    "The request is to be kept secret, and the order does not bind {custodian} to secrecy.",
    "The officer must have the order amended, or inform the requesting State that secrecy "
    "cannot be kept.",
    cites="requested_and_custodian_secrecy",
)
SECRECY_SHORT = Code(
    "matter-secrecy-short",
    "{custodian} is bound to secrecy until {secret_until}, and the order runs until {ends}.",
    "The officer must have the duty of secrecy prolonged.",
    cites="custodian_secrecy",
)
PRODUCTION_BEYOND = Code(
    "matter-production-beyond",
    "A provider that only offers services in the territory can be ordered to give subscriber "
    "information, not {categories}.",
    "The officer must make a request to the State where the data are located.",
    cites="production_order",
)
DISCLOSURE_BEYOND = Code(
    "matter-disclosure-beyond",
    "Partial disclosure reaches what shows provider and path, not {categories}.",
    "The officer must use a production order or a search for anything else.",
    cites="partial_disclosure_order",
)
RECORDED_LATE = Code(
    "matter-recorded-late",
    "The order is recorded only now; it was issued at {issued}.",
    "The officer should record orders when they are issued, so that their ends are watched.",
)
TWICE = Code(
    "similar-twice",
    "The same State was asked the same about the same account or data, by {who}.",
    "The officer must make sure that it has to be asked again.",
)
SAME_TARGET = Code(
    "similar-same-target",
    "Another case file concerns the same account or data, at {who}.",
    "The officer should speak with that authority.",
)
SECRECY_DIFFERS = Code(
    "similar-secrecy",
    "One request on the same account or data is to be kept secret and the other is not: this "
    "one, and that of {who}.",
    _AGREE_FIRST,
    cites="secrecy_failure",
)
REVEALS = Code(
    "similar-tells",
    "This message reveals what is to be kept secret in another case file on the same account "
    "or data, at {who}.",
    _AGREE_FIRST,
    cites="secrecy_failure",
)
IS_INFORMED = Code(
    "similar-is-told",
    "This request is to be kept secret, and a message on the same account or data made "
    "something known, at {who}.",
    _AGREE_FIRST,
    cites="secrecy_failure",
)
WITHDRAWN = Code(
    "similar-withdrawn",
    "The same State was informed that assistance on the same account or data is no longer "
    "required, by {who}.",
    "The officer must agree with that authority which of the two holds.",
    cites="no_longer_required",
)
STILL_NEEDED = Code(
    "similar-still-needed",
    "The same State is still asked for help on the same account or data, by {who}.",
    "The officer must state that only this request is no longer required, or agree with that "
    "authority.",
    cites="no_longer_required",
)
EVIDENCE_IN_CLEAR = Code(
    "matter-evidence-in-clear",
    "Files stored with a result can be read by the operators of this node.",
    "An examiner must seal what is evidence on a workstation.",
)
