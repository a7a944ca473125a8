# SPDX-License-Identifier: Apache-2.0
"""Refusals of a search."""

from rogatory.errors import Code

QUERY_SHORT = Code(
    "list-query-short",
    "The search text is empty, or a part of it has fewer than {limit} characters.",
    "Search for longer parts; put parts that belong together in quotation marks.",
)
QUERY_LONG = Code(
    "list-query-long",
    "What is searched for has {length} characters; at most {limit} in {terms} parts are looked up.",
    "Search for less.",
)
