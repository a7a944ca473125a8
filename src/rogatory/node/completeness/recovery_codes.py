# SPDX-License-Identifier: Apache-2.0
"""Codes of a recovery: what keeps the door closed, and what officers hear of it."""

from rogatory.errors import Code

FORK = Code(
    "alert-recovery-fork",
    "Two messages of {state} have the number {count} of a thread: {digest} and {other}. Both "
    "are kept, and a repair is needed",
    "",
)
WITHOUT = Code(
    "alert-recovery-without",
    "After the database was restored the node opens without what {state} keeps, by decision "
    "of {officer}: {reason}",
    "",
)
LATE = Code(
    "alert-recovery-late",
    "{count} messages were recovered from {state} after the door was opened",
    "",
)
REFUSED = Code(
    "alert-recovery-refused",
    "{count} items that {state} returned after the database was restored are not valid: {codes}",
    "",
)
RECEIPTS = Code(
    "alert-recovery-receipts",
    "{state} showed receipts after the database was restored that are not valid or differ "
    "from those here, for {digests}",
    "",
)
GONE = Code(
    "alert-recovery-gone",
    "{state} did not return messages of ours on which others rely, after the database was "
    "restored: {digests}",
    "",
)
