# SPDX-License-Identifier: Apache-2.0
"""Priorities of the law where confiscated property is returned or disposed of."""

from collections.abc import Iterator, Mapping

from rogatory.errors import Reason
from rogatory.node.law.request_terms import term_refusals
from rogatory.wire.canonical import Json

_FIRST = frozenset({"requesting_state", "legitimate_owner", "victim"})
"""To whom return or compensation has priority consideration."""


def priority_warnings(kind: str, stated: Mapping[str, Json]) -> Iterator[Reason]:
    """Yield that nothing of the property goes to the requesting State, prior legitimate owners or victims: each has
    priority consideration (UNTOC 14(2), UNCAC 57(3), and as recalled article 52(2)). That none of them gets anything
    is lawful all the same, and the decision gives the reasons.
    """
    shares = stated.get("shares")
    if kind != "return_decided" or not isinstance(shares, list):
        return
    named = {str(one.get("beneficiary")) for one in shares if isinstance(one, Mapping)}
    if named and named.isdisjoint(_FIRST):
        yield term_refusals.NONE_OF_PRIORITY.because(field="shares")
