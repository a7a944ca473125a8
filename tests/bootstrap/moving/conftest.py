# SPDX-License-Identifier: Apache-2.0
"""A home to be moved, and the servers that it moves to."""

import os
import secrets

import pytest

from casts.node.movable import Movable
from casts.servers.postgresql_server import PostgresqlServer
from casts.servers.seaweed_server import (
    KEY,
    REGION,
    seaweed,  # noqa: F401 - fixtures are handed on by name
)


@pytest.fixture(scope="session")
def postgresql():
    made = PostgresqlServer()
    made.start()
    yield made
    made.remove()


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch):
    """A move states its home in the environment, as each command does."""
    monkeypatch.setenv("ROGATORY_HOME", os.environ["ROGATORY_HOME"])


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """One home, which tests copy."""
    return Movable(tmp_path_factory.mktemp("filled") / "home")


@pytest.fixture
def movable(filled, tmp_path):
    return filled.copied(tmp_path / "home")


@pytest.fixture
def servers(movable, postgresql, seaweed):
    """Settings of an empty database and an empty prefix; the home has the access key."""
    key = movable.home.object_store_key
    key.write_text(f"{KEY.access_key_id}:{KEY.secret_access_key}\n")
    key.chmod(0o600)
    return {
        "database_url": postgresql.create(f"n{secrets.token_hex(6)}"),
        "object_store": {
            "endpoint": seaweed.endpoint,
            "bucket": "evidence",
            "region": REGION,
            "prefix": secrets.token_hex(8),
        },
    }
