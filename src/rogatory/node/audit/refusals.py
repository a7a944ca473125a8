# SPDX-License-Identifier: Apache-2.0
"""Refusals of the auditor's pages."""

from rogatory.errors import Code

PLACE_UNREADABLE = Code(
    "audit-place-unreadable",
    "{found} is no place in the journals.",
    "Use the address of the next page as given on a page, or start again without it.",
)
VERIFYING_ALREADY = Code(
    "audit-verifying-already",
    "The log is being verified already, asked for by {officer}.",
    "Wait until the result is on the page.",
)
