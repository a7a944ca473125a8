# SPDX-License-Identifier: Apache-2.0
"""Refusals of the API for the State's own systems, and of its tokens."""

from rogatory.errors import Code

# Tokens, as the operator makes and ends them
TOKEN_NAME = Code(
    "system-token-name",
    "{name} is no name of a token.",
    "Use small letters, digits and hyphens, {limit} characters at most; the first is one of a to z.",
)
TOKEN_EXISTS = Code(
    "system-token-exists",
    "There is a token {name} already, or there was one: journals name it.",
    "Choose another name.",
)
TOKEN_DAYS = Code(
    "system-token-days",
    "A token is valid for {least} to {most} days, not for {days}.",
    "Choose a number of days in between; make a new token before the old one ends.",
)
TOKEN_SCOPES = Code(
    "system-token-scopes",
    "A token without a scope may do nothing.",
    "Name at least one of the scopes {scopes}.",
)
TOKENS_MANY = Code(
    "system-tokens-many",
    "There are {limit} tokens in force already.",
    "End those that no system needs.",
)
TOKEN_UNKNOWN = Code(
    "system-token-unknown",
    "There is no token {name} in force.",
    "Choose one of the list.",
)

# What a system is answered
TOKEN_REFUSED = Code(
    "system-token-refused",
    "No token that is in force was sent.",
    "Send the token as Authorization: Bearer; the operator makes a new one when it has ended.",
)
SCOPE_MISSING = Code(
    "system-scope-missing",
    "The token lacks the scope {scope}.",
    "The operator must make a token that has it.",
)
ABSENT = Code(
    "system-absent",
    "There is nothing at this address that the token may read.",
    "Check the address. What is restricted to officers is open to no token.",
)
METHOD = Code(
    "system-method",
    "This address does not take that method.",
    "Use a method that the description of the API lists.",
)
PARAMETER = Code(
    "system-parameter",
    "The parameter {name} is unknown here, is there twice, or has a value that it cannot have.",
    "Use the parameters and values that the description of the API lists.",
)
SYSTEM_TOO_FAST = Code(
    "system-too-fast",
    "The token was used more than {limit} times in a minute.",
    "Wait {seconds} seconds.",
)
SYSTEM_AT_ONCE = Code(
    "system-at-once",
    "The token was used more than {limit} times at once.",
    "Wait {seconds} seconds.",
)

# Drafts
KEY_MISSING = Code(
    "system-key-missing",
    "The header Idempotency-Key is missing, or is no text of {least} to {most} letters, digits, hyphens and underscores.",
    "Send a new key with each draft, and the same one when the same draft is sent again.",
)
KEY_REUSED = Code(
    "system-key-reused",
    "This Idempotency-Key came before, with another body.",
    "Send a new key with each draft.",
)
BODY_FORM = Code(
    "system-body-form",
    "The body is not a JSON object in the form of NewDraft.",
    "Send it in the form that the description of the API has.",
)
KIND_OF_OFFICERS = Code(
    "system-kind-of-officers",
    "Only an officer writes a message of the kind {kind}.",
    "An officer must write it at the console.",
)
REFERENCE_UNKNOWN = Code(
    "system-reference-unknown",
    "The draft names a request that the token cannot read.",
    "Leave it out, or have an officer write the draft.",
)
DRAFTS_MANY = Code(
    "system-drafts-many",
    "The token handed in {limit} drafts within a day.",
    "Wait, or have officers write what is urgent.",
)

# Webhooks, as the operator makes and ends them
HOOK_ADDRESS = Code(
    "system-hook-address",
    "A webhook cannot have this address: it is no plain https address, or has more than {limit} characters.",
    "Give an address that begins with https and has no user, query or fragment.",
)
HOOK_KINDS = Code(
    "system-hook-kinds",
    "The scopes of the token {name} do not give these kinds of change: {kinds}.",
    "Leave them out, or make a token with those scopes.",
)
HOOK_AUTHORITIES = Code(
    "system-hook-authorities",
    "The file of authorities has no certificate that can be read, or more than {limit} bytes.",
    "Give a file with the certificates of the receiver's certificate authority, in PEM.",
)
HOOK_EXISTS = Code(
    "system-hook-exists",
    "The system {name} has a webhook already.",
    "End it first.",
)
HOOK_UNKNOWN = Code(
    "system-hook-unknown",
    "The system {name} has no webhook.",
    "Choose one of the list.",
)

# What becomes of a delivery
HOOK_UNREACHED = Code(
    "system-hook-not-reached",
    "The receiver was not reached, or did not answer in time ({name}).",
    "The operator must see whether the receiver runs at its address, and which certificate it has.",
)
HOOK_STATUS = Code(
    "system-hook-status",
    "The receiver answered with status {status}",
    "The receiver's operator must find the cause in its logs.",
)
HOOK_GONE = Code(
    "system-hook-gone",
    "The receiver answered that it takes no further deliveries (status 410).",
    "The operator must end the webhook, or resume it when the receiver is back.",
)
