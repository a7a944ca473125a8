# SPDX-License-Identifier: Apache-2.0
"""The store's answer about the server that keeps it: a file and the memory have none."""

from django.db import connection

from rogatory.node.repositories.failover import Replication
from rogatory.storage.memory import MemoryStore


def test_only_a_server_promises_anything(store):
    if isinstance(store, MemoryStore) or connection.vendor == "sqlite":
        assert store.replication() is None
    else:
        assert store.replication() == Replication("on", "", 0, 0, ("fsync",))
