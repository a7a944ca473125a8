# SPDX-License-Identifier: Apache-2.0
"""Refusals of a State's entry in the making: its text, keys, officers and their enrolment."""

from rogatory.errors import Code

ENTRY_TEXT = Code(
    "directory-entry-text",
    "The text of the entry is no TOML: {problem}.",
    "Correct the line that it names.",
)
CARD_TEXT = Code(
    "directory-card-text",
    "The text of the card is no TOML: {problem}.",
    "Correct the line that it names.",
)
KEY_NOT_NAMED = Code(
    "directory-key-not-named",
    "{found} keys of the entry have a fingerprint that begins with {fingerprint}.",
    "Give at least eight digits of the fingerprint, enough to name one key.",
)
KEY_LISTED = Code(
    "directory-key-listed",
    "The entry lists the key with the fingerprint {fingerprint} already.",
    "Nothing needs to be added.",
)

# Officers
OFFICER_ENROLLED = Code(
    "directory-officer-enrolled",
    "Officer {number} is enrolled with this credential, authorities and roles already.",
    "Nothing needs to be added.",
)
OFFICER_NOT_ENROLLED = Code(
    "directory-officer-not-enrolled",
    "The register has no record of officer {number} in force with such a credential.",
    "Choose an officer of the list.",
)
OFFICER_NEW = Code(
    "directory-officer-new",
    "Officer {number} has no record in force whose authorities and roles could be taken over.",
    "State the officer's authorities and roles (--authority, --role).",
)
ENROLMENT_OTHER = Code(
    "directory-enrolment-other",
    "The file asks for officer {officer} of {state}, not for {wanted}.",
    "Ask the officer for their own file, or enrol the number that the file names.",
)
ENROLMENT_RELYING_PARTY = Code(
    "directory-enrolment-relying-party",
    "The passkey was made for {found}; the entry lists {wanted} as the relying party.",
    "The officer must make a passkey at the console that the entry lists, and ask again.",
)
ENROLMENT_MISHEARD = Code(
    "directory-enrolment-misheard",
    "The digits heard of {officer} contradict themselves.",
    "Have the officer read them out again from their page.",
)
ENROLMENT_DIFFERS = Code(
    "directory-enrolment-differs",
    "The file is not the one whose digits {officer} read out.",
    "Do not list it; find out with the node's operator who changed the file.",
)
