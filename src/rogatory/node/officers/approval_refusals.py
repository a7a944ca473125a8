# SPDX-License-Identifier: Apache-2.0
"""Refusals of approvals: by whom, with which passkey, how many; and of sending alone."""

from rogatory.errors import Code

OWN_APPROVAL = Code(
    "approval-own-draft",
    "Officer {officer} wrote the draft and cannot approve it.",
    "A second officer must approve it.",
)
APPROVED_TWICE = Code(
    "approval-given",
    "Officer {officer} has already given an approval.",
    "Another officer must approve.",
)
APPROVAL_USED = Code(
    "approval-used",
    "What {officer}'s passkey gave has left with another message of the thread.",
    "Approve this draft itself, by a new touch of the passkey; if the answer is the same again, change a word of the draft.",
)
APPROVAL_REPEATED = Code(
    "approval-repeated",
    "The approval by {officer}'s passkey has already come with another message of the thread.",
    "The sending State must find out who sent this one, and have it approved separately.",
)
APPROVAL_VERDICT = Code(
    "approval-verdict",
    "Officer {officer} signed the verdict {verdict}, not approve.",
    "An officer who agrees must approve.",
)
APPROVALS_TOO_FEW = Code(
    "approvals-too-few",
    "The kind {kind} needs {demanded} approvals of {authority}; {given} are valid.",
    "A further officer of {authority} must approve.",
)
PASSKEY_ELSEWHERE = Code(
    "passkey-relying-party",
    "The passkey was not made for {relying_party}, which the State's entry lists.",
    "Make another one at the console's address that the entry lists.",
)
PASSKEY_KIND = Code(
    "passkey-kind",
    "The passkey's key is of a kind that no approval is checked with.",
    "Make a passkey on a device that uses ES256 or Ed25519; nearly all do.",
)

# Sent by one officer alone
SINGLE_NO_EMERGENCY = Code(
    "alone-no-emergency",
    "A message of kind {kind} outside an emergency needs a second approval.",
    "A second officer must approve it.",
)
SINGLE_DEMANDED = Code(
    "alone-approvals",
    "The State's entry demands {demanded} approvals for the kind {kind}, and other States check that.",
    "With none, send it; with more than one, call another officer.",
)
SINGLE_SECOND = Code(
    "alone-second-officer",
    "Officer {officer} wrote the draft, so you are the second officer.",
    "Approve it as such.",
)
SINGLE_TRIED = Code(
    "alone-tried",
    "It does not name whom you tried to reach, in 1 to {limit} characters.",
    "Write whom you tried to reach, when and how.",
)
SINGLE_NOTHING = Code(
    "alone-nothing",
    "No message of that name sent without a second approval awaits review here.",
    "Look at the thread's page again.",
)
SINGLE_OWN_REVIEW = Code(
    "alone-own-review",
    "Officer {officer} sent it without a second approval and cannot review it.",
    "Another officer must review it.",
)
