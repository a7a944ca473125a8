# SPDX-License-Identifier: Apache-2.0
"""What a list of requests refuses."""

from rogatory.errors import Code

PLACE_UNREADABLE = Code(
    "list-place-unreadable",
    "{found} is no place in the list.",
    "Take the address of the next page as a page gives it, or begin anew without it.",
)
