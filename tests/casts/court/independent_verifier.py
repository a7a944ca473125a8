# SPDX-License-Identifier: Apache-2.0
"""The independent verifier as a module, which lies in no package by design; and the artifacts of its vectors."""

import base64
import importlib.util
import io
import sys
import tarfile
from pathlib import Path

VERIFIER = Path(__file__).parents[3] / "verifier" / "rogatory_verify.py"
VECTORS = Path(__file__).parents[2] / "vectors" / "court"


def load_verifier(name="rogatory_verify"):
    """Load the program by its path, under a name of its own where a test changes it."""
    spec = importlib.util.spec_from_file_location(name, VERIFIER)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def unpack_material(folder):
    """Unpack an honest bundle and disclosure, and what a reader may trust; return the folder."""
    text = "".join((VECTORS / f"material.{number}.txt").read_text() for number in (1, 2))
    with tarfile.open(fileobj=io.BytesIO(base64.b64decode(text)), mode="r:xz") as packed:
        packed.extractall(folder, filter="data")
    return folder


def outcomes(verifier, path, *given, at):
    """Return what each check comes to, by its id."""
    checks, _ = verifier.examine(path, verifier.Trusted.read(list(map(str, given))), at)
    return {one.id: one.outcome for one in checks.done}
