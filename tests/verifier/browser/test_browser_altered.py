# SPDX-License-Identifier: Apache-2.0
"""Single bytes that somebody altered on the way: the verifier in the browser judges as the independent one does."""

import ssl

import pytest

from casts.court import page_judge as page


@pytest.mark.parametrize(
    ("path", "check"),
    [("items-root.txt", "bag-items-root"), ("bagit.txt", "bag-form"), ("offsets", "bag-files")],
)
def test_a_file_that_is_no_utf_8_fails_its_check_and_ends_no_judge(
    ask, material, tmp_path, path, check
):
    folder = page.copied(material, "bundle", tmp_path / "bundle")
    place = folder / "bag" / path
    place.write_bytes((place.read_bytes() if place.exists() else b"") + b"\xff\n")
    assert ask(folder, material / "bundle/directory")[check] == "fails"


def alter_certificate(place, what, instead):
    """Alter the bytes of the certificate in a PEM file."""
    data = ssl.PEM_cert_to_DER_cert(place.read_text())
    assert what in data
    place.write_text(ssl.DER_cert_to_PEM_cert(data.replace(what, instead)))


@pytest.mark.parametrize("altered", [b"\x13\x02X\x08", b"\x8c\x02XB", b"\x0c\x02X\xff"])
def test_a_state_ca_whose_name_is_no_text_is_unreadable(ask, material, tmp_path, altered):
    folder = page.copied(material, "sealed", tmp_path / "sealed")
    alter_certificate(folder / "certificates/xb-ca.p256.pem", b"\x13\x02XB", altered)
    assert ask(folder)["seal-layout"] == "fails"


def test_a_state_ca_that_names_nobody_ends_no_judge(ask, material, tmp_path):
    folder = page.copied(material, "sealed", tmp_path / "sealed")
    place = folder / "certificates/xb-ca.p256.pem"
    alter_certificate(place, b"rogatory:state-ca", b"rogatory;state-ca")
    found = ask(folder)
    assert (found["seal-layout"], found["seal-signed"]) == ("fails", "undecided")
