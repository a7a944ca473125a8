# SPDX-License-Identifier: Apache-2.0
"""The check of an order by a provider: what it proves, and what each forger gets of it."""

import json
import os
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.directory.network import AT, YEAR, build_network, make_reader
from casts.directory.provider_orders import (
    CARD,
    CENTRAL,
    NOW,
    OFFICE,
    an_order,
    borealia,
    bring_directory,
    contents,
    end,
    issue,
    listed,
    sign_anew,
    written,
)
from rogatory.directory.entry.card import CardNumber, build_card, card_digest
from rogatory.directory.entry.entry import build_entry
from rogatory.errors import Refused
from rogatory.node.provider_orders.call_back_numbers import CallBackNumbers
from rogatory.node.provider_orders.check import NOT_CURRENT, check_order
from rogatory.node.provider_orders.document import Authoriser, OrderDocument, parse_order
from rogatory.node.provider_orders.signed_folder import FolderSigner
from rogatory.node.provider_orders.write import write_order
from rogatory.node.workstation.verification.trust import TrustedFingerprint, read_trust

FORGED = "+99966666666"


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A network, its keys, and an order that nobody changes."""
    folder = tmp_path_factory.mktemp("orders")
    network, keys = borealia(folder / "network")
    return network, keys, written(network, keys, folder / "order")


@pytest.fixture
def order(case, tmp_path):
    """A copy of the order for one attack."""
    return shutil.copytree(case[2], tmp_path / "copy")


def trust(network):
    return TrustedFingerprint("root", network.founding.network)


def checked(folder, trusted, now=NOW):
    """The check, after which every byte of the folder is as it was."""
    before = contents(folder)
    found = check_order(folder, trusted=trusted, now=now)
    assert contents(folder) == before
    return found


def outcomes(found):
    return {one.id: one.outcome for one in found.checks}


def codes(found, name):
    (check,) = (one for one in found.checks if one.id == name)
    return {reason.code.id for reason in check.reasons}


def refuse_all(found):
    """A forged order fails, and no number and no name comes with it."""
    assert found.outcome == "fails"
    assert found.name is None
    assert not found.confirming
    assert found.call_back == CallBackNumbers()


class TestAnHonestOrder:
    def test_is_proved_by_the_fingerprint_of_the_root(self, case, order):
        network, _, _ = case
        found = checked(order, trust(network))
        left = {name for name, one in outcomes(found).items() if one != "holds"}
        assert left == {"order-not-withdrawn"}
        assert found.outcome == "holds"
        assert found.name == network.states["XB"].entry.authorities[0].names["en"]
        assert [one.e164 for one in found.call_back.numbers] == ["+99900000011"]
        assert [one.value for one in found.call_back.channels] == ["+99900000013"]
        assert found.rests.basis == "given"

    def test_is_proved_by_a_copy_of_the_directory_and_a_root(self, case, order):
        network, _, _ = case
        copy = read_trust(network.folder)
        assert checked(order, copy).outcome == "holds"
        root = read_trust(network.folder / "metadata/1.root.json")
        assert checked(order, root).outcome == "holds"

    def test_without_trust_is_relative_to_what_came_with_it(self, case, order):
        found = checked(order, None)
        assert found.outcome == "undecided"
        assert outcomes(found)["order-directory"] == "undecided"
        assert found.name is None
        assert not found.call_back.numbers
        assert not found.confirming
        assert found.rests.basis == "brought"
        assert "compare-first-root" in found.rests.ask

    def test_without_a_card_shows_no_number_and_names_who_confirms(self, case, order):
        (order / "card.json").unlink()
        found = checked(order, trust(case[0]))
        assert found.outcome == "holds"
        assert outcomes(found)["order-call-back"] == "undecided"
        assert found.confirming == (CENTRAL,)
        assert not found.call_back.numbers

    def test_without_a_directory_is_proved_by_one_that_was_given(self, case, order):
        network, _, _ = case
        shutil.rmtree(order / "directory")
        assert checked(order, read_trust(network.folder)).outcome == "holds"
        by_root = checked(order, trust(network))
        assert by_root.outcome == "undecided"
        assert by_root.name is None

    def test_is_undecided_once_its_copy_of_the_directory_is_old(self, case, order):
        found = checked(order, trust(case[0]), NOW + timedelta(days=60))
        assert outcomes(found)["order-directory-current"] == "undecided"
        assert found.outcome == "undecided"

    def test_fails_once_it_has_ended(self, case, order):
        found = checked(order, trust(case[0]), AT + timedelta(days=90))
        assert codes(found, "order-in-force") == {"order-ended"}
        refuse_all(found)


class TestForgedOrder:
    def test_of_nobody_s_keys_fails(self, case, order):
        network, _, _ = case
        stranger = build_network(order.parent / "stranger")
        keys, _ = issue(stranger.states["XB"], OFFICE)
        sign_anew(order, an_order(network), keys)
        found = checked(order, trust(network))
        assert codes(found, "order-signed") == {"certificate-chain"}
        refuse_all(found)

    def test_of_a_foreign_network_fails(self, case, order):
        network, _, _ = case
        other = build_network(order.parent / "other")
        keys = listed(other, "XB", OFFICE)
        state = other.states["XB"]
        card = replace(CARD, numbers=(CardNumber(OFFICE, "Duty", FORGED),))
        state.entry = replace(state.entry, card=card_digest(build_card(card)))
        other.submit("XB")
        bring_directory(order, other)
        (order / "card.json").write_bytes(build_card(card))
        sign_anew(order, an_order(other), keys)
        found = checked(order, trust(network))
        assert codes(found, "order-directory") == {"order-directory-other"}
        refuse_all(found)
        assert not found.call_back.numbers
        given = checked(order, read_trust(network.folder))
        assert "workstation-other-network" in codes(given, "order-signed")
        refuse_all(given)

    def test_of_a_foreign_network_shows_no_number_without_trust(self, order):
        other = build_network(order.parent / "other")
        keys = listed(other, "XB", OFFICE)
        state = other.states["XB"]
        card = replace(CARD, numbers=(CardNumber(OFFICE, "Duty", FORGED),))
        state.entry = replace(state.entry, card=card_digest(build_card(card)))
        other.submit("XB")
        bring_directory(order, other)
        (order / "card.json").write_bytes(build_card(card))
        sign_anew(order, an_order(other), keys)
        found = checked(order, None)
        assert found.outcome == "undecided"
        assert found.name is None
        assert not found.call_back.numbers

    @pytest.mark.parametrize(("code", "office"), [("XA", "xa/contact-point"), ("XB", CENTRAL)])
    def test_by_another_listed_authority_fails(self, tmp_path, code, office):
        network, keys = borealia(tmp_path / "network")
        thief = listed(network, code, office)
        network.submit(code)
        order = written(network, keys, tmp_path / "order")
        sign_anew(order, an_order(network), thief)
        found = checked(order, trust(network))
        assert "certificate-holder" in codes(found, "order-signed")
        refuse_all(found)

    @pytest.mark.parametrize("reason", ["compromised", "rotated"])
    @pytest.mark.parametrize("before", [True, False])
    def test_by_a_stolen_key_fails_once_it_is_ended_whatever_date_it_states(
        self, tmp_path, reason, before
    ):
        network, keys = borealia(tmp_path / "network")
        order = written(network, keys, tmp_path / "order")
        end(network, "XB", OFFICE, NOW - timedelta(minutes=10), reason)
        dated = NOW - timedelta(minutes=20 if before else 5)
        sign_anew(order, an_order(network, signed=dated), keys)
        found = checked(order, read_trust(network.folder))
        expected = {"workstation-certificate-ended"}
        if before and reason == "compromised":
            expected.add("signatures-unproved")
        assert codes(found, "order-signed") == expected
        refuse_all(found)

    def test_by_a_stolen_key_with_the_directory_of_before_is_undecided_once_that_is_old(
        self, tmp_path
    ):
        network, keys = borealia(tmp_path / "network")
        order = written(network, keys, tmp_path / "order")
        end(network, "XB", OFFICE, NOW, "compromised")
        later = NOW + timedelta(days=60)
        sign_anew(order, an_order(network, signed=later), keys)
        found = checked(order, trust(network), later)
        assert outcomes(found)["order-directory-current"] == "undecided"
        assert found.outcome == "undecided"
        assert found.name is None
        assert found.call_back == CallBackNumbers()
        [call_back] = (one for one in found.checks if one.id == "order-call-back")
        assert str(call_back.remark) == NOT_CURRENT
        newer = checked(order, read_trust(network.folder), later)
        assert outcomes(newer)["order-signed"] == "fails"

    def test_with_one_signature_taken_away_fails(self, case, order):
        (order / "order.json.mldsa65.p7s").unlink()
        found = checked(order, trust(case[0]))
        assert codes(found, "order-layout") == {"order-file-missing"}
        assert codes(found, "order-signed") == {"signature-missing"}
        refuse_all(found)

    def test_dated_ahead_fails(self, case, order):
        network, keys, _ = case
        sign_anew(order, an_order(network, signed=NOW + timedelta(days=1)), keys)
        found = checked(order, trust(network))
        assert codes(found, "order-in-force") == {"moment-ahead"}
        refuse_all(found)

    def test_dated_before_its_certificate_fails(self, case, order):
        network, keys, _ = case
        early = AT - timedelta(days=2)
        sign_anew(order, an_order(network, signed=early, issued=early), keys)
        found = checked(order, trust(network))
        assert outcomes(found)["order-signed"] == "fails"
        refuse_all(found)

    def test_of_a_network_of_an_exercise_fails(self, case, order):
        network, keys, _ = case
        sign_anew(order, replace(an_order(network), network="0" * 64), keys)
        found = checked(order, trust(network))
        assert codes(found, "order-signed") == {"workstation-other-network"}
        refuse_all(found)

    def test_with_the_forger_s_own_card_fails_and_shows_no_number(self, case, order):
        card = replace(CARD, numbers=(CardNumber(OFFICE, "Duty officer", FORGED),))
        (order / "card.json").write_bytes(build_card(card))
        found = checked(order, trust(case[0]))
        assert codes(found, "order-call-back") == {"order-card"}
        assert found.outcome == "fails"
        assert not found.call_back.numbers

    def test_whose_reply_address_is_the_forger_s_shows_the_directory_s_number(self, case, order):
        """A thief of the key can sign any address; the number comes from the card all the same."""
        network, keys, _ = case
        sign_anew(order, an_order(network, reply_to=FORGED), keys)
        found = checked(order, trust(network))
        shown = [one.e164 for one in found.call_back.numbers]
        assert shown == ["+99900000011"]

    @pytest.mark.parametrize("member", list(OrderDocument.__dataclass_fields__))
    def test_with_another_member_fails(self, case, order, member):
        path = order / "order.json"
        data = json.loads(path.read_bytes())
        data[member] = {"text": 1}
        path.write_text(json.dumps(data, sort_keys=True, separators=(",", ":")))
        found = checked(order, trust(case[0]))
        assert codes(found, "order-form") == {"order-form"}
        refuse_all(found)

    @pytest.mark.parametrize(
        "change",
        [
            {"authority": CENTRAL},
            {"officer": "xb-0002"},
            {"order": "019ab3e2-1c80-7000-8000-000000000002"},
            {"signed": NOW - timedelta(minutes=1)},
            {"provider": "Meridia Cloud"},
            {"reference": "Gs 99/26"},
            {"issuer": "Supreme Court"},
            {"independent": False},
            {"issued": AT + timedelta(minutes=1)},
            {"starts": AT + timedelta(minutes=1)},
            {"ends": AT + YEAR},
            {"legal_basis": "Code, section 1"},
            {"scope": "Everything"},
            {"categories": ("content",)},
            {"accounts": ()},
            {"data_from": AT},
            {"data_until": AT},
            {"due": None},
            {"secret": False},
            {"secret_until": AT},
            {"reply_to": "thief@mail.example"},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_of_which_a_field_was_altered_fails(self, case, order, change):
        network, _, _ = case
        (order / "order.json").write_bytes(an_order(network, **change).encode())
        found = checked(order, trust(network))
        assert outcomes(found)["order-form"] == "holds"
        assert outcomes(found)["order-signed"] == "fails"
        refuse_all(found)

    def test_of_the_police_that_is_stated_to_be_independent_fails(self, case, order):
        network, keys, _ = case
        police = an_order(network, authorised_by=Authoriser.POLICE)
        sign_anew(order, police, keys)
        found = checked(order, trust(network))
        assert codes(found, "order-form") == {"order-form"}
        refuse_all(found)
        sign_anew(order, replace(police, independent=False), keys)
        assert checked(order, trust(network)).outcome == "holds"

    # A certificate's serial number that was altered to a negative one is still read, and warned of.
    @pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
    @pytest.mark.parametrize(
        "name", ["order.json", "order.json.p256.p7s", "order.json.mldsa65.p7s", "card.json"]
    )
    @given(data=st.data())
    def test_of_which_any_byte_was_altered_fails(self, case, name, data):
        network, _, folder = case
        original = (folder / name).read_bytes()
        at = data.draw(st.integers(0, len(original) - 1))
        byte = data.draw(st.integers(0, 255).filter(lambda one: one != original[at]))
        path = folder.parent / f"altered-{name}"
        if not path.exists():
            shutil.copytree(folder, path)
        (path / name).write_bytes(original[:at] + bytes([byte]) + original[at + 1 :])
        refuse_all(checked(path, trust(network)))

    def test_by_a_key_that_nobody_knows_is_stolen_holds_and_the_number_is_the_state_s(
        self, tmp_path
    ):
        """No check can find this out: the provider calls, and the State says that it ordered nothing."""
        network, keys = borealia(tmp_path / "network")
        order = written(network, keys, tmp_path / "order")
        sign_anew(order, an_order(network, reply_to=FORGED, provider="Meridia Cloud"), keys)
        found = checked(order, trust(network))
        assert found.outcome == "holds"
        assert FORGED not in {one.e164 for one in found.call_back.numbers}

    def test_by_a_stolen_key_fails_by_the_provider_s_newer_copy_whatever_copy_came_with_it(
        self, tmp_path
    ):
        network, keys = borealia(tmp_path / "network")
        order = written(network, keys, tmp_path / "order")
        end(network, "XB", OFFICE, NOW - timedelta(minutes=10), "compromised")
        sign_anew(order, an_order(network), keys)
        found = checked(order, read_trust(network.folder))
        assert codes(found, "order-signed") == {"workstation-certificate-ended"}
        refuse_all(found)

    def test_with_an_altered_entry_proves_nothing_and_shows_no_number(self, case, order):
        """A copy that does not hold for a State decides nothing of it."""
        for path in (order / "directory/targets/states").glob("*.xb.json"):
            path.write_bytes(path.read_bytes().replace(b"Borealia", b"Meridia!"))
        found = checked(order, trust(case[0]))
        assert outcomes(found)["order-signed"] == "undecided"
        assert found.outcome == "undecided"
        assert found.name is None
        assert found.call_back == CallBackNumbers()

    def test_with_altered_metadata_of_the_directory_fails(self, case, order):
        path = order / "directory/metadata/timestamp.json"
        path.write_bytes(path.read_bytes().replace(b"2026", b"2027"))
        found = checked(order, trust(case[0]))
        assert outcomes(found)["order-directory"] == "fails"
        refuse_all(found)

    def test_with_a_root_of_which_a_blank_was_added_fails(self, case, order):
        root = order / "directory/metadata/1.root.json"
        root.write_bytes(root.read_bytes() + b" ")
        found = checked(order, trust(case[0]))
        assert codes(found, "order-directory") == {"trust-altered"}
        refuse_all(found)


class TestFolder:
    def test_with_a_link_fails_and_the_link_is_not_followed(self, case, order):
        moved = order.parent / "moved.json"
        (order / "order.json").rename(moved)
        (order / "order.json").symlink_to(moved)
        found = checked(order, trust(case[0]))
        assert "order-file-stray" in codes(found, "order-layout")
        assert found.order is None
        refuse_all(found)

    def test_with_a_link_in_place_of_the_directory_fails(self, case, order):
        (order / "directory").rename(order.parent / "moved")
        (order / "directory").symlink_to(order.parent / "moved")
        found = checked(order, trust(case[0]))
        assert codes(found, "order-layout") == {"order-file-stray"}
        refuse_all(found)

    def test_with_a_pipe_fails_and_waits_for_nobody(self, case, order):
        (order / "card.json").unlink()
        os.mkfifo(order / "card.json")
        found = checked(order, trust(case[0]))
        assert codes(found, "order-layout") == {"order-file-stray"}
        refuse_all(found)

    @pytest.mark.parametrize("name", ["note.txt", "directory/metadata/note.txt", "order.json.tst"])
    def test_with_a_stray_file_fails(self, case, order, name):
        (order / name).write_bytes(b"Call +99966666666")
        found = checked(order, trust(case[0]))
        assert codes(found, "order-layout") == {"order-file-stray"}
        assert found.outcome == "fails"

    def test_that_is_empty_gives_all_reasons_at_once(self, case, tmp_path):
        found = checked(tmp_path, trust(case[0]))
        assert outcomes(found)["order-layout"] == "fails"
        assert len(codes(found, "order-layout")) == 1
        assert found.outcome == "fails"


def test_entries_and_state_cas_name_no_network_and_are_refused(case, order, tmp_path):
    network, _, _ = case
    entry = tmp_path / "xb.json"
    entry.write_bytes(build_entry(network.states["XB"].entry))
    with pytest.raises(Refused) as caught:
        check_order(order, trusted=read_trust(entry), now=NOW)
    assert list(caught.value.codes) == ["order-trust"]


def test_what_is_written_is_read_again(case):
    network, _, folder = case
    data = (folder / "order.json").read_bytes()
    assert parse_order(data) == an_order(network)
    assert parse_order(data).encode() == data


def test_a_node_s_own_copy_of_the_directory_goes_along(case, tmp_path):
    """The copy in a node's home has another form than the publisher's folder."""
    network, keys, _ = case
    make_reader(network, tmp_path / "home/directory").directory.refresh(NOW)
    (tmp_path / "home/directory/1.root.json").write_bytes(network.founding.root)
    signer = FolderSigner(keys, read_trust(tmp_path / "home"))
    write_order(an_order(network), signer, tmp_path / "order", at=NOW)
    assert checked(tmp_path / "order", trust(network)).outcome == "holds"


def test_keys_that_the_directory_ended_write_no_order(tmp_path):
    network, keys = borealia(tmp_path / "network")
    end(network, "XB", OFFICE, NOW - timedelta(minutes=10), "rotated")
    with pytest.raises(Refused):
        written(network, keys, tmp_path / "order")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["network"]
