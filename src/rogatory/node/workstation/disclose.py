# SPDX-License-Identifier: Apache-2.0
"""Hand over some items of a bag or a sealed package, with what proves them, and record it."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.custody.journal.journal import Journal
from rogatory.disk import Beneath, PartialFolder, shown, write_new
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Check
from rogatory.evidence.disclosure import layout
from rogatory.evidence.disclosure import refusals as disclosure_refusals
from rogatory.evidence.disclosure.check import DisclosureChecks
from rogatory.evidence.disclosure.document import Disclosure
from rogatory.evidence.disclosure.item_places import Holding, InBag, InPackage
from rogatory.evidence.disclosure.package import (
    SignedPackage,
    read_package_inside,
    read_signed_package,
)
from rogatory.evidence.disclosure.party import authorities_of, refuse_stranger
from rogatory.evidence.disclosure.write import (
    DisclosureSource,
    DisclosureTerms,
    WrittenItems,
    refuse_police_information,
    write_items,
)
from rogatory.evidence.layout import TAG_SIGNATURES
from rogatory.evidence.opening.extract import let_in
from rogatory.evidence.spool import Spools
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.verify import is_bag, is_sealed
from rogatory.node.law.use_limits import IntendedUse
from rogatory.node.law.ways_out import WayOut
from rogatory.node.workstation import refusals
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.consent.document import consent_fields, kept_beside
from rogatory.node.workstation.consent.signing import Responsible
from rogatory.node.workstation.disclosing_two import asks_two, consent_to
from rogatory.node.workstation.journals.folders import bag_journal, journal_at
from rogatory.node.workstation.journals.kept_beside import Beside, read_beside, read_sealed
from rogatory.node.workstation.journals.recording import record_beside
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.progress import DEFAULT_WRITING, ResultWriting
from rogatory.node.workstation.under_conditions import (
    Allowed,
    PermittedLeave,
    acts_before,
    is_restricted_to_police,
    leave_by_item,
    with_purpose,
)
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.trust import Trusted
from rogatory.node.workstation.verification.verify_disclosure import trust_in_sender
from rogatory.seal.certificates.reading import (
    certificate_algorithm,
    certificate_holder,
    certificate_use,
    der_to_pem,
)
from rogatory.seal.signatures import certificates_in
from rogatory.wire.digests import sha256
from rogatory.wire.empty_words import says_something


@dataclass(frozen=True, slots=True)
class DisclosedHere:
    folder: Path
    digest: str
    """SHA-256 of `disclosure.json`."""
    disclosure: Disclosure
    journal: Path
    not_handed_in: tuple[Reason, ...] = ()
    undecided: tuple[Check, ...] = ()
    """Checks of what was written that nothing at hand could decide."""
    consent: Path | None = None
    """Where the second officer's consent lies, if one was needed."""
    warnings: tuple[Reason, ...] = ()
    """Demands of the conditions that nothing here enforces; recorded with the act."""
    proceedings: str | None = None
    """The proceedings for which it was disclosed: as named, or else as the giver recorded them."""
    notices: tuple[str, ...] = ()
    """The notices in favour of an accused that allowed it, by their digests."""


@dataclass(frozen=True, slots=True)
class DisclosureBasis:
    """Trusted keys, the keys that open a sealed package, and what allows the use."""

    trusted: Trusted | None = None
    opening: Opening | None = None
    allowed: Allowed | None = None


