# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the custody package."""

import pytest

from casts.custody.events import Log, new_cast


@pytest.fixture(scope="session")
def cast():
    return new_cast()


@pytest.fixture
def log():
    return Log()
