# SPDX-License-Identifier: Apache-2.0
"""The page of a case file: own number, assignee, notes, referrals, domestic orders and their
deadlines.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Reason, ReasonBasis, RogatoryError, basis_in
from rogatory.node.case_files.assigning import assignment_warnings
from rogatory.node.case_files.case_file import STAGE_TITLES, CaseFile, CaseFileStage
from rogatory.node.case_files.case_file_deadlines import CaseFileClock, case_file_clocks
from rogatory.node.case_files.case_provisions import CHANNEL, case_provisions
from rogatory.node.case_files.journal import case_file_for
from rogatory.node.case_files.letter import letter_lines, read_letter
from rogatory.node.case_files.numbering import number_warnings
from rogatory.node.case_files.order_rules import order_limit
from rogatory.node.case_files.orders import CATEGORIES, ORDERS, PRESENCE_TITLES, OrderKind
from rogatory.node.case_files.promise import Promise, promise_of
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.provider_orders.recorded_order import is_for_provider
from rogatory.requests.contents.plain_words import BodyLine
from rogatory.treaty.tables.limits import Limit


@dataclass(frozen=True, slots=True)
class CaseFilePage:
    """A case file as its page shows it. `letters` gives what each referral's letter says."""

    matter: CaseFile
    warnings: tuple[Reason, ...]
    clocks: tuple[CaseFileClock, ...]
    promise: Promise | None
    letters: Mapping[str, tuple[BodyLine, ...]]
    order_limit: Limit | None
    provisions: Mapping[str, ReasonBasis]


@require_safe
@officer_page(Permission.READ_CASE_FILE)
def show(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Return the work on a thread inside this State; only officers whose authority takes part read
    it.
    """
    return case_file_answer(request, str(thread))


def case_file_answer(
    request: HttpRequest, thread: str, error: RogatoryError | None = None
) -> HttpResponse:
    node = this_node()
    reader = reader_of(request)
    page = case_file_page(node, thread, reader.number)
    data = {"thread": thread, "page": page, "summary": node.store.summary(thread)}
    decor: dict[str, Any] = {
        "now": node.clock.now(),
        "stages": [(stage, STAGE_TITLES[stage]) for stage in CaseFileStage],
        "order_kinds": [
            (kind, ORDERS[kind], basis_in(page.provisions, ORDERS[kind].cites))
            for kind in OrderKind
        ],
        "channel": CHANNEL,
        "presences": PRESENCE_TITLES.items(),
        "categories": CATEGORIES,
        "letter_languages": LANGUAGES,
        "for_providers": {one.id for one in page.matter.orders if is_for_provider(one)},
        "may": {
            name: reader.may(permission)
            for name, permission in (
                ("write", Permission.WRITE_CASE_FILE),
                ("assign", Permission.ASSIGN_CASE_FILE),
                ("refer", Permission.REFER_CASE_FILE),
                ("order", Permission.RECORD_ORDER),
                ("restrict", Permission.RESTRICT_CASE_FILE),
            )
        },
    }
    reasons = error.reasons if error else ()
    return answer(request, "console/case_files/page.html", data, decor=decor, reasons=reasons)


def case_file_page(node: Node, thread: str, officer: str) -> CaseFilePage:
    """Return the case file, for an officer who may read it; refuses others."""
    case_file, now = case_file_for(node, thread, officer), node.clock.now()
    return CaseFilePage(
        matter=case_file,
        warnings=(
            *assignment_warnings(node.register.view(), case_file, now),
            *number_warnings(node, case_file, case_file.case_number),
        ),
        clocks=tuple(case_file_clocks(case_file, now)),
        promise=promise_of(node, thread),
        letters={
            one.id: tuple(letter_lines(read_letter(node.objects.get(one.letter))))
            for one in case_file.referrals
        },
        order_limit=order_limit(node, thread),
        provisions=case_provisions(node, thread),
    )
