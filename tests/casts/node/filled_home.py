# SPDX-License-Identifier: Apache-2.0
"""Fixtures of tests that carry a filled home elsewhere: a move, a backup, a restore."""

import os

import pytest

from casts.node.movable import Movable
from rogatory.storage.transactions.fence import forget_fence


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    """Leave the environment as it was: a move or a backup states its home there, as each command does. And compare
    no fence that a test of other homes knew in this process.
    """
    forget_fence()
    monkeypatch.setenv("ROGATORY_HOME", os.environ["ROGATORY_HOME"])


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """One home, which tests copy."""
    forget_fence()  # made before the fixture of the first test
    return Movable(tmp_path_factory.mktemp("filled") / "home")
