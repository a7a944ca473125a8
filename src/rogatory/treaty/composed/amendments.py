# SPDX-License-Identifier: Apache-2.0
"""The protocols that amend an instrument: of which the data do not say whether they bind two States."""

from collections.abc import Iterator

from rogatory.errors import Reason
from rogatory.treaty.parties import reservation_refusals
from rogatory.treaty.parties.status import InstrumentStatus, party_status
from rogatory.treaty.regimes import Regime, brought


def unrecorded_amendments(regime: Regime, kind: str) -> Iterator[Reason]:
    """Yield the protocols that change, for a kind, the instrument of a request or one that it brings in, where
    nothing is recorded of a State's membership and the other may be a Party: the law is then that of the text
    without them, which may be the wrong one.
    """
    law, pair = regime.law, (regime.requesting, regime.requested)
    concerned = {regime.instrument, *brought(regime, kind, "provisions")}
    names = {one.id: one.name for one in law.instruments}
    amending = {
        (one.instrument, one.amends)
        for one in law.composition
        if one.amends in concerned and kind in one.kinds
    }
    for protocol, amended in sorted(amending):
        found = {
            state: party_status(law, state, protocol, regime.on).status
            for state in dict.fromkeys(pair)
        }
        if set(found.values()) & {InstrumentStatus.NONE, InstrumentStatus.ENDED}:
            continue
        for state, status in found.items():
            if status is InstrumentStatus.UNKNOWN:
                yield reservation_refusals.AMENDMENT_NOT_RECORDED.because(
                    amending=names[protocol], instrument=names[amended], state=state
                )
