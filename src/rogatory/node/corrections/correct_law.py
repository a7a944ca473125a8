# SPDX-License-Identifier: Apache-2.0
"""Correction of the law's data by a ministry's lawyer, with the review of a second person.

Nothing counts on one person's word. Both acts are dated, recorded in the custody log, and kept: a
declined correction stays in the list with the reason. An accepted one counts at once, without a
restart, and decisions that were taken before keep the version they were taken under.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rogatory.custody.events.act_codes import act
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.corrections import refusals
from rogatory.node.custody_log.own_events import SignedEvent, own_event
from rogatory.node.law.decisions import stated_reasons
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.provisions.law_data import corrected_law, law_corrected_by
from rogatory.node.provisions.required_contents import unknown_field_reasons
from rogatory.node.repositories.law import CorrectionRecord
from rogatory.treaty.corrections import Correction, parse_correction, readable_document
from rogatory.treaty.law import Law
from rogatory.treaty.verification.lines import lines_of_law
from rogatory.wire.identifiers import uuid7


def propose(
    node: Node, correction: Correction, officer: str, *, authority: str | None = None
) -> CorrectionRecord:
    """Write a correction down for a second person.

    1. The officer may correct the law for the authority (his first one, unless named).
    2. It can be read again, and its row is in form and fits the law in force and the forms of messages.
    3. It says of no line that it was read: that comes with a sheet, whose wordings are kept.

    Raises:
        Refused: with every reason; nothing is written.
    """
    if correction.readings:  # 3
        named = ascii(correction.id)[1:-1][:80]
        raise Refused(refusals.READINGS_WITHOUT_SHEET.because(correction=named))
    (record,) = propose_all(node, [correction], officer, authority=authority)
    return record


def propose_all(
    node: Node,
    corrections: Sequence[Correction],
    officer: str,
    *,
    authority: str | None = None,
    sheet: bytes | None = None,
) -> list[CorrectionRecord]:
    """Write several corrections down, as a table of parties gives them, or a `sheet`, which is kept: all or
    none.

    Raises:
        Refused: with every reason, as `propose`.
    """
    view, at = node.register.view(), node.clock.now()
    authority = authority or view.officer(officer, at).authorities[0]
    refuse_if_any(officer_reasons(view, officer, authority, Permission.CORRECT_LAW, at))  # 1
    documents = [readable_document(correction) for correction in corrections]  # 2
    refuse_if_any(unknown_field_reasons(corrections))
    law_corrected_by(node, documents)
    records, events = [], []
    if sheet is not None:
        node.objects.put(sheet)
    for correction, document in zip(corrections, documents, strict=True):
        record = CorrectionRecord(
            id=uuid7(at, node.random(10)),
            document=node.objects.put(document),
            section=correction.section,
            authority=authority,
            proposed_by=officer,
            proposed=at,
        )
        records.append(record)
        events.append(_event(node, record, officer, "law-proposed", correction.reason, at))
    with node.store.transaction():
        for record, event in zip(records, events, strict=True):
            node.store.add_correction(record)
            event.append(node)
    return records


def review(
    node: Node, correction: str, officer: str, *, accept: bool, reason: str
) -> CorrectionRecord:
    """Accept or decline a correction, as the second person.

    1. There is such a correction, and nobody has reviewed it.
    2. The officer may review for the authority that proposed, and did not propose it himself.
    3. A reason is given.
    4. If it is accepted: it fits the law as it is in force now, and lines that were read for it say
       what they said then.

    Raises:
        Refused: with every reason; nothing is written, and the law is as it was.
    """
    (found,) = _review(node, [_waiting(node, correction)], officer, accept=accept, reason=reason)
    return found


def review_batch(
    node: Node, batch: str, officer: str, *, accept: bool, reason: str
) -> Sequence[CorrectionRecord]:
    """Accept or decline every waiting correction of one sheet or table, as the second person: all or
    none, by the name that their ids begin with.

    Raises:
        Refused: none waits; or with every reason, as `review`.
    """
    waiting = [
        record
        for record, one in correction_history(node)
        if record.is_open and batch_of_correction(one) == batch
    ]
    if not waiting:
        raise Refused(refusals.BATCH_UNKNOWN.because(batch=ascii(batch)[:80]))
    return _review(node, waiting, officer, accept=accept, reason=reason)


def _review(
    node: Node,
    records: Sequence[CorrectionRecord],
    officer: str,
    *,
    accept: bool,
    reason: str,
) -> list[CorrectionRecord]:
    at, view = node.clock.now(), node.register.view()
    reasons: list[Reason] = []
    for authority in sorted({record.authority for record in records}):
        reasons += officer_reasons(view, officer, authority, Permission.REVIEW_LAW, at)
    if any(officer == record.proposed_by for record in records):
        reasons.append(refusals.OWN_CORRECTION.because(officer=officer))  # 2
    reasons += stated_reasons(reason)  # 3
    refuse_if_any(reasons)
    if accept:
        refuse_if_any(_stale(corrected_law(node), [correction_of(node, one) for one in records]))
        law_corrected_by(node, [node.objects.get(one.document) for one in records])  # 4
    code = "law-accepted" if accept else "law-declined"
    events = [_event(node, record, officer, code, reason, at) for record in records]
    with node.store.transaction():
        for record, event in zip(records, events, strict=True):
            if not node.store.review_correction(
                record.id, officer, at, accepted=accept, reason=node.own_words(reason)
            ):
                raise Refused(refusals.CORRECTION_REVIEWED.because(correction=record.id))
            event.append(node)
    return [correction_named(node, record.id) for record in records]


def _stale(law: Law, corrections: Sequence[Correction]) -> Iterator[Reason]:
    """Yield each line that says something else now than when somebody read it: the correction would
    undo what was accepted since.
    """
    if not any(one.readings for one in corrections):
        return
    versions = {line.id: line.version for line in lines_of_law(law)}
    for one in corrections:
        for read in one.readings:
            if versions.get(read.line) != read.version:
                yield refusals.CORRECTION_STALE.because(line=read.line, correction=one.id)


def batch_of_correction(correction: Correction) -> str:
    """Return what the ids of the corrections of one sheet or table begin with."""
    return correction.id.rpartition("-")[0]


def correction_history(node: Node) -> Sequence[tuple[CorrectionRecord, Correction]]:
    """Return every correction that was ever proposed here, oldest first, with what it says."""
    return [(record, correction_of(node, record)) for record in node.store.corrections()]


def correction_named(node: Node, correction: str) -> CorrectionRecord:
    """Return the record of a correction; refuses a name of none."""
    found = node.store.correction(correction)
    if found is None:
        raise Refused(refusals.CORRECTION_UNKNOWN.because(correction=ascii(correction)[:40]))
    return found


def correction_of(node: Node, record: CorrectionRecord) -> Correction:
    return parse_correction(node.objects.get(record.document))


def _waiting(node: Node, correction: str) -> CorrectionRecord:
    found = correction_named(node, correction)
    if not found.is_open:
        raise Refused(refusals.CORRECTION_REVIEWED.because(correction=correction))
    return found


def _event(
    node: Node, record: CorrectionRecord, officer: str, code: str, reason: str, at: datetime
) -> SignedEvent:
    return own_event(
        node,
        act(code, section=record.section),
        of=record.document,
        authority=record.authority,
        officer=officer,
        words=reason,
        at=at,
    )
