# SPDX-License-Identifier: Apache-2.0
"""Addresses of case files."""

from django.urls import path

from rogatory.console.case_files import acts, page

urlpatterns = [
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
]
