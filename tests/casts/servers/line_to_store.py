# SPDX-License-Identifier: Apache-2.0
"""A node's objects over a line that fails on request, and the same bucket of a real server without it."""

import secrets
from datetime import timedelta

import pytest

from casts.servers.faulty_store import FaultyStore
from casts.servers.seaweed_server import SeaweedServer
from rogatory.storage.object_store.bucket import Bucket, StoreTimeouts
from rogatory.storage.object_store.objects import BucketObjects

SOON = StoreTimeouts(connecting=timedelta(seconds=2), answering=timedelta(seconds=1), repetitions=1)
"""Enough for an answer on the loopback; a line that hangs does so for longer."""

PATIENT = StoreTimeouts(repetitions=1)


class Line:
    """A node's objects over a line with faults, and the same bucket without it."""

    def __init__(self, server: SeaweedServer) -> None:
        self.prefix = secrets.token_hex(8)
        self.straight = server.bucket(prefix=self.prefix)
        start = f"/evidence/{self.prefix}/"
        self.store = FaultyStore(
            server.port, lambda path: self.straight.remove(path.removeprefix(start))
        )
        self.server = server

    def objects(self, timeouts: StoreTimeouts = PATIENT) -> BucketObjects:
        return BucketObjects(self.bucket(timeouts))

    def bucket(self, timeouts: StoreTimeouts = PATIENT) -> Bucket:
        return self.server.bucket(timeouts, prefix=self.prefix, endpoint=self.store.endpoint)


@pytest.fixture
def line(seaweed):
    made = Line(seaweed)
    yield made
    made.store.close()