def disclose(
    evidence: Path,
    terms: DisclosureTerms,
    out: Path,
    *,
    folder: AuthorityFolder,
    by: Responsible,
    basis: DisclosureBasis,
    writing: ResultWriting = DEFAULT_WRITING,
) -> DisclosedHere:
    """Write the disclosure at `out`, of a bag or, with `opening`, straight from a sealed package.

    1. A reason is given in words. The package is signed, its conditions allow it, and every item chosen is there and is the one
       of the inventory (the lists in `read_signed_package` and `write_items`). A sealed one is let
       in first, as for extracting; no more than the items is decrypted of its payload. The
       disclosing authority is of a State that gave or was given it, and its conditions, or the
       leave of its giver, allow the use (`ways_out.blocks`). Material of articles 14 to 16 comes
       out of a sealed package only if a second officer agrees (`agreed`); of a bag it came out
       already, by two.
    2. The act is recorded in the journal, so that none is made without a record.
    3. The signed result then holds as a disclosure, by what is trusted, else by the certificates
       that come along. Where these are silent it is undecided, and the recipient may settle it.

    Raises:
        Refused: what is trusted does not vouch for the sealing State, or with every reason of 1
            (nothing is recorded then) or 3.
        Unreachable: the disk is full or fails. Nothing is left at `out` in either case; an act that
            was recorded stays recorded.
    """
    allowed, actor, reason = basis.allowed, by.actor, by.reason or ""
    if not says_something(reason):
        raise Refused(disclosure_refusals.NO_REASON.because())
    with _found(evidence, basis.opening) as (holding, package, beside):
        sender = sender_of(package)
        _refuse_stranger(package, beside, sender, actor)
        may = leave_by_item(WayOut.DISCLOSE, package.given, actor, allowed=allowed, giver=sender)
        if is_restricted_to_police(
            WayOut.DISCLOSE, package.given, actor, allowed=allowed, giver=sender
        ):
            refuse_police_information(package)
        terms.choice.limit_to(may.released)
        network = package.info.network if package.info.sender else actor.network
        actor = replace(actor, network=network)
        by = replace(by, actor=actor)
        protected = asks_two(evidence, terms, package, by)
        certificates = _certificates(beside, sender, folder)
        source = DisclosureSource(holding, package, _seal_documents(beside), certificates)
        trust = trust_in_sender(Whom(basis.trusted, beside.own, actor.clock()), sender)
        with (
            ExitStack() as beside_out,
            PartialFolder(
                out.absolute(), private=True, remove_leftover=writing.discard_unfinished
            ) as partial,
            Spools(partial.path) as spools,
        ):
            place = Path(os.fsdecode(partial.path))
            use = (allowed or Allowed()).use
            written = write_items(source, terms, place, spools, writing.progress)  # 1
            consent = consent_to(protected, package, written, by)
            consented = beside_out.enter_context(kept_beside(consent, out.absolute()))
            journal = _recorded(
                evidence,
                out.absolute(),
                package,
                actor,
                with_purpose(reason, use.organisation) or "",
                _act(package, written, may, use, consent_fields(consent, actor.clock())),
                acts_before(actor, may.warnings),
            )  # 2
            problems = actor.hand_in(journal)
            disclosure = _disclosure(package, sender, written, actor, reason)
            data = disclosure.encode()
            signatures = actor.keys.sign(data, disclosure.disclosed)
            write_new(place / layout.DISCLOSURE, data)
            write_new(place / layout.SIGNATURES["p256"], signatures.p256)
            if signatures.mldsa65 is not None:
                write_new(place / layout.SIGNATURES["mldsa65"], signatures.mldsa65)
            own = Trust(disclosure.disclosed)  # one's own certificates, which lie there
            undecided = _refuse_what_fails(place, spools, trust, own)  # 3
    found = DisclosedHere(
        out, sha256(data), disclosure, journal.folder, problems, undecided, consented, may.warnings
    )
    notices = tuple(one.message for one in may.notices or ())
    return replace(found, proceedings=may.proceedings, notices=notices)


@contextmanager
def _found(
    evidence: Path, opening: Opening | None
) -> Iterator[tuple[Holding, SignedPackage, Beside]]:
    """Provide where the items lie, the package as it is signed, and what is kept of its seal."""
    if is_bag(evidence):
        yield InBag(evidence), read_signed_package(evidence), read_beside(evidence)
        return
    if not is_sealed(evidence) or opening is None:
        raise Refused(refusals.NOT_A_BAG.because(path=shown(evidence)))
    with let_in(evidence, opening.hybrid, opening.trust.evidence) as package:
        yield InPackage(package), read_package_inside(package.inside), read_sealed(evidence)


