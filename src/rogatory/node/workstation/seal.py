# SPDX-License-Identifier: Apache-2.0
"""Seal a source or a bag for the asking authority, and record it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.journal.journal import Journal
from rogatory.disk import read_file
from rogatory.errors import Reason
from rogatory.evidence.conditions import StatedConditions, tightened
from rogatory.evidence.layout import TAG_SIGNATURES
from rogatory.evidence.opening.listing import given_of_bag
from rogatory.evidence.options import RunSettings, Sealed, SealOptions, Stamp
from rogatory.evidence.sealed.segments import DEFAULT_SEGMENT
from rogatory.evidence.sealing.seal_bag import seal_bag
from rogatory.evidence.sealing.seal_package import SealingParameters, seal_source
from rogatory.evidence.verification.conditions_check import GivenConditions
from rogatory.evidence.verification.verify import is_bag
from rogatory.node.law.ways_out import WayOut
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.add import settle
from rogatory.node.workstation.collect import Describing
from rogatory.node.workstation.journals.folders import (
    bag_journal,
    carry_over,
    journal_at,
    journal_files,
    sealed_journal,
    undo,
)
from rogatory.node.workstation.keys.addressees import PackageRecipient, addressees_of
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.node.workstation.keys.revocation_lists import carried_lists
from rogatory.node.workstation.progress import DEFAULT_WRITING, ResultWriting
from rogatory.node.workstation.return_scope import ComparedReturn, compare_return
from rogatory.node.workstation.under_conditions import Allowed, acts_before, leave
from rogatory.seal.certificates.reading import certificate_holder, der_to_pem, to_der
from rogatory.seal.cms import LARGEST_SIGNATURE
from rogatory.seal.signatures import certificates_in
from rogatory.seal.timestamping.token import parse_token


@dataclass(frozen=True, slots=True)
class SealDestination:
    """For whom, and where it belongs.

    `own_process` says that nothing but this sealing runs here, so that a child may help reading.
    """

    recipients: tuple[PackageRecipient, ...]
    thread: str | None = None
    segment_size: int = DEFAULT_SEGMENT
    stamp: Stamp | None = None
    more_stamps: tuple[Stamp, ...] = ()
    own_process: bool = False
    allowed: Allowed | None = None
    """The uses that messages allow beyond the conditions of a bag that another State gave."""


@dataclass(frozen=True, slots=True)
class SealedHere:
    """`warnings` are what the conditions ask that nothing enforces; they are recorded with the act."""

    sealed: Sealed
    journal: Path
    not_handed_in: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    compared: ComparedReturn | None = None


def make_sealed_package(
    source: Path,
    out: Path,
    *,
    folder: AuthorityFolder,
    sealing: SealDestination,
    describing: Describing,
    actor: Actor,
    writing: ResultWriting = DEFAULT_WRITING,
) -> SealedHere:
    """Return a sealed package at `out`, its journal in it: what was done to the bag before comes
    along, then (for a source that is collected while it is sealed) the collection, and the sealing.

    Raises:
        Refused, Unreachable: as sealing does; the conditions of a bag that another State gave do
            not allow it (`ways_out.blocks`); it holds what was not authorised, and nobody stated why it
            is kept; or the journal cannot be written. Nothing is left at `out` then.
    """
    out = out.absolute()
    bagged = is_bag(source)
    if bagged:
        settle(source.absolute())
    warnings = _warnings(source, sealing, describing, actor)
    compared = compare_return(source, describing.authorised, is_bag=bagged)
    make = _from_bag if bagged else _from_source
    before = journal_files(bag_journal(source.absolute())) if bagged else {}
    if actor.submit is not None and before:
        actor.hand_in(Journal(bag_journal(source.absolute())))
        before = journal_files(bag_journal(source.absolute()))
    parameters = SealingParameters(
        actor.keys,
        addressees_of(sealing.recipients),
        RunSettings(actor.clock, actor.random, writing.progress, writing.discard_unfinished),
        _options(folder, sealing, actor),
    )
    sealed = make(source, out, parameters, describing, actor)
    try:
        journal = journal_at(sealed_journal(out))
        carry_over(before, journal.folder, as_earlier=True)
        _record(journal, sealed, sealing, describing, actor, warnings, compared)
    except BaseException:
        undo(out)
        raise
    return SealedHere(sealed, journal.folder, actor.hand_in(journal), warnings, compared)


def _signer(bag: Path) -> str | None:
    """Return whose certificate the signature of a collected bag brings; None where it has none."""
    path = bag / TAG_SIGNATURES["p256"]
    if not path.is_file():
        return None
    [certificate, *_] = certificates_in(read_file(path, limit=LARGEST_SIGNATURE))
    return certificate_holder(certificate)


def _warnings(
    source: Path, sealing: SealDestination, describing: Describing, actor: Actor
) -> tuple[Reason, ...]:
    """Return what the conditions ask that nothing enforces; refuses what they do not allow."""
    signer = None
    if is_bag(source):
        signer = _signer(source)
        bound = given_of_bag(source)
        stated = describing.conditions or StatedConditions()
        given = replace(bound, conditions=tightened(bound.conditions, stated))
    else:
        given = GivenConditions(describing.contents().conditions, None, "", None)
    recipients = [one.authority for one in sealing.recipients]
    return leave(
        WayOut.SEAL, given, actor, recipients=recipients, allowed=sealing.allowed, giver=signer
    )


def _options(folder: AuthorityFolder, sealing: SealDestination, actor: Actor) -> SealOptions:
    state = folder.authority.state.lower()
    certificates = {
        f"{state}-ca.{name}.pem": der_to_pem(der) for name, der in folder.state_ca().items()
    }
    lists = carried_lists(folder.path, actor.clock())
    certificates |= {f"{state}-ca.{name}.crl": pem for name, pem in lists.items()}
    return SealOptions(
        network=actor.network,
        thread=sealing.thread,
        segment_size=sealing.segment_size,
        certificates=certificates,
        stamp=_keeping_certificate(sealing.stamp, certificates) if sealing.stamp else None,
        more_stamps=tuple(_keeping_certificate(one, certificates) for one in sealing.more_stamps),
        # A line to the node may have its database open, which no child must inherit.
        fork_reader=sealing.own_process and actor.submit is None,
    )


def _keeping_certificate(stamp: Stamp, certificates: dict[str, bytes]) -> Stamp:
    """Return it as `stamp`; the certificate in the token joins those that go with the package,
    which is when its writer reads them: after the token has come.
    """

    def stamping(digest: bytes) -> bytes:
        token = stamp(digest)
        for found in parse_token(token).certificates:
            pem = der_to_pem(to_der(found))
            if pem not in certificates.values():
                number = 1 + sum(name.startswith("tsa.") for name in certificates)
                certificates[f"tsa.{number}.pem"] = pem
        return token

    return stamping


def _from_source(
    source: Path, out: Path, sealing: SealingParameters, describing: Describing, actor: Actor
) -> Sealed:
    return seal_source(source, out, describing.terms(actor.keys.holder, actor.officer), sealing)


def _from_bag(
    source: Path, out: Path, sealing: SealingParameters, describing: Describing, actor: Actor
) -> Sealed:
    return seal_bag(
        source,
        out,
        sealing,
        officer=actor.officer,
        stated=describing.conditions,
        request=describing.request.files if describing.request else None,
        hashes=describing.hashes,
    )


def _record(
    journal: Journal,
    sealed: Sealed,
    sealing: SealDestination,
    describing: Describing,
    actor: Actor,
    warnings: Sequence[Reason],
    compared: ComparedReturn | None,
) -> None:
    """Record what was done, on the object as it is now."""
    basis = describing.basis
    if sealed.collected is None:
        collected = act("collected-sealing", files=sealed.files)
        actor.record(journal, collected, of=sealed.bag, basis=basis)
    for warned in acts_before(actor, warnings):
        actor.record(journal, warned, of=sealed.bag, basis=basis)
    if compared is not None:
        compared.record(actor, journal, of=sealed.bag, basis=basis)
    names = tuple(dict.fromkeys(one.authority for one in sealing.recipients))
    made = act("sealed-under", recipients=names, seal=sealed.seal, replaced=sealed.collected)
    actor.record(journal, made, of=sealed.bag, words=describing.reason, basis=basis)
    if sealing.stamp is not None:
        stamped = act("timestamped", seal=sealed.seal)
        actor.record(journal, stamped, of=sealed.bag, basis=basis)
