# SPDX-License-Identifier: Apache-2.0
"""Replaced key files are read anew without a restart; what does not fit together is not taken."""

import os
import shutil
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.bootstrap.ports.reloaded_keys import (
    ReloadedAuthorities,
    ReloadedKeys,
    reloaded_line_key,
)
from rogatory.node.workstation.keys.issued_keys import issue_keys
from rogatory.node.workstation.keys.new_keys import new_authority_keys
from rogatory.seal.certificates.reading import pem_to_der
from rogatory.seal.http_keys import http_public_key
from rogatory.transport.http_signatures import holds_under
from rogatory.wire.identifiers import parse_authority


def now():
    return datetime.now(UTC).replace(microsecond=0)


def next_year():
    return now() + timedelta(days=365)


@pytest.fixture
def new_receipts(federation, tmp_path):
    issue_keys(
        "receipts", tmp_path / "new", state_ca=federation.state("XA") / "ca", hosts=(), public_key=None,
        at=now(), until=next_year(), random=os.urandom,
    )  # fmt: skip
    return tmp_path / "new"


def certificates(keys):
    """The certificates in the signatures that it makes now."""
    found = keys.sign(b"a receipt", now())
    own = keys._keys.current().certificates
    assert own["p256"] in found.p256
    assert own["mldsa65"] in found.mldsa65
    return own


def test_keys_are_taken_once_all_their_files_fit_together(home, new_receipts):
    keys, folder = ReloadedKeys(home), home.node_keys / "receipts"
    before = certificates(keys)
    for name in ("p256.key", "p256.pem", "mldsa65.key"):
        shutil.copy(new_receipts / name, folder / name)
        if name != "p256.pem":
            assert certificates(keys) == before, "a key without its certificate does not serve"
    shutil.copy(new_receipts / "mldsa65.pem", folder / "mldsa65.pem")
    after = certificates(keys)
    assert before["p256"] != after["p256"]
    assert before["mldsa65"] != after["mldsa65"]
    assert certificates(ReloadedKeys(home)) == after, "a process that starts now has the same key"


def test_a_file_that_is_gone_or_open_to_others_leaves_the_keys_of_before(home):
    keys, key = ReloadedKeys(home), home.node_keys / "receipts/p256.key"
    before = certificates(keys)
    key.chmod(0o644)
    os.utime(key, (1, 1))
    assert certificates(keys) == before
    key.unlink()
    assert certificates(keys) == before


def test_an_authority_that_was_installed_signs_at_the_next_look(home, federation, tmp_path):
    keys = ReloadedAuthorities(home)
    assert "xa/border-guard" not in keys
    new_authority_keys(
        parse_authority("xa/border-guard"), tmp_path / "guard", state_ca=federation.state("XA") / "ca",
        passphrase=None, at=now(), random=os.urandom,
    )  # fmt: skip
    shutil.copytree(tmp_path / "guard/signing", home.authority_keys / "border-guard")
    assert keys["xa/border-guard"].holder == "xa/border-guard"
    assert set(keys) == {"xa/border-guard", "xa/central-authority", "xa/contact-point"}


def holds(home, signature):
    """Decide whether a signature holds under the certificate that is in the home now."""
    der = pem_to_der((home.node_keys / "http.pem").read_bytes())
    return holds_under(http_public_key(der))(b"a request", signature)


def test_the_key_for_requests_follows_its_files(home, federation, tmp_path):
    key = reloaded_line_key(home)
    assert holds(home, key.sign(b"a request"))
    issue_keys(
        "node-http", tmp_path / "http", state_ca=federation.state("XA") / "ca", hosts=(), public_key=None,
        at=now(), until=next_year(), random=os.urandom,
    )  # fmt: skip
    for name in ("key", "pem"):
        shutil.copy(tmp_path / f"http/p256.{name}", home.node_keys / f"http.{name}")
    assert holds(home, key.sign(b"a request")), "the certificate there now is the new one"
    assert key.keyid == "xa"
