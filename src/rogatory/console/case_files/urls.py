# SPDX-License-Identifier: Apache-2.0
"""Addresses of case files."""

from django.urls import path

from rogatory.console.case_files import acts, order_acts, order_page, page

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
    path(
        "threads/<uuid:thread>/matter/orders/<uuid:order>/",
        order_page.show,
        name="matter-order-page",
    ),
    path(
        "threads/<uuid:thread>/matter/orders/<uuid:order>/command",
        order_page.command,
        name="matter-order-command",
    ),
    path(
        "threads/<uuid:thread>/matter/orders/<uuid:order>/signed",
        order_acts.signed,
        name="matter-order-signed",
    ),
    path(
        "threads/<uuid:thread>/matter/orders/<uuid:order>/withdrawal",
        order_acts.withdrawal,
        name="matter-order-withdrawal",
    ),
    path(
        "threads/<uuid:thread>/matter/orders/<uuid:order>/served",
        order_acts.served,
        name="matter-order-served",
    ),
    path(
        "threads/<uuid:thread>/matter/orders/<uuid:order>/reply",
        order_acts.reply,
        name="matter-order-reply",
    ),
    path(
        "threads/<uuid:thread>/matter/orders/<uuid:order>/etsi",
        order_page.etsi,
        name="matter-order-etsi",
    ),
    path(
        "threads/<uuid:thread>/matter/orders/<uuid:order>/folders/<slug:digest>/",
        order_page.folder,
        name="matter-order-folder",
    ),
    path(
        "threads/<uuid:thread>/matter/orders/<uuid:order>/letter/<slug:language>/<slug:form>/",
        order_page.letter,
        name="matter-order-letter",
    ),
]
