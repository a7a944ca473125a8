# SPDX-License-Identifier: Apache-2.0
"""Referral to an executing authority that has no account: letter out, printed, recalled.

A central authority that passes a request on for execution presses for it to be done soon and well
(article 40(12), certainty: parallel), so each referral may have a date, and somebody hears of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.case_files import refusals
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.journal import (
    Acting,
    JournalLine,
    Recorded,
    case_file_reasons,
    read_case_file,
    record,
)
from rogatory.node.case_files.letter import ReferralInput, encode_letter, letter_contents
from rogatory.node.case_files.referrals import Referral
from rogatory.node.case_files.texts import LONGEST_TEXT, stated_reason_reasons, text_reasons
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.repositories.case_files import EntryKind
from rogatory.node.threads.transcript import envelopes
from rogatory.wire.identifiers import uuid7
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter as it was printed and sent, to be kept."""

    name: str
    media_type: str
    data: bytes


def refer(node: Node, thread: str, commission: ReferralInput, officer: str) -> Recorded:
    """Refer the request to an executing authority. The referral has the entry's id.

    1. The officer may refer for an authority that takes part in the case file.
    2. The addressee and the measures asked for are given; a date lies ahead.
    3. The letter's contents are kept by digest, then the line is written.

    Raises:
        Refused: with every reason.
    """
    at, view = node.clock.now(), node.register.view()
    case_file = read_case_file(node, thread)
    refuse_if_any(
        [
            *case_file_reasons(view, case_file, officer, Permission.REFER_CASE_FILE, at),  # 1
            *_input_reasons(commission, at),  # 2
        ]
    )
    opening = envelopes(node.store.transcript(thread)[:1])[0]
    referral = uuid7(at, node.random(10))
    contents = letter_contents(
        case_file, opening, commission, referral=referral, officer=officer, at=at
    )
    letter = node.objects.put(encode_letter(contents))  # 3
    line = JournalLine(
        EntryKind.REFERRED,
        {
            "to": {
                "name": commission.to.name,
                "address": commission.to.address,
                "contact": commission.to.contact,
            },
            "asked": commission.requested,
            "wanted_by": None
            if commission.wanted_by is None
            else format_moment(commission.wanted_by),
            "language": commission.language,
            "letter": letter,
        },
    )
    return record(
        node,
        thread,
        officer,
        Permission.REFER_CASE_FILE,
        lambda _case_file, _acting: line,
        referral,
    )


def letter_printed(
    node: Node, thread: str, referral: str, printed: PrintedLetter, officer: str
) -> Recorded:
    """Keep a letter as it went out, by the digest of its bytes; it may be printed more than once.

    Raises:
        Refused: with every reason; nothing is kept.
    """
    case_file, at = read_case_file(node, thread), node.clock.now()
    refuse_if_any(
        [
            *case_file_reasons(
                node.register.view(), case_file, officer, Permission.REFER_CASE_FILE, at
            ),
            *_known_reasons(case_file, referral),
            *text_reasons(N_("name of the letter"), printed.name),
            *text_reasons(N_("media type"), printed.media_type),
        ]
    )
    line = JournalLine(
        EntryKind.LETTER_PRINTED,
        {
            "referral": referral,
            "name": printed.name,
            "media_type": printed.media_type,
            "sha256": node.objects.put(printed.data),
        },
    )
    return record(
        node, thread, officer, Permission.REFER_CASE_FILE, lambda _case_file, _acting: line
    )


def recall_referral(
    node: Node, thread: str, referral: str, officer: str, *, reason: str
) -> Recorded:
    """Say that nothing is awaited any more; refuses without a reason, and a closed referral."""

    def act(case_file: CaseFile, _acting: Acting) -> JournalLine:
        refuse_if_any([*open_reasons(case_file, referral), *stated_reason_reasons(reason)])
        return JournalLine(EntryKind.REFERRAL_RECALLED, {"referral": referral, "reason": reason})

    return record(node, thread, officer, Permission.REFER_CASE_FILE, act)


def open_reasons(case_file: CaseFile, referral: str) -> Iterator[Reason]:
    """Yield why nothing can be added to a referral: it is not here, or nothing is awaited any more."""
    found = case_file.referral(referral)
    yield from _known_reasons(case_file, referral)
    if found is not None and not found.is_open:
        yield refusals.REFERRAL_CLOSED.because(name=found.to.name)


def only_open(case_file: CaseFile) -> Referral | None:
    """Return the one referral that is open, if there is exactly one: it need not be named."""
    found = [one for one in case_file.referrals if one.is_open]
    return found[0] if len(found) == 1 else None


def _known_reasons(case_file: CaseFile, referral: str) -> Iterator[Reason]:
    if case_file.referral(referral) is None:
        yield refusals.REFERRAL_UNKNOWN.because(referral=referral[:40])


def _input_reasons(commission: ReferralInput, at: datetime) -> Iterator[Reason]:
    yield from text_reasons(N_("name of the executing authority"), commission.to.name)
    yield from text_reasons(N_("address"), commission.to.address, may_be_empty=True)
    yield from text_reasons(N_("contact"), commission.to.contact, may_be_empty=True)
    yield from text_reasons(N_("what is asked"), commission.requested, LONGEST_TEXT)
    yield from text_reasons(N_("language"), commission.language)
    if commission.wanted_by is not None and commission.wanted_by <= at:
        yield refusals.REFERRAL_LATE.because(wanted_by=format_moment(commission.wanted_by))
