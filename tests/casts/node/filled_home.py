# SPDX-License-Identifier: Apache-2.0
"""Fixtures of tests that carry a filled home elsewhere: a move, a backup, a restore."""

import os

import pytest

from casts.node.movable import Movable


@pytest.fixture(autouse=True)
def surroundings(monkeypatch):
    """Leave the environment as it was: a move or a backup states its home there, as each command does."""
    monkeypatch.setenv("ROGATORY_HOME", os.environ["ROGATORY_HOME"])


@pytest.fixture(scope="session")
def filled(tmp_path_factory):
    """One home, which tests copy."""
    from rogatory.storage.transactions.fence import forget_fence

    forget_fence()  # of another database, which a test before in this process raised
    return Movable(tmp_path_factory.mktemp("filled") / "home")
