# SPDX-License-Identifier: Apache-2.0
"""The verification of the law by its official texts: how far it is, sheets to fill in, filled sheets by two officers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from rogatory.bootstrap.settings.page_words import page_words
from rogatory.console.frame import form_values, refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.downloads import LETTER_TYPES, download
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language import words
from rogatory.console.language.languages import reader_language
from rogatory.console.law.query import requested_one
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.node.corrections.correct_law import review_batch
from rogatory.node.corrections.sheets import ReadSheetLine, brought_sheets, sheet_lines
from rogatory.node.corrections.verification import propose_sheet, verification_progress
from rogatory.node.letters.verification_sheet import SheetPlace, line_title, written_sheet
from rogatory.node.permissions import Permission
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.provisions.law_data import corrected_law
from rogatory.treaty.verification.sheet import csv_sheet, lines_to_read

FORMS: Mapping[str, str] = {"csv": "text/csv; charset=utf-8", **LETTER_TYPES}
"""The forms of a sheet to fill in, by their media types."""

EVERY = "all"
"""In the place of an instrument: the lines of every one."""

LINES_ON_PAGE = 50
"""Each has a wording of some hundred words; a thousand on one page are more than a browser lays out quickly."""


@require_safe
@officer_page(Permission.READ_LAW)
def show(request: HttpRequest) -> HttpResponse:
    """Return how many lines of each instrument were read in its official text; sheets to fill in,
    and sheets that were brought.
    """
    return _page(request, ())


@require_safe
@officer_page(Permission.READ_LAW)
def blank(request: HttpRequest) -> HttpResponse:
    """Return a sheet to fill in: the lines that nobody has read, of an `instrument` or of all, as
    `csv`, `html` or `pdf` (`form`) in a `language`.
    """
    node = this_node()
    law = corrected_law(node)
    instrument = requested_one(request, "instrument", [EVERY, *(one.id for one in law.instruments)])
    form, language = (
        requested_one(request, "form", FORMS),
        requested_one(request, "language", LANGUAGES),
    )
    lines = lines_to_read(law, None if instrument == EVERY else instrument)
    name = f"verification-{instrument}-{law.version[:8]}"
    if form == "csv":
        return download(request, f"{name}.csv", csv_sheet(lines), FORMS[form])
    place = SheetPlace(law, node.clock.now())
    made = written_sheet(lines, place, language, page_words(language), pdf=form == "pdf")
    data = made.html if made.pdf is None else made.pdf
    return download(request, f"{name}-{language}.{form}", data, FORMS[form])


@require_POST
@officer_page(Permission.CORRECT_LAW)
def bring(request: HttpRequest) -> HttpResponse:
    """Bring a filled sheet (`sheet`, a CSV file), whole or not at all; a second officer reviews it."""
    try:
        found = form_values.files(request, "sheet")
        if not found:
            raise Refused(refusals.NOT_WRITTEN.because(label=_("Filled sheet (CSV)")))
        records = propose_sheet(this_node(), found[0].data, reader_of(request).number)
    except RogatoryError as error:
        return _page(request, error.reasons)
    sheet = next(one for one in brought_sheets(this_node()) if one.proposed == records[0].proposed)
    message = ngettext(
        "%(lines)s line of the sheet is waiting for a second officer.",
        "%(lines)s lines of the sheet are waiting for a second officer.",
        sheet.lines,
    ) % {"lines": sheet.lines}
    return done(request, message, "law-sheet", created=sheet.batch, sheet=sheet.batch)


@require_safe
@officer_page(Permission.READ_LAW)
def show_sheet(request: HttpRequest, sheet: str) -> HttpResponse:
    """Return a filled sheet: each line with its official wording, from the line number `from` on."""
    return _sheet(request, sheet, ())


@require_POST
@officer_page(Permission.REVIEW_LAW)
def review(request: HttpRequest, sheet: str) -> HttpResponse:
    """Accept or decline a whole sheet as the second officer (`accept`, `reason`); it counts at
    once.
    """
    try:
        review_batch(
            this_node(),
            sheet,
            reader_of(request).number,
            accept=form_values.is_yes(request, "accept"),
            reason=form_values.text(request, "reason"),
        )
    except RogatoryError as error:
        return _sheet(request, sheet, error.reasons)
    return done(request, _("The review is recorded."), "law-sheet", sheet=sheet)


def _page(request: HttpRequest, reasons: Sequence[Reason]) -> HttpResponse:
    node = this_node()
    names = {one.id: one.name for one in corrected_law(node).instruments}
    progress = verification_progress(node)
    data: dict[str, Any] = {
        "verification": [(names[one.instrument], one) for one in progress],
        "sheets": brought_sheets(node),
    }
    decor = {
        "brings": reader_of(request).may(Permission.CORRECT_LAW),
        "unread": [(one.instrument, names[one.instrument]) for one in progress if one.left],
        "every": EVERY,
        "languages": LANGUAGES,
        "reader_language": reader_language(),
    }
    return answer(request, "console/law/verification.html", data, decor=decor, reasons=reasons)


def _sheet(request: HttpRequest, name: str, reasons: Sequence[Reason]) -> HttpResponse:
    node = this_node()
    sheet, lines = sheet_lines(node, name)
    first = _first(request, len(lines))
    shown = lines[first - 1 : first - 1 + LINES_ON_PAGE]
    data: dict[str, Any] = {"sheet": sheet, "first": first, "lines": shown}
    reader = reader_of(request)
    decor = {
        "titled": [(number, _title(one), one) for number, one in enumerate(shown, first)],
        "last": first + len(shown) - 1,
        "before": max(1, first - LINES_ON_PAGE) if first > 1 else None,
        "after": first + LINES_ON_PAGE if first - 1 + len(shown) < len(lines) else None,
        "reviews": reader.may(Permission.REVIEW_LAW),
        "is_own": reader.number == sheet.proposed_by,
        "reason": form_values.text(request, "reason"),
    }
    return answer(request, "console/law/sheet.html", data, decor=decor, reasons=reasons)


def _title(line: ReadSheetLine) -> str:
    return line_title(line.now, words.translated) if line.now else line.reading.line


def _first(request: HttpRequest, count: int) -> int:
    """Return the number of the first line of the page."""
    text = request.GET.get("from", "") or "1"
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= count):
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="from", value=ascii(text)[:20]))
    return int(text[:9])
