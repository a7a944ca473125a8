# SPDX-License-Identifier: Apache-2.0
"""Both twins of each port, so that every test of a port runs over both."""

import secrets

import pytest
from django.db import connection

from casts.servers.seaweed_server import seaweed  # noqa: F401 - fixtures are handed on by name
from django_home import emptied

TWINS = ["database", "memory"] if connection.vendor == "sqlite" else ["database"]
"""The twin in memory is the same whichever the database: `test_storage_on_postgresql` need not try it again."""


@pytest.fixture(params=TWINS)
def twins(request):
    """(`books`, `queue`) of one kind, empty; the lease is ten seconds."""
    from datetime import timedelta

    from rogatory.storage.memory import MemoryQueue, MemoryStore
    from rogatory.storage.queue.jobs import DatabaseQueue
    from rogatory.storage.store import DatabaseStore

    lease = timedelta(seconds=10)
    if request.param == "memory":
        memory = MemoryStore()
        return memory, MemoryQueue(memory, lease=lease)
    emptied()
    return DatabaseStore(), DatabaseQueue(lease=lease, shared_clock=False)


@pytest.fixture
def store(twins):
    return twins[0]


@pytest.fixture
def queue(twins):
    return twins[1]


@pytest.fixture(params=["disk", "memory", pytest.param("s3", marks=pytest.mark.judge)])
def objects(request, tmp_path):
    from rogatory.storage.files.objects import LocalObjects
    from rogatory.storage.memory import MemoryObjects
    from rogatory.storage.object_store.objects import BucketObjects

    if request.param == "memory":
        return MemoryObjects()
    if request.param == "s3":
        seaweed = request.getfixturevalue("seaweed")
        return BucketObjects(seaweed.bucket(prefix=secrets.token_hex(8)))
    for name in ("objects", "packages"):
        (tmp_path / name).mkdir()
    return LocalObjects(tmp_path / "objects", tmp_path / "packages")
