# SPDX-License-Identifier: Apache-2.0
"""The law in one look: its version, what it was corrected by, limits, thresholds, and who prevails."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.law.query import law_here
from rogatory.node.permissions import Permission


@require_safe
@officer_page(Permission.READ_LAW)
def show(request: HttpRequest) -> HttpResponse:
    """Return the law in force here: version, register, thresholds, time limits, whose word
    prevails.
    """
    law = law_here()
    data = {
        "version": law.version,
        "as_of": law.as_of,
        "register": law.register,
        "corrections": len(law.corrections),
        "thresholds": law.thresholds,
        "limits": [one for one in law.limits if one.instrument is None],
        "terms": [one for one in law.terms if one.instrument is None],
        "precedence": law.precedence,
        "totals": law.totals,
    }
    return answer(request, "console/law/overview.html", data)


@require_safe
@officer_page(Permission.READ_LAW)
def show_articles(request: HttpRequest) -> HttpResponse:
    """Return the Convention's chapters and articles, titles in our own words, and how well each is
    known.
    """
    law = law_here()
    chapters = [
        (chapter, [one for one in law.articles if chapter.first <= one.number <= chapter.last])
        for chapter in law.chapters
    ]
    return answer(request, "console/law/articles.html", {"chapters": chapters})
