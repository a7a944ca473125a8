# SPDX-License-Identifier: Apache-2.0
"""The ministry's corrections of the law: proposed by a form or a file, reviewed by a second person."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rogatory.console.frame import form_values, refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.json_bodies import posted_body
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.law.query import law_here, requested_one
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.node.context import Node
from rogatory.node.corrections import correct_law
from rogatory.node.corrections.load_treaty import loaded_by
from rogatory.node.permissions import Permission
from rogatory.node.provisions.law_data import corrected_law
from rogatory.node.repositories.law import CorrectionRecord
from rogatory.treaty.corrections import Correction, parse_correction
from rogatory.treaty.law import Law
from rogatory.treaty.parties.csv_table import Provenance, corrections_of_table
from rogatory.treaty.rows import CERTAINTIES, written
from rogatory.treaty.sections import SECTIONS
from rogatory.wire.canonical import Json
from rogatory.wire.foreign_files import parse_object
from rogatory.wire.identifiers import uuid7
from rogatory.wire.words import N_, problem_of


@dataclass(frozen=True, slots=True)
class TreatySection:
    """The lines of a treaty's file in one section."""

    section: str
    rows: Sequence[Mapping[str, Json]]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction, what became of it, and the row of today's law that it would take the place of;
    of a treaty from a file its lines, which the second person compares.
    """

    record: CorrectionRecord
    correction: Correction
    key: str | None
    now: Mapping[str, Json] | None
    lines: Sequence[TreatySection] = ()


@require_safe
@officer_page(Permission.READ_LAW)
def show_all(request: HttpRequest) -> HttpResponse:
    """Return every correction that was ever proposed here: what waits for review first, then the
    newest.
    """
    return _list(request)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.CORRECT_LAW)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a correction by a form (`section`, `row` as JSON, `replaces`, `reason`, `source`,
    `certainty`), as a document (`body`), or a table of parties as a CSV file; a second person reviews.
    """
    if request.method != "POST":
        return _form(request, ())
    try:
        records = [
            correct_law.propose(this_node(), one, reader_of(request).number)
            for one in _proposed(request)
        ]
    except RogatoryError as error:
        return _form(request, error.reasons)
    message = _("The correction is waiting for a second person.")
    return done(request, message, "law-corrections", created=records[0].id)


@require_safe
@officer_page(Permission.READ_LAW)
def show(request: HttpRequest, correction: UUID) -> HttpResponse:
    """Return a correction: who proposed it and why, the row as it is and as it shall be, and its
    review.
    """
    return _one(request, str(correction))


@require_POST
@officer_page(Permission.REVIEW_LAW)
def review(request: HttpRequest, correction: UUID) -> HttpResponse:
    """Accept or decline a correction as the second person (`accept`, `reason`); it counts at once."""
    try:
        correct_law.review(
            this_node(),
            str(correction),
            reader_of(request).number,
            accept=form_values.is_yes(request, "accept"),
            reason=form_values.text(request, "reason"),
        )
    except RogatoryError as error:
        return _one(request, str(correction), error)
    return done(request, _("The review is recorded."), "law-correction", correction=correction)


def _proposed(request: HttpRequest) -> Sequence[Correction]:
    body = posted_body(request)
    if body is not None:
        return [parse_correction(body)]
    tables = form_values.files(request, "table")
    if tables:
        return _of_table(request, tables[0].data)
    return [parse_correction(_document(request))]


def _document(request: HttpRequest) -> Mapping[str, object]:
    """Return the correction that the form states. Its id is made here, its date is today unless
    given.
    """
    form_values.refuse_unwritten(request, {"reason": N_("Reason"), "source": N_("Source")})
    node = this_node()
    row = form_values.text(request, "row")
    return {
        "id": _fresh(node),
        "section": form_values.text(request, "section"),
        **({"row": _row(row)} if row else {}),
        **({"replaces": named} if (named := form_values.text(request, "replaces")) else {}),
        "reason": form_values.text(request, "reason"),
        "source": form_values.text(request, "source"),
        "certainty": form_values.text(request, "certainty"),
        "dated": form_values.text(request, "dated") or node.clock.now().date().isoformat(),
    }


