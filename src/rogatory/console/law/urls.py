# SPDX-License-Identifier: Apache-2.0
"""Addresses of the law."""

from django.urls import path

from rogatory.console.law import (
    corrections,
    decisions,
    overview,
    parties,
    party,
    terms,
    verification,
)

urlpatterns = [
    path("law/", overview.show, name="law"),
    path("law/articles/", overview.show_articles, name="law-articles"),
    path("law/terms/", terms.show, name="law-terms"),
    path("law/parties/", parties.show_all, name="law-parties"),
    path("law/parties/<slug:state>/<slug:instrument>/", party.show, name="law-party"),
    path("law/entry-into-force/", party.show_entry, name="law-entry"),
    path("law/corrections/", corrections.show_all, name="law-corrections"),
    path("law/corrections/new/", corrections.propose, name="law-correct"),
    path("law/corrections/<uuid:correction>/", corrections.show, name="law-correction"),
    path("law/corrections/<uuid:correction>/review", corrections.review, name="law-review"),
    path("law/verification/", verification.show, name="law-verification"),
    path("law/verification/blank", verification.blank, name="law-sheet-blank"),
    path("law/verification/bring", verification.bring, name="law-sheet-bring"),
    path("law/verification/<slug:sheet>/", verification.show_sheet, name="law-sheet"),
    path("law/verification/<slug:sheet>/review", verification.review, name="law-sheet-review"),
    path("law/bases/", parties.show_bases, name="law-bases"),
    path("law/offences/", decisions.show_offences, name="law-offences"),
    path("law/grounds/", decisions.show_grounds, name="law-grounds"),
    path("law/questions/", decisions.show_questions, name="law-questions"),
]
