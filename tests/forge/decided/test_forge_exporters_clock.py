# SPDX-License-Identifier: Apache-2.0
"""An exporter stamps by his own State's clock: of another State's signatures that proves no moment."""

import base64
import os
from datetime import timedelta

import pytest

from casts.court.both_judges import judged, stamp
from forge.material import timestamp_authority
from forge.resigning import resign
from rogatory.directory.entry.entry import period_json
from rogatory.exercises.entries import certificate_record
from rogatory.node.workstation.keys.state_ca_folder import load_state_ca
from rogatory.seal.certificates.reading import certificate_holder, pem_to_der
from rogatory.seal.timestamping.timestamps import TimestampAuthority
from rogatory.wire.moments import format_moment

SENDER = "xb/central-authority"
SIGNED_BY_SENDER = ("messages", "seal-signed", "custody-journal")


@pytest.fixture(scope="module")
def own_authority(material):
    """Return a timestamp authority that the exporting State runs, and the item of its entry that lists it."""
    at, lasting = material.case.clock.now(), timedelta(days=900)
    ca = load_state_ca(material.case.federation.state("XA") / "ca")
    issued = ca.issue("xa", "tsa", "p256", at=at, until=at + lasting, random=os.urandom)
    listed = certificate_record("tsa", "xa", pem_to_der(issued.certificate))
    item = {
        "use": listed.use,
        "holder": listed.holder,
        "algorithm": listed.algorithm,
        "der": base64.b64encode(listed.der).decode(),
    } | period_json(listed.period)
    return TimestampAuthority(issued.key, issued.certificate), item


@pytest.fixture
def newest(newer_copy, own_authority):
    """Return the reader's copy: the sender's key was stolen at a moment, which its State has said."""

    def make(at):
        def end(entry, _):
            for one in entry["certificates"]:
                if certificate_holder(base64.b64decode(one["der"])) == SENDER:
                    one["ended"] = {"at": format_moment(at), "reason": "compromised"}

        return [newer_copy("XB", end, XA=listing(own_authority[1]))]

    return make


def listing(item):
    """Return the change of an entry that lists one more certificate."""
    return lambda entry, _: entry["certificates"].append(item)


@pytest.mark.parametrize(("prover", "outcome"), [("XA", "fails"), ("XT", "holds")])
def test_the_exporters_clock_brings_no_stolen_key_of_another_state_back(
    material, tmp_path, republish, everything, own_authority, newest, prover, outcome
):
    """The exporter holds his State's timestamp authority and a key that was stolen from the sender; the moment that he
    claims is from before the theft.
    """
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    for token in artifact.path.rglob("*.tst"):
        token.unlink()
    for held in artifact.path.rglob("*.tlog-proof"):
        lines = held.read_text().splitlines(keepends=True)
        held.write_text("".join(one for one in lines if "/witness " not in one))
    republish(artifact, "XA", listing(own_authority[1]))
    resign(artifact, material.artifacts["bundle"], everything, material.case.clock.now())
    stamped = material.case.clock.now() + timedelta(hours=1)
    authority = own_authority[0] if prover == "XA" else timestamp_authority(material.case, prover)
    stamp(artifact.path / "bundle.json", "9", authority, stamped)
    found = judged(material, artifact, None, given=newest(stamped + timedelta(days=1)))
    assert found["bundle-complete"] == found["bundle-signed"] == "holds"
    assert {one: found[one] for one in SIGNED_BY_SENDER} == dict.fromkeys(SIGNED_BY_SENDER, outcome)
