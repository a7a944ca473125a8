# SPDX-License-Identifier: Apache-2.0
"""The aids to a decision, by kind: offences, grounds and duties, questions."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.law.query import law_here, one_asked
from rogatory.node.permissions import Permission
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.grounds import Ground, grounds_for, never_grounds_for, postponements_for
from rogatory.treaty.law import Law
from rogatory.treaty.safeguards import questions_before_executing, questions_before_sending


@dataclass(frozen=True, slots=True)
class StatedDuty:
    """A duty of a State around a decision on one kind."""

    id: str
    text: str
    note: str | None
    article: str
    certainty: str
    source: str


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind that the law's data know, by its title where messages of that kind exist here."""

    name: str
    title: str


@require_safe
@officer_page(Permission.READ_LAW)
def show_offences(request: HttpRequest) -> HttpResponse:
    """The offences of articles 7 to 17, element by element, and the test of a serious crime."""
    law = law_here()
    data = {"offences": law.offences, "thresholds": law.thresholds}
    return answer(request, "console/law/offences.html", data)


@require_safe
@officer_page(Permission.READ_LAW)
def show_grounds(request: HttpRequest) -> HttpResponse:
    """For a kind (`?kind=`) the closed lists: grounds to refuse, to postpone, never a ground; duties."""
    law = law_here()
    kinds = _kinds(law)
    kind = one_asked(request, "kind", [one.name for one in kinds])
    lists: tuple[tuple[str, tuple[Ground, ...]], ...] = (
        ("refusal", grounds_for(law, kind)),
        ("postponement", postponements_for(law, kind)),
        ("never", never_grounds_for(law, kind)),
    )
    data = {
        "kinds": kinds,
        "kind": kind,
        "about": next((one for one in law.kinds if one.kind == kind), None),
        "lists": [{"list": name, "grounds": grounds} for name, grounds in lists],
        "duties": _duties(law, kind),
    }
    return answer(request, "console/law/grounds.html", data)


@require_safe
@officer_page(Permission.READ_LAW)
def show_questions(request: HttpRequest) -> HttpResponse:
    """For a kind (`?kind=`) the questions that protect rights, before sending and before executing."""
    law = law_here()
    kinds = _kinds(law)
    kind = one_asked(request, "kind", [one.name for one in kinds])
    data = {
        "kinds": kinds,
        "kind": kind,
        "sending": questions_before_sending(law, kind),
        "executing": questions_before_executing(law, kind),
    }
    return answer(request, "console/law/questions.html", data)


def _kinds(law: Law) -> tuple[KindChoice, ...]:
    return tuple(
        KindChoice(one.kind, KINDS[one.kind].title if one.kind in KINDS else one.kind)
        for one in law.kinds
    )


def _duties(law: Law, kind: str) -> tuple[StatedDuty, ...]:
    return tuple(
        StatedDuty(one.id, one.text, one.note, cited.article, cited.certainty, cited.source)
        for one in law.duties
        if (cited := one.kinds.get(kind)) is not None
    )
