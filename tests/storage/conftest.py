# SPDX-License-Identifier: Apache-2.0
"""Both twins of each port, so that every test of a port runs over both."""

import pytest

from django_home import emptied


@pytest.fixture(params=["database", "memory"])
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


@pytest.fixture(params=["disk", "memory"])
def objects(request, tmp_path):
    from rogatory.storage.files.objects import LocalObjects
    from rogatory.storage.memory import MemoryObjects

    if request.param == "memory":
        return MemoryObjects()
    for name in ("objects", "packages"):
        (tmp_path / name).mkdir()
    return LocalObjects(tmp_path / "objects", tmp_path / "packages")
