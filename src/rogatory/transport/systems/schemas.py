# SPDX-License-Identifier: Apache-2.0
"""The documents of the API as JSON schemas. Members may be added in version 1, none is removed or changed."""

from collections.abc import Mapping
from typing import Any

from rogatory.node.hooks.hook_kinds import HookKind
from rogatory.node.repositories.messages import Delivery, Direction
from rogatory.requests.deadlines.deadline import DeadlineLevel
from rogatory.requests.thread.thread_facts import ThreadStatus

type Schema = Mapping[str, Any]

TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MOMENT_OR_NULL: Schema = {"type": ["string", "null"], "format": "date-time"}
DIGEST: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
IDENTIFIER: Schema = {"type": "string", "format": "uuid"}
STATE: Schema = {"type": "string", "pattern": "^[A-Z]{2}$"}
ANY: Schema = {}


def reference(name: str) -> Schema:
    """Return a reference to a schema of the description."""
    return {"$ref": f"#/components/schemas/{name}"}


def list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def or_null(schema: Schema) -> Schema:
    return {"oneOf": [schema, {"type": "null"}]}


def one_of(values: type) -> Schema:
    return {"type": "string", "enum": [one.value for one in values]}  # type: ignore[attr-defined]  # an enumeration


def document(members: Mapping[str, Schema], meaning: str) -> Schema:
    """Return the schema of a document that always has these members."""
    return {
        "type": "object",
        "description": meaning,
        "required": list(members),
        "properties": dict(members),
    }


_REQUEST: Mapping[str, Schema] = {
    "id": IDENTIFIER,
    "state": STATE,
    "role": {"type": "string", "enum": ["requesting", "requested"]},
    "kind": TEXT,
    "status": one_of(ThreadStatus),
    "ended": FLAG,
    "urgency": TEXT,
    "needs_answer": FLAG,
    "opened": MOMENT,
    "last_activity": MOMENT,
    "hold_start": MOMENT_OR_NULL,
    "hold_end": MOMENT_OR_NULL,
    "basis": TEXT,
    "case_number": TEXT,
    "offence": TEXT,
    "language": TEXT,
}

_CLOCK: Mapping[str, Schema] = {
    "title": TEXT,
    "starts_from": TEXT,
    "started": MOMENT_OR_NULL,
    "due": MOMENT_OR_NULL,
    "level": one_of(DeadlineLevel),
}

_RECEIPT: Mapping[str, Schema] = {
    "node": STATE,
    "verdict": {"type": "string", "enum": ["kept", "refused"]},
    "codes": list_of(TEXT),
    "received": MOMENT,
    "directory": NUMBER,
    "log": or_null(
        document({"origin": TEXT, "index": NUMBER}, "The place of the message in that node's log")
    ),
}

SCHEMAS: Mapping[str, Schema] = {
    "Request": document(
        {
            **_REQUEST,
            "deadline": or_null(document(_CLOCK, "The deadline that presses most")),
        },
        "A request between two States, as in a list",
    ),
    "RequestWithRelated": document(
        {**_REQUEST, "related": list_of(IDENTIFIER)},
        "A request, with those that it names and that the token may read",
    ),
    "Message": document(
        {
            "digest": DIGEST,
            "kind": TEXT,
            "from": TEXT,
            "to": TEXT,
            "direction": one_of(Direction),
            "language": TEXT,
            "issued": MOMENT,
            "received": MOMENT_OR_NULL,
            "delivery": one_of(Delivery),
            "related": list_of(IDENTIFIER),
            "body": {
                "type": "object",
                "description": "As schemas/KIND.json describes it; what names a request that the token cannot read is null",
            },
            "attachments": list_of(
                document(
                    {"name": TEXT, "media_type": TEXT, "size": NUMBER, "sha256": DIGEST},
                    "An attachment; its bytes are not given",
                )
            ),
            "receipt": or_null(reference("Receipt")),
        },
        "A message of a request. It is shown as read here: what was signed are other bytes",
    ),
    "Receipt": document(_RECEIPT, "What the receiving node stated of a message"),
    "SignedReceipt": document(
        {
            **_RECEIPT,
            "message": DIGEST,
            "bytes": TEXT,
            "signatures": document(
                {"p256": TEXT_OR_NULL, "mldsa65": TEXT_OR_NULL}, "Base64; over the bytes"
            ),
        },
        "A receipt with its bytes, in base64, and its signatures",
    ),
    "Deadline": document(
        {
            "name": TEXT,
            **_CLOCK,
            "owed_by": TEXT,
            "message": DIGEST,
        },
        "A deadline of a request; `due` is null where no end is set",
    ),
    "Draft": document(
        {
            "id": IDENTIFIER,
            "request": IDENTIFIER,
            "kind": TEXT,
            "drafted": MOMENT,
            "author": TEXT,
            "content": DIGEST,
            "approvals": NUMBER,
            "state": {"type": "string", "enum": ["waiting", "sent", "taken-back", "discarded"]},
            "message": or_null(DIGEST),
        },
        "A draft of this token: officers approve and send it, or withdraw or discard it",
    ),
    "NewDraft": {
        "type": "object",
        "description": "A message for officers to approve; without `request` it opens one",
        "required": ["kind", "from", "to", "language", "body"],
        "additionalProperties": False,
        "properties": {
            "kind": TEXT,
            "from": {"type": "string", "description": "An authority of this State"},
            "to": {"type": "string", "description": "An authority of another State"},
            "language": TEXT,
            "body": {"type": "object", "description": "As schemas/KIND.json describes it"},
            "request": or_null(IDENTIFIER),
            "related": list_of(IDENTIFIER),
        },
    },
    "Package": document(
        {
            "seal": DIGEST,
            "package": TEXT,
            "bag": DIGEST,
            "request": or_null(IDENTIFIER),
            "direction": one_of(Direction),
            "state": or_null(STATE),
            "sender": TEXT,
            "bytes": NUMBER,
            "segments": NUMBER,
            "segments_here": NUMBER,
            "complete": FLAG,
            "received": MOMENT,
            "documents": list_of(TEXT),
        },
        "A sealed package. No node can open it",
    ),
    "Delivery": document(
        {"id": TEXT, "kind": one_of(HookKind)},
        "What a webhook is sent: the id of what changed, as this API names it, and a kind",
    ),
    "Problem": document(
        {
            "type": TEXT,
            "title": TEXT,
            "status": NUMBER,
            "reasons": list_of(
                {
                    "type": "object",
                    "required": ["code", "what", "remedy"],
                    "properties": {"code": TEXT, "what": TEXT, "remedy": TEXT},
                }
            ),
        },
        "Problem details (RFC 9457); `reasons` has each code of docs/codes.md that applies",
    ),
}
