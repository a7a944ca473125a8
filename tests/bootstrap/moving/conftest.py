# SPDX-License-Identifier: Apache-2.0
"""A home to be moved, and the servers that it moves to."""

import secrets

import pytest

from casts.node.filled_home import (  # noqa: F401 - fixtures are handed on by name
    filled,
    surroundings,
)
from casts.servers.postgresql_server import (
    postgresql,  # noqa: F401 - fixtures are handed on by name
)
from casts.servers.seaweed_server import (
    KEY,
    REGION,
    seaweed,  # noqa: F401 - fixtures are handed on by name
)


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
