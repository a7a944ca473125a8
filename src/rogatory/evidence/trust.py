# SPDX-License-Identifier: Apache-2.0
"""Whose certificates a caller trusts, and since when a signature is to be judged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.checks import Undecided
from rogatory.seal.certificate_reading import pem_to_der
from rogatory.seal.signatures import Anchors, Signatures, SignedBy, verify_signatures
from rogatory.seal.timestamps import Stamped, verify_token
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_

NOT_COMPARED = N_("against the package's own certificates, not compared with a directory")


@dataclass(frozen=True, slots=True)
class Trust:
    """`anchors` are State CAs, and authorities for timestamps, that the caller has from
    elsewhere; None lets the package's own certificates speak for it, and says so.

    `now` is when the checks are made; a timestamp that holds takes its place.
    """

    now: datetime
    anchors: Anchors | None = None
    require_mldsa65: bool = True


@dataclass(frozen=True, slots=True)
class Judging:
    """A trust applied to one package, with the time at which its signatures are judged."""

    anchors: Anchors
    at: datetime
    own: bool
    require_mldsa65: bool

    def signatures(
        self, data: bytes, signatures: Signatures, holder: str | None
    ) -> tuple[SignedBy, ...]:
        return verify_signatures(
            data,
            signatures,
            anchors=self.anchors,
            holder=holder,
            at=self.at,
            require_mldsa65=self.require_mldsa65,
            use="authority",
        )

    @property
    def remark(self) -> str | None:
        return NOT_COMPARED if self.own else None


def anchors_in(certificates: Mapping[str, bytes]) -> Anchors:
    """The certificates of PEM files by name; refuses a file that is none."""
    return Anchors(tuple(pem_to_der(pem) for pem in certificates.values()))


def judge(trust: Trust, own: Anchors, stamped: list[Stamped]) -> Judging:
    """How signatures are to be judged: at the earliest time that a timestamp proves."""
    at = min((stamp.at for stamp in stamped), default=trust.now)
    if trust.anchors is None:
        return Judging(own, at, own=True, require_mldsa65=trust.require_mldsa65)
    return Judging(trust.anchors, at, own=False, require_mldsa65=trust.require_mldsa65)


def check_tokens(
    tokens: Mapping[str, bytes], digest: bytes, anchors: Anchors, found: list[Stamped]
) -> str:
    """Every timestamp beside a document; adds those that hold to `found`.

    Raises:
        Undecided: there is none yet.
        Refused: one of them does not hold.
    """
    if not tokens:
        remark = N_("the timestamp is pending")
        raise Undecided(remark, N_("the node of the sealing authority, which adds it"))
    reasons = []
    for name, token in sorted(tokens.items()):
        try:
            found.append(verify_token(token, digest, anchors=anchors))
        except Refused as refused:
            problem = " ".join(reason.sentence() for reason in refused.reasons)
            reasons.append(refusals.SEAL_TIMESTAMP.because(path=name, problem=problem))
    if reasons:
        raise Refused(reasons)
    return ", ".join(f"{stamp.authority} {format_moment(stamp.at)}" for stamp in found)
