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
