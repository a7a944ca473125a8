# SPDX-License-Identifier: Apache-2.0
"""Every act and every read, narrowed and exported; and whether the custody log holds."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.frame import refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.fragments import part_status
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.listing.values import LONGEST_VALUE
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.audit.export import csv_lines, json_lines
from rogatory.node.audit.journals import ACTIONS, AuditPage, audit_lines, audit_page, newest_places
from rogatory.node.audit.note import note_access
from rogatory.node.audit.verification import ask_to_verify, verification
from rogatory.node.permissions import Permission
from rogatory.node.repositories.audit import AccessKind, AuditFilter, Source

NAMES = ("officer", "act", "thread", "from", "until")

FORMS = {
    "csv": ("text/csv; charset=utf-8", csv_lines),
    "jsonl": ("application/x-ndjson", json_lines),
}
SECONDS_BETWEEN_LOOKS = 3
"""How often the page asks how far a verification of the custody log has come."""


@require_safe
@officer_page(Permission.READ_AUDIT)
def show(request: HttpRequest) -> HttpResponse:
    """Show what was done, read and refused, the newest first: by `officer`, `act` (a journal, or
    one of its acts, as `custody:opened`), `thread`, `from`, `until`; from a place `before` on.
    """
    node = this_node()
    given = _given(request)
    reasons: tuple[Reason, ...] = ()
    try:
        found = audit_page(node, _wanted(given), before=request.GET.get("before") or None)
    except Refused as error:
        found, reasons = AuditPage((), None), error.reasons
    data: dict[str, Any] = {
        "lines": found.lines,
        "before": found.before,
        "asked": given,
        "verification": verification(node),
        "log_size": node.store.log_size(),
    }
    decor = {
        "given": given,
        "query": urlencode(given),
        "next_page": urlencode({**given, "before": found.before}) if found.before else None,
        "acts": [
            (source.value, [(f"{source}:{name}", title) for name, title in acts.items()])
            for source, acts in ACTIONS.items()
        ],
        "verifies": reader_of(request).may(Permission.VERIFY_LOG),
        "every": SECONDS_BETWEEN_LOOKS,
    }
    return answer(request, "console/audit/page.html", data, decor=decor, reasons=reasons)


@require_safe
@officer_page(Permission.READ_AUDIT)
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Return the same as a file, whole, under the same filters: `csv` or `jsonl`, streamed."""
    if form not in FORMS:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="form", value=ascii(form)[:20]))
    node, wanted = this_node(), _wanted(_given(request))
    # What comes meanwhile, the note of this export among it, belongs to the next.
    end = newest_places(node)
    note_access(node, AccessKind.READ, reader_of(request).number, "audit-export", subject=form)
    media_type, lines = FORMS[form]
    entries = (line.entry for line in audit_lines(node, wanted, end))
    answered = StreamingHttpResponse(lines(entries), content_type=media_type)
    name = f"audit-{node.state.lower()}-{node.clock.now():%Y%m%d-%H%M}.{form}"
    answered["Content-Disposition"] = f'attachment; filename="{name}"'
    return cast("HttpResponse", answered)


@require_POST
@officer_page(Permission.VERIFY_LOG)
def verify(request: HttpRequest) -> HttpResponse:
    """Have the custody log computed again by the worker; the audit's page shows what it comes to."""
    ask_to_verify(this_node(), reader_of(request).number)
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the use-case has noted it
    return done(request, _("The log is being verified."), "audit")


@require_safe
@officer_page(Permission.VERIFY_LOG)
def show_verification(request: HttpRequest) -> HttpResponse:
    """Return the part of the audit's page that the browser asks for until the log is verified."""
    found = verification(this_node())
    status = part_status(request, is_settled=found is None or found.ended is not None)
    return answer(
        request, "console/audit/verification.html", {"verification": found}, status=status
    )


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: value for name in NAMES if (value := request.GET.get(name, "").strip())}


def _wanted(given: Mapping[str, str]) -> AuditFilter:
    """Return the filter of an address; refuses with every reason what it cannot ask for."""
    reasons = [
        refusals.CHOICE_UNKNOWN.because(name=name, value=ascii(given[name])[:60])
        for name in ("officer", "thread")
        if len(given.get(name, "")) > LONGEST_VALUE
    ]
    source, action = _act(given.get("act", ""), reasons)
    since, until = (_day(given.get(name, ""), reasons) for name in ("from", "until"))
    refuse_if_any(reasons)
    return AuditFilter(
        officer=given.get("officer", "").lower() or None,
        source=source,
        action=action,
        thread=given.get("thread", "").lower() or None,
        since=since,
        before=None if until is None else until + timedelta(days=1),
    )


def _act(written: str, reasons: list[Reason]) -> tuple[Source | None, str | None]:
    if not written:
        return None, None
    source, _colon, action = written.partition(":")
    if source not in set(Source) or (action and action not in ACTIONS[Source(source)]):
        reasons.append(refusals.CHOICE_UNKNOWN.because(name="act", value=ascii(written)[:60]))
        return None, None
    return Source(source), action or None


def _day(written: str, reasons: list[Reason]) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(written), time(), UTC) if written else None
    except ValueError:
        reasons.append(refusals.DAY_UNREADABLE.because(day=ascii(written)[:20]))
        return None
