# SPDX-License-Identifier: Apache-2.0
"""Refusals of several domains of the node: who may act, what is not here, what two persons decide.

The refusals of one domain are in its own module beside this one (`letter_refusals.py`), or in its
inner package.
"""

from rogatory.errors import Code

# Who may act
OFFICER_OFFICE = Code(
    "officer-office",
    "Officer {officer} does not act for {authority}.",
    "An officer of {authority} must do this.",
)
OFFICER_ROLE = Code(
    "officer-role",
    "Officer {officer} has no role that allows {permission}.",
    "An officer with one of the roles {roles} must do this.",
)
CERTIFICATE_UNLISTED = Code(
    "certificate-unlisted",
    "The {algorithm} certificate that signed for {holder} is not one that the directory lists today.",
    "The State must list the certificate, or sign with a listed one.",
)

# Who signs a letter
SIGNATORY_LANGUAGE = Code(
    "signatory-language",
    "There are no letters in {language}.",
    "Choose one of the six languages of letters.",
)
SIGNATORY_INCOMPLETE = Code(
    "signatory-incomplete",
    "A letter is signed with a name and a title; one of them is missing.",
    "Enter both, or neither for a line that is filled in by hand.",
)
SIGNATORY_LINE = Code(
    "signatory-line",
    "The line {line} has more than {limit} characters, or a character that cannot be seen.",
    "Enter name and title as one line each.",
)

# What is not here
THREAD_UNKNOWN = Code("thread-unknown", "There is no thread {thread} here.", "Choose a thread.")
MESSAGE_UNKNOWN = Code(
    "message-unknown", "There is no such message {message} here.", "Choose a message of the list."
)
JOB_UNKNOWN = Code(
    "job-unknown",
    "No job {key} was set aside or waits for another attempt.",
    "Check the list: it may have run meanwhile.",
)

# What one officer proposes and a second decides
PROPOSAL_UNKNOWN = Code(
    "proposal-unknown",
    "There is no such proposal {proposal} on this subject.",
    "Choose one of the list.",
)
PROPOSAL_DECIDED = Code(
    "proposal-decided",
    "The proposal {proposal} was decided by officer {officer}.",
    "Make a new proposal with the changes; the newest decision counts.",
)
SAME_PERSON = Code(
    "second-person",
    "Officer {officer} proposed it and cannot decide on it.",
    "A second officer must.",
)
REASON_NEEDED = Code(
    "reason-needed",
    "No reason is given, or one longer than {limit} characters.",
    "The officer must give the reason in a few sentences.",
)

# Statistics
STATISTICS_PERIOD = Code(
    "statistics-period",
    "Statistics of fewer than {days} days would reveal single requests.",
    "Choose a longer period.",
)
STATISTICS_AHEAD = Code(
    "statistics-ahead",
    "The period ends at {until}, which is in the future; figures published now could be "
    "compared later.",
    "Choose a period that has ended.",
)
OWN_AUTHORITY = Code(
    "sender-not-own",
    "{authority} is not an authority of {state}.",
    "Choose an authority of this State as the sender.",
)
TEXT_OF_ANOTHER = Code(
    "unfinished-of-another",
    "The unfinished text {text} is not of officer {officer}.",
    "Its author must submit it for approval or hand it over; until then nobody else can read it.",
)
