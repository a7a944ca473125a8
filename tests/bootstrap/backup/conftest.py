# SPDX-License-Identifier: Apache-2.0
"""A home with backups, the servers on which it may be, and the persons who open what it writes."""

import secrets

import pytest

from casts.node.backups import BackedUp
from casts.node.filled_home import (  # noqa: F401 - fixtures are handed on by name
    filled,
    surroundings,
)
from casts.servers.postgresql_server import (
    postgresql,  # noqa: F401 - fixtures are handed on by name
)
from casts.servers.seaweed_server import (
    seaweed,  # noqa: F401 - fixtures are handed on by name
)
from rogatory.seal.age import X25519Identity


@pytest.fixture(scope="session")
def persons():
    """Age identities: who opens the backups, and the two persons of the escrow."""
    return {
        name: X25519Identity.generate(secrets.token_bytes) for name in ("backup", "first", "second")
    }


@pytest.fixture
def node(filled, persons, tmp_path):
    """A home on this machine, with backups in a folder."""
    return BackedUp(filled.copied(tmp_path / "home"), tmp_path, persons)


@pytest.fixture
def on_servers(node, postgresql, seaweed):
    """The same with its rows in PostgreSQL and its objects in a bucket; the backups are in another one."""
    node.move_to(postgresql.create(f"n{secrets.token_hex(6)}"), seaweed)
    return node


@pytest.fixture
def place_left(node):
    """The files of the place, to be compared afterwards."""
    return lambda: {
        str(path.relative_to(node.place)): path.read_bytes()
        for path in sorted(node.place.rglob("*"))
        if path.is_file()
    }
