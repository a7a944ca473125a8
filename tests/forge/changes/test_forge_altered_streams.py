# SPDX-License-Identifier: Apache-2.0
"""A stream that was altered below a seal which says so: no check without a key finds it, and nobody opens it."""

import pytest

from casts.court.bundle_case import both, open_it
from forge.forgers import FORGERS
from forge.resigning import resign
from forge.thefts.stream_changes import HEADERS, MEMBERS, PAYLOADS, altered_streams, members_of
from rogatory.errors import Refused

NAMES = [*HEADERS, *PAYLOADS, *MEMBERS]
[SEALING] = (one for one in FORGERS if one.name == "sealing-state")


@pytest.fixture(scope="module")
def changes(material):
    return {one.name: one for one in altered_streams(material, "package")}


def test_a_stream_is_cut_into_its_members_and_put_together_again():
    header = bytearray(512)
    header[:6], header[124:136], header[156:157] = b"a/b.tx", b"00000000003\0", b"0"
    member = bytes(header) + b"abc" + bytes(509)
    assert members_of(member * 2 + bytes(1536)) == ([member, member], bytes(1536))


def test_every_change_of_a_stream_is_one(material, changes):
    assert set(changes) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_who_is_sealed_an_altered_stream_does_not_open_it(material, changes, tmp_path, name):
    honest = material.artifacts["package"]
    artifact = honest.copy(tmp_path / "forged")
    changes[name].apply(artifact)
    assert artifact.digest() != honest.digest()
    resign(artifact, honest, SEALING.held(material), material.case.clock.now())
    before, out = artifact.digest(), tmp_path / "opened"
    with pytest.raises(Refused):
        open_it(material.case, out, both(material.case), sealed=artifact.path)
    assert artifact.digest() == before
    assert not out.exists()


def test_the_same_package_opens_as_it_was_sealed(material, tmp_path):
    artifact = material.artifacts["package"].copy(tmp_path / "honest")
    open_it(material.case, tmp_path / "opened", both(material.case), sealed=artifact.path)
    assert (tmp_path / "opened/data").is_dir()
