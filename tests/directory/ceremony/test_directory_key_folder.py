# SPDX-License-Identifier: Apache-2.0
"""A holder's key in its folder: in a file, under a passphrase, on a token."""

import secrets
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from casts.directory.network import AT
from casts.seal.soft_tokens import PIN
from rogatory.directory.ceremony.ceremony import check_signed, first_root, sign
from rogatory.directory.ceremony.key_folder import new_key_folder, open_key_folder, read_public_key
from rogatory.directory.ceremony.keys import ED25519, ML_DSA_65, DirectoryKey, new_directory_key
from rogatory.errors import Refused, Unreachable
from rogatory.seal import tokens
from rogatory.seal.tokens import OnToken

MESSAGE = b"what a holder signs"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def holds(key: DirectoryKey, reread: DirectoryKey) -> bool:
    key.signer.public_key.verify_signature(reread.signer.sign(MESSAGE), MESSAGE)
    return True


@pytest.mark.parametrize("algorithm", [ED25519, ML_DSA_65])
def test_a_key_in_a_file_signs_again(tmp_path: Path, algorithm: str) -> None:
    key = new_key_folder(tmp_path / "key", algorithm=algorithm)
    assert holds(key, open_key_folder(tmp_path / "key"))
    assert (
        read_public_key(tmp_path / "key")
        == read_public_key(tmp_path / "key/public.json")
        == key.public
    )
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "key/private.pem").stat().st_mode) == 0o600


def test_a_passphrase_is_asked_for_and_must_be_right(tmp_path: Path) -> None:
    key = new_key_folder(tmp_path / "key", passphrase="correct horse")
    assert names(tmp_path / "key") == ["private.pem.age", "public.json"]
    assert holds(key, open_key_folder(tmp_path / "key", ask_passphrase=lambda: "correct horse"))
    with pytest.raises(Refused, match="age-passphrase-wrong"):
        open_key_folder(tmp_path / "key", ask_passphrase=lambda: "wrong horse")
    with pytest.raises(Refused, match="directory-key-locked"):
        open_key_folder(tmp_path / "key")


def test_an_empty_passphrase_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="age-passphrase-empty"):
        new_key_folder(tmp_path / "key", passphrase="")
    assert names(tmp_path) == []


def test_another_holders_private_key_is_noticed(tmp_path: Path) -> None:
    for name in ("key", "other"):
        new_key_folder(tmp_path / name)
    shutil.copy(tmp_path / "other/private.pem", tmp_path / "key/private.pem")
    with pytest.raises(Refused, match="directory-key-unreadable"):
        open_key_folder(tmp_path / "key")


def test_a_folder_is_never_overwritten(tmp_path: Path) -> None:
    key = new_key_folder(tmp_path / "key")
    with pytest.raises(Refused, match="disk-exists"):
        new_key_folder(tmp_path / "key")
    assert holds(key, open_key_folder(tmp_path / "key"))


class TestOnToken:
    """The real PKCS#11 way, on tokens in software."""

    @pytest.fixture
    def place(self, soft_tokens):
        label = soft_tokens.add(f"holder {secrets.token_hex(8)}")
        yield OnToken(str(soft_tokens.module), label, lambda _label: PIN)
        soft_tokens.reload()

    @pytest.mark.parametrize("curve", ["p256", "p384"])
    def test_a_key_never_leaves_its_token(self, place, tmp_path, soft_tokens, curve):
        place = OnToken(place.module, place.token, place.ask_pin, algorithm=curve)
        key = new_key_folder(tmp_path / "key", on_token=place, label="root 1")
        assert names(tmp_path / "key") == ["public.json", "token.json"]
        assert key.signer.public_key.scheme == {
            "p256": "ecdsa-sha2-nistp256", "p384": "ecdsa-sha2-nistp384",
        }[curve]  # fmt: skip
        assert "root 1" in soft_tokens.objects(place.token)
        tokens.close_tokens()
        assert holds(key, open_key_folder(tmp_path / "key", ask_pin=lambda _label: PIN))
        with pytest.raises(TypeError):
            key.private_pem()

    def test_it_signs_a_root_beside_keys_in_files(self, place, tmp_path):
        mine = new_key_folder(tmp_path / "key", on_token=place)
        others = [new_directory_key() for _ in range(2)]
        publics = [mine.public, *(one.public for one in others)]
        root = first_root(root=publics, targets=publics, online=new_directory_key().public, at=AT)
        check_signed(*[sign(sign(root, mine), others[0])] * 2)
        with pytest.raises(Refused, match="directory-below-threshold"):
            check_signed(*[sign(root, mine)] * 2)

    def test_a_wrong_pin_signs_nothing(self, place, tmp_path):
        new_key_folder(tmp_path / "key", on_token=place)
        tokens.close_tokens()
        with pytest.raises(Refused, match="token-pin-wrong"):
            open_key_folder(tmp_path / "key", ask_pin=lambda _label: "0000")
        with pytest.raises(Refused, match="token-no-pin"):
            open_key_folder(tmp_path / "key")

    def test_a_token_that_is_out_is_said(self, place, tmp_path, soft_tokens):
        new_key_folder(tmp_path / "key", on_token=place)
        away = soft_tokens.take_out()
        soft_tokens.reload()
        try:
            with pytest.raises(Unreachable, match="token-absent"):
                open_key_folder(tmp_path / "key", ask_pin=lambda _label: PIN)
        finally:
            soft_tokens.put_back(away)
            soft_tokens.reload()

    def test_another_key_than_public_json_says_is_refused(self, place, tmp_path):
        for name in ("key", "other"):
            new_key_folder(tmp_path / name, on_token=place, label=name)
        shutil.copy(tmp_path / "other/token.json", tmp_path / "key/token.json")
        with pytest.raises(Refused, match="directory-key-unreadable"):
            open_key_folder(tmp_path / "key", ask_pin=lambda _label: PIN)

    def test_a_folder_that_cannot_be_made_leaves_no_key_on_the_token(
        self, place, tmp_path, soft_tokens
    ):
        (tmp_path / "key").mkdir()
        with pytest.raises(Refused, match="disk-exists"):
            new_key_folder(tmp_path / "key", on_token=place)
        assert "Key" not in soft_tokens.objects(place.token)


@pytest.mark.judge
def test_openssl_knows_a_token_keys_public_half(soft_tokens, tmp_path):
    label = soft_tokens.add("openssl judges")
    place = OnToken(str(soft_tokens.module), label, lambda _label: PIN)
    key = new_key_folder(tmp_path / "key", on_token=place)
    signature = bytes.fromhex(key.signer.sign(MESSAGE).signature)
    for name, data in {
        "public.pem": key.signer.public_key.keyval["public"].encode(),
        "signature": signature,
        "message": MESSAGE,
    }.items():
        (tmp_path / name).write_bytes(data)
    words = ["openssl", "dgst", "-sha256", "-verify", "public.pem", "-signature", "signature"]
    subprocess.run([*words, "message"], cwd=tmp_path, check=True, capture_output=True)
    soft_tokens.reload()
