# SPDX-License-Identifier: Apache-2.0
"""The bytecode that workers write for each other is what pytest and Python read."""

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec

import pytest
from _pytest.assertion import rewrite

from casts.steady.compiled import share_of, write_bytecode


@pytest.fixture(autouse=True)
def _writing(monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def test_each_file_has_one_worker():
    files = [f"{number:02}" for number in range(11)]
    shares = [share_of(reversed(files), worker, 4) for worker in range(4)]
    assert sorted(one for share in shares for one in share) == files
    assert {len(share) for share in shares} == {2, 3}


def test_pytest_reads_what_was_written_and_rewrites_nothing(tmp_path, pytestconfig, monkeypatch):
    path = tmp_path / "test_one.py"
    path.write_text("def test_one():\n    one = 1\n    assert one == 2\n")
    write_bytecode(path, pytestconfig)
    monkeypatch.setattr(rewrite, "_rewrite_test", None)  # who calls it from here on fails
    write_bytecode(path, pytestconfig)
    hook = rewrite.AssertionRewritingHook(pytestconfig)
    spec = hook.find_spec("test_one", [str(tmp_path)])
    module = module_from_spec(spec)
    hook.exec_module(module)
    with pytest.raises(AssertionError, match="assert 1 == 2"):
        module.test_one()


def test_python_reads_what_was_written_and_compiles_nothing(tmp_path, pytestconfig, monkeypatch):
    path = tmp_path / "one.py"
    path.write_text("ONE = 1\n")
    write_bytecode(path, pytestconfig)
    monkeypatch.setattr(SourceFileLoader, "source_to_code", None)  # likewise
    space = {}
    exec(SourceFileLoader("one", str(path)).get_code("one"), space)
    assert space["ONE"] == 1
