# SPDX-License-Identifier: Apache-2.0
"""Re-wrap a sealed package for other recipients, and record it in the journal of both."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.errors import Reason
from rogatory.evidence.opening.listing import given_in
from rogatory.evidence.options import Stamp
from rogatory.evidence.sealing.rewrap import Rewrapped, Rewrapping, rewrap
from rogatory.node.law.ways_out import WayOut
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.journals.folders import (
    carry_over,
    journal_at,
    journal_files,
    sealed_journal,
    undo,
)
from rogatory.node.workstation.journals.recording import record_there
from rogatory.node.workstation.keys.addressees import PackageRecipient, addressees_of
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.progress import DEFAULT_WRITING, ResultWriting
from rogatory.node.workstation.under_conditions import Allowed, acts_before, leave
from rogatory.seal.certificates.reading import der_to_pem, to_der
from rogatory.seal.timestamping.token import parse_token


@dataclass(frozen=True, slots=True)
class NewWrapping:
    """For whom a package is wrapped anew, with which timestamp, and what allows it."""

    recipients: Sequence[PackageRecipient]
    stamp: Stamp | None = None
    allowed: Allowed | None = None


@dataclass(frozen=True, slots=True)
class RewrappedHere:
    rewrapped: Rewrapped
    journal: Path
    not_handed_in: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    """Demands of the conditions that nothing here enforces; recorded with the act."""


def rewrap_sealed(
    sealed: Path,
    out: Path,
    opening: Opening,
    by: Responsible,
    *,
    folder: AuthorityFolder,
    wrapping: NewWrapping,
    writing: ResultWriting = DEFAULT_WRITING,
) -> RewrappedHere:
    """Return the package for these recipients, at `out`, with its journal and this act in it.

    The act is recorded in the journal of the old package first, so that one chain of the
    authority's events goes on, whichever of the two is opened next.

    Raises:
        Refused, Unreachable: as `evidence.rewrap`; the conditions do not allow it to go there
            (`ways_out.blocks`); or the journal cannot be written. Nothing is
            left at `out` then.
    """
    actor, reason = by.actor, by.reason
    recipients, stamp = wrapping.recipients, wrapping.stamp
    out = out.absolute()
    given = given_in(sealed, identities=opening.hybrid, trust=opening.trust.evidence)
    to = [one.authority for one in recipients]
    warnings = leave(WayOut.REWRAP, given, actor, recipients=to, allowed=wrapping.allowed)
    certificates = {
        f"{folder.authority.state.lower()}-ca.{name}.pem": der_to_pem(der)
        for name, der in folder.state_ca().items()
    }
    done = rewrap(
        sealed,
        out,
        identities=opening.hybrid,
        trust=opening.trust.evidence,
        rewrapping=Rewrapping(
            actor.keys,
            addressees_of(recipients),
            actor.clock,
            actor.random,
            certificates,
            _keeping_certificate(stamp, certificates) if stamp else None,
        ),
        remove_leftover=writing.discard_unfinished,
        progress=writing.progress,
    )
    try:
        kept, here = sealed_journal(sealed), journal_at(sealed_journal(out))
        wrapped = _act(done, recipients)
        before = acts_before(actor, warnings)
        there = record_there(kept, wrapped, done.seal.bag, reason, actor, before)
        carry_over(journal_files(kept), here.folder, as_earlier=False)
        if not there:
            for warned in before:
                actor.record(here, warned, of=done.seal.bag)
            actor.record(here, wrapped, of=done.seal.bag, words=reason)
        if stamp is not None:
            stamped = act("timestamped", seal=done.seal_digest)
            actor.record(here, stamped, of=done.seal.bag)
    except BaseException:
        undo(out)
        raise
    return RewrappedHere(done, here.folder, actor.hand_in(here), warnings)


def _act(done: Rewrapped, recipients: Sequence[PackageRecipient]) -> CustodyAct:
    return act(
        "rewrapped-under",
        recipients=tuple(dict.fromkeys(one.authority for one in recipients)),
        keys=len(done.seal.recipients),
        seal=done.seal_digest,
        replaced=done.replaced_digest,
    )


def _keeping_certificate(stamp: Stamp, certificates: dict[str, bytes]) -> Stamp:
    """Return it as `stamp`; the certificate in the token joins those that go with the package."""

    def stamping(digest: bytes) -> bytes:
        token = stamp(digest)
        for number, found in enumerate(parse_token(token).certificates, 1):
            certificates[f"tsa.{number}.pem"] = der_to_pem(to_der(found))
        return token

    return stamping
