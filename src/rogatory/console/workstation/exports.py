# SPDX-License-Identifier: Apache-2.0
"""Exporting items: what for, and whether the giving State's conditions allow it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from rogatory.bootstrap.workstation.server import running_workstation
from rogatory.console.frame.answers import answer
from rogatory.console.language.languages import reader_language
from rogatory.console.workstation.named_officers import named_officer
from rogatory.console.workstation.pages import examiner_page
from rogatory.errors import Reason, RogatoryError
from rogatory.node.viewer.exporting import OTHER, RECORDED, ExportRequest, export
from rogatory.node.viewer.permitted import permitted
from rogatory.node.workstation.disclose import DisclosedHere


@require_http_methods(["GET", "HEAD", "POST"])
@examiner_page
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Export items as a disclosure, for the recorded proceedings or for others with leave."""
    if request.method != "POST":
        return _page(request, name, ExportRequest(_named(request, name), "", ""))
    session = running_workstation().session
    wanted = _wanted(request)
    try:
        officers = session.two_officers(
            named_officer(request, "first"), named_officer(request, "second")
        )
        evidence = session.opened(name)
        made = export(
            evidence,
            wanted,
            session.given.out,
            trusted=session.given.trusted,
            correspondence=session.correspondence(evidence),
            officers=officers,
        )
    except RogatoryError as error:
        return _page(request, name, wanted, reasons=error.reasons)
    return _page(request, name, wanted, made=made)


def _named(request: HttpRequest, name: str) -> list[str]:
    """Return the item that the officer came from, by its number."""
    number = request.GET.get("item", "")
    if not (number.isascii() and number.isdigit()):
        return []
    return [running_workstation().session.opened(name).numbers.key(int(number[:12]))]


def _wanted(request: HttpRequest) -> ExportRequest:
    posted = request.POST
    return ExportRequest(
        items=posted.get("items", "").splitlines(),
        purpose=posted.get("purpose", ""),
        reason=posted.get("reason", ""),
        proceedings=posted.get("proceedings", ""),
        recipient=posted.get("recipient", ""),
        organisation=posted.get("organisation", ""),
        with_protected=posted.get("with_protected", "") == "yes",
        language=reader_language(),
    )


def _page(
    request: HttpRequest,
    name: str,
    wanted: ExportRequest,
    *,
    reasons: tuple[Reason, ...] = (),
    made: DisclosedHere | None = None,
) -> HttpResponse:
    session = running_workstation().session
    evidence = session.opened(name)
    correspondence = session.correspondence(evidence)
    may = permitted(
        evidence.browsed.given,
        correspondence,
        sender=evidence.kept.sender,
        own=session.state,
        on=session.clock().date(),
    )
    data = {
        "id": evidence.kept.id,
        "name": evidence.kept.name,
        "permitted": may,
        "messages_reasons": correspondence.reasons,
        "made": made
        and {
            "folder": made.folder.name,
            "disclosure": made.digest,
            "items": made.disclosure.items,
            "files": made.disclosure.files,
            "size": made.disclosure.size,
            "consent": made.consent.name if made.consent else None,
            "proceedings": made.proceedings,
            "notices": list(made.notices),
        },
    }
    decor = {
        "wanted": wanted,
        "items": "\n".join(wanted.items),
        "recorded": RECORDED,
        "other": OTHER,
        "officer_keys": [str(one) for one in session.given.officer_keys],
    }
    return answer(request, "console/workstation/export.html", data, decor=decor, reasons=reasons)
