# SPDX-License-Identifier: Apache-2.0
"""The roles of a demo's processes, as the benchmark lists them."""

import pytest

from bench.demo import role_of


@pytest.mark.parametrize(
    ("command", "role"),
    [
        ("/home/one/.venv/bin/python -I -m some.module", "another: python -I -m some.module"),
        ("some.module /tmp/work-1/demo/network 7", "another: some.module network 7"),
        ("python -c import json,sys", "another: python -c import json,sys"),
        ("", "another"),
    ],
)
def test_no_folder_of_the_machine_is_in_the_results(command, role):
    assert role_of(command) == role
