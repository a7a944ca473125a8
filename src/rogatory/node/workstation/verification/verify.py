# SPDX-License-Identifier: Apache-2.0
"""Verify what lies in a folder, a sealed package or a bag, with the custody journal beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rogatory.disk import Beneath, is_plain_file, shown
from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence.bag.earlier_forms import bags_at
from rogatory.evidence.bag.texts import LARGEST_BAG_INFO, BagInfo, parse_bag_info
from rogatory.evidence.checks import Check, Checklist, Title, Undecided
from rogatory.evidence.layout import BAG_INFO, SEAL, TAG_SIGNATURES
from rogatory.evidence.sealed.earlier_seals import SignedLink
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.sealed.seal_layout import SEAL_LAYOUT, check_layout
from rogatory.evidence.sealed.sealed_files import SEAL_FORM, sealed_files
from rogatory.evidence.trust.anchors import judging_for
from rogatory.evidence.trust.distrusted_algorithms import NOTHING, Distrust
from rogatory.evidence.trust.stamps import Stamps
from rogatory.evidence.verification.foreign_bag import verify_foreign
from rogatory.evidence.verification.verify import (
    verify_bag,
    verify_sealed,
)
from rogatory.node.workstation import refusals
from rogatory.node.workstation.journals.folders import (
    bag_journal,
    journals_at,
    sealed_journal,
)
from rogatory.node.workstation.journals.kept_beside import read_beside
from rogatory.node.workstation.journals.kind_of_folder import kind_of
from rogatory.node.workstation.keys.key_files import read_public
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.node.workstation.verification.consent_checks import (
    consents_in,
    protected_bag,
    run_consents,
)
from rogatory.node.workstation.verification.cosigned import proved_moment
from rogatory.node.workstation.verification.journal_checks import JournalChecks
from rogatory.node.workstation.verification.kept_seal import (
    NOT_SIGNED,
    WHO_SIGNED,
    bag_moments,
    check_kept_layout,
    judge_kept_chain,
    judge_kept_seal,
    seal_moments,
    unlisted_links,
)
from rogatory.node.workstation.verification.moment import moment_of
from rogatory.node.workstation.verification.rests_on import rests_on
from rogatory.node.workstation.verification.seal_trust import trust_for_bag, trust_for_sealed
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.trust import Trusted, refuse_broken_copies
from rogatory.node.workstation.verification.verdict import PackageVerification, verification_of
from rogatory.seal.signature_moments import SignatureMoments
from rogatory.seal.signatures import SignedBy
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_

LISTED = Title("seal-listed", N_("The directory lists the sealing authority"))
BAG_LISTED = Title("bag-listed", N_("The directory lists who signed the package"))

JUDGED_HERE = frozenset({"sealed", "bag"})


def verify(
    path: Path,
    *,
    trusted: Trusted | None,
    now: datetime,
    progress: Progress = no_progress,
    distrust: Distrust = NOTHING,
) -> PackageVerification:
    """Make every check of a sealed package (evidence's 1 to 7) or a bag (1 to 8, and the seal's
    where it was kept), then those of the custody journal beside it.

    `distrust` names algorithms that count no more since a moment: what rests on them alone, and is
    not known to be older, is undecided then.

    Raises:
        Refused: there is neither at `path`, or the directory given does not hold. A fault in the
            evidence at `path` is never refused: a check reports it.
    """
    path = path.resolve()  # what lies beside it is what lies beside the folder that a link leads to
    kind = kind_of(path)
    if kind in JUDGED_HERE:
        refuse_broken_copies(trusted)
    if kind == "sealed":
        return _sealed(path, trusted, now, progress, distrust)
    if kind == "bag":
        return _bag(path, trusted, now, progress, distrust)
    if kind == "foreign-bag":
        foreign = verify_foreign(path, progress)
        rests = rests_on(trusted, now)
        given = trusted is not None
        return PackageVerification(
            "foreign-bag", foreign.checks, None, None, compared=given, rests=rests
        )
    raise Refused(refusals.NOT_EVIDENCE.because(path=shown(path)))


def _sealed(
    path: Path, trusted: Trusted | None, now: datetime, progress: Progress, distrust: Distrust
) -> PackageVerification:
    trust = trust_for_sealed(path, trusted, now, distrust, settles=True)
    journals = JournalChecks(
        journals_at(sealed_journal(path)),
        {0: trust.seal.bag} if trust.seal else {},
        trust.whom,
        trust.whom.network,
        sealed=True,
    )
    custody = Checklist()
    journals.run(custody)
    found = verify_sealed(
        path, trust=trust.evidence, events=journals.seal_events, progress=progress
    )
    checks = Checklist(1 + len(found.checks))
    checks.checks += numbered(custody.checks, len(found.checks))
    run_consents(checks, journals.journals, trust.whom, consents_in(path.absolute().parent))
    journals.run_witnessed(checks)
    sealing = None
    if found.seal is not None and found.seal_digest is not None:
        sealing = journals.sealing(found.seal_digest, found.seal.sender)
    if trust.whom.both is not None:
        whom = trust.whom
        moments = seal_moments(found.stamps or Stamps(SEAL), now, sealing)
        earlier = found.earlier_signed
        checks.run(LISTED, lambda: _listed(whom, found.seal, found.signed, moments, earlier))
    checks.run(SEAL_LAYOUT, lambda: _layout(path))
    moment = moment_of(found.stamps, SEAL, found.seal.sender if found.seal else None, sealing)
    return verification_of(
        "sealed", found, (*found.checks, *checks.checks), trusted, distrust, now, moment
    )


def _bag(
    path: Path, trusted: Trusted | None, now: datetime, progress: Progress, distrust: Distrust
) -> PackageVerification:
    beside = read_beside(path)
    stated = _info(path)
    sender = stated.sender if stated else None
    sealers = beside.sealers
    lists = beside.revocation_lists
    trust = trust_for_bag(
        beside.own, sender, trusted, now, distrust, sealers, lists=lists, settles=True
    )
    journals = JournalChecks(
        journals_at(bag_journal(path.absolute()), beside_bag=True),
        bags_at(path),
        trust.whom,
        trust.whom.network,
    )
    custody = Checklist()
    journals.run(custody)
    sender_of_seal = beside.seal.sender if beside.seal else None
    digest = sha256(beside.documents[SEAL]) if beside.seal else ""
    sealing = journals.sealing(digest, sender_of_seal) if sender_of_seal else None
    seen = proved_moment(sealing)
    events = journals.seal_events
    before = Checklist()
    if beside.kept:
        before.run(SEAL_FORM, beside.check_form)
    stamps, signed = judge_kept_seal(beside, trust, before, events)
    judging = judging_for(trust.evidence, beside.own, stamps, beside.revocation_lists, seen=seen)
    chain, judged = judge_kept_chain(beside, trust, before, events)
    first = judged.first
    found = verify_bag(
        path,
        trust=trust.evidence,
        stamped=stamps.stamped,
        seal=chain.first if chain else beside.seal,
        sealed=beside.kept,
        judging=first or judging,
        progress=progress,
    )
    checks = [*found.checks, *(numbered(before.checks, len(found.checks)))]
    after = Checklist(1 + len(checks))
    after.checks += numbered(custody.checks, len(checks))
    with Beneath(path) as beneath:
        protected = protected_bag(beneath, bags_at(path).get(0))
    find = consents_in(path.absolute().parent)
    run_consents(after, journals.journals, trust.whom, find, bag=protected)
    journals.run_witnessed(after)
    if trust.whom.both is not None:
        whom = trust.whom
        moments = seal_moments(stamps, now, sealing)
        of_bag = bag_moments(moments, sealing, chain, first, journals)
        if found.sender is not None or _has_signature(path):
            network = stated.network if stated else None
            after.run(BAG_LISTED, lambda: _bag_listed(whom, network, found.signed, of_bag))
        if beside.kept:
            after.run(LISTED, lambda: _listed(whom, beside.seal, signed, moments, judged.signed))
    if beside.kept:
        after.run(SEAL_LAYOUT, lambda: check_kept_layout(beside))
    moment = moment_of(stamps, SEAL, sender_of_seal, sealing)
    with_stamps = replace(found, stamps=stamps, chain_open=judged.open)
    every = (*checks, *after.checks)
    return verification_of("bag", with_stamps, every, trusted, distrust, now, moment)


def _has_signature(bag: Path) -> bool:
    """Decide whether there is a signature of the tag manifest; a link to one is none."""
    places = [bag / name for name in TAG_SIGNATURES.values()]
    return any(map(is_plain_file, places))


def _layout(path: Path) -> None:
    with sealed_files(path) as files:
        check_layout(path, files.small)


def _listed(
    whom: Whom,
    seal: Seal | None,
    signed: Sequence[SignedBy],
    moments: SignatureMoments,
    earlier: Sequence[SignedLink],
) -> str:
    """Check that the directory lists the certificates that signed the seal and each earlier one, as
    in force at the moment of that seal: as it was then and in the newest copy (`listing_judge`).
    """
    if not signed:
        if seal is not None:
            refuse_unlisted_authority(whom, seal.sender)
        raise Undecided(NOT_SIGNED, WHO_SIGNED)
    other = whom.other_network(SEAL, seal.network) if seal is not None else []
    refuse_if_any([*other, *whom.unlisted(signed, moments), *unlisted_links(whom, earlier)])
    return ", ".join(sorted(one.algorithm for one in signed))


def _bag_listed(
    whom: Whom, network: str | None, signed: Sequence[SignedBy], moments: SignatureMoments
) -> str:
    """Return the same of a bag, whose `bag-info.txt` names the network."""
    if not signed:
        raise Undecided(NOT_SIGNED, WHO_SIGNED)
    refuse_if_any([*whom.other_network(BAG_INFO, network), *whom.unlisted(signed, moments)])
    return ", ".join(sorted(one.algorithm for one in signed))


def refuse_unlisted_authority(whom: Whom, authority: str) -> None:
    """Refuse an authority that the directory at hand does not know of at all."""
    if whom.view is not None:
        whom.view.authority(authority)


def _info(bag: Path) -> BagInfo | None:
    try:
        return parse_bag_info(read_public(bag / BAG_INFO)[:LARGEST_BAG_INFO])
    except Refused:
        return None


def numbered(checks: Iterable[Check], before: int) -> list[Check]:
    return [replace(check, number=before + n) for n, check in enumerate(checks, 1)]
