# SPDX-License-Identifier: Apache-2.0
"""The record of a thread for the paper file: a folder that is read without us.

All messages with their signatures and receipts, each in words too; decisions, referrals with what
came back, orders and their clocks. It is a State's own file and no court's bundle: nothing in it
is proved beyond the signatures that lie there, and internal notes are in it only if asked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.disk import PartialFolder, write_new
from rogatory.errors import ReasonBasis, cited_plainly
from rogatory.node.case_files.case_file import STAGE_TITLES, CaseFile
from rogatory.node.case_files.case_file_deadlines import case_file_clocks
from rogatory.node.case_files.case_provisions import case_provisions
from rogatory.node.case_files.journal import JournalLine as Entered
from rogatory.node.case_files.journal import case_file_for, record
from rogatory.node.case_files.letter import letter_lines, read_letter
from rogatory.node.case_files.orders import DomesticOrder
from rogatory.node.case_files.referrals import Referral
from rogatory.node.case_files.results import is_plain_name
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.repositories.case_files import CaseFileEntry, EntryKind
from rogatory.node.repositories.law import Decision
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.threads.transcript import envelope_of, envelopes
from rogatory.node.views.thread_view import clocks_of
from rogatory.requests.contents.plain_words import BodyLine, render
from rogatory.requests.deadlines.thread_deadlines import Deadline
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.transcript import fold
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment

MANIFEST = "manifest-sha256.txt"


@dataclass(frozen=True, slots=True)
class ExportedRecord:
    """The exported record: the number of its files, and the digest of their manifest."""

    files: int
    manifest: str


def export_record(
    node: Node, thread: str, officer: str, target: Path, *, with_notes: bool = False
) -> ExportedRecord:
    """Write the record of a thread to a new folder, which only its owner may enter.

    1. The officer may export for an authority that takes part in the case file.
    2. Everything is written, with a manifest that `sha256sum -c` checks.
    3. The journal records who exported it, with notes or without; then the folder gets its name.

    Raises:
        Refused: with every reason of 1, or the folder is there already; nothing is left.
    """
    case_file = case_file_for(node, thread, officer, Permission.EXPORT_CASE_FILE)  # 1
    at = node.clock.now()
    files = dict(_files(node, case_file, with_notes=with_notes, at=at))
    lines = (f"{sha256(data)}  {path}\n" for path, data in sorted(files.items()))
    manifest = "".join(lines).encode()
    with PartialFolder(target, private=True, remove_leftover=True) as partial:
        folder = Path(partial.path.decode())
        for path, data in files.items():  # 2
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            write_new(folder / path, data)
        write_new(folder / MANIFEST, manifest)
        fields: dict[str, Json] = {"manifest": sha256(manifest), "with_notes": with_notes}
        entered = Entered(EntryKind.EXPORTED, fields)
        record(node, thread, officer, Permission.EXPORT_CASE_FILE, lambda _m, _a: entered)  # 3
    return ExportedRecord(len(files) + 1, sha256(manifest))


def _files(
    node: Node, case_file: CaseFile, *, with_notes: bool, at: datetime
) -> Iterator[tuple[str, bytes]]:
    transcript = node.store.transcript(case_file.thread)
    yield "README.txt", _README.encode()
    for number, stored in enumerate(transcript, 1):
        yield from _message_files(node, number, stored)
    entries = [one for one in case_file.entries if with_notes or one.kind is not EntryKind.NOTED]
    yield "case-file.json", canonical.encode({"entries": [_entry(one) for one in entries]})
    provisions = case_provisions(node, case_file.thread)
    clocks = [
        (clock, clock.basis(provisions))
        for clock in clocks_of(node, transcript, fold(envelopes(transcript)))
    ]
    yield "case-file.txt", _text(_case_file_lines(case_file, entries, clocks, provisions, at))
    for number, referral in enumerate(case_file.referrals, 1):
        yield from _referral_files(node, f"referrals/{number:04d}", referral)
    for number, order in enumerate(case_file.orders, 1):
        yield from _order_files(node, f"orders/{number:04d}", order)
    decisions = _decisions(node, case_file.thread)
    if decisions:
        yield "decisions.json", canonical.encode({"decisions": decisions})


def _message_files(node: Node, number: int, stored: StoredMessage) -> Iterator[tuple[str, bytes]]:
    """Yield a message's own bytes under the names that a bundle gives them. A name that a peer
    chose is no part of a path.
    """
    kind = stored.kind if stored.kind in KINDS else "other"
    folder = f"messages/{number:04d}-{stored.sender_state}-{kind}"
    envelope = envelope_of(stored)
    yield f"{folder}/message.txt", _text(map(_line, render(envelope)))
    signed = (
        ("message.json", stored.message, stored.p256, stored.mldsa65),
        ("receipt.json", stored.receipt, stored.receipt_p256, stored.receipt_mldsa65),
    )
    for name, data, p256, mldsa65 in signed:
        if data is not None:
            yield f"{folder}/{name}", data
        if p256:
            yield f"{folder}/{name}.p256.p7s", p256
        if mldsa65:
            yield f"{folder}/{name}.mldsa65.p7s", mldsa65
    yield f"{folder}/approvals.json", stored.approvals
    for attachment in envelope.attachments:
        yield f"{folder}/attachments/{attachment.sha256}", node.objects.get(attachment.sha256)


def _referral_files(node: Node, folder: str, referral: Referral) -> Iterator[tuple[str, bytes]]:
    letter = node.objects.get(referral.letter)
    yield f"{folder}/letter.json", letter
    yield f"{folder}/letter.txt", _text(map(_line, letter_lines(read_letter(letter))))
    for number, printed in enumerate(referral.printed, 1):
        name = printed.name if is_plain_name(printed.name) else "letter"
        yield f"{folder}/printed/{number:02d}-{name}"[:200], node.objects.get(printed.sha256)
    for count, result in enumerate(referral.results, 1):
        for number, each in enumerate(result.files, 1):
            path = f"{folder}/results/{count:02d}/{number:02d}-{each.name}"
            yield path, node.objects.get(each.sha256)


def _order_files(node: Node, folder: str, order: DomesticOrder) -> Iterator[tuple[str, bytes]]:
    for name, kept in (("signed", order.signed), ("withdrawal", order.withdrawals)):
        for number, one in enumerate(kept, 1):
            yield f"{folder}/{name}-{number:02d}.zip", node.objects.get(one.archive)


def _entry(entry: CaseFileEntry) -> dict[str, Json]:
    return {
        "id": entry.id,
        "kind": entry.kind.value,
        "at": format_moment(entry.at),
        "officer": entry.officer,
        "authority": entry.authority,
        "data": dict(entry.data),
    }


def _decisions(node: Node, thread: str) -> list[Json]:
    """Return what was decided on the thread and on what was drafted in it, each under its law."""
    subjects = [thread, *(draft.id for draft in node.store.drafts(thread, unsent=False))]
    return [_decision(one) for subject in subjects for one in node.store.decisions(subject)]


def _decision(decision: Decision) -> dict[str, Json]:
    return {
        "id": decision.id,
        "at": format_moment(decision.at),
        "officer": decision.officer,
        "authority": decision.authority,
        "matter": str(decision.matter),
        "subject": decision.subject,
        "question": decision.question,
        "answer": decision.answer,
        "reason": decision.reason,
        "law": decision.law,
        "details": dict(decision.details),
    }


def _case_file_lines(
    case_file: CaseFile,
    entries: list[CaseFileEntry],
    clocks: Sequence[tuple[Deadline, ReasonBasis]],
    provisions: Mapping[str, ReasonBasis],
    at: datetime,
) -> Iterator[str]:
    yield f"Thread {case_file.thread}"
    yield f"Own case number: {case_file.case_number or '-'}"
    yield f"In charge: {case_file.authority}; officer: {case_file.assignee or '-'}"
    yield f"Stage: {STAGE_TITLES[case_file.stage]}"
    yield ""
    yield f"Domestic clocks as of {format_moment(at)} (this State's own)"
    for own in case_file_clocks(case_file, at):
        yield _clock(own.title, own.basis(provisions), own.due, own.level.value)
    yield f"Treaty clocks as of {format_moment(at)} (both States count them)"
    for clock, basis in clocks:
        yield _clock(clock.title, basis, clock.due, clock.level.value)
    yield ""
    yield "What was done"
    for entry in entries:
        yield f"{format_moment(entry.at)}  {entry.kind.value}, by {entry.officer or 'the node'} of {entry.authority}"
        yield from (f"    {name}: {_value(value)}" for name, value in sorted(entry.data.items()))


def _clock(title: str, basis: ReasonBasis, due: datetime | None, level: str) -> str:
    until = "no end" if due is None else f"until {format_moment(due)}"
    return f"    {title} ({cited_plainly(basis)}): {until}, {level}"


def _value(value: Json) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {_value(part)}" for name, part in sorted(value.items()) if part)
    if isinstance(value, list | tuple):
        return ", ".join(_value(part) for part in value) or "-"
    return "-" if value is None else str(value)


def _line(line: BodyLine) -> str:
    return f"{'  ' * line.level}{line.label}: {line.value}".rstrip()


def _text(lines: Iterator[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


_README = """\
The record of one request, for the file of the authority that exported it.

  case-file.txt   the acts here, by whom, under which orders; deadlines with their articles
  case-file.json  the same as data
  messages/       every message in order, in words (message.txt) and as it was signed; receipts
  referrals/      letters to executing authorities, and their results
  orders/         signed orders to providers, and their withdrawals; unpacked, `rogatory order check`
                  checks them
  decisions.json  decisions taken, each with the digest of the law it was taken under

  sha256sum -c manifest-sha256.txt
      checks that no file was changed since.
  openssl cms -verify -binary -inform DER -in message.json.p256.p7s -content message.json ...
      checks a signature against the certificates that the directory lists.

This is no bundle for a court: `rogatory evidence bundle` makes one. The folder may contain
secrets; treat it accordingly.
"""
