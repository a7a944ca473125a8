# SPDX-License-Identifier: Apache-2.0
"""The console's addresses."""

from allauth.account import views as account  # type: ignore[import-untyped]  # it ships no types
from django.urls import include, path

from rogatory.console.accounts import (
    log_in_service,
    passkey_log_in,
    passkeys,
    profile,
    reauthentication,
    sessions,
)
from rogatory.console.administration import node_state
from rogatory.console.administration import page as administration
from rogatory.console.audit import page as audit
from rogatory.console.audit import roles
from rogatory.console.call_back import page as emergencies
from rogatory.console.case_files import acts, page
from rogatory.console.contact_cards import page as cards
from rogatory.console.desk import page as desk
from rogatory.console.drafting import beginning, kinds, texts
from rogatory.console.drafts import page as drafts
from rogatory.console.drills import page as drills
from rogatory.console.duty import hand_over, watch
from rogatory.console.frame import downloads, health
from rogatory.console.law import corrections, decisions, overview, parties, party, terms
from rogatory.console.listing import page as requests
from rogatory.console.network import page as network
from rogatory.console.packages import page as evidence
from rogatory.console.peers import page as states
from rogatory.console.postal import page as letters
from rogatory.console.threads import page as threads
from rogatory.console.translations import page as translate

urlpatterns = [
    path("", desk.show, name="desk"),
    path("desk/now", desk.show_now, name="desk-now"),
    path("calls/seen", desk.mark_call_seen, name="call-seen"),
    path("calls/notified", desk.note_notified, name="call-notified"),
    path("duty/", watch.show, name="duty"),
    path("duty/roster", watch.set_roster, name="duty-roster"),
    path("duty/stand-in", watch.stand_in, name="duty-stand-in"),
    path("duty/addresses", watch.keep_addresses, name="duty-addresses"),
    path("duty/hand-over", hand_over.prepare, name="hand-over-prepare"),
    path("duty/hand-over/<uuid:hand_over>/", hand_over.show, name="hand-over"),
    path("duty/hand-over/<uuid:hand_over>/confirm", hand_over.confirm, name="hand-over-confirm"),
    path("threads/", requests.show_all, name="threads"),
    path("threads/views", requests.save, name="view-save"),
    path("threads/views/delete", requests.delete, name="view-delete"),
    path("threads/<uuid:thread>/", threads.show, name="thread"),
    path("threads/<uuid:thread>/acknowledge", threads.acknowledge, name="acknowledge"),
    path("threads/<uuid:thread>/call-back", emergencies.ask, name="call-back-ask"),
    path("threads/<uuid:thread>/call-back/answer", emergencies.answer, name="call-back-answer"),
    path("threads/<uuid:thread>/call-back/decide", emergencies.decide, name="call-back-decide"),
    path("threads/<uuid:thread>/drill", drills.acknowledge, name="drill-acknowledge"),
    path("drills/", drills.show, name="drills"),
    path("threads/<uuid:thread>/write/<slug:kind>/", beginning.in_thread, name="write-in-thread"),
    path("write/", kinds.show_all, name="kinds"),
    path("write/<slug:kind>/", beginning.new_thread, name="write"),
    path("threads/<uuid:thread>/matter/", page.show, name="matter"),
    path("threads/<uuid:thread>/matter/number", acts.number, name="matter-number"),
    path("threads/<uuid:thread>/matter/assign", acts.assign, name="matter-assign"),
    path("threads/<uuid:thread>/matter/restrict", acts.restrict, name="matter-restrict"),
    path("threads/<uuid:thread>/matter/note", acts.note, name="matter-note"),
    path("threads/<uuid:thread>/matter/stage", acts.stage, name="matter-stage"),
    path("threads/<uuid:thread>/matter/refer", acts.refer, name="matter-refer"),
    path("threads/<uuid:thread>/matter/recall", acts.recall, name="matter-recall"),
    path("threads/<uuid:thread>/matter/result", acts.result, name="matter-result"),
    path("threads/<uuid:thread>/matter/order", acts.order, name="matter-order"),
    path("threads/<uuid:thread>/matter/renew", acts.renew, name="matter-renew"),
    path("threads/<uuid:thread>/matter/end", acts.end, name="matter-end"),
    path("unfinished/", texts.show_all, name="unfinished-all"),
    path("unfinished/<uuid:text>/", texts.go_on, name="unfinished-go-on"),
    path("unfinished/<uuid:text>/discard", texts.discard, name="unfinished-discard"),
    path("unfinished/<uuid:text>/hand", texts.hand, name="unfinished-hand"),
    path("unfinished/<uuid:text>/<slug:page>/", texts.show_page, name="unfinished"),
    path("drafts/<uuid:draft>/", drafts.show, name="draft"),
    path("drafts/<uuid:draft>/approve", drafts.approve, name="approve"),
    path("drafts/<uuid:draft>/send", drafts.send, name="send"),
    path("drafts/<uuid:draft>/alone", drafts.send_alone, name="send-alone"),
    path("drafts/<uuid:draft>/take-back", drafts.take_back, name="take-back"),
    path("drafts/<uuid:draft>/discard", drafts.discard, name="draft-discard"),
    path("drafts/<uuid:draft>/decide", drafts.decide, name="draft-decide"),
    path("evidence/", evidence.show_all, name="packages"),
    path("evidence/<slug:seal>/", evidence.show, name="package"),
    path("evidence/<slug:seal>/transfer", evidence.show_transfer, name="package-transfer"),
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
    path("audit/", audit.show, name="audit"),
    path("audit/export/<slug:form>/", audit.export, name="audit-export"),
    path("audit/verify", audit.verify, name="audit-verify"),
    path("audit/verification", audit.show_verification, name="audit-verification"),
    path("roles/", roles.show, name="roles"),
    path("administration/", administration.show, name="administration"),
    path("administration/accounts", administration.create, name="account-create"),
    path("administration/accounts/reset", administration.reset, name="account-reset"),
    path("administration/accounts/<slug:act>", administration.change, name="account-change"),
    path("network/", network.show, name="network"),
    path("node/", node_state.show, name="node"),
    path("node/confirm", node_state.confirm_key, name="confirm-key"),
    path("node/replay", node_state.replay, name="queue-replay"),
    path("profile/", profile.show, name="profile"),
    path("profile/sessions/<int:session>/end", sessions.end, name="session-end"),
    path("profile/sessions/end-others", sessions.end_others, name="sessions-end-others"),
    path("profile/passkeys/<int:passkey>/ask", passkeys.ask, name="passkey-ask"),
    path("profile/passkeys/<int:passkey>/enrolment", passkeys.enrolment, name="passkey-enrolment"),
    path("language", profile.choose_language, name="language"),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/oidc/", log_in_service.begin, name="oidc"),
    path("accounts/oidc/callback/", log_in_service.callback, name="oidc-callback"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", reauthentication.by_password, name="account_reauthenticate"),
    path("accounts/2fa/reauthenticate/", reauthentication.by_code, name="mfa_reauthenticate"),
    path(
        "accounts/2fa/webauthn/reauthenticate/",
        reauthentication.by_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("accounts/2fa/authenticate/", passkey_log_in.second_factor, name="mfa_authenticate"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]

handler400 = "rogatory.console.frame.health.bad_request"
handler403 = "rogatory.console.frame.health.forbidden"
handler404 = "rogatory.console.frame.health.not_found"
handler500 = "rogatory.console.frame.health.fault"
