# SPDX-License-Identifier: Apache-2.0
"""Refusals of looking at a log from outside the node, and findings on its receipts."""

from rogatory.errors import Code

CHECKPOINT_OF_OTHER_SIZE = Code(
    "log-checkpoint-other-size",
    "The checkpoint kept for {size} entries speaks of {found}.",
    "The operator of the node must restore the log's rows from a copy.",
)
LOGGED_EVENT = Code(
    "log-event-signature",
    "The signatures of the event at index {index} do not hold.",
    "Treat the event as altered; compare it with a copy, and with what other States hold.",
)
LOG_TILES_OTHER = Code(
    "log-tiles-other",
    "The tiles that the log gives do not lead to the root of its checkpoint of {size} entries.",
    "Ask the State that keeps the log to restore its tiles; until then nothing can be looked for in it.",
)
RECEIPT_NOT_IN_LOG = Code(
    "log-receipt-missing",
    "The receipt of {state} for the message {message} names the entry {index} of its log, but "
    "another entry is there.",
    "Keep the receipt and the file that shows this; ask {state} to explain, and inform the "
    "States whose nodes witness its log.",
)
RECEIPT_WITHHELD = Code(
    "log-receipt-withheld",
    "The receipt of {state} for the message {message} names the entry {index} of its log, and no checkpoint that it publishes reaches so far since {since}.",
    "Ask the operator of the node of {state} why its log does not grow.",
)
RECEIPT_NOT_LOGGED = Code(
    "log-receipt-not-logged",
    "The receipt for the message {message} names the entry {index}, and the log has another there.",
    "Treat the log as altered; the signed receipt shows the original entry.",
)
