# SPDX-License-Identifier: Apache-2.0
"""Refusals while a store is recovered, and until it is."""

from rogatory.errors import Code

_BOTH = "Officers of both States must compare what each of them keeps."

RECOVERING = Code(
    "recovering",
    "The database of this node was restored, and is not complete yet: {missing}.",
    "The node's operator must continue with rogatory node recover, which shows the next step; "
    "until then this node signs and sends nothing.",
)
RESTORED_INCOMPLETE = Code(
    "restored-incomplete",
    "{state} holds {count} messages or receipts of this node that are not here: the database was restored from a "
    "backup.",
    "The node's operator must take back what was lost, with rogatory node recover, before the node may run.",
)
WITHOUT_UNKNOWN = Code(
    "recovery-without-other",
    "{state} is not among those that are still asked for what was lost.",
    "Name a State that has not answered.",
)
WITHOUT_REASON = Code(
    "recovery-without-reason",
    "To do without a State's answer a reason of 1 to {limit} characters is needed.",
    "Give a reason: it is kept, and the duty desk is informed.",
)
PLACE_UNKNOWN = Code(
    "exchange-place-unknown",
    "There is no exchange between the two States under {after}.",
    "Ask from the beginning.",
)
ENDLESS = Code(
    "exchange-endless",
    "{state} returns page after page without content, or points back to an earlier page.",
    "The operator of its node must fix it, or an officer decides to continue without it.",
)
FORGED = Code(
    "exchange-forged",
    "{state} returned {count} invalid items; nothing more is read from it.",
    "Officers must ask that State how; an officer may decide to do without the rest of it.",
)
NOT_BETWEEN = Code(
    "exchange-of-others",
    "The message {message} is not between this State and {state}.",
    _BOTH,
)
OWN_RECEIPT_ABSENT = Code(
    "exchange-own-receipt-absent",
    "The message {message} of {state} comes without a receipt of this node.",
    "Nothing needs to be done: that State's node delivers it once the door is open.",
)
OWN_RECEIPT_OTHER = Code(
    "exchange-own-receipt-other",
    "The receipt that {state} shows for {message} is not one of this node: {problem}.",
    _BOTH,
)
RECEIPT_DIFFERS = Code(
    "exchange-receipt-differs",
    "For {message} {state} shows a receipt of digest {theirs}; here is {ours}.",
    _BOTH,
)
