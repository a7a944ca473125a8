# SPDX-License-Identifier: Apache-2.0
"""The seal that was kept beside an opened bag: its timestamps, signatures, chain and moments."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Checklist
from rogatory.evidence.layout import SEAL
from rogatory.evidence.sealed.earlier_seals import (
    LinkJudge,
    SealEvents,
    SignedLink,
    refuse_taken_away,
)
from rogatory.evidence.sealed.seal_chain import (
    CHAIN,
    Chain,
    documents_in,
    judge_chain,
    known_chain,
    read_chain,
)
from rogatory.evidence.sealed.seal_layout import check_layout
from rogatory.evidence.sealed.sealed_files import NO_SEAL, SEAL_SIGNED, STAMPED, WHO_SEALED
from rogatory.evidence.trust.anchors import PackageTrust, judging_for
from rogatory.evidence.trust.claimed_moments import verified_not_ahead
from rogatory.evidence.trust.stamps import Stamps
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.node.workstation.journals.kept_beside import Beside
from rogatory.node.workstation.verification.cosigned import Cosigned, proved_moment
from rogatory.node.workstation.verification.journal_checks import JournalChecks
from rogatory.node.workstation.verification.seal_trust import SealTrust
from rogatory.node.workstation.verification.signers import Whom
from rogatory.seal.signature_moments import SignatureMoments, earliest
from rogatory.seal.signatures import SignedBy
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_

NOT_SIGNED = N_("no signature could be verified that the directory could list")
WHO_SIGNED = N_("the person who settles the check of the signature")

SIGNATURES = (f"{SEAL}.p256.p7s", f"{SEAL}.mldsa65.p7s")


def bag_moments(
    seal: SignatureMoments,
    sealing: Cosigned | None,
    chain: Chain | None,
    first: PackageTrust | None,
    journals: JournalChecks,
) -> SignatureMoments:
    """Return those of the seal under which the bag was made. A token over it proves the text that
    names the bag, not the bag's own signatures.
    """
    if chain is None or not chain.links:
        return replace(seal, signatures=proved_moment(sealing))
    link = chain.links[0]
    seen = journals.sealing(sha256(link.data), link.seal.sender)
    proved = first.at if first is not None and first.proven else None
    at = proved_moment(seen)
    return replace(seal, text=earliest(proved, at), signatures=at)


def check_kept_layout(beside: Beside) -> None:
    """Decide that the folder of a kept seal holds nothing but its documents, each of which can be read.

    Raises:
        Refused: with every reason.
    """
    reasons = list(beside.faults)
    if beside.folder is not None:
        read = documents_in(beside.documents).read
        try:
            check_layout(beside.folder, read, inside="seal/", package=False)
        except Refused as error:
            reasons += error.reasons
    refuse_if_any(reasons)


def seal_moments(stamps: Stamps, now: datetime, sealing: Cosigned | None) -> SignatureMoments:
    """Return the seal's text by its timestamps; its signatures by a stamped list that names them,
    or by its sender's own log under another State's cosignature.
    """
    return SignatureMoments(
        now,
        text=earliest(stamps.proved(SEAL), proved_moment(sealing)),
        signatures=earliest(stamps.proved(SEAL, *SIGNATURES), proved_moment(sealing)),
    )


def unlisted_links(whom: Whom, links: Sequence[SignedLink]) -> Iterator[Reason]:
    """Yield why the directory does not let the signatures of earlier seals count, each at its own
    moment.
    """
    for one in links:
        moments = SignatureMoments(whom.now, text=one.text, signatures=one.signatures)
        yield from whom.unlisted(one.signed, moments)


def judge_kept_seal(
    beside: Beside, trust: SealTrust, checks: Checklist, events: SealEvents
) -> tuple[Stamps, tuple[SignedBy, ...]]:
    """Judge the seal that an opened bag came in, where its documents were kept."""
    seal = beside.seal
    if seal is None:
        if beside.kept:
            checks.leave((STAMPED, SEAL_SIGNED), NO_SEAL, WHO_SEALED)
        return Stamps(SEAL), ()
    data = beside.documents[SEAL]
    rules = trust.evidence.stamp_rules(beside.own, beside.revocation_lists)
    stamps = judge_stamps(SEAL, beside.stamped_documents, rules)
    digest = sha256(data)

    def stamped() -> str:
        refuse_taken_away(stamps, digest, events, named=False)
        return stamps.check()

    checks.run(STAMPED, stamped)
    seen = events.seen(digest, seal.sender)
    found: list[SignedBy] = []

    def signed() -> str | None:
        lists = beside.revocation_lists
        judging = judging_for(trust.evidence, beside.own, stamps, lists, SIGNATURES, seen)
        signed_by = verified_not_ahead(
            seal.sealed,
            trust.evidence.now,
            lambda: judging.signatures(data, beside.signatures, seal.sender),
        )
        found.extend(signed_by)
        return judging.remark_on(found)

    checks.run(SEAL_SIGNED, signed)
    return stamps, tuple(found)


def judge_kept_chain(
    beside: Beside, trust: SealTrust, checks: Checklist, events: SealEvents
) -> tuple[Chain | None, LinkJudge]:
    """Judge the earlier seals of a bag that came in a re-wrapped package; return them, and their
    judge, which has how the first was judged.
    """
    seal, documents = beside.seal, beside.stamped_documents
    judge_link = LinkJudge(trust.evidence, beside.own, beside.revocation_lists, events)
    if seal is None:
        if beside.has_earlier_seals:
            checks.leave((CHAIN,), NO_SEAL, WHO_SEALED)
        return None, judge_link
    if seal.replaces is None and not beside.has_earlier_seals:
        return None, judge_link
    checks.run(CHAIN, lambda: judge_chain(read_chain(seal, documents), judge_link))
    return known_chain(seal, documents), judge_link
