# SPDX-License-Identifier: Apache-2.0
"""Borealia's node with a preservation that it holds, and systems of Borealia that ask its API."""

import pytest

from casts.node.beginnings import begun
from casts.node.case_files import confirmed, requested
from casts.node.world import World, new_state
from casts.servers.systems_client import system_client


@pytest.fixture(scope="session")
def state_keys():
    return {code: new_state(code) for code in ("XA", "XB")}


@pytest.fixture
def world(state_keys):
    return World(dict(state_keys))


@pytest.fixture
def node(world):
    return world.node("XB")


@pytest.fixture
def held(world):
    """The thread of a preservation that Borealia has confirmed."""

    def begin():
        thread = requested(world)
        confirmed(world, thread)
        return thread

    return begun(world, "confirmed", begin)


@pytest.fixture
def client(node):
    return system_client(node)
