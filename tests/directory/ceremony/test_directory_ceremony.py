# SPDX-License-Identifier: Apache-2.0
"""Ceremonies: keys, thresholds, enrolment and changes, one holder at a time."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from securesystemslib.signer import Key, Signature

from casts.court.bundle_attacks import standalone
from casts.directory.network import AT, Network
from rogatory.directory.ceremony.ceremony import (
    change_state_keys,
    check_signed,
    enrol,
    first_root,
    first_targets,
    network_id,
    renew_targets,
    rotate_root,
    sign,
)
from rogatory.directory.ceremony.founding import Founding, found, sign_all
from rogatory.directory.ceremony.keys import (
    ED25519,
    ML_DSA_65,
    DirectoryKey,
    fingerprint,
    load_key,
    new_directory_key,
    own_keyid,
    parse_public,
)
from rogatory.directory.ceremony.metadata import Root, Targets, read_metadata, write_metadata
from rogatory.errors import Refused
from rogatory.wire import canonical
from rogatory.wire.digests import sha256


@pytest.fixture(scope="module")
def founding() -> Founding:
    return found(at=AT)


@pytest.mark.parametrize("algorithm", [ED25519, ML_DSA_65])
def test_a_key_is_written_down_and_signs_again(tmp_path: Path, algorithm: str) -> None:
    key = new_directory_key(algorithm)
    file = tmp_path / "holder.pem"
    file.write_bytes(key.private_pem())
    reread = load_key(file, key.public)
    assert reread.keyid == key.keyid
    message = b"the same key"
    key.signer.public_key.verify_signature(reread.signer.sign(message), message)


def test_a_key_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    key, other = new_directory_key(), new_directory_key()
    file = tmp_path / "holder.pem"
    file.write_bytes(key.private_pem())
    with pytest.raises(Refused, match="directory-key-unreadable"):
        load_key(file, other.public)
    with pytest.raises(Refused, match="disk-missing"):
        load_key(tmp_path / "none.pem", key.public)
    file.write_bytes(b"rubbish")
    with pytest.raises(Refused, match="key-unreadable"):
        load_key(file, key.public)
    with pytest.raises(Refused, match="directory-key-algorithm"):
        new_directory_key("rsa")


def test_a_public_key_has_its_own_id_and_one_of_our_algorithms() -> None:
    document = canonical.decode_object(new_directory_key().public)
    key = document["key"]
    assert isinstance(key, dict)
    for changed in (
        {"keyid": "0" * 64, "key": key},
        {"keyid": document["keyid"]},
        {"keyid": document["keyid"], "key": key | {"scheme": "ecdsa-sha2-nistp256"}},
        {"keyid": document["keyid"], "key": "x"},
        {"keyid": 5, "key": key},
    ):
        with pytest.raises(Refused, match="directory-key-unreadable"):
            parse_public(canonical.encode(changed))


def test_a_key_on_a_token_stays_there() -> None:
    class Token:
        public_key = new_directory_key().signer.public_key

    with pytest.raises(TypeError):
        DirectoryKey(Token()).private_pem()  # type: ignore[arg-type]


def test_a_fingerprint_is_read_aloud_in_fours() -> None:
    assert fingerprint("00112233aabb") == "0011 2233 aabb"


def test_the_network_is_named_by_its_first_root(founding: Founding) -> None:
    assert founding.network == network_id(founding.root) == sha256(founding.root)


def test_root_and_targets_take_two_of_three(founding: Founding) -> None:
    root = read_metadata(Root, "root", founding.root).signed
    assert root.consistent_snapshot
    for role in ("root", "targets"):
        assert (root.roles[role].threshold, len(root.roles[role].keyids)) == (2, 3)
    check_signed(founding.root, founding.root)
    check_signed(founding.targets, founding.root)


def test_one_signature_is_not_enough_and_a_second_of_the_same_key_neither(
    founding: Founding,
) -> None:
    targets = renew_targets(founding.targets, at=AT)
    holder = founding.targets_keys[2]
    signed = sign(sign(targets, holder), holder)
    with pytest.raises(Refused) as caught:
        check_signed(signed, founding.root)
    assert "1 of the 2" in str(caught.value)
    check_signed(sign(signed, founding.targets_keys[0]), founding.root)
    with pytest.raises(Refused, match="directory-below-threshold"):
        check_signed(sign_all(targets, founding.root_keys), founding.root)


def test_too_few_keys_make_no_role() -> None:
    keys = [new_directory_key().public for _ in range(3)]
    for root, targets in ((keys[:2], keys), (keys, [keys[0]] * 3)):
        with pytest.raises(Refused, match="directory-too-few-keys"):
            first_root(root=root, targets=targets, online=keys[0], at=AT)


def test_a_state_is_delegated_its_own_paths_and_nothing_else(founding: Founding) -> None:
    targets = enrol(founding.targets, "XM", [new_directory_key().public], at=AT)
    signed = read_metadata(Targets, "targets", targets).signed
    role = signed.delegations.roles["xm"]
    assert role.paths == ["states/xm.json", "states/xm.officers.json"]
    assert role.terminating
    assert role.threshold == 1
    assert not role.is_delegated_path("states/xa.json")
    assert signed.version == 2
    assert read_metadata(Targets, "targets", targets).signatures == {}


def spelled_otherwise(public: bytes) -> dict[str, bytes]:
    """The public key file of one key, as its holder may write it so that it has another id."""
    key = canonical.decode_object(public)["key"]
    value = key["keyval"]["public"]
    found = {
        "a further member": key | {"holder": "another"},
        "a further member of its value": key | {"keyval": {"public": value, "holder": "another"}},
        "capital digits": key | {"keyval": {"public": value.upper()}},
        "another line break": key | {"keyval": {"public": value.replace("\n", "\r\n")}},
        "no line feed at the end": key | {"keyval": {"public": value.rstrip("\n")}},
    }
    return {
        name: canonical.encode({"key": one, "keyid": own_keyid(Key.from_dict("", deepcopy(one)))})
        for name, one in found.items()
        if one != key
    }


@pytest.mark.parametrize("algorithm", [ED25519, ML_DSA_65])
def test_one_holder_is_not_two_by_another_spelling_of_his_key(algorithm: str) -> None:
    mine, other, online = new_directory_key(algorithm), new_directory_key(), new_directory_key()
    for name, respelled in spelled_otherwise(mine.public).items():
        if algorithm == ML_DSA_65 and name == "capital digits":
            continue  # that is no PEM at all
        for keys in (
            [mine.public, respelled, other.public],
            [respelled, other.public, online.public],
        ):
            with pytest.raises(Refused) as caught:
                first_root(root=keys, targets=keys, online=online.public, at=AT)
            assert caught.value.codes == ("directory-key-unreadable",), name


def test_a_root_in_which_one_holder_is_two_is_read_by_nobody(founding: Founding) -> None:
    """Made by a program that checks no keys, and signed with one key under both of its ids."""
    mine, other = new_directory_key(), new_directory_key()
    for respelled in spelled_otherwise(mine.public).values():
        metadata = read_metadata(Root, "root", founding.root)
        stated = canonical.decode_object(respelled)
        twice = Key.from_dict(stated["keyid"], deepcopy(stated["key"]))
        role = metadata.signed.roles["root"]
        role.keyids = [mine.keyid, twice.keyid, other.keyid]
        metadata.signed.keys |= {
            mine.keyid: parse_public(mine.public),
            twice.keyid: twice,
            other.keyid: parse_public(other.public),
        }
        metadata.signatures.clear()
        metadata.sign(mine.signer)
        signature = metadata.signatures[mine.keyid]
        metadata.signatures[twice.keyid] = Signature(twice.keyid, signature.signature)
        root = write_metadata(metadata)
        metadata.signed.verify_delegate("root", metadata.signed_bytes, metadata.signatures)
        with pytest.raises(Refused, match="directory-metadata-malformed"):
            read_metadata(Root, "root", root)
        module = standalone()
        with pytest.raises(module.Wrong, match="directory: "):
            module.Roots({"metadata/1.root.json": root}.__getitem__)


def test_a_role_name_is_never_used_twice(founding: Founding) -> None:
    targets = enrol(founding.targets, "XM", [new_directory_key().public], at=AT)
    with pytest.raises(Refused, match="directory-state-enrolled"):
        enrol(targets, "XM", [new_directory_key().public], at=AT)
    with pytest.raises(Refused, match="directory-last-key"):
        enrol(targets, "XT", [], at=AT)
    with pytest.raises(Refused, match="state-code"):
        enrol(targets, "xt", [new_directory_key().public], at=AT)


def test_a_state_keeps_a_key(founding: Founding) -> None:
    key, other = new_directory_key(), new_directory_key()
    targets = enrol(founding.targets, "XM", [key.public], at=AT)
    with pytest.raises(Refused, match="directory-last-key"):
        change_state_keys(targets, "XM", revoke=[key.keyid], at=AT)
    with pytest.raises(Refused, match="directory-foreign-key"):
        change_state_keys(targets, "XM", revoke=[other.keyid], at=AT)
    with pytest.raises(Refused, match="directory-state-not-enrolled"):
        change_state_keys(targets, "XT", add=[key.public], at=AT)
    changed = change_state_keys(targets, "XM", add=[other.public], revoke=[key.keyid], at=AT)
    assert read_metadata(Targets, "targets", changed).signed.delegations.roles["xm"].keyids == [
        other.keyid
    ]


def test_a_new_root_needs_the_thresholds_of_old_and_new(founding: Founding) -> None:
    lost, *staying = founding.root_keys
    new = new_directory_key(ML_DSA_65)
    root = rotate_root(founding.root, add=[new.public], revoke=[lost.keyid], at=AT)
    for signers, of in (
        ((lost, staying[0]), "the root)"),
        ((staying[0], new), "the root before it)"),
        ((new,), "the root before it)"),
    ):
        with pytest.raises(Refused) as caught:
            check_signed(sign_all(root, signers), root, founding.root)
        assert of in str(caught.value)
    check_signed(sign_all(root, staying), root, founding.root)
    check_signed(sign_all(root, (lost, staying[0], new)), root, founding.root)


def test_a_root_does_not_lose_its_spare_key(founding: Founding) -> None:
    keyid = founding.root_keys[0].keyid
    with pytest.raises(Refused, match="directory-too-few-keys"):
        rotate_root(founding.root, revoke=[keyid], at=AT)
    with pytest.raises(Refused, match="directory-foreign-key"):
        rotate_root(founding.root, revoke=["0" * 64], at=AT)


def test_what_is_no_metadata_is_refused(founding: Founding) -> None:
    twice = founding.root.replace(b'"signed"', b'"signed":{},"signed"', 1)
    assert twice != founding.root
    for data in (b"", b"{}", b"[" * 50_000, founding.root[:-1], b"\xff", twice):
        with pytest.raises(Refused, match="directory-metadata-malformed"):
            sign(data, founding.online)
    with pytest.raises(Refused, match="directory-metadata-malformed"):
        enrol(founding.root, "XM", [new_directory_key().public], at=AT)
    with pytest.raises(Refused, match="directory-metadata-too-large"):
        rotate_root(b" " * 600_000, at=AT)


def test_the_first_targets_enrol_nobody() -> None:
    signed = read_metadata(Targets, "targets", first_targets(at=AT)).signed
    assert signed.delegations.roles == {}
    assert signed.targets == {}


def test_a_network_of_ml_dsa_keys_is_read_like_any_other(tmp_path: Path) -> None:
    from casts.directory.network import build_network

    network: Network = build_network(tmp_path / "repository", ["XA"], algorithm=ML_DSA_65)
    assert network.view().states == ("XA",)


def test_an_expiry_is_of_the_year_1970_or_later(founding: Founding) -> None:
    """Years of fewer than four digits are written in two ways; none before 1970 is of any use."""
    metadata = read_metadata(Root, "root", founding.root)
    metadata.signed.expires = datetime(1970, 1, 1, tzinfo=UTC)
    assert read_metadata(Root, "root", write_metadata(metadata)).signed.expires.year == 1970
    metadata.signed.expires -= timedelta(seconds=1)
    with pytest.raises(Refused, match="directory-metadata-malformed"):
        read_metadata(Root, "root", write_metadata(metadata))
