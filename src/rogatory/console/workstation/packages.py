# SPDX-License-Identifier: Apache-2.0
"""A package: its seal, every check with what it means, what may be done with it, its custody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from rogatory.bootstrap.workstation.server import running_workstation
from rogatory.console.frame.answers import answer
from rogatory.console.frame.fragments import part_status
from rogatory.console.language.evidence_names import CHECKS_MEAN
from rogatory.console.language.languages import reader_language
from rogatory.console.language.words import translated
from rogatory.console.packages.diagram_on_page import drawn_rows
from rogatory.console.workstation.pages import examiner_page
from rogatory.errors import Reason, Refused
from rogatory.evidence.checks import Check, count
from rogatory.node.court.names import MEANINGS
from rogatory.node.court.report.happenings import acts, in_order
from rogatory.node.court.report.languages import words_in
from rogatory.node.printing.languages import DocumentTexts
from rogatory.node.viewer.judging import VerificationThread
from rogatory.node.viewer.packages import PackageInFolder
from rogatory.node.viewer.permitted import Permitted, permitted
from rogatory.node.viewer.session import ViewerSession
from rogatory.node.workstation.journals.folders import (
    bag_journal,
    journals_at,
    sealed_journal,
)
from rogatory.node.workstation.journals.kept_beside import read_beside, read_sealed
from rogatory.node.workstation.journals.timeline import timeline

SECONDS_BETWEEN_LOOKS = 2
"""How often the page asks how far the checks of a package have come."""


@require_safe
@examiner_page
def show(request: HttpRequest, name: str) -> HttpResponse:
    """Return a package: seal, checks one by one, what may still be done with it, chain of custody."""
    session = running_workstation().session
    one = session.kept(name)
    judging = session.judged(name)
    judging.wait()
    lines = timeline(journals_at(_journal(one)))
    may, reasons = _permitted(session, one)
    data = {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "seal": _seal(one),
        "checking": _checking(judging),
        "permitted": may,
        "messages_reasons": reasons,
        "timeline": lines,
        "may_hand_over": session.exchange.has_node
        and one.is_sealed
        and one.sender == str(session.authority.authority),
    }
    decor = {
        "drawn": drawn_rows(in_order(acts(translated, lines))),
        "every": SECONDS_BETWEEN_LOOKS,
    }
    return answer(request, "console/workstation/package.html", data, decor=decor)


@require_safe
@examiner_page
def show_checks(request: HttpRequest, name: str) -> HttpResponse:
    """Return the part of a package's page that the browser asks for until every check was made."""
    checking = _checking(running_workstation().session.judged(name))
    template = "console/workstation/checks.html"
    status = part_status(request, is_settled=checking["is_settled"])
    return answer(request, template, {"checking": checking}, status=status)


@require_POST
@examiner_page
def repeat_checks(request: HttpRequest, name: str) -> HttpResponse:
    """Make every check once more."""
    del request
    running_workstation().session.judged(name, anew=True).wait()
    return redirect("package", name=name)


def _journal(one: PackageInFolder) -> Any:
    return sealed_journal(one.path) if one.is_sealed else bag_journal(one.path.absolute())


def _seal(one: PackageInFolder) -> dict[str, Any] | None:
    """Return the contents of the seal, of a bag the one that it was opened from; nothing of it was
    checked.
    """
    seal = (read_sealed(one.path) if one.is_sealed else read_beside(one.path)).seal
    if seal is None:
        return None
    return {
        "package": seal.package,
        "sender": seal.sender,
        "sealed": seal.sealed,
        "recipients": list(dict.fromkeys(to.authority for to in seal.recipients)),
        "payload_size": seal.payload_size,
        "segments": seal.segments,
        "bag": seal.bag,
        "replaces": seal.replaces is not None,
    }


def _permitted(
    session: ViewerSession, one: PackageInFolder
) -> tuple[Permitted | None, tuple[Reason, ...]]:
    """Return what may be done: the conditions are inside the encryption, so the keys open them."""
    if session.keys_or_none is None:
        return None, ()
    try:
        evidence = session.opened(one.id)
    except Refused as error:
        return None, error.reasons
    correspondence = session.correspondence(evidence)
    found = permitted(
        evidence.browsed.given,
        correspondence,
        sender=one.sender,
        own=session.state,
        on=session.clock().date(),
    )
    return found, correspondence.reasons


def _checking(judging: VerificationThread) -> dict[str, Any]:
    found, language = judging.found, reader_language()
    words = words_in(language)
    total = max(judging.total, 1)
    return {
        "is_settled": judging.is_settled,
        "percent": min(100, 100 * judging.done // total),
        "reasons": list(judging.error.reasons) if judging.error else [],
        "outcome": found.outcome if found else None,
        "compared": found.compared if found else False,
        "counts": count(found.checks)._asdict() if found else None,
        "checks": [_check(check, words) for check in found.checks] if found else [],
    }


def _check(check: Check, words: DocumentTexts) -> dict[str, Any]:
    return {
        "id": check.id,
        "number": check.number,
        "name": words.rendered(check.name),
        "outcome": check.outcome,
        "meaning": _meaning(check, words),
        "remark": words.rendered(check.remark) if check.remark else None,
        "who": words.rendered(check.who) if check.who else None,
        "reasons": list(check.reasons),
    }


def _meaning(check: Check, words: DocumentTexts) -> str:
    if check.name in MEANINGS:
        return words(MEANINGS[check.name])
    return translated(CHECKS_MEAN.get(check.id, ""))
