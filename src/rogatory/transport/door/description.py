# SPDX-License-Identifier: Apache-2.0
"""The peer door as an OpenAPI 3.1 document, made from its table of endpoints.

    python -m rogatory.transport.door.description

For who writes another node, and for tools that try the door with all that its description allows and
forbids. What bodies hold is in SPECIFICATION; here they are bytes of a bounded size.
"""

import json
import re
import sys
from collections.abc import Mapping
from typing import Any

from rogatory.transport.door.endpoint import JSON, Endpoint
from rogatory.transport.door.urls import ENDPOINTS

_VALUE = re.compile(r"\(\?P<(\w+)>((?:\[[^]]*\]|[^)])*)\)")
"""A named part of a path: its name and the pattern that it must match."""

_REFUSED = {
    401: "Nobody that is listed has signed this request, or the door is not for it: no word why",
    404: "There is no such endpoint for this caller",
    413: "The body is larger than the endpoint takes",
    422: "Refused, for these reasons",
    429: "The caller must wait for so many seconds",
    503: "The node cannot serve this now; in maintenance, with `Retry-After`",
}

_CODES = {
    "type": "object",
    "required": ["codes"],
    "additionalProperties": False,
    "properties": {"codes": {"type": "array", "items": {"type": "string"}}},
}


def door_description(
    endpoints: Mapping[str, Mapping[str, Endpoint]] = ENDPOINTS,
) -> dict[str, Any]:
    """Return every path and method, what it takes, and each status that it may answer with.

    There is none of 500: a fault of the node is no answer that anybody may count on.
    """
    paths: dict[str, Any] = {}
    for pattern, methods in endpoints.items():
        path = "/" + _VALUE.sub(r"{\1}", pattern)
        values = [_parameter(name, form) for name, form in _VALUE.findall(pattern)]
        paths[path] = {method.lower(): _operation(each, values) for method, each in methods.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The peer door of a rogatory node",
            "version": "1",
            "description": "Each request is signed by RFC 9421 under a key that the directory lists.",
        },
        "paths": paths,
    }


def _parameter(name: str, form: str, place: str = "path") -> dict[str, Any]:
    schema = {"type": "string", "pattern": f"^{form}$"}
    return {"name": name, "in": place, "required": place == "path", "schema": schema}


def _operation(endpoint: Endpoint, values: list[dict[str, Any]]) -> dict[str, Any]:
    queries = [_parameter(name, f"({form})", "query") for name, form in endpoint.query.items()]
    described: dict[str, Any] = {
        "operationId": "_by_".join([endpoint.handle.__name__, *(one["name"] for one in values)]),
        "parameters": [*values, *queries],
        "responses": {
            "200": {"description": "Done", "content": {endpoint.media_type: _any(endpoint)}},
            **{str(status): _refusal(status, text) for status, text in _REFUSED.items()},
            **{
                str(status): _further(*description)
                for status, description in endpoint.statuses.items()
            },
        },
    }
    if endpoint.largest_body:
        size = {"type": "string", "format": "binary", "maxLength": endpoint.largest_body}
        content = {"application/octet-stream": {"schema": size}}
        described["requestBody"] = {"required": True, "content": content}
    callers = [("other States' nodes", endpoint.peers), ("workstations", endpoint.workstations)]
    described["summary"] = "For " + " and ".join(name for name, admitted in callers if admitted)
    return described


def _any(endpoint: Endpoint) -> dict[str, Any]:
    return {} if endpoint.media_type == JSON else {"schema": {"type": "string"}}


def _refusal(status: int, text: str) -> dict[str, Any]:
    if status == 401:
        return {"description": text}
    return {"description": text, "content": {JSON: {"schema": _CODES}}}


def _further(text: str, media_type: str) -> dict[str, Any]:
    schema = _CODES if media_type == JSON else {"type": "string"}
    return {"description": text, "content": {media_type: {"schema": schema}}}


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps(door_description(), indent=2)}\n")
