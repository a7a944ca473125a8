# SPDX-License-Identifier: Apache-2.0
"""The normative schemas lie in `schemas/` at the top; the package has links to them and nothing else."""

from pathlib import Path

import rogatory.requests

TOP = Path(__file__).parents[2] / "schemas"


def test_each_schema_of_the_package_is_the_normative_one():
    packaged = Path(rogatory.requests.__file__).parent / "schemas"
    assert sorted(one.name for one in packaged.iterdir()) == sorted(
        one.name for one in TOP.iterdir()
    )
    for one in packaged.iterdir():
        assert one.is_symlink()
        assert one.resolve() == TOP / one.name
