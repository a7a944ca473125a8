# SPDX-License-Identifier: Apache-2.0
"""Refusals of the wire package."""

from rogatory.errors import Code

_SENDER = "The sender must correct the document and send it again."

TEXT_CHARACTER = Code(
    "text-character",
    "{what}: a text has the character {character}, which is not seen or turns about what is read.",
    "The signer must write it without that character and sign it again.",
)
TOO_LARGE = Code(
    "json-too-large", "The document has {size} bytes; at most {limit} are read.", _SENDER
)
NOT_UTF8 = Code("json-not-utf8", "The document is not UTF-8 text.", _SENDER)
NOT_JSON = Code("json-malformed", "The document is not JSON: {problem}.", _SENDER)
TOO_DEEP = Code("json-too-deep", "The document nests deeper than {limit} levels.", _SENDER)
TOO_MANY = Code(
    "json-too-many", "The document has {count} elements; at most {limit} are read.", _SENDER
)
DUPLICATE_NAME = Code("json-duplicate-name", "The name {name} occurs twice in one object.", _SENDER)
NUMBER = Code(
    "json-number", "The number {number} is not an integer between -(2^53-1) and 2^53-1.", _SENDER
)
TEXT_NOT_NFC = Code("json-not-nfc", "A text is not in Unicode normal form C: {text}.", _SENDER)
SURROGATE = Code("json-surrogate", "A text contains an unpaired surrogate.", _SENDER)
NOT_CANONICAL = Code(
    "json-not-canonical", "The bytes are not the canonical form of RFC 8785.", _SENDER
)
FILE = Code(
    "json-file",
    "The file {file} cannot be used. {problem}",
    "Correct the file, then repeat the command.",
)
MOMENT = Code("moment-malformed", "{text} is not a moment such as 2026-11-24T03:00:00Z.", _SENDER)
STATE_CODE = Code("state-code", "{text} is not a two-letter State code such as XA.", _SENDER)
AUTHORITY_NAME = Code(
    "authority-name", "{text} is not an authority such as xa/contact-point.", _SENDER
)
OFFICER_NUMBER = Code(
    "officer-number", "{text} is not the number of an officer such as xa-0003.", _SENDER
)
IDENTIFIER = Code("identifier-malformed", "{text} is not a lower-case UUID of version 7.", _SENDER)
DIGEST = Code(
    "digest-malformed", "{text} is not a SHA-256 digest in 64 lower-case hex digits.", _SENDER
)
SPOKEN = Code(
    "spoken-malformed",
    "What was heard is no phrase of {digits} decimal digits in {groups} groups.",
    "Have it read out again, digit by digit.",
)
SPOKEN_LENGTH = Code(
    "spoken-length",
    "What was heard has {found} digits; a phrase has {wanted}.",
    "Have it read out again, group by group.",
)
OLDER_TEXT = Code("older-text", "An earlier version wrote down: {text}", "")
CODE_OF_OTHER_VERSION = Code(
    "code-of-other-version",
    "This version does not know the reason {code} that was written down here: {fields}.",
    "The operator must read it with the version that wrote it.",
)

_POLICY_WRITER = "The author of the policy must correct it; the form is in SPECIFICATION 17."
POLICY_TEXT = Code(
    "policy-text",
    "A witness policy is text of at most {limit} bytes without control characters.",
    _POLICY_WRITER,
)
POLICY_RULES = Code(
    "policy-rules",
    "A witness policy needs a rule, or only the word none.",
    _POLICY_WRITER,
)
POLICY_LINE = Code(
    "policy-line",
    "A line of the witness policy is no rule such as 'any 2 of XB XM XT': {line}.",
    _POLICY_WRITER,
)
POLICY_COUNT = Code(
    "policy-count",
    "A rule of the witness policy asks for {least} States and names {named}.",
    _POLICY_WRITER,
)
POLICY_TWICE = Code(
    "policy-twice", "The witness policy names the State {state} more than once.", _POLICY_WRITER
)
POLICY_SELF = Code(
    "policy-self",
    "The State {state} cannot be a witness of its own log.",
    _POLICY_WRITER,
)
