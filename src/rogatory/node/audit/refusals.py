# SPDX-License-Identifier: Apache-2.0
"""What the auditor's pages refuse."""

from rogatory.errors import Code

PLACE_UNREADABLE = Code(
    "audit-place-unreadable",
    "{found} is no place in the journals.",
    "Take the address of the next page as a page gives it, or begin anew without it.",
)
VERIFYING_ALREADY = Code(
    "audit-verifying-already",
    "The log is being verified already, asked for by {officer}.",
    "Wait until the result stands on the page.",
)
