# SPDX-License-Identifier: Apache-2.0
"""`evidence verify` as a judge and as a program read it; `keys revocation-list`."""

import subprocess
from datetime import UTC, datetime, timedelta

import pytest

from casts.cli.commands import run
from rogatory.cli.evidence.verify import SCHEMA
from rogatory.cli.output.reporting import grouped
from rogatory.directory.ceremony.founding import found
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.certificates.revocation import read_crl
from rogatory.wire.digests import sha256


def checks(result):
    return {one["id"]: one for one in result.json["checks"]}


@pytest.fixture(scope="module")
def state_ca(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ca") / "xb"
    assert run("keys", "state-ca", "XB", "--out", folder).status == 0
    return folder


@pytest.fixture
def keys(state_ca, tmp_path):
    folder = tmp_path / "keys"
    assert run("keys", "new", "xb/central-authority", "--ca", state_ca, "--out", folder).status == 0
    return folder


def test_the_first_line_says_whose_word_it_rests_on_and_what_to_compare(sealed):
    result = run("evidence", "verify", sealed)
    assert result.status == 3  # its timestamp is pending
    first, second = result.out.splitlines()[:2]
    assert first.startswith("It rests on what came along alone: nothing was given to trust")
    assert "Compare the State CA's fingerprint" in first
    assert second == "7 of 10 checks hold, 0 fail, 3 cannot be decided here."
    program = run("evidence", "verify", sealed, "--json").json
    assert program["first_line"]["text"] + "." == first
    assert program["rests_on"]["basis"] == "brought"
    assert program["rests_on"]["ask"] == ["compare-certificates"]
    assert not program["compared"]


def test_the_fingerprints_that_are_to_be_compared_are_printed(sealed, xa, xb, tmp_path):
    """Of the State CAs that came along: of both States, once XA opened the package."""
    opened = tmp_path / "opened"
    assert run("evidence", "open", sealed, "--key", xa, "--out", opened).status == 0
    for evidence, keys in ((sealed, [xb]), (opened, [xa, xb])):
        output = run("evidence", "verify", evidence).out
        for folder in keys:
            for path in folder.glob("certificates/ca.*.pem"):
                assert grouped(sha256(pem_to_der(path.read_bytes()))) in output
        trusted = tmp_path / f"{evidence.name}.pem"
        cas = (path for folder in (xa, xb) for path in folder.glob("certificates/ca.*.pem"))
        trusted.write_bytes(b"".join(path.read_bytes() for path in cas))
        assert "that came along" not in run("evidence", "verify", evidence, "--trust", trusted).out


def test_a_program_reads_stable_names(sealed):
    result = run("evidence", "verify", sealed, "--json")
    assert result.json["schema"] == SCHEMA
    assert result.json["counts"] == {"checks": 10, "holds": 7, "fails": 0, "undecided": 3}
    assert list(checks(result)) == [
        "seal-form", "seal-stamped", "seal-signed", "seal-package", "seal-segment-list",
        "seal-segments", "bag-sealed", "custody-journal", "custody-logged", "seal-layout",
    ]  # fmt: skip
    assert all(one["who"] for one in checks(result).values() if one["outcome"] == "undecided")


def test_what_is_left_without_an_algorithm_is_said(sealed):
    result = run("evidence", "verify", sealed, "--distrust", "ecdsa@2020-01-01")
    assert result.status == 3  # its timestamp is pending
    assert "Without ecdsa from 2020-01-01T00:00:00Z" in result.out
    assert "still shown: who sealed it" in result.out
    wrong = run("evidence", "verify", sealed, "--distrust", "rot13", "--json")
    assert (wrong.status, wrong.codes) == (1, ["distrust-name"])


def test_a_package_without_its_seal_s_text_aborts_nothing(sealed):
    (sealed / "seal.json").write_bytes(b"nonsense")
    result = run("evidence", "verify", sealed, "--json")
    assert result.status == 1
    assert checks(result)["seal-form"]["outcome"] == "fails"
    assert len(checks(result)) == 10


@pytest.mark.parametrize(
    "path",
    [
        "certificates/tsa.9.pem",
        "certificates/foreign.pem",
        "certificates/xb-ca.p256.txt",
        "notes.txt",
        "archive.7.json",
        "seal.json.1.tst",
        "seals/notes.txt",
        "folder/seal.json",
    ],
)
def test_a_file_that_has_no_place_fails_the_layout_and_spoils_nothing_else(sealed, path):
    (sealed / path).parent.mkdir(exist_ok=True)
    (sealed / path).write_bytes(b"nonsense")
    result = run("evidence", "verify", sealed, "--json")
    assert result.status == 1
    assert "seal-layout" in [one["code"] for one in checks(result)["seal-layout"]["reasons"]]
    assert checks(result)["seal-signed"]["outcome"] == "holds"
    (sealed / path).unlink()
    if (sealed / path).parent.name in {"seals", "folder"}:
        (sealed / path).parent.rmdir()
    repeated = run("evidence", "verify", sealed, "--json")
    assert checks(repeated)["seal-layout"]["outcome"] == "holds"
    assert not [one for one in checks(repeated).values() if one["outcome"] == "fails"]


def test_a_certificate_under_another_s_name_fails_the_layout(sealed):
    place = sealed / "certificates"
    (place / "xb-ca.p256.pem").rename(place / "aside")
    (place / "xb-ca.mldsa65.pem").rename(place / "xb-ca.p256.pem")
    (place / "aside").rename(place / "xb-ca.mldsa65.pem")
    result = run("evidence", "verify", sealed, "--json")
    assert result.status == 1
    found = [one["fields"]["path"] for one in checks(result)["seal-layout"]["reasons"]]
    assert {"certificates/xb-ca.mldsa65.pem", "certificates/xb-ca.p256.pem"} <= set(found)


def test_one_state_ca_alone_leaves_the_other_signature_undecided(sealed, xb):
    one, other = (xb / "certificates" / f"ca.{name}.pem" for name in ("p256", "mldsa65"))
    for given in (one, other):
        result = run("evidence", "verify", sealed, "--trust", given, "--json")
        assert result.status == 3, result.out
        assert checks(result)["seal-signed"]["outcome"] == "undecided"
        assert not [check for check in checks(result).values() if check["outcome"] == "fails"]
    both = run("evidence", "verify", sealed, "--trust", one, "--trust", other, "--json")
    assert both.status == 3, both.out  # its timestamp is pending
    assert checks(both)["seal-signed"]["outcome"] == "holds"
    assert both.json["rests_on"]["basis"] == "given"


def test_a_root_alone_decides_nothing_of_a_package(sealed, tmp_path):
    (tmp_path / "1.root.json").write_bytes(found(at=datetime.now(UTC)).root)
    result = run("evidence", "verify", sealed, "--trust", tmp_path / "1.root.json", "--json")
    assert result.status == 3
    assert checks(result)["seal-signed"]["outcome"] == "undecided"
    assert "directory" in result.json["rests_on"]["ask"]


def test_a_second_trust_is_never_silently_ignored_by_opening(sealed, xa, xb, tmp_path):
    given = [xb / "certificates" / f"ca.{name}.pem" for name in ("p256", "mldsa65")]
    result = run("evidence", "open", sealed, "--key", xa, "--out", tmp_path / "bag",
               "--trust", given[0], "--trust", given[1])  # fmt: skip
    assert result.status == 2
    assert "give it once" in result.err
    assert not (tmp_path / "bag").exists()


def test_a_foreign_bag_is_described_as_far_as_it_goes(tmp_path):
    bag = tmp_path / "bag"
    (bag / "data").mkdir(parents=True)
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (bag / "manifest-sha256.txt").write_text("")
    result = run("evidence", "verify", bag, "--json")
    assert (result.status, result.json["kind"]) == (3, "foreign-bag")
    assert checks(result)["bagit-signed"]["outcome"] == "undecided"


class TestRevocationList:
    def test_the_first_ones_come_with_the_state_ca_and_travel_with_what_is_sealed(
        self, keys, xa, source, tmp_path
    ):
        run("evidence", "seal", source, "--key", keys, "--to", xa / "recipient.json",
            "--out", tmp_path / "sealed")  # fmt: skip
        found = {path.name for path in (tmp_path / "sealed" / "certificates").iterdir()}
        assert {"xb-ca.p256.crl", "xb-ca.mldsa65.crl"} <= found

    def test_a_certificate_withdrawn_before_fails_what_it_signed(
        self, state_ca, keys, xa, source, tmp_path
    ):
        day = (datetime.now(UTC) - timedelta(days=2)).date().isoformat()
        result = run(
            "keys", "revocation-list", state_ca, "--to", keys,
            "--compromised", f"{keys / 'signing' / 'p256.pem'}@{day}", "--json",
        )  # fmt: skip
        assert result.status == 0, result.err
        assert result.json["withdrawn"] >= 1
        ca = pem_to_der((state_ca / "p256.pem").read_bytes())
        der = subprocess.run(
            ["openssl", "crl", "-in", keys / "certificates" / "ca.p256.crl", "-outform", "DER"],
            capture_output=True, check=True,
        ).stdout  # fmt: skip
        [entry] = read_crl(der, ca).entries(
            pem_to_der((keys / "signing" / "p256.pem").read_bytes())
        )
        assert entry.since.date().isoformat() == day
        run("evidence", "seal", source, "--key", keys, "--to", xa / "recipient.json",
            "--out", tmp_path / "sealed")  # fmt: skip
        verified = run("evidence", "verify", tmp_path / "sealed", "--json")
        assert verified.status == 1
        codes = [one["code"] for one in checks(verified)["seal-signed"]["reasons"]]
        assert codes == ["certificate-revoked"]

    def test_numbers_rise_and_nothing_is_forgotten(self, state_ca, keys):
        first = run("keys", "revocation-list", state_ca, "--json").json
        more = run("keys", "revocation-list", state_ca, "--rotated", keys / "signing" / "mldsa65.pem", "--json").json  # fmt: skip
        assert more["number"] == first["number"] + 1
        assert more["withdrawn"] == first["withdrawn"] + 1
        assert (
            run("keys", "revocation-list", state_ca, "--json").json["withdrawn"]
            == more["withdrawn"]
        )

    def test_another_state_s_certificate_is_refused(self, state_ca, xa):
        before = (state_ca / "revoked.json").read_bytes()
        result = run(
            "keys", "revocation-list", state_ca, "--rotated", xa / "signing" / "p256.pem", "--json"
        )
        assert (result.status, result.codes) == (1, ["revocation-foreign"])
        assert (state_ca / "revoked.json").read_bytes() == before

    def test_a_day_that_is_still_to_come_is_no_day(self, state_ca, keys):
        word = f"{keys / 'signing' / 'p256.pem'}@2999-01-01"
        assert run("keys", "revocation-list", state_ca, "--rotated", word).status == 2


def test_a_root_or_one_state_ca_alone_decides_nothing_of_a_bag(sealed, xa, xb, tmp_path):
    bag = tmp_path / "opened"
    assert run("evidence", "open", sealed, "--key", xa, "--out", bag).status == 0
    assert run("evidence", "verify", bag).status == 3  # its timestamp is pending
    root = tmp_path / "1.root.json"
    root.write_bytes(found(at=datetime.now(UTC)).root)
    for given in (root, xb / "certificates" / "ca.p256.pem"):
        result = run("evidence", "verify", bag, "--trust", given, "--json")
        assert result.status == 3, result.out
        assert checks(result)["bag-signed"]["outcome"] == "undecided"
        assert not [one for one in checks(result).values() if one["outcome"] == "fails"]
