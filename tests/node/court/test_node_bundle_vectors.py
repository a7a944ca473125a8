# SPDX-License-Identifier: Apache-2.0
"""The vectors of bundles, certificates and disclosures, judged by ours and by the stand-alone verifier."""

import json
import shutil
from pathlib import Path

import pytest
from report_digests import unpack_material

from casts.court.bundle_attacks import tree
from rogatory.node.court.certificate_subject import verify_certificate
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify_disclosure import verify_disclosure
from rogatory.wire.moments import parse_moment

FOLDER = Path(__file__).parents[2] / "vectors" / "court"
KINDS = ("bundle", "certificate", "certificate-without-package", "disclosure")
FILES = {kind: json.loads((FOLDER / f"{kind}.json").read_text()) for kind in KINDS}
CASES = [
    pytest.param(FILES[kind], case, id=f"{kind}-{case['name']}")
    for kind in KINDS
    for case in FILES[kind]["cases"]
]
JUDGES = {
    "bundle": verify_bundle,
    "certificate": verify_certificate,
    "disclosure": verify_disclosure,
}


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    out = tmp_path_factory.mktemp("material")
    unpack_material(out)
    return out


@pytest.fixture
def made(material, tmp_path):
    """Make what a case judges: a copy of its base, with its edits."""

    def make(of, edits):
        out = tmp_path / of
        shutil.copytree(material / of, out)
        for edit in edits:
            path = out / edit["path"]
            if edit["op"] == "remove":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            if edit["op"] == "put":
                shutil.copytree(material / edit["from"], path, dirs_exist_ok=True)
            elif edit["op"] == "link":
                path.symlink_to(edit["to"])
            else:
                assert edit["op"] == "folder"
                path.mkdir()
        return out

    return make


@pytest.mark.parametrize(("kind", "case"), CASES)
def test_ours_comes_to_what_the_vector_says(material, made, kind, case):
    path = made(kind["of"], case["edits"])
    before = tree(path)
    found = JUDGES[kind["of"]](
        path,
        trusted=read_trust(material / case["trust"]) if case["trust"] else None,
        now=parse_moment(kind["at"]),
    )
    expected = (kind["checks"] if case["whole"] else {}) | case["checks"]
    outcomes = {one.id: one.outcome for one in found.checks}
    differ = {
        one: (outcomes.get(one), wanted)
        for one, wanted in expected.items()
        if outcomes.get(one) != wanted
    }
    reasons = [
        (one.id, [(str(r.code.id), dict(r.fields)) for r in one.reasons], one.who and str(one.who))
        for one in found.checks
        if one.id in differ
    ]
    assert differ == {}, reasons
    assert found.outcome == case["outcome"]
    if case["whole"]:
        assert outcomes.keys() == expected.keys()
    codes = {one.id: {reason.code.id for reason in one.reasons} for one in found.checks}
    for one, wanted in case["codes"].items():
        assert set(wanted) <= codes[one], (one, codes[one])
    assert tree(path) == before
