# SPDX-License-Identifier: Apache-2.0
"""The claims that the law considers first when confiscated property is returned or disposed of."""

from collections.abc import Iterator, Mapping

from rogatory.errors import Reason
from rogatory.node.law.request_terms import term_refusals
from rogatory.wire.canonical import Json

_FIRST = frozenset({"requesting_state", "legitimate_owner", "victim"})
"""The beneficiaries whose claims have priority consideration."""


def priority_warnings(kind: str, stated: Mapping[str, Json]) -> Iterator[Reason]:
    """Warn that a decision on a return gives nothing to the requesting State, prior legitimate owners or victims,
    whose claims are considered first: UNTOC 14(2), UNCAC 57(3), and as recalled article 52(2). Such a decision is
    lawful, and gives its reasons.
    """
    shares = stated.get("shares")
    if kind != "return_decided" or not isinstance(shares, list):
        return
    named = {str(one.get("beneficiary")) for one in shares if isinstance(one, Mapping)}
    if named and named.isdisjoint(_FIRST):
        yield term_refusals.NONE_OF_PRIORITY.because(field="shares")
