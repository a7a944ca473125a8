# SPDX-License-Identifier: Apache-2.0
"""Take files, folders or bytes out of a sealed package, and record what was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.custody.journal.journal import Journal
from rogatory.disk import shown
from rogatory.errors import Reason
from rogatory.evidence.opening.byte_range import ByteRange
from rogatory.evidence.opening.extract import (
    Extracted,
    ExtractedFolder,
    extract_wanted,
)
from rogatory.evidence.opening.extract_range import ExtractedRange, extract_range
from rogatory.evidence.opening.listing import given_in, takes_protected
from rogatory.node.law.ways_out import WayOut
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.consent.document import Consent, consent_fields, kept_beside
from rogatory.node.workstation.consent.signing import Responsible, agreed
from rogatory.node.workstation.journals.folders import bag_journal
from rogatory.node.workstation.journals.recording import cut, first_paths, record_beside
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.progress import DEFAULT_WRITING, ResultWriting
from rogatory.node.workstation.under_conditions import (
    Allowed,
    PermittedLeave,
    acts_before,
    leave_by_item,
    with_purpose,
)


@dataclass(frozen=True, slots=True)
class ExtractedHere:
    extracted: Extracted | ExtractedFolder
    journal: Path
    not_handed_in: tuple[Reason, ...] = ()
    consent: Path | None = None
    warnings: tuple[Reason, ...] = ()
    """Demands of the conditions that nothing here enforces; recorded with the act."""


@dataclass(frozen=True, slots=True)
class BytesQuery:
    """Which bytes of which file, and whether the whole file is compared with the inventory."""

    path: str
    range: ByteRange
    compare: bool


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
    opening: Opening,
    by: Responsible,
    *,
    allowed: Allowed | None = None,
    writing: ResultWriting = DEFAULT_WRITING,
) -> ExtractedHere:
    """Return one file at `out`, or a folder of what is wanted; recorded in the package's journal,
    or beside `out` where that takes nothing. What is protected (articles 14 to 16) a second officer
    agrees to see. For proceedings of a notice in favour of an accused, no other items leave than
    those that it names.

    Raises:
        Refused: as `leave_by_item`; as `agreed`; as `evidence.extract_wanted`; or the journal takes no event.
            Nothing is left at `out`.
    """
    out = out.absolute()
    may = _permitted(sealed, opening, by.actor, allowed)
    by = _for_purpose(by, allowed)
    consent = _consent(sealed, wanted, opening, by)
    journals: list[Journal] = []

    def record(found: Extracted | ExtractedFolder) -> None:
        taken = _act(found, consent_fields(consent, by.actor.clock()))
        journals.append(_recorded(sealed, out, found.bag, taken, by, may.warnings))

    with kept_beside(consent, out) as consented:
        extracted = extract_wanted(
            sealed,
            wanted,
            out,
            takes=may.refuse_unreleased,
            identities=opening.hybrid,
            trust=opening.trust.evidence,
            remove_leftover=writing.discard_unfinished,
            progress=writing.progress,
            holds=record,
        )
    not_handed_in = by.actor.hand_in(journals[0])
    return ExtractedHere(extracted, journals[0].folder, not_handed_in, consented, may.warnings)


def extract_bytes(
    sealed: Path,
    wanted: BytesQuery,
    out: Path,
    opening: Opening,
    by: Responsible,
    *,
    allowed: Allowed | None = None,
    writing: ResultWriting = DEFAULT_WRITING,
) -> RangeHere:
    """Return bytes of one file at `out`; recorded with the range and whether the file was compared."""
    out = out.absolute()
    may = _permitted(sealed, opening, by.actor, allowed)
    by = _for_purpose(by, allowed)
    consent = _consent(sealed, [wanted.path], opening, by)
    journals: list[Journal] = []

    def record(found: ExtractedRange) -> None:
        may.refuse_unreleased(found.path)
        taken = _bytes_act(found, consent_fields(consent, by.actor.clock()))
        journals.append(_recorded(sealed, out, found.bag, taken, by, may.warnings))

    with kept_beside(consent, out) as consented:
        extracted = extract_range(
            sealed,
            wanted.path,
            wanted.range,
            out,
            identities=opening.hybrid,
            trust=opening.trust.evidence,
            compare=wanted.compare,
            progress=writing.progress,
            holds=record,
        )
    not_handed_in = by.actor.hand_in(journals[0])
    return RangeHere(extracted, journals[0].folder, not_handed_in, consented, may.warnings)


def _permitted(
    sealed: Path, opening: Opening, actor: Actor, allowed: Allowed | None
) -> PermittedLeave:
    given = given_in(sealed, identities=opening.hybrid, trust=opening.trust.evidence)
    return leave_by_item(WayOut.EXTRACT, given, actor, allowed=allowed)


def _for_purpose(by: Responsible, allowed: Allowed | None) -> Responsible:
    """Return who acts, with the purpose in the words that the act is recorded with."""
    use = (allowed or Allowed()).use
    return replace(by, reason=with_purpose(by.reason, use.proceedings))


def _consent(
    sealed: Path,
    wanted: Sequence[str],
    opening: Opening,
    by: Responsible,
) -> Consent | None:
    trust = opening.trust
    protected = takes_protected(sealed, wanted, identities=opening.hybrid, trust=trust.evidence)
    if not protected or trust.seal is None:
        return None
    given = cut(", ".join(shown(one) for one in wanted))
    what = f"{given} is, or holds, protected material"
    bag = trust.seal.bag
    return agreed(by, act="extracted", bag=bag, items=wanted, what=what)


def _recorded(
    sealed: Path,
    out: Path,
    bag: str,
    taken: CustodyAct,
    by: Responsible,
    warnings: Sequence[Reason],
) -> Journal:
    """Record the extraction before its result has its name: nothing is at `out` without an event."""
    before = acts_before(by.actor, warnings)
    return record_beside(sealed, bag_journal(out), taken, bag, by.reason, by.actor, before)


def _act(extracted: Extracted | ExtractedFolder, consented: Mapping[str, str | None]) -> CustodyAct:
    if isinstance(extracted, Extracted):
        return act(
            "extracted-file",
            path=cut(shown(extracted.path)),
            sha256=extracted.sha256,
            **consented,
        )
    paths, more = first_paths(extracted.wanted)
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
