# SPDX-License-Identifier: Apache-2.0
"""Borealia's node, and a request that lies there."""

import pytest

from casts.node.beginnings import begun
from casts.node.case_files import requested


@pytest.fixture
def node(world):
    return world.node("XB")


@pytest.fixture
def thread(world):
    return begun(world, "requested", lambda: requested(world))
