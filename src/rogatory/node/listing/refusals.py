# SPDX-License-Identifier: Apache-2.0
"""Refusals of a list of requests."""

from rogatory.errors import Code

PLACE_UNREADABLE = Code(
    "list-place-unreadable",
    "{found} is no place in the list.",
    "Use the address of the next page as given on a page, or start again without it.",
)
VIEW_NAME = Code(
    "list-view-name",
    "The view has no name that can be shown, or one of more than {limit} characters.",
    "Give it a short name.",
)
VIEW_LONG = Code(
    "list-view-long",
    "What the view asks for is longer than {limit} characters.",
    "Keep a list that asks for less.",
)
VIEWS_MANY = Code(
    "list-views-many",
    "There are {limit} views already.",
    "Delete one that is not needed any more.",
)
