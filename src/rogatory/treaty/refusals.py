# SPDX-License-Identifier: Apache-2.0
"""What the treaty room refuses, and why a legal basis does not serve."""

from rogatory.errors import Code

_LAWYER = "A lawyer of the ministry must decide."
_CHOOSE = "The officer must choose an instrument that serves."

DATA = Code(
    "treaty-data",
    "The treaty data file {file} is wrong at {place}: {problem}.",
    "Whoever keeps the treaty data must correct the file.",
)
ARTICLE_UNKNOWN = Code(
    "treaty-article-unknown",
    "{article} is not an article of the Convention, which has 68.",
    "The sender must name one of them.",
)
INSTRUMENT_UNKNOWN = Code(
    "treaty-instrument-unknown",
    "{instrument} is not an instrument in the treaty data.",
    "Whoever keeps the treaty data must add it, or the officer must choose another.",
)
REGISTER_UNKNOWN = Code(
    "treaty-register-unknown",
    "There is no register of parties called {name}.",
    "The operator must name one that exists in the settings.",
)

ENTRY_RULE_UNKNOWN = Code(
    "treaty-entry-rule-unknown",
    "The treaty data have no rule for the entry into force of {instrument}.",
    "Whoever keeps the treaty data must add it, with article and source.",
)

NOT_PARTY = Code(
    "basis-not-party",
    "{state} is not a party to {instrument} on {on}.",
    _CHOOSE,
)
NOT_YET_IN_FORCE = Code(
    "basis-not-in-force",
    "{instrument} is not in force for {state} on {on} (status: {status}; articles 64 and 65;"
    " certainty: seen).",
    _CHOOSE,
)
NOTHING_RECORDED = Code(
    "basis-nothing-recorded",
    "Nothing is recorded about {state} and {instrument}.",
    "Whoever keeps the treaty data must enter the depositary's record, with its source.",
)
OTHER_PAIR = Code(
    "basis-other-pair",
    "{instrument} is an agreement between other States.",
    _CHOOSE,
)
KIND_NOT_COVERED = Code(
    "basis-kind-not-covered",
    "{instrument} has no provision for a request of kind {kind}.",
    _CHOOSE,
)
NOT_BETWEEN_STATES = Code(
    "basis-not-between-states",
    "{instrument} is addressed to service providers, not to a State.",
    _CHOOSE,
)
OFFENCE_OUTSIDE = Code(
    "basis-offence-outside",
    "The offence is neither one of articles 7 to 17 nor punishable by a maximum of at least {years}"
    " years; {known} are recorded (articles 2(h) and 35(1); certainty: memory).",
    "The officer must check the maximum, or choose an instrument that covers the offence.",
)
OFFENCE_NOT_LISTED = Code(
    "basis-offence-not-listed",
    "{instrument} serves here for the offences of articles 7 to 17 alone (article 47(1); certainty:"
    " memory).",
    _CHOOSE,
)
OFFENCE_NOT_SERIOUS = Code(
    "basis-offence-not-serious",
    "{instrument} serves for crimes with a maximum of at least {years} years; {known} are recorded.",
    _CHOOSE,
)
OFFENCE_NOT_CORRUPTION = Code(
    "basis-offence-not-corruption",
    "{instrument} serves for offences of corruption, and nothing says that this is one.",
    _LAWYER,
)
NOT_APPLICABLE_YET = Code(
    "basis-not-applicable-yet",
    "{instrument} applies only from {since}.",
    _CHOOSE,
)

VOICES_DIFFER = Code(
    "party-voices-differ",
    "On {state} and {instrument} {prevailing} says {status} (since {since}) and prevails; {other}"
    " says {other_status} (since {other_since}).",
    "A lawyer of the ministry must find out which is right, and correct the law's data if need be.",
)
