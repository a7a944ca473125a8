# SPDX-License-Identifier: Apache-2.0
"""Internal notes, and the progress of the work here. Neither is ever sent outside."""

from rogatory.errors import refuse_if_any
from rogatory.node.case_files import refusals
from rogatory.node.case_files.case_file import CaseFile, CaseFileStage
from rogatory.node.case_files.journal import Acting, JournalLine, Recorded, record
from rogatory.node.case_files.texts import LONGEST_TEXT, text_reasons
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.repositories.case_files import EntryKind
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_


def note(node: Node, thread: str, text: str, officer: str) -> Recorded:
    """Write a note that stays in this State; refuses an empty one, or one too long to be read."""

    def act(_case_file: CaseFile, _acting: Acting) -> JournalLine:
        refuse_if_any(text_reasons(N_("note"), text, LONGEST_TEXT))
        return JournalLine(EntryKind.NOTED, {"text": text})

    return record(node, thread, officer, Permission.WRITE_CASE_FILE, act)


def set_stage(node: Node, thread: str, stage: str, officer: str, *, reason: str = "") -> Recorded:
    """Say how far the work here has come.

    Closing is refused while an order runs or a referral is awaited: a measure that nobody needs
    any more is lifted and not forgotten (article 24(2), limits of duration; certainty: parallel).
    """

    def act(case_file: CaseFile, _acting: Acting) -> JournalLine:
        reasons = list(text_reasons(N_("reason"), reason, LONGEST_TEXT, may_be_empty=True))
        if stage not in set(CaseFileStage):
            known = ", ".join(CaseFileStage)
            reasons.append(refusals.STAGE_UNKNOWN.because(stage=stage[:40], known=known))
        elif stage == case_file.stage:
            reasons.append(refusals.STAGE_SAME.because(stage=stage))
        elif stage == CaseFileStage.CLOSED:
            reasons += [
                refusals.CLOSING_ORDER.because(
                    reference=order.reference, until=format_moment(order.until)
                )
                for order in case_file.orders
                if order.ended is None
            ]
            reasons += [
                refusals.CLOSING_REFERRAL.because(name=referral.to.name)
                for referral in case_file.referrals
                if referral.is_open
            ]
        refuse_if_any(reasons)
        return JournalLine(EntryKind.STAGED, {"stage": stage, "reason": reason.strip()})

    return record(node, thread, officer, Permission.WRITE_CASE_FILE, act)
