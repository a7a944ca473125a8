# SPDX-License-Identifier: Apache-2.0
"""The act of each endpoint: reads its values, calls the use-case, returns the document."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rogatory.node.repositories.listing import Order, ThreadFilter
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageFilter
from rogatory.node.systems import draft_rows, handing_in, package_rows, request_documents
from rogatory.node.systems.request_documents import MOST_ITEMS
from rogatory.transport.systems.endpoint import Call
from rogatory.wire.moments import parse_moment

type Answer = Mapping[str, Any]


def list_requests(call: Call) -> Answer:
    given = call.values
    wanted = ThreadFilter(
        peer=given.get("state"),
        kind=given.get("kind"),
        role=given.get("role"),
        status=given.get("status"),
        ended=_flag(call, "ended"),
        needs_answer=_flag(call, "needs_answer"),
        opened_since=_moment(call, "opened_since"),
        opened_before=_moment(call, "opened_before"),
    )
    order = Order(given.get("order", Order.OPENED.value))
    return request_documents.request_list(
        call.node, wanted, order, given.get("cursor"), _limit(call)
    ).as_json()


def give_request(call: Call) -> Answer:
    return request_documents.request_document(call.node, call.token, call.values["request"])


def list_messages(call: Call) -> Answer:
    given = call.values
    return request_documents.message_list(
        call.node, call.token, given["request"], given.get("cursor"), _limit(call)
    ).as_json()


def give_receipt(call: Call) -> Answer:
    given = call.values
    return request_documents.receipt_document(
        call.node, call.token, given["request"], given["message"]
    )


def list_deadlines(call: Call) -> Answer:
    found = request_documents.deadline_list(call.node, call.token, call.values["request"])
    return found.as_json()


def list_packages(call: Call) -> Answer:
    given = call.values
    wanted = PackageFilter(
        peer=given.get("state"),
        direction=None if "direction" not in given else Direction(given["direction"]),
        complete=_flag(call, "complete"),
        received_since=_moment(call, "received_since"),
        received_before=_moment(call, "received_before"),
    )
    return package_rows.package_rows(call.node, wanted, given.get("cursor"), _limit(call)).as_json()


def give_package(call: Call) -> Answer:
    return package_rows.package_row(call.node, call.token, call.values["seal"])


def take_draft(call: Call) -> Answer:
    return handing_in.hand_in(call.node, call.token, call.key, call.body)


def list_drafts(call: Call) -> Answer:
    return draft_rows.draft_rows(
        call.node, call.token, call.values.get("cursor"), _limit(call)
    ).as_json()


def give_draft(call: Call) -> Answer:
    return handing_in.handed_in(call.node, call.token, call.values["draft"])


def _limit(call: Call) -> int:
    return int(call.values.get("limit", MOST_ITEMS))


def _flag(call: Call, name: str) -> bool | None:
    value = call.values.get(name)
    return None if value is None else value == "true"


def _moment(call: Call, name: str) -> datetime | None:
    value = call.values.get(name)
    return None if value is None else parse_moment(value)