def _of_table(request: HttpRequest, data: bytes) -> Sequence[Correction]:
    node = this_node()
    certainty = form_values.text(request, "certainty")
    if certainty not in CERTAINTIES:
        named = ascii(certainty)[:20]
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="certainty", value=named))
    provenance = Provenance(
        batch=_fresh(node),
        reason=form_values.text(request, "reason"),
        source=form_values.text(request, "source"),
        certainty=certainty,
        dated=node.clock.now().date(),
    )
    return corrections_of_table(corrected_law(node), data, provenance)


def _fresh(node: Node) -> str:
    return uuid7(node.clock.now(), node.random(10))


def _row(text: str) -> Any:
    try:
        return parse_object(text.encode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise Refused(refusals.JSON_UNREADABLE.because(problem=problem_of(error))) from error


def _list(request: HttpRequest) -> HttpResponse:
    node = this_node()
    law = corrected_law(node)
    found = [_view(law, record, one) for record, one in correct_law.correction_history(node)]
    data = {
        "waiting": [one for one in found if one.record.is_open],
        "settled": [one for one in reversed(found) if not one.record.is_open],
    }
    decor = {"corrects": reader_of(request).may(Permission.CORRECT_LAW)}
    return answer(request, "console/law/corrections.html", data, decor=decor)


def _one(request: HttpRequest, correction: str, error: RogatoryError | None = None) -> HttpResponse:
    node, law = this_node(), corrected_law(this_node())
    found = next(
        (
            _view(law, record, one)
            for record, one in correct_law.correction_history(node)
            if record.id == correction
        ),
        None,
    )
    if found is None:
        raise Refused(refusals.CORRECTION_ABSENT.because(correction=correction))
    found = replace(found, lines=_lines(node, found.correction))
    reason = form_values.text(request, "reason")
    decor = {"reviews": reader_of(request).may(Permission.REVIEW_LAW), "reason": reason}
    reasons = error.reasons if error else ()
    data = {"found": found}
    return answer(request, "console/law/correction.html", data, decor=decor, reasons=reasons)


def _form(request: HttpRequest, reasons: Sequence[Reason]) -> HttpResponse:
    """Return the form, with the row named (`?section=`, `?row=`) as it is, to be changed."""
    query = request.POST if request.method == "POST" else request.GET
    section = requested_one(request, "section", SECTIONS)
    law, named = law_here(), request.GET.get("row", "")
    standing = _standing(law, section, named)
    text = json.dumps(standing, ensure_ascii=False, indent=2) if standing else ""
    data = {
        "sections": list(SECTIONS),
        "section": query.get("section") or section,
        "keys": [SECTIONS[section].key(one) for one in getattr(law, section)],
        "row": query.get("row", "") if request.method == "POST" else text,
        "replaces": query.get("replaces", named),
        "certainties": CERTAINTIES,
        "missing": [
            name
            for name in ("reason", "source")
            if request.method == "POST" and not query.get(name, "").strip()
        ],
        "filled": {name: query.get(name, "") for name in ("reason", "source", "certainty")},
    }
    return answer(request, "console/law/propose.html", data, reasons=reasons)


def _view(law: Law, record: CorrectionRecord, correction: Correction) -> CorrectionView:
    key = correction.replaces or _key(correction)
    return CorrectionView(record, correction, key, _standing(law, correction.section, key or ""))


def _lines(node: Node, correction: Correction) -> Sequence[TreatySection]:
    treaty = loaded_by(node, correction)
    return [
        TreatySection(name, [row for one in rows if isinstance(row := written(one), Mapping)])
        for name, rows in (treaty.rows.items() if treaty else ())
        if rows
    ]


def _key(correction: Correction) -> str | None:
    """Return the key of the row that a correction brings; by its fields, as the section names them."""
    if correction.row is None:
        return None
    fields = SECTIONS[correction.section].key_fields
    return "/".join(str(correction.row.get(name, "")) for name in fields)


def _standing(law: Law, section: str, key: str) -> Mapping[str, Json] | None:
    rows = getattr(law, section)
    found = next((one for one in rows if SECTIONS[section].key(one) == key), None)
    current = None if found is None else written(found)
    return current if isinstance(current, Mapping) else None
