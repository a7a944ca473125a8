# SPDX-License-Identifier: Apache-2.0
"""Codes of jobs: why one is tried again or set aside, where it is not another error that says so."""

from rogatory.errors import Code

FAULT = Code(
    "job-fault",
    "A fault of this program ({name}): {problem}",
    "The operator must report it with the log of the node.",
)
DIED = Code(
    "job-died",
    "The worker died in it {count} times in a row",
    "",
)
RECOVERY_FIRST = Code(
    "job-recovery-first",
    "The exchange with {state} before the loss of the store must be recovered first",
    "",
)
PAUSE_REQUESTED = Code("job-asked-to-wait", "{state} asks to wait {seconds} seconds", "")
CARD_NOT_BROUGHT = Code(
    "job-card-not-brought", "{state} gave no card that can be used: {problem}", ""
)
WITNESS_SILENT = Code("job-witness-silent", "The witness of {state} did not answer", "")
MARK_UNHEARD = Code("job-mark-unheard", "{states} did not show yet how far they know the log", "")
NOT_GIVEN = Code("job-not-given", "{state} does not give the messages that are missing", "")
NOT_TAKEN = Code("job-not-taken", "Messages that {state} gave could not be taken in: {codes}", "")
