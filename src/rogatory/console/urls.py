# SPDX-License-Identifier: Apache-2.0
"""The console's addresses."""

from allauth.account import views as account  # type: ignore[import-untyped]  # it ships no types
from django.urls import include, path

from rogatory.console import (
    compose,
    desk,
    downloads,
    drafts,
    emergencies,
    evidence,
    health,
    kinds,
    node_state,
    profile,
    threads,
    translate,
)
from rogatory.console.law import corrections, decisions, overview, parties, party
from rogatory.console.matters import acts, page
from rogatory.console.peers import cards, letters, states

urlpatterns = [
    path("", desk.show, name="desk"),
    path("desk/now", desk.show_now, name="desk-now"),
    path("calls/seen", desk.mark_call_seen, name="call-seen"),
    path("threads/", threads.show_all, name="threads"),
    path("threads/<uuid:thread>/", threads.show, name="thread"),
    path("threads/<uuid:thread>/acknowledge", threads.acknowledge, name="acknowledge"),
    path("threads/<uuid:thread>/call-back", emergencies.ask, name="call-back-ask"),
    path("threads/<uuid:thread>/call-back/answer", emergencies.answer, name="call-back-answer"),
    path("threads/<uuid:thread>/call-back/decide", emergencies.decide, name="call-back-decide"),
    path("threads/<uuid:thread>/write/<slug:kind>/", compose.in_thread, name="write-in-thread"),
    path("write/", kinds.show_all, name="kinds"),
    path("write/<slug:kind>/", compose.new_thread, name="write"),
    path("threads/<uuid:thread>/matter/", page.show, name="matter"),
    path("threads/<uuid:thread>/matter/number", acts.number, name="matter-number"),
    path("threads/<uuid:thread>/matter/assign", acts.assign, name="matter-assign"),
    path("threads/<uuid:thread>/matter/note", acts.note, name="matter-note"),
    path("threads/<uuid:thread>/matter/stage", acts.stage, name="matter-stage"),
    path("threads/<uuid:thread>/matter/refer", acts.refer, name="matter-refer"),
    path("threads/<uuid:thread>/matter/recall", acts.recall, name="matter-recall"),
    path("threads/<uuid:thread>/matter/result", acts.result, name="matter-result"),
    path("threads/<uuid:thread>/matter/order", acts.order, name="matter-order"),
    path("threads/<uuid:thread>/matter/renew", acts.renew, name="matter-renew"),
    path("threads/<uuid:thread>/matter/end", acts.end, name="matter-end"),
    path("drafts/<uuid:draft>/", drafts.show, name="draft"),
    path("drafts/<uuid:draft>/approve", drafts.approve, name="approve"),
    path("drafts/<uuid:draft>/send", drafts.send, name="send"),
    path("drafts/<uuid:draft>/decide", drafts.decide, name="draft-decide"),
    path("evidence/", evidence.show_all, name="packages"),
    path("evidence/<slug:seal>/", evidence.show, name="package"),
    path("evidence/<slug:seal>/transfer", evidence.show_transfer, name="package-transfer"),
    path("law/", overview.show, name="law"),
    path("law/articles/", overview.show_articles, name="law-articles"),
    path("law/parties/", parties.show_all, name="law-parties"),
    path("law/parties/<slug:state>/<slug:instrument>/", party.show, name="law-party"),
    path("law/entry-into-force/", party.show_entry, name="law-entry"),
    path("law/corrections/", corrections.show_all, name="law-corrections"),
    path("law/corrections/new/", corrections.propose, name="law-correct"),
    path("law/corrections/<uuid:correction>/", corrections.show, name="law-correction"),
    path("law/corrections/<uuid:correction>/review", corrections.review, name="law-review"),
    path("law/bases/", parties.show_bases, name="law-bases"),
    path("law/offences/", decisions.show_offences, name="law-offences"),
    path("law/grounds/", decisions.show_grounds, name="law-grounds"),
    path("law/questions/", decisions.show_questions, name="law-questions"),
    path("peers/", states.show_all, name="peers"),
    path("peers/<slug:state>/", states.show, name="peer"),
    path("peers/<slug:state>/card/", cards.show, name="card"),
    path("peers/<slug:state>/policy", states.propose, name="policy"),
    path("peers/<slug:state>/policy/<uuid:policy>", states.confirm, name="policy-confirm"),
    path("peers/<slug:state>/entry", states.propose_entry, name="counterpart"),
    path(
        "peers/<slug:state>/entry/<uuid:proposal>",
        states.confirm_entry,
        name="counterpart-confirm",
    ),
    path("peers/<slug:state>/transcribe/<slug:kind>/", letters.transcribe, name="transcribe"),
    path("transcriptions/<uuid:transcription>/", letters.show, name="transcription"),
    path("transcriptions/<uuid:transcription>/compare", letters.compare, name="compare"),
    path("transcriptions/<uuid:transcription>/original", letters.original, name="original"),
    path("letters/<slug:name>/<slug:language>/<slug:form>/", downloads.letter, name="letter"),
    path(
        "forms/<slug:name>/<slug:model>/<slug:language>/<slug:form>/",
        downloads.filled,
        name="filled-form",
    ),
    path(
        "threads/<uuid:thread>/matter/letters/<uuid:referral>/<slug:language>/<slug:form>/",
        downloads.referral,
        name="referral-letter",
    ),
    path("drafts/<uuid:draft>/translate/", translate.show, name="translate"),
    path("threads/<uuid:thread>/decide", threads.decide, name="thread-decide"),
    path("messages/<slug:message>/dispatch", letters.dispatch, name="dispatch"),
    path("threads/<uuid:thread>/proceed", letters.let_proceed, name="let-proceed"),
    path("node/", node_state.show, name="node"),
    path("profile/", profile.show, name="profile"),
    path("language", profile.choose_language, name="language"),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]

handler400 = "rogatory.console.health.bad_request"
handler403 = "rogatory.console.health.forbidden"
handler404 = "rogatory.console.health.not_found"
handler500 = "rogatory.console.health.fault"
