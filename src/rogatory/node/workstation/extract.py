# SPDX-License-Identifier: Apache-2.0
"""Take files, folders or bytes out of a sealed package, and record what was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.custody.journal.journal import Journal
from rogatory.disk import shown
from rogatory.errors import Reason
from rogatory.evidence.opening.byte_range import ByteRange
from rogatory.evidence.opening.extract import Extracted, ExtractedFolder, extract_wanted
from rogatory.evidence.opening.extract_range import ExtractedRange, extract_range
from rogatory.evidence.opening.listing import given_in, takes_protected
from rogatory.node.law.ways_out import WayOut
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.consent.document import Consent, consent_fields, kept_beside
from rogatory.node.workstation.consent.signing import TwoOfficers, agreed
from rogatory.node.workstation.journals.folders import bag_journal
from rogatory.node.workstation.journals.recording import cut, named, record_beside
from rogatory.node.workstation.open import hybrid
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.node.workstation.under_conditions import acts_before, leave
from rogatory.node.workstation.verification.seal_trust import SealTrust
from rogatory.seal.age import KeyIdentity


@dataclass(frozen=True, slots=True)
class ExtractedHere:
    extracted: Extracted | ExtractedFolder
    journal: Path
    not_handed_in: tuple[Reason, ...] = ()
    consent: Path | None = None
    warnings: tuple[Reason, ...] = ()
    """Demands of the conditions that nothing here enforces; recorded with the act."""


@dataclass(frozen=True, slots=True)
class RangeHere:
    extracted: ExtractedRange
    journal: Path
    not_handed_in: tuple[Reason, ...] = ()
    consent: Path | None = None
    warnings: tuple[Reason, ...] = ()


def extract_from(
    sealed: Path,
    wanted: Sequence[str],
    out: Path,
    *,
    identities: list[KeyIdentity],
    trust: SealTrust,
    actor: Actor,
    reason: str | None = None,
    officers: TwoOfficers | None = None,
    discard_unfinished: bool = False,
    progress: Progress = no_progress,
) -> ExtractedHere:
    """One file at `out`, or a folder of what is wanted; recorded in the package's journal, or
    beside `out` where that takes nothing. What is protected (articles 14 to 16) a second officer
    agrees to see.

    Raises:
        Refused: as `agreed`; as `evidence.extract_wanted`; or the journal takes no event. Nothing is left at
            `out`.
    """
    out = out.absolute()
    warnings = _warnings(sealed, identities, trust, actor)
    consent = _consent(sealed, wanted, identities, trust, officers, actor, reason)
    journals: list[Journal] = []

    def record(found: Extracted | ExtractedFolder) -> None:
        taken = _act(found, consent_fields(consent, actor.clock()))
        journals.append(_recorded(sealed, out, found.bag, reason, taken, actor, warnings))

    with kept_beside(consent, out) as consented:
        extracted = extract_wanted(
            sealed,
            wanted,
            out,
            identities=hybrid(identities),
            trust=trust.evidence,
            remove_leftover=discard_unfinished,
            progress=progress,
            holds=record,
        )
    not_handed_in = actor.hand_in(journals[0])
    return ExtractedHere(extracted, journals[0].folder, not_handed_in, consented, warnings)


def extract_bytes(
    sealed: Path,
    path: str,
    wanted: ByteRange,
    out: Path,
    *,
    identities: list[KeyIdentity],
    trust: SealTrust,
    actor: Actor,
    compare: bool,
    reason: str | None = None,
    officers: TwoOfficers | None = None,
    progress: Progress = no_progress,
) -> RangeHere:
    """Bytes of one file at `out`; recorded with the range and whether the file was compared."""
    out = out.absolute()
    warnings = _warnings(sealed, identities, trust, actor)
    consent = _consent(sealed, [path], identities, trust, officers, actor, reason)
    journals: list[Journal] = []

    def record(found: ExtractedRange) -> None:
        taken = _bytes_act(found, consent_fields(consent, actor.clock()))
        journals.append(_recorded(sealed, out, found.bag, reason, taken, actor, warnings))

    with kept_beside(consent, out) as consented:
        extracted = extract_range(
            sealed,
            path,
            wanted,
            out,
            identities=hybrid(identities),
            trust=trust.evidence,
            compare=compare,
            progress=progress,
            holds=record,
        )
    not_handed_in = actor.hand_in(journals[0])
    return RangeHere(extracted, journals[0].folder, not_handed_in, consented, warnings)


def _warnings(
    sealed: Path, identities: list[KeyIdentity], trust: SealTrust, actor: Actor
) -> tuple[Reason, ...]:
    given = given_in(sealed, identities=hybrid(identities), trust=trust.evidence)
    return leave(WayOut.EXTRACT, given, actor)


def _consent(
    sealed: Path,
    wanted: Sequence[str],
    identities: list[KeyIdentity],
    trust: SealTrust,
    officers: TwoOfficers | None,
    actor: Actor,
    reason: str | None,
) -> Consent | None:
    protected = takes_protected(sealed, wanted, identities=hybrid(identities), trust=trust.evidence)
    if not protected or trust.seal is None:
        return None
    given = cut(", ".join(shown(one) for one in wanted))
    what = f"{given} is, or holds, material of articles 14 to 16"
    bag = trust.seal.bag
    return agreed(officers, actor, act="extracted", bag=bag, items=wanted, what=what, reason=reason)


def _recorded(
    sealed: Path,
    out: Path,
    bag: str,
    reason: str | None,
    taken: CustodyAct,
    actor: Actor,
    warnings: Sequence[Reason],
) -> Journal:
    """Record the extraction before its result has its name: nothing is at `out` without an event."""
    before = acts_before(actor, warnings)
    return record_beside(sealed, bag_journal(out), taken, bag, reason, actor, before)


def _act(extracted: Extracted | ExtractedFolder, consented: Mapping[str, str | None]) -> CustodyAct:
    if isinstance(extracted, Extracted):
        return act(
            "extracted-file",
            path=cut(shown(extracted.path)),
            sha256=extracted.sha256,
            **consented,
        )
    paths, more = named(extracted.wanted)
    return act(
        "extracted-files",
        paths=paths,
        more=more,
        files=extracted.files,
        bytes=extracted.bytes,
        list=extracted.listing,
        **consented,
    )


def _bytes_act(extracted: ExtractedRange, consented: Mapping[str, str | None]) -> CustodyAct:
    return act(
        "extracted-bytes" if extracted.compared else "extracted-bytes-alone",
        path=cut(shown(extracted.path)),
        start=extracted.start,
        end=extracted.start + extracted.length - 1,
        size=extracted.size,
        sha256=extracted.sha256,
        **consented,
    )
