# SPDX-License-Identifier: Apache-2.0
"""Addresses of the auditor's pages."""

from django.urls import path

from rogatory.console.audit import page, roles

urlpatterns = [
    path("audit/", page.show, name="audit"),
    path("audit/export/<slug:form>/", page.export, name="audit-export"),
    path("audit/verify", page.verify, name="audit-verify"),
    path("audit/verification", page.show_verification, name="audit-verification"),
    path("roles/", roles.show, name="roles"),
]
