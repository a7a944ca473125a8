# SPDX-License-Identifier: Apache-2.0
"""Warnings and notices on what was answered to an offer, and on conditions that were agreed to or not."""

from rogatory.errors import Code

OFFER_UNKNOWN = Code(
    "law-offer-unknown",
    "The offer that the information names is none that {giver} made to {receiver}, or the message does not "
    "open it.",
    "The officer must name an offer to the same State, or leave it out.",
)
OFFER_UNANSWERED = Code(
    "law-offer-unanswered",
    "{state} has not answered the offer, so it has not accepted the conditions.",
    "The officer must wait for the answer, or decide to give the information without it.",
)
OFFER_WITHDRAWN = Code(
    "law-offer-withdrawn",
    "{state} withdrew the offer before it gave the information that names it.",
    "The State that gives the information must offer it again, or name no offer.",
)
OFFER_DECLINED = Code(
    "law-offer-declined",
    "{state} declined the conditions of the offer.",
    "The State that gives the information must decide whether to give it all the same, and on which conditions.",
)
OFFER_OF_OTHER_CONDITIONS = Code(
    "law-offer-other-conditions",
    "{state} accepted the conditions of the offer; the information states others.",
    "The State that gives the information must state the conditions of its offer, or offer it again.",
)
OFFER_NOT_BINDING = Code(
    "law-offer-not-binding",
    "{state} declined the conditions of the offer before the information was given, so no condition of the "
    "information binds it.",
    "The State that gives the information must decide whether to give it without conditions, or offer it again.",
)
OFFER_OF_UNAGREED = Code(
    "law-offer-unagreed",
    "{state} accepted the conditions of the offer; it did not agree to others that the information states, which "
    "do not bind it: {problem}",
    "The State that gives the information must state the conditions of its offer, or offer it again.",
)
OFFER_ANSWERED_LATE = Code(
    "law-offer-answered-late",
    "{state} answered the offer after the information was given, so the conditions bind as they came with it.",
    "The receiving State must ask the other for its consent to any other use.",
)
OFFER_UNNAMED = Code(
    "law-offer-unnamed",
    "{state} declined an offer of the same case or on the same conditions ({thread}), and the information names "
    "no offer.",
    "The State that gives the information must name the offer, so that what was answered to it counts.",
)
CONDITIONS_UNAGREED = Code(
    "law-conditions-unagreed",
    "{state} agreed in no message to these conditions, which were stated with what was given: {problem}",
    "The State that gives must ask whether they are accepted before it gives, or leave them out.",
)
USE_NOT_LIMITED = Code(
    "law-use-not-limited",
    "Nothing limits the use of what is given to its purpose: the instrument does not, and {state} agreed to no "
    "condition on it. A purpose that is stated here is a record.",
    "If the use must be limited, the State that gives must first set that as a condition of its acceptance.",
)
CONDITIONS_AGREED = Code(
    "law-conditions-agreed",
    "{state} agreed in its message {message} to these conditions: {conditions}",
    "No action is needed; it is shown for information.",
)
ONWARD_NOT_LIMITED = Code(
    "law-onward-not-limited",
    "{state} may pass on what is given to other States and organisations without asking: the instrument does not "
    "forbid it, and {state} agreed to no condition on it.",
    "If it must not be passed on, the State that gives must first set that as a condition of its acceptance.",
)
ONWARD_UNBOUND = Code(
    "law-onward-unbound",
    "What {provider} gave goes on only with its authorisation, and nothing binds {recipient} to ask for one: the "
    "instrument of its request does not, and it agreed to no condition on it.",
    "The officer must set that as a condition of the acceptance, and wait until {recipient} has agreed to it.",
)
