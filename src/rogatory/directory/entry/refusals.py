# SPDX-License-Identifier: Apache-2.0
"""Refusals of an entry, a register or a card, and what of them is flagged."""

from rogatory.errors import Code

_STATE = "The State must correct its {document}, sign it and submit it again."

# Its form
FIELD_MISSING = Code("directory-field-missing", "{field} is missing from the {document}.", _STATE)
FIELD_UNKNOWN = Code(
    "directory-field-unknown", "{field} is not a field that the {document} may have.", _STATE
)
NOT_TEXT = Code("directory-not-text", "{field} in the {document} is not a text.", _STATE)
BAD_TEXT = Code(
    "directory-text",
    "{field} in the {document} is empty, longer than {limit} characters, or holds control characters.",
    _STATE,
)
BAD_FORM = Code(
    "directory-form",
    "{field} in the {document} is {value}, which is not of the form {form}.",
    _STATE,
)
NOT_ALLOWED = Code(
    "directory-value", "{field} in the {document} is {value}, which is none of {allowed}.", _STATE
)
NOT_INTEGER = Code(
    "directory-integer",
    "{field} in the {document} is not an integer between {least} and {most}.",
    _STATE,
)
NOT_FLAG = Code("directory-flag", "{field} in the {document} is neither true nor false.", _STATE)
NOT_LIST = Code("directory-list", "{field} in the {document} is not a list.", _STATE)
EMPTY_LIST = Code("directory-list-empty", "{field} in the {document} is empty.", _STATE)
TOO_MANY = Code(
    "directory-list-long", "{field} in the {document} lists more than {limit} things.", _STATE
)
NOT_OBJECT = Code("directory-object", "{field} in the {document} is not an object.", _STATE)
NOT_BASE64 = Code("directory-base64", "{field} in the {document} is not in base64.", _STATE)
REPEATED = Code(
    "directory-repeated",
    "{field} in the {document} repeats an earlier value in {value}.",
    _STATE,
)
PERIOD_REVERSED = Code(
    "directory-period", "{field} in the {document} ends before it begins.", _STATE
)

# What the fields say of each other and of the keys they hold
ANOTHER_STATE = Code(
    "directory-other-state",
    "The {document} is of State {found}, where {state} was expected.",
    _STATE,
)
FOREIGN_HOLDER = Code(
    "directory-holder",
    "{field} in the {document} names {holder}, which is neither the State nor one of its authorities fit for it.",
    _STATE,
)
UNKNOWN_AUTHORITY = Code(
    "directory-unknown-authority",
    "{field} in the {document} names {authority}, which the entry does not list.",
    _STATE,
)
NOT_HTTPS = Code(
    "directory-url",
    "{field} in the {document} is {value}, which is not a plain https address.",
    _STATE,
)
BAD_ORIGIN = Code(
    "directory-origin",
    "{field} in the {document} is {value}, which is not a web origin under the relying party {relying_party}.",
    _STATE,
)
BAD_CERTIFICATE = Code(
    "directory-certificate", "{field} in the {document} is not a certificate: {problem}", _STATE
)
CERTIFICATE_DIFFERS = Code(
    "directory-certificate-differs",
    "{field} in the {document} is {said}, but the certificate has {found}.",
    _STATE,
)
CERTIFICATE_PERIOD = Code(
    "directory-certificate-period",
    "{field} in the {document} is in force outside the validity of its certificate.",
    _STATE,
)
NO_STATE_CA = Code(
    "directory-no-state-ca", "The {document} lists no certificate of the State CA.", _STATE
)
BAD_KEY = Code("directory-key", "{field} in the {document} is not a usable key: {problem}", _STATE)
VKEY_NAME = Code(
    "directory-vkey-name",
    "{field} in the {document} is a key of {found}, not of {name}.",
    _STATE,
)
REGISTER_DIGEST = Code(
    "directory-register-digest",
    "The entry of {state} names another register of officers than the one supplied with it.",
    "The State must put the digest of its register into its entry, sign both and submit them again.",
)
CARD_DIGEST = Code(
    "directory-card-digest",
    "The entry of {state} names another card than this one.",
    "Get the card that the entry names from {state} or from another member; or the State must put the digest of its card into its entry, sign it and submit it.",
)

# Entries are only added to
REMOVED = Code(
    "directory-removed",
    "{field} of the {document} no longer lists {value}; an earlier value may be ended, not "
    "removed.",
    _STATE,
)
CHANGED = Code(
    "directory-changed", "{field} of the {document} was changed, which is not allowed.", _STATE
)
PROLONGED = Code(
    "directory-prolonged",
    "{field} of the {document} was set to a later time; it may only be shortened.",
    _STATE,
)
REVIVED = Code(
    "directory-revived",
    "{field} of the {document} takes back or delays that the key has ended.",
    _STATE,
)

# What of an entry is flagged
NEVER_VERIFIED = Code(
    "directory-never-verified",
    "{authority} has not been verified yet.",
    "{state} must call the office, check that its complete record is correct, and write the "
    "day into its entry.",
    certainty="memory",
    article="41(2)",
)
VERIFIED_LONG_AGO = Code(
    "directory-verified-long-ago",
    "{authority} was last verified on {day}, more than a year ago.",
    "Its State must verify the office again and write the day into its entry.",
    certainty="memory",
    article="41(2)",
)
VERIFIED_NOT_YET = Code(
    "directory-verified-not-yet",
    "The verification of {authority} is dated {day}, which is in the future or does not exist.",
    "Its State must correct the day in its entry.",
)
TIME_ZONE_UNKNOWN = Code(
    "directory-time-zone-unknown",
    "No time zone {time_zone}, which {authority} names, is known on this machine.",
    "Its State must name its zone as IANA does; or this machine needs newer time zone data.",
)
RUN_OUT = Code(
    "directory-run-out",
    "No {use} of {holder} is in force any more.",
    "The State must make a new one, list it in its entry, sign it and submit it.",
)
RUNS_OUT = Code(
    "directory-runs-out",
    "The last {use} of {holder} ends at {until}.",
    "The State must make a new one before then, list it in its entry, sign it and submit it.",
)
NO_CARD = Code(
    "directory-no-card",
    "{state} has no card: members know no number to call.",
    "{state} must make a card and name it in its entry.",
)
NO_CALL_BACK = Code(
    "directory-no-call-back",
    "{state} names no authority that confirms its emergencies by call-back.",
    "{state} must name one in its entry, whose officers are others than those of the contact point.",
)
