# SPDX-License-Identifier: Apache-2.0
"""When a seal is proved to have existed, and by whose word that is so."""

from dataclasses import dataclass
from datetime import datetime

from rogatory.evidence.trust.stamps import Stamps
from rogatory.node.workstation.verification.cosigned import Cosigned
from rogatory.wire.moments import format_moment


@dataclass(frozen=True, slots=True)
class ProvedMoment:
    """A moment with its proofs.

    `proved` is the earliest moment that counts, `by` the State whose authority proves it. Where
    that is the signer's own State, or a State whose cosignature meets no policy, it is proved by that
    State alone (`by_own_state`): the holder of the State's CA, or of its witness's key, can make it. `bounded` is the earliest moment that another State proves, by a timestamp or by
    its cosignature over a log.
    """

    proved: datetime | None = None
    by: str | None = None
    by_own_state: bool = False
    bounded: datetime | None = None
    bounded_by: str | None = None

    def as_json(self) -> dict[str, object]:
        return {
            "proved_at": format_moment(self.proved) if self.proved else None,
            "proved_by": self.by,
            "proved_alone": self.by_own_state,
            "bounded_at": format_moment(self.bounded) if self.bounded else None,
            "bounded_by": self.bounded_by,
        }


NO_MOMENT = ProvedMoment()


def moment_of(
    stamps: Stamps | None, document: str, signer: str | None, cosigned: Cosigned | None
) -> ProvedMoment:
    """Return when a document is proved to have existed. `signer` is the authority that signed it,
    `cosigned` what another State's witness saw of its log.
    """
    state = signer[:2].upper() if signer else None
    proved = stamps.proved(document) if stamps else None
    by = stamps.prover(document) if stamps else None
    other = stamps.bounded(state, document) if stamps else None
    bounded, bounded_by = other or (None, None)
    if (
        cosigned is not None
        and not cosigned.by_one_state
        and (bounded is None or cosigned.at < bounded)
    ):
        bounded, bounded_by = cosigned.at, cosigned.state  # at one second the token is named
    is_own = by is not None and by == state
    not_later = bounded is not None and (proved is None or bounded <= proved)
    if not_later and (bounded != proved or is_own or by is None):
        proved, by, is_own = bounded, bounded_by, False
    if proved is None and cosigned is not None and cosigned.by_one_state:
        return ProvedMoment(cosigned.at, cosigned.state, True, bounded, bounded_by)
    return ProvedMoment(proved, by, is_own, bounded, bounded_by)
