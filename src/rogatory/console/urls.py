# SPDX-License-Identifier: Apache-2.0
"""The console's addresses."""

from allauth.account import views as account  # type: ignore[import-untyped]  # it ships no types
from django.urls import include, path

from rogatory.console import (
    compose,
    desk,
    drafts,
    evidence,
    health,
    kinds,
    node_state,
    profile,
    threads,
)

urlpatterns = [
    path("", desk.show, name="desk"),
    path("desk/now", desk.show_now, name="desk-now"),
    path("calls/seen", desk.mark_call_seen, name="call-seen"),
    path("threads/", threads.show_all, name="threads"),
    path("threads/<uuid:thread>/", threads.show, name="thread"),
    path("threads/<uuid:thread>/acknowledge", threads.acknowledge, name="acknowledge"),
    path("threads/<uuid:thread>/write/<slug:kind>/", compose.in_thread, name="write-in-thread"),
    path("write/", kinds.show_all, name="kinds"),
    path("write/<slug:kind>/", compose.new_thread, name="write"),
    path("drafts/<uuid:draft>/", drafts.show, name="draft"),
    path("drafts/<uuid:draft>/approve", drafts.approve, name="approve"),
    path("drafts/<uuid:draft>/send", drafts.send, name="send"),
    path("evidence/", evidence.show_all, name="packages"),
    path("evidence/<slug:seal>/", evidence.show, name="package"),
    path("evidence/<slug:seal>/transfer", evidence.show_transfer, name="package-transfer"),
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
