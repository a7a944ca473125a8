# SPDX-License-Identifier: Apache-2.0
"""Bytecode of tests and program, written once in a fresh checkout: without this each worker of a run rewrites the
assertions of every test, and all of them the same ones at the same time.
"""

import sys
from collections.abc import Iterable
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest
from _pytest.assertion import rewrite


def share_of(paths: Iterable[Path], worker: int, workers: int) -> list[Path]:
    """Return the files that this worker compiles: of four workers every fourth, so that all have as much to do."""
    return sorted(paths)[worker::workers]


def write_bytecode(path: Path, config: pytest.Config) -> None:
    """Write the bytecode that pytest or Python looks for beside the file, unless it is there already."""
    if path.name == "conftest.py" or path.name.startswith("test_"):
        _write_rewritten(path, config)
    else:
        SourceFileLoader(path.stem, str(path)).get_code(path.stem)


def _write_rewritten(path: Path, config: pytest.Config) -> None:
    """Do what pytest does before it executes a test's module."""
    folder = rewrite.get_cache_dir(path)
    place = folder / f"{path.stem}{rewrite.PYC_TAIL}"
    if sys.dont_write_bytecode or rewrite._read_pyc(path, place) is not None:
        return
    if rewrite.try_makedirs(folder):
        digest, code = rewrite._rewrite_test(path, config)
        rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, digest, place)
