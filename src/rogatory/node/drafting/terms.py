# SPDX-License-Identifier: Apache-2.0
"""The terms that an unfinished request can take over from the instrument that it names."""

from collections.abc import Mapping, Sequence

from rogatory.node.context import Node
from rogatory.node.drafting.form_body import stated_only
from rogatory.node.law.request_terms.terms import proposed_terms
from rogatory.node.provisions.law_data import law_in_force
from rogatory.requests.kinds.families import REQUESTS
from rogatory.treaty.regimes import regime_of
from rogatory.wire.canonical import Json


def proposals(node: Node, kind: str, state: str, body: Mapping[str, Json]) -> Sequence[Json]:
    """Return the terms that the instrument sets for a request to a State and the text does not state."""
    basis = body.get("legal_basis")
    instrument = basis.get("instrument") if isinstance(basis, Mapping) else None
    if kind not in REQUESTS or not isinstance(instrument, str) or not instrument:
        return ()
    law, on = law_in_force(node), node.clock.now().date()
    regime = regime_of(law, instrument, node.state, state, on)
    stated = {one.get("id") for one in _entries(body) if isinstance(one, Mapping)}
    found = proposed_terms(regime, kind)
    return [one for one in found if one["id"] not in stated]


def with_proposals(node: Node, kind: str, state: str, body: Mapping[str, Json]) -> dict[str, Json]:
    """Return the text with these terms after its own; entries that nobody filled in give way."""
    return {**body, "terms": [*_entries(body), *proposals(node, kind, state, body)]}


def _entries(body: Mapping[str, Json]) -> list[Json]:
    listed = body.get("terms")
    return [one for one in listed if stated_only(one)] if isinstance(listed, list) else []
