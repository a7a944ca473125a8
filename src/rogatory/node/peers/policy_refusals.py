# SPDX-License-Identifier: Apache-2.0
"""Refusals, holds and notices of a policy towards another State; the first two appear in signed
refusals.
"""

from rogatory.errors import Code

PEER_SUSPENDED = Code(
    "peer-suspended",
    "{state} takes no new requests of the kind {kind} from {peer} at present (its own policy; no "
    "article).",
    "The requesting State must read the policy notice it was sent, or ask by another instrument or "
    "channel. Existing threads go on; a request for emergency data is taken at any time.",
)
PEER_DIPLOMATIC_CHANNEL = Code(
    "peer-diplomatic-channel",
    "{state} takes new requests of the kind {kind} from {peer} by the diplomatic channel only.",
    "The requesting State must send it by the diplomatic channel. Existing threads go on; a request "
    "for emergency data is taken at any time.",
    cites="diplomatic_channel",
)
HELD_FOR_REVIEW = Code(
    "held-for-review",
    "The request is held: the policy {policy} towards {state} ({stance}) wants a senior officer's "
    "review before anything of it is executed (own policy; no article).",
    "A senior officer must record a review. Until then it may be acknowledged, asked about, "
    "postponed or refused.",
)
NOT_HELD = Code(
    "not-held",
    "No request of the thread {thread} is held for review.",
    "No action is needed.",
)
OWN_SUSPENSION = Code(
    "own-suspension",
    "This State takes no requests of the kind {kind} from {state} (policy {policy}), so it does not "
    "send any either (own policy; no article).",
    "The officers who set the policy must lift it first.",
)
PEER_DECLARED = Code(
    "peer-told-us",
    "{state} has declared that its stance to such requests of ours is {stance} since {since}:"
    " {reason}",
    "Use the channel that it named: {channel}. Its node refuses what it does not take.",
    cites="diplomatic_channel",
)
PEER_DECLARED_NO_CHANNEL = Code(
    "peer-names-no-channel",
    "{state} has declared that its stance to such requests of ours is {stance} since {since}, and names no other "
    "channel: {reason}",
    "Ask the authorities of {state} which channel they take. Its node refuses what it does not take.",
    cites="diplomatic_channel",
)
ENTRY_DIPLOMATIC = Code(
    "entry-diplomatic-only",
    "The entry of {state} in the directory demands the diplomatic channel.",
    "Send the request by the diplomatic channel, or expect that it is not executed before.",
    cites="diplomatic_channel",
)
ENTRY_INTERPOL = Code(
    "entry-interpol-urgent",
    "{state} takes urgent requests by INTERPOL as well, if both agree.",
    "No action is needed.",
    cites="interpol",
)
NO_ARTICLE = {"article": "-", "certainty": "practice"}
"""The basis of a policy on which no article rules: practice, and the State's own reasons."""
POLICY_TERMS = Code(
    "policy-terms",
    "The policy is not valid: {problem}.",
    "The officer must correct it and propose it again.",
)
POLICY_OWN_STATE = Code(
    "policy-own-state", "{state} is this node's own State.", "Name another State."
)
