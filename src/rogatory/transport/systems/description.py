# SPDX-License-Identifier: Apache-2.0
"""The API as an OpenAPI 3.1 document, made from its table of endpoints.

python -m rogatory.transport.systems.description > docs/systems-api.json
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.node.hooks.hook_kinds import HookKind
from rogatory.node.systems.handing_in import LARGEST_DRAFT, LONGEST_KEY, SHORTEST_KEY
from rogatory.node.systems.scopes import Scope
from rogatory.transport.systems.endpoint import SystemEndpoint
from rogatory.transport.systems.parameters import Parameter
from rogatory.transport.systems.problems import JSON, PROBLEM
from rogatory.transport.systems.schemas import SCHEMAS, reference
from rogatory.transport.systems.urls import SYSTEM_ENDPOINTS

VERSION = "1.0.0"

_VALUE = re.compile(r"\(\?P<(\w+)>([^)]*)\)")
"""A named part of a path: its name and the pattern that it must match."""

_REFUSED = {
    401: "No token in force was sent",
    403: "The token lacks the scope",
    404: "It is not here, or restricted: the answer is the same",
    405: "The address does not take the method",
    422: "Refused, for these reasons",
    429: "Wait for as many seconds as `Retry-After` says",
    503: "The node cannot serve this now; see `Retry-After`",
}


def systems_description() -> dict[str, Any]:
    """Return every path and method, what it takes, and each status that it may answer with."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "API of a rogatory node for its State's own systems",
            "version": VERSION,
            "description": "A token reads and drafts. It is never an officer: nothing here approves, sends, decides or "
            "acknowledges, and restricted requests are not shown. See docs/systems-api.md.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {
            "/" + _VALUE.sub(r"{\1}", pattern): {
                method.lower(): _operation(pattern, each) for method, each in methods.items()
            }
            for pattern, methods in SYSTEM_ENDPOINTS.items()
        },
        "webhooks": {kind.value: _webhook(kind, text) for kind, text in _NOTIFIED.items()},
        "components": {
            "schemas": dict(SCHEMAS),
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": f"Made by the operator with some of the scopes {', '.join(Scope)}.",
                }
            },
        },
    }


def description_text() -> str:
    """Return the document as its file has it."""
    return f"{json.dumps(systems_description(), indent=2, ensure_ascii=False)}\n"


_NOTIFIED = {
    HookKind.REQUEST: "A request changed: read it at /api/v1/requests/{id}",
    HookKind.DRAFT: "A draft that the system handed in changed: read it at /api/v1/drafts/{id}",
    HookKind.PACKAGE: "A package changed: read it at /api/v1/packages/{id}",
    HookKind.MISSED: "Changes were not delivered one by one: ask for all that changed. The id is the token's name",
    HookKind.PING: "A trial by the operator. The id is the token's name",
}

_SIGNED = {
    "webhook-id": "The same at each try of a delivery",
    "webhook-timestamp": "When it was sent, in seconds since 1970",
    "webhook-signature": "`v1,` and the HMAC-SHA-256 of `id.timestamp.body` in base64; several are separated by spaces",
}


def _webhook(kind: HookKind, summary: str) -> dict[str, Any]:
    """Return the description of one kind of delivery, signed as Standard Webhooks say."""
    return {
        "post": {
            "operationId": kind.value.replace(".", "_"),
            "summary": summary,
            "security": [],
            "parameters": [
                {
                    "name": name,
                    "in": "header",
                    "required": True,
                    "description": text,
                    "schema": {"type": "string"},
                }
                for name, text in _SIGNED.items()
            ],
            "requestBody": {
                "required": True,
                "content": {
                    JSON: {
                        "schema": {
                            "allOf": [
                                reference("Delivery"),
                                {"properties": {"kind": {"const": kind.value}}},
                            ]
                        }
                    }
                },
            },
            "responses": {
                "2XX": {"description": "The receiver has it"},
                "410": {"description": "The receiver wants no more: the node pauses the webhook"},
                "default": {"description": "The node tries again"},
            },
        }
    }


_KEY: Mapping[str, Any] = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A new one with each draft; with the same one and the same body, the draft of then is returned",
    "schema": {
        "type": "string",
        "pattern": f"^[A-Za-z0-9_-]{{{SHORTEST_KEY},{LONGEST_KEY}}}$",
    },
}

_OF_BODIES = {
    413: f"The body has more than {LARGEST_DRAFT} bytes",
    415: "The body is not application/json",
}


def _operation(pattern: str, endpoint: SystemEndpoint) -> dict[str, Any]:
    takes_body = bool(endpoint.largest_body)
    body = {"required": True, "content": {JSON: {"schema": reference("NewDraft")}}}
    return {
        "operationId": endpoint.handle.__name__,
        "summary": endpoint.summary,
        "description": f"Needs the scope `{endpoint.scope.value}`.",
        "parameters": [
            *(_parameter(name, f"^{form}$") for name, form in _VALUE.findall(pattern)),
            *_queries(endpoint.parameters),
            *([_KEY] if takes_body else []),
        ],
        **({"requestBody": body} if takes_body else {}),
        "responses": {
            str(endpoint.status): {
                "description": "Done",
                "content": {JSON: {"schema": _answer(endpoint)}},
            },
            **{
                str(status): {
                    "description": text,
                    "content": {PROBLEM: {"schema": reference("Problem")}},
                }
                for status, text in (_REFUSED | (_OF_BODIES if takes_body else {})).items()
            },
        },
    }


def _answer(endpoint: SystemEndpoint) -> Mapping[str, Any]:
    item = reference(endpoint.answer)
    if not endpoint.is_list:
        return item
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            "items": {"type": "array", "items": item},
            "next": {
                "type": ["string", "null"],
                "description": "The `cursor` of the next page; null on the last",
            },
        },
    }


def _queries(parameters: Mapping[str, Parameter]) -> Iterator[dict[str, Any]]:
    for name, each in parameters.items():
        yield _parameter(name, f"^({each.pattern})$", "query", each.meaning)


def _parameter(
    name: str, form: str, place: str = "path", meaning: str | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": name,
        "in": place,
        "required": place == "path",
        "schema": {"type": "string", "pattern": form},
    }
    return found if meaning is None else found | {"description": meaning}


if __name__ == "__main__":
    sys.stdout.write(description_text())
