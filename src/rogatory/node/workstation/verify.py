# SPDX-License-Identifier: Apache-2.0
"""Verify what lies in a folder, a sealed package or a bag, with the custody journal beside it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rogatory.custody.event import Action
from rogatory.disk import shown
from rogatory.errors import Refused
from rogatory.evidence.bag import LARGEST_BAG_INFO, parse_bag_info
from rogatory.evidence.checks import Check, Checklist, Outcome
from rogatory.evidence.layout import BAG_INFO
from rogatory.evidence.trust import check_tokens, judge
from rogatory.evidence.verify import (
    Verified,
    is_bag,
    is_sealed,
    verify_bag,
    verify_sealed,
)
from rogatory.node.workstation import refusals
from rogatory.node.workstation.bag_beside import Beside, read_beside
from rogatory.node.workstation.journal_checks import JOURNAL, LOGGED, JournalChecks
from rogatory.node.workstation.journals import (
    all_files,
    bag_journal,
    read_journals,
    sealed_journal,
)
from rogatory.node.workstation.key_files import read_public
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.node.workstation.seal_trust import SealTrust, trust_for_bag, trust_for_sealed
from rogatory.node.workstation.trust import Trusted
from rogatory.seal.refusals import CERTIFICATE_CHAIN
from rogatory.seal.timestamps import Stamped
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_

SIGNED = N_("The package is signed")
STAMPED = N_("The seal is stamped with a time")
INSIDE = N_("The package inside is the one sealed")
EARLIER = N_("Records of earlier forms of the package hold")

LISTED = N_("The directory lists the sealing authority")

FOR_OTHERS = frozenset({SIGNED, STAMPED, INSIDE, EARLIER, JOURNAL, LOGGED})
"""Checks of a sealed package or a bag that, when undecided, are for somebody else to make: they
are told, and do not keep what could be checked from holding."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Every check of what lies at `path`, and how it was to be judged."""

    kind: str
    checks: tuple[Check, ...]
    package: str | None
    bag: str | None
    compared: bool
    """Whether something from elsewhere was given to trust."""

    @property
    def outcome(self) -> Outcome:
        """`fails` if a check does; `undecided` if one is that could be decided here."""
        if any(check.outcome == "fails" for check in self.checks):
            return "fails"
        open_ones = (check for check in self.checks if check.outcome == "undecided")
        return "undecided" if any(one.name not in FOR_OTHERS for one in open_ones) else "holds"

    @property
    def not_checked(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.outcome == "undecided")


def verify(
    path: Path,
    *,
    trusted: Trusted | None,
    now: datetime,
    progress: Progress = no_progress,
) -> Verification:
    """Every check of a sealed package (evidence's 1 to 7) or a bag (1 to 8, and the seal's where
    it was kept), then those of the custody journal beside it.

    Raises:
        Refused: there is neither at `path`; or what is trusted does not speak for the sender.
    """
    if is_sealed(path):
        return _sealed(path, trusted, now, progress)
    if is_bag(path):
        return _bag(path, trusted, now, progress)
    raise Refused(refusals.NOT_EVIDENCE.because(path=shown(path)))


def _sealed(path: Path, trusted: Trusted | None, now: datetime, progress: Progress) -> Verification:
    trust = trust_for_sealed(path, trusted, now)
    found = verify_sealed(path, trust=trust.evidence, progress=progress)
    checks = Checklist(1 + len(found.checks))
    if trust.seal is None:
        return _verification("sealed", found, found.checks, trusted)
    journals = JournalChecks(
        read_journals(all_files(sealed_journal(path))),
        [trust.seal.bag],
        trust.whom,
        trust.seal.network,
    )
    journals.run(checks)
    if trust.whom.view is not None:
        checks.run(LISTED, lambda: _listed(trust, found, now))
    own = _timestamp_not_taken_away(found.checks, journals)
    return _verification("sealed", found, (*own, *checks.checks), trusted)


def _bag(path: Path, trusted: Trusted | None, now: datetime, progress: Progress) -> Verification:
    beside = read_beside(path)
    sender = _sender(path)
    trust = trust_for_bag(beside.own, sender, trusted, now)
    before = Checklist()
    stamped = _kept_seal(beside, trust, before)
    found = verify_bag(
        path,
        trust=trust.evidence,
        own=beside.own,
        stamped=tuple(stamped),
        seal=beside.seal,
        progress=progress,
    )
    told = [_without_anchors(check, trust, beside) for check in found.checks]
    checks = [*told, *(_numbered(before.checks, len(told)))]
    after = Checklist(1 + len(checks))
    JournalChecks(
        read_journals(all_files(bag_journal(path.absolute()))),
        [found.bag] if found.bag else [],
        trust.whom,
    ).run(after)
    return _verification("bag", found, (*checks, *after.checks), trusted)


def _kept_seal(beside: Beside, trust: SealTrust, checks: Checklist) -> list[Stamped]:
    """The seal that an opened bag came in, where its documents were kept."""
    stamped: list[Stamped] = []
    seal = beside.seal
    if seal is None:
        return stamped
    data = beside.documents["seal.json"]
    anchors = trust.evidence.anchors or beside.own
    digest = bytes.fromhex(sha256(data))
    checks.run(STAMPED, lambda: check_tokens(beside.tokens, digest, anchors, stamped))

    def signed() -> str | None:
        judging = judge(trust.evidence, beside.own, stamped)
        judging.signatures(data, beside.signatures, seal.sender)
        return judging.remark

    checks.run(N_("The seal is signed by its sender"), signed)
    return stamped


def _without_anchors(check: Check, trust: SealTrust, beside: Beside) -> Check:
    """A signature is undecided, not false, where nothing tells whose State CA issued it."""
    unknown = trust.evidence.anchors is None and not beside.own.certificates
    codes = {reason.code.id for reason in check.reasons}
    if not unknown or check.name not in {SIGNED, EARLIER} or codes != {CERTIFICATE_CHAIN.id}:
        return check
    remark = N_("the signature holds, but nothing here tells the State CA that vouches for it")
    who = N_("whoever has the certificate of the State CA (--trust)")
    return replace(check, outcome="undecided", reasons=(), remark=remark, who=who)


def _timestamp_not_taken_away(checks: Iterable[Check], journals: JournalChecks) -> Iterable[Check]:
    for check in checks:
        pending = check.name == STAMPED and check.outcome == "undecided"
        if pending and journals.says(Action.TIMESTAMPED):
            reasons = (refusals.TIMESTAMP_GONE.because(),)
            yield replace(check, outcome="fails", reasons=reasons, remark=None, who=None)
        else:
            yield check


def _listed(trust: SealTrust, found: Verified, now: datetime) -> str:
    """That the directory lists the sealing authority with certificates in force."""
    assert trust.whom.view is not None
    assert trust.seal is not None
    at = min((stamp.at for stamp in found.stamped), default=now)
    records = trust.whom.view.authority_certificates(trust.seal.sender, at)
    return ", ".join(sorted(record.algorithm for record in records))


def _sender(bag: Path) -> str | None:
    try:
        data = read_public(bag / BAG_INFO)
        return parse_bag_info(data[:LARGEST_BAG_INFO]).sender
    except Refused:
        return None


def _numbered(checks: Iterable[Check], before: int) -> list[Check]:
    return [replace(check, number=before + n) for n, check in enumerate(checks, 1)]


def _verification(
    kind: str, found: Verified, checks: Iterable[Check], trusted: Trusted | None
) -> Verification:
    return Verification(kind, tuple(checks), found.package, found.bag, trusted is not None)
