# SPDX-License-Identifier: Apache-2.0
"""A system that asks a node's API without a socket, and checks each answer against the API's description."""

import json
import re
from dataclasses import dataclass, field

import jsonschema
from django.test import RequestFactory

import django_home  # noqa: F401 - it sets Django up
from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import add_token
from rogatory.transport.systems import systems_urlpatterns
from rogatory.transport.systems.description import systems_description

DESCRIPTION = systems_description()


@dataclass
class SystemClient:
    """The client of a node's API, with a token."""

    node: object
    token: str
    urls: list = field(default_factory=list)

    def __post_init__(self):
        self.urls = systems_urlpatterns(self.node)

    def ask(
        self,
        path,
        method="GET",
        *,
        token=None,
        body=None,
        content_type="application/json",
        **headers,
    ):
        """Return the response of a path with its query, once it is known to be one that is described."""
        sent = {"HTTP_AUTHORIZATION": f"Bearer {self.token if token is None else token}"}
        sent |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        content = {} if body is None else {"data": body, "content_type": content_type}
        request = RequestFactory().generic(method, f"/{path}", **content, **sent)
        bare = path.partition("?")[0]
        for pattern in self.urls:
            match = pattern.pattern.match(bare)
            if match is not None:
                response = pattern.callback(request, **match[2])
                check_described(method, bare, response)
                return response
        raise AssertionError("the last pattern takes everything")

    def read(self, path):
        response = self.ask(path)
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    def pages(self, path, limit=100):
        """Return the items of all pages."""
        found, cursor = [], ""
        while True:
            mark = "&" if "?" in path else "?"
            page = self.read(f"{path}{mark}limit={limit}{cursor}")
            found += page["items"]
            if page["next"] is None:
                return found
            cursor = f"&cursor={page['next']}"

    def codes(self, path, method="GET", status=422, **more):
        response = self.ask(path, method, **more)
        assert response.status_code == status, response.content
        return [one["code"] for one in json.loads(response.content)["reasons"]]


def check_described(method, path, response):
    """Assert that a response is one that the description allows."""
    document = json.loads(response.content)
    operation = next(
        (
            methods[method.lower()]
            for pattern, methods in DESCRIPTION["paths"].items()
            if method.lower() in methods
            and re.fullmatch(re.sub(r"\{\w+\}", "[0-9a-f-]+", pattern), f"/{path}")
        ),
        None,
    )
    if operation is None:
        assert response.status_code in {401, 404, 405, 429, 503}
        schema = {"$ref": "#/components/schemas/Problem"}
    else:
        described = operation["responses"][str(response.status_code)]["content"]
        schema = described[response["Content-Type"]]["schema"]
    whole = {**schema, "components": DESCRIPTION["components"]}
    jsonschema.Draft202012Validator(whole).validate(document)


def system_client(node, *scopes, name="case-management"):
    _token, text = add_token(node, name, scopes or tuple(Scope), 30)
    return SystemClient(node, text)


ORDERS = ("opened", "oldest", "activity", "hold")


def whole(node, client):
    """Everything that a token with all scopes can read, one item a page."""
    fresh = SystemClient(node, client.token)
    found = {}
    for order in ORDERS:
        found[order] = fresh.pages(f"api/v1/requests?order={order}", limit=1)
    for one in found["opened"]:
        path = f"api/v1/requests/{one['id']}"
        messages = fresh.pages(f"{path}/messages", limit=1)
        found[path] = fresh.read(path), messages, fresh.read(f"{path}/deadlines")
        for message in messages:
            if message["receipt"]:
                receipt = f"{path}/messages/{message['digest']}/receipt"
                found[receipt] = fresh.read(receipt)
    found["drafts"] = fresh.pages("api/v1/drafts", limit=1)
    found["packages"] = fresh.pages("api/v1/packages", limit=1)
    return found
