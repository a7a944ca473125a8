# SPDX-License-Identifier: Apache-2.0
"""Commands that read an officer's own JSON: what is wrong with it is reported, and nothing is
done.
"""

import pytest

from casts.cli.commands import by, listing, run
from casts.cli.law import federation, home  # noqa: F401 - fixtures

BAD = {
    "a decimal": b'{"id": 1.5}',
    "not a number": b'{"id": NaN}',
    "a name twice": b'{"id": "a", "id": "b"}',
    "deep nesting": b'{"id": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "no object": b"[]",
}


def commands(home, file):
    """Each command that takes such a file; what it reads first is the file."""
    own = by(home, "xb-0003")
    of = (*own, "--authority", "xb/central-authority", "--json")
    return {
        "treaty correct": ("treaty", "correct", home, file, *own, "--json"),
        "peer counterpart propose": ("peer", "counterpart", "propose", home, file, *of),
    }


@pytest.mark.parametrize("command", ["treaty correct", "peer counterpart propose"])
@pytest.mark.parametrize("what", BAD)
def test_what_can_be_understood_in_two_ways_is_refused_by_a_code(home, tmp_path, what, command):
    file = tmp_path / "my.json"
    file.write_bytes(BAD[what])
    words = commands(home, file)[command]
    before = listing(tmp_path)
    result = run(*words)
    assert result.status == 1, result
    assert result.codes == ["json-file"]
    assert str(file) in result.out
    assert listing(tmp_path) == before
