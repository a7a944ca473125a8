# SPDX-License-Identifier: Apache-2.0
"""The material of the bench, made once in each process."""

import pytest
from forge.material import make_material


@pytest.fixture(scope="session")
def material(tmp_path_factory):
    return make_material(tmp_path_factory.mktemp("forge"))
