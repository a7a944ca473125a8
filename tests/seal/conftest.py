# SPDX-License-Identifier: Apache-2.0
"""Fixtures of the seal package."""

import pytest

from casts.seal.authorities import Cast, new_cast


@pytest.fixture(scope="session")
def cast() -> Cast:
    return new_cast()
