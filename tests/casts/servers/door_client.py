# SPDX-License-Identifier: Apache-2.0
"""Borealia's door in this process, asked by Arcadia's node without sockets."""

import os
from dataclasses import replace
from datetime import timedelta

from django.test import RequestFactory
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

from casts.node.world import World
from django_home import emptied
from rogatory.node.limits.operator_settings import Settings
from rogatory.seal.http_keys import http_key_from_pem
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore
from rogatory.transport.door import door_urlpatterns
from rogatory.transport.http_signatures import LineRequest, line_key, sign_request


class Door:
    """The door over a store in a database."""

    def __init__(self, states, **settings):
        emptied()
        self.world = World(states)
        queue = DatabaseQueue(lease=timedelta(seconds=10))
        self.node = replace(
            self.world.node("XB"),
            store=DatabaseStore(),
            queue=queue,
            settings=Settings(law="federation", **settings),
        )
        self.urls = URLResolver(RegexPattern(r"^/"), door_urlpatterns(self.node))

    def ask(self, method, path, signed=b"", body=None):
        return self.send(self.signed(method, path, signed), signed if body is None else body)

    def signed(self, method, path, body=b""):
        """A request with the head that Arcadia's node signed."""
        http = self.world.states["XA"].http
        key = line_key("xa", http_key_from_pem(http.key, http.certificate).private_pem)
        request = LineRequest(method, f"{self.node.url}{path}", {})
        at = self.world.clock.now()
        sign_request(request, body, key, state="XB", at=at, nonce=os.urandom(18))
        return request

    def send(self, request, body=b""):
        path = request.url.removeprefix(self.node.url)
        posted = RequestFactory().generic(
            request.method,
            path,
            body,
            content_type="application/octet-stream",
            headers=request.headers,
        )
        found = self.urls.resolve(path)
        return found.func(posted, *found.args, **found.kwargs)