def _refuse_stranger(package: SignedPackage, beside: Beside, sender: str, actor: Actor) -> None:
    giver = package.given.giver
    parties = authorities_of(sender, package.info, beside.seal, None)
    refuse_stranger(actor.keys.holder, {*parties, *beside.sealers, *([giver] if giver else ())})


def sender_of(package: SignedPackage) -> str:
    """Return who signed the package: its sender, or of an unsealed collection who collected it."""
    if package.info.sender is not None:
        return package.info.sender
    [certificate, *_] = certificates_in(package.files[TAG_SIGNATURES["p256"]])
    return certificate_holder(certificate)


def _seal_documents(beside: Beside) -> Mapping[str, bytes]:
    return beside.documents if beside.seal is not None else {}


def _certificates(beside: Beside, sender: str, folder: AuthorityFolder) -> dict[str, bytes]:
    """Return the State CAs of who sealed and who discloses, PEM by file name; nobody else's."""
    own = folder.state_ca().values()
    found = (der for der in beside.own.certificates if certificate_use(der) == "state-ca")
    theirs = (der for der in found if certificate_holder(der) == sender[:2])
    files: dict[str, bytes] = {}
    for der in _each_once([*own, *theirs]):
        stem = f"{certificate_holder(der)}-ca"
        name = f"{stem}.{certificate_algorithm(der)}.pem"
        number = 1
        while name in files:
            number += 1
            name = f"{stem}-{number}.{certificate_algorithm(der)}.pem"
        files[name] = der_to_pem(der)
    return files


def _each_once(certificates: Iterable[bytes]) -> list[bytes]:
    return list(dict.fromkeys(certificates))


def _recorded(
    evidence: Path,
    out: Path,
    package: SignedPackage,
    actor: Actor,
    reason: str,
    disclosed: CustodyAct,
    before: Sequence[CustodyAct],
) -> Journal:
    """Record it in the bag's journal, or the sealed package's, or beside `out` where that takes
    nothing.
    """
    if is_sealed(evidence):
        beside = bag_journal(out)
        return record_beside(evidence, beside, disclosed, package.bag, reason, actor, before)
    journal = journal_at(bag_journal(evidence.absolute()))
    for warned in before:
        actor.record(journal, warned, of=package.bag)
    actor.record(journal, disclosed, of=package.bag, words=reason)
    return Journal(journal.folder)


def _act(
    package: SignedPackage,
    written: WrittenItems,
    may: PermittedLeave,
    use: IntendedUse,
    consented: Mapping[str, str | None],
) -> CustodyAct:
    return act(
        "disclosed",
        items=written.items,
        of=package.count,
        files=written.files,
        selection=written.selection,
        proceedings=may.proceedings,
        recipient=use.recipient,
        **consented,
    )


def _disclosure(
    package: SignedPackage, sender: str, written: WrittenItems, actor: Actor, reason: str
) -> Disclosure:
    return Disclosure(
        network=actor.network,
        authority=actor.keys.holder,
        officer=actor.officer,
        disclosed=actor.clock().replace(microsecond=0),
        reason=reason,
        package=package.info.package,
        bag=package.bag,
        sender=sender,
        giver=package.given.giver,
        count=package.count,
        root=package.root.hex(),
        selection=written.selection,
        items=written.items,
        files=written.files,
        size=written.bytes,
        conditions=replace(package.given.conditions, protected_items=written.protected),
        withheld=written.withheld,
        documents=written.documents,
    )


def _refuse_what_fails(place: Path, spools: Spools, trust: Trust, own: Trust) -> tuple[Check, ...]:
    """Refuse what fails; the checks that cannot be decided."""
    with Beneath(place) as beneath:
        checks = DisclosureChecks(place, beneath, spools, trust, lambda _moments: own)
        checks.run(files=False)
    refuse_if_any(
        reason
        for check in checks.list.checks
        if check.outcome == "fails"
        for reason in check.reasons
    )
    return tuple(check for check in checks.list.checks if check.outcome == "undecided")
