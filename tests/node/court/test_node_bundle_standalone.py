# SPDX-License-Identifier: Apache-2.0
"""The verifier that was written from the specification alone comes to what ours comes to.

That it refuses what ours refuses is asked at each attack (`test_node_bundle_attacks`).
"""

import json
import subprocess
import sys

import pytest

from casts.court.bundle_attacks import examined
from casts.court.bundle_case import AT
from casts.court.independent_verifier import VERIFIER
from rogatory.node.court.verify import verify_bundle
from rogatory.node.workstation.verification.trust import read_trust


def test_every_check_of_a_whole_bundle_holds_for_both(whole):
    outcome, checks = examined(whole)
    assert outcome == "holds", checks
    ours = {check.name for check in verify_bundle(whole, trusted=None, now=AT).checks}
    assert len(checks) >= len(ours)


@pytest.mark.parametrize("what", ["repository", "repository/metadata/1.root.json"])
def test_what_is_trusted_from_elsewhere_makes_it_absolute(whole, case, what):
    path = case.federation.folder / what
    outcome, checks = examined(whole, path)
    assert outcome == "holds"
    assert checks["The directory is one that you trust"].remarks == ("what you gave",)
    assert verify_bundle(whole, trusted=read_trust(path), now=AT).outcome == "holds"


def test_a_fingerprint_read_out_is_enough_to_trust_by(whole):
    root = json.loads(_run(whole, "--json").stdout)["root"]
    grouped = " ".join(root[at : at + 4] for at in range(0, 64, 4))
    assert _run(whole, "--trust", grouped).returncode == 0
    other = grouped.replace(grouped[0], "f" if grouped[0] != "f" else "0", 1)
    refused = _run(whole, "--trust", other)
    assert refused.returncode == 1
    assert "another than the one given" in refused.stdout


def test_state_cas_speak_for_what_rests_on_them(whole, case):
    """Some of them prove nothing of the others that the directory inside lists."""
    cas = [
        case.federation.state(state) / "ca" / f"{family}.pem"
        for state in ("XA", "XB", "XT")
        for family in ("p256", "mldsa65")
    ]
    assert examined(whole, *cas)[0] == "holds"
    for left_out in range(len(cas)):
        some = cas[:left_out] + cas[left_out + 1 :]
        outcome, checks = examined(whole, *some)
        assert outcome == "undecided"
        assert checks["The directory is one that you trust"].outcome == "undecided"
        assert "fails" not in {check.outcome for check in checks.values()}


def test_another_root_is_refused(whole, tmp_path):
    root = tmp_path / "root.json"
    given = json.loads((whole / "directory/metadata/1.root.json").read_bytes())
    given["signed"]["expires"] = "2035-01-01T00:00:00Z"
    root.write_text(json.dumps(given, sort_keys=True, separators=(",", ":")))
    outcome, checks = examined(whole, root)
    assert outcome == "fails"
    assert [name for name, check in checks.items() if check.outcome == "fails"] == [
        "The directory is one that you trust"
    ]


def _run(path, *arguments):
    command = [sys.executable, "-I", str(VERIFIER), str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True)
