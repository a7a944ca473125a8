# SPDX-License-Identifier: Apache-2.0
import pytest
from forge.material import make_material


@pytest.fixture(scope="session")
def material(tmp_path_factory):
    return make_material(tmp_path_factory.mktemp("forge"))
