# SPDX-License-Identifier: Apache-2.0
"""The stand-alone verifier as a module: it lies in no package, by design."""

import importlib.util
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).parents[2] / "verifier" / "rogatory_verify.py"


@pytest.fixture(scope="session")
def verifier():
    spec = importlib.util.spec_from_file_location("rogatory_verify", PROGRAM)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
