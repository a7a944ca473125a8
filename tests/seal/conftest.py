# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the seal package."""

import pytest
from seal_cast import Cast, new_cast


@pytest.fixture(scope="session")
def cast() -> Cast:
    return new_cast()
