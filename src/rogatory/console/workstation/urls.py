# SPDX-License-Identifier: Apache-2.0
"""The workstation's addresses. None has a name of an item in it."""

from django.urls import path

from rogatory.console.workstation import entrance, exports, items, own_node, packages

urlpatterns = [
    path("", entrance.show, name="desk"),
    path("enter/<slug:token>", entrance.enter, name="enter"),
    path("unlock", entrance.unlock, name="unlock"),
    path("lock", entrance.lock, name="lock"),
    path("language", entrance.choose_language, name="language"),
    path("evidence/<slug:name>/", packages.show, name="package"),
    path("evidence/<slug:name>/checks/now", packages.show_checks, name="checks"),
    path("evidence/<slug:name>/checks/again", packages.repeat_checks, name="check-again"),
    path("evidence/<slug:name>/items/", items.show_all, name="items"),
    path("evidence/<slug:name>/search", items.search, name="search"),
    path("evidence/<slug:name>/search/<slug:number>/", items.show_found, name="found"),
    path("evidence/<slug:name>/items/<int:number>/", items.show, name="item"),
    path("evidence/<slug:name>/items/<int:number>/view", items.view, name="view"),
    path("evidence/<slug:name>/items/<int:number>/picture", items.picture, name="picture"),
    path("evidence/<slug:name>/hand-over", own_node.hand_over, name="hand-over"),
    path("node/", own_node.show, name="own-node"),
    path("node/transfers/now", own_node.show_transfers, name="transfers"),
    path("node/fetch", own_node.fetch, name="fetch"),
    path("node/request", own_node.take_request, name="take-request"),
    path("evidence/<slug:name>/export", exports.show, name="export"),
]

handler404 = "rogatory.console.workstation.pages.not_found"
handler500 = "rogatory.console.workstation.pages.fault"
