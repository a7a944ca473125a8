# SPDX-License-Identifier: Apache-2.0
"""Why there is no letter."""

from rogatory.errors import Code

NO_REFERRAL = Code(
    "letter-no-referral",
    "The case file of the thread {thread} has no referral {name}.",
    "Give the number of a referral as shown in the case file.",
)
NOTHING_OF_THAT_NAME = Code(
    "letter-unknown",
    "There is neither a message of the digest {name} here nor a draft of that number.",
    "Give the SHA-256 of a message as its thread shows it, or the number of a draft that waits.",
)
ORDER_WITHOUT_BASIS = Code(
    "letter-order-without-basis",
    "The order {order} cites no legal basis, without which nobody can sign its letter.",
    "Write the order with the provision of domestic law on which it rests: order write --legal-basis.",
)
SHEET_LONG = Code(
    "sheet-long",
    "The sheet has {count} lines; a printed document has at most {limit}.",
    "Choose one instrument, or take the table (CSV), which has all of them.",
)
