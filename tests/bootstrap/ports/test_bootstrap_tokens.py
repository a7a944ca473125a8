# SPDX-License-Identifier: Apache-2.0
"""A node that signs for an authority whose key is on a token; nobody is there to type the PIN."""

import os
import shutil

import pytest

from casts.seal.soft_tokens import PIN
from rogatory.bootstrap.home.keys import authority_keys, secret_files
from rogatory.bootstrap.home.node_keys import install_authority_keys
from rogatory.errors import Refused
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.new_keys import new_authority_keys
from rogatory.seal.signatures import verify_signatures
from rogatory.seal.tokens import OnToken
from rogatory.wire.identifiers import parse_authority

LABEL = "XA node"
AUTHORITY = "xa/contact-point"


@pytest.fixture(scope="module")
def token(soft_tokens):
    soft_tokens.add(LABEL)
    return soft_tokens


@pytest.fixture
def installed(token, home, founded, tmp_path):
    """The folder of the authority's keys in the node's home, without the PIN."""
    keys = tmp_path / "keys"
    new_authority_keys(
        parse_authority(AUTHORITY),
        keys,
        state_ca=None,
        passphrase=None,
        at=founded,
        random=os.urandom,
        on_token=OnToken(str(token.module), LABEL, lambda _: PIN),
    )
    shutil.rmtree(home.authority_keys / "contact-point")
    install_authority_keys(home, AUTHORITY, keys / "signing")
    token.reload()
    yield home.authority_keys / "contact-point"
    token.reload()


@pytest.fixture
def with_pin(installed):
    path = installed / "p256.pin"
    path.write_text(PIN + "\n")
    path.chmod(0o600)
    return path


def test_the_token_signs_for_the_node(installed, with_pin, home, founded, tmp_path):
    assert sorted(path.name for path in installed.iterdir()) == [
        "mldsa65.key", "mldsa65.pem", "p256.pem", "p256.pin", "p256.token.json",
    ]  # fmt: skip
    keys = authority_keys(home)[AUTHORITY]
    signed = verify_signatures(
        b"a message",
        keys.sign(b"a message", founded),
        anchors=open_authority_folder(tmp_path / "keys").anchors(),
        holder=AUTHORITY,
        at=founded,
        require_mldsa65=True,
        use="authority",
    )
    assert [one.algorithm for one in signed] == ["p256", "mldsa65"]
    assert with_pin in secret_files(home)


def test_a_node_without_the_pin_says_which_file_it_wants(installed, home):
    with pytest.raises(Refused) as caught:
        authority_keys(home)
    assert "p256.pin" in caught.value.reasons[0].sentence()


def test_a_pin_that_others_can_read_is_not_used(installed, with_pin, home):
    with_pin.chmod(0o644)
    with pytest.raises(Refused) as caught:
        authority_keys(home)
    assert "p256.pin" in caught.value.reasons[0].sentence()
    assert PIN not in caught.value.reasons[0].sentence()


def test_a_wrong_pin_is_tried_once(installed, with_pin, home):
    with_pin.write_text("0000-2222\n")
    with pytest.raises(Refused) as caught:
        authority_keys(home)
    assert caught.value.codes == ("token-pin-wrong",)
    assert "0000-2222" not in repr(caught.value)
