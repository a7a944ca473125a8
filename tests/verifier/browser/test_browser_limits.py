# SPDX-License-Identifier: Apache-2.0
"""At each limit of the specification, and just above it, the verifier in the browser and the independent one say the same.

Who profits is who seals, exports or discloses what one judge takes and the other refuses, or what ends a judge without a verdict.
"""

import hashlib
import shutil

import pytest

from casts.court import limits
from casts.court import page_judge as page
from casts.court.own_network import OwnNetwork

AT = page.moment(next(page.court_cases())[1])


@pytest.mark.parametrize("more", [0, 1], ids=["at", "above"])
@pytest.mark.parametrize("case", limits.CASES, ids=lambda case: case.name)
def test_both_judges_say_the_same_at_a_limit_and_above_it(ask, material, tmp_path, case, more):
    folder = page.copied(material, case.kind, tmp_path / "case")
    case.change(folder, more)
    found = ask(folder, material / "bundle/directory")
    assert found[case.check] == (case.above if more else case.below)


@pytest.mark.parametrize("more", [0, 1], ids=["at", "above"])
@pytest.mark.parametrize("case", limits.ENTRY_CASES, ids=lambda case: case.name)
def test_a_state_whose_entry_exceeds_a_limit_is_held_back(ask, material, tmp_path, case, more):
    network = OwnNetwork(material / "bundle/directory", tmp_path / "directory")
    entry, register = network.file_of("XB"), network.file_of("XB", register=True)
    case.change(entry, register, more)
    officers = limits.canonical(register)
    entry["officers"] = hashlib.sha256(officers).hexdigest()
    network.put("XB", limits.canonical(entry))
    network.put("XB", officers, register=True)
    sealed = page.copied(material, "sealed", tmp_path / "sealed")
    found = ask(sealed, network.publish())
    assert found["seal-signed"] == ("undecided" if more else "holds")


@pytest.mark.parametrize("more", [0, 1], ids=["at", "above"])
@pytest.mark.parametrize("role", limits.METADATA)
def test_metadata_of_the_directory_inside_have_their_limits(ask, material, tmp_path, role, more):
    limit, check = limits.METADATA[role]
    folder = page.copied(material, "bundle", tmp_path / "bundle")
    shutil.rmtree(folder / "directory")
    size = 0
    for place in (tmp_path / "bare", folder / "directory"):
        network = OwnNetwork(material / "bundle/directory", place)
        network.parts[role]["padding"] = "x" * (limit + more - size if size else 0)
        [path] = (network.publish() / "metadata").glob(f"*{role}.json")
        size = path.stat().st_size
    assert size == limit + more
    assert ask(folder)[check] == ("fails" if more else "holds")
