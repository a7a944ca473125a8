# SPDX-License-Identifier: Apache-2.0
"""Identities that tests share."""

import random

import pytest

from rogatory.seal.age import HybridIdentity, X25519Identity


@pytest.fixture(scope="session")
def identity():
    return HybridIdentity(bytes(range(32)))


@pytest.fixture(scope="session")
def other_identity():
    return HybridIdentity(bytes(range(32, 64)))


@pytest.fixture(scope="session")
def classical_identity():
    return X25519Identity(bytes(range(64, 96)))


@pytest.fixture
def repeatable():
    """Randomness that is the same at each run."""
    return random.Random(20261124).randbytes
