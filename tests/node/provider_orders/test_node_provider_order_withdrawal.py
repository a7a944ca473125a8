# SPDX-License-Identifier: Apache-2.0
"""The withdrawal of an order: what a provider is shown of it, and what each forger gets of it."""

import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from casts.directory.network import AT, build_network
from casts.directory.provider_orders import (
    CENTRAL,
    NOW,
    OFFICE,
    a_withdrawal,
    an_order,
    borealia,
    bring_directory,
    contents,
    end,
    issue,
    listed,
    sign_anew,
    sign_withdrawal,
    withdrawn,
    written,
)
from rogatory.errors import Refused
from rogatory.node.provider_orders.check import NONE_GIVEN, NOT_PROVED, check_order
from rogatory.node.provider_orders.document import parse_order
from rogatory.node.provider_orders.scope import is_order
from rogatory.node.provider_orders.signed_folder import FolderSigner
from rogatory.node.provider_orders.withdraw import write_withdrawal
from rogatory.node.provider_orders.withdrawal import parse_withdrawal
from rogatory.node.workstation.verification.trust import TrustedFingerprint, read_trust

LATER = NOW + timedelta(hours=1)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A network in which two authorities of Borealia have keys, an order, and its withdrawal."""
    folder = tmp_path_factory.mktemp("withdrawals")
    network, keys = borealia(folder / "network")
    other = listed(network, "XB", CENTRAL)
    network.submit("XB")
    order = written(network, keys, folder / "order")
    return network, keys, other, order, withdrawn(network, keys, folder / "withdrawal")


@pytest.fixture
def withdrawal(case, tmp_path):
    """A copy of the withdrawal for one attack."""
    return shutil.copytree(case[4], tmp_path / "copy")


def trust(network):
    return TrustedFingerprint("root", network.founding.network)


def checked(case, withdrawal, *, order=None, now=LATER, trusted=None):
    """The check, after which every byte of both folders is as it was."""
    order = order or case[3]
    folders = [order, *([withdrawal] if withdrawal else [])]
    before = [contents(one) for one in folders]
    found = check_order(order, trusted=trusted or trust(case[0]), now=now, withdrawal=withdrawal)
    assert [contents(one) for one in folders] == before
    return found


def check_named(found, name):
    (check,) = (one for one in found.checks if one.id == name)
    return check


def refuse_forged(found, *codes):
    """A forged withdrawal ends no order: the order holds as before, and the provider is sent to call."""
    assert found.withdrawn_since is None
    assert found.outcome == "undecided"
    given = check_named(found, "order-withdrawal")
    assert given.outcome == "undecided"
    assert {one.code.id for one in given.reasons} >= set(codes)
    assert str(check_named(found, "order-not-withdrawn").remark) == NOT_PROVED
    assert check_named(found, "order-signed").outcome == "holds"
    assert [one.e164 for one in found.call_back.numbers] == ["+99900000011"]


class TestAnHonestWithdrawal:
    def test_ends_its_order_since_the_moment_that_it_states(self, case, withdrawal):
        found = checked(case, withdrawal)
        assert found.withdrawn_since == NOW + timedelta(minutes=20)
        assert check_named(found, "order-withdrawal").outcome == "holds"
        ended = check_named(found, "order-not-withdrawn")
        assert (ended.outcome, ended.reasons[0].code.id) == ("fails", "order-withdrawn")
        assert found.outcome == "fails"
        assert not found.call_back.numbers

    def test_that_is_missing_leaves_the_order_checkable(self, case):
        found = checked(case, None)
        assert found.outcome == "holds"
        assert found.withdrawn_since is None
        left = check_named(found, "order-not-withdrawn")
        assert (left.outcome, str(left.remark)) == ("undecided", NONE_GIVEN)
        assert [one.id for one in found.checks].count("order-withdrawal") == 0

    def test_withdraws_each_form_of_the_order_that_was_signed_before_it(self, case, tmp_path):
        network, keys, *_ = case
        renewed = shutil.copytree(case[3], tmp_path / "renewed")
        order = an_order(network, ends=AT + timedelta(days=120), signed=NOW + timedelta(minutes=5))
        sign_anew(renewed, order, keys)
        assert checked(case, case[4], order=renewed).withdrawn_since is not None

    def test_comes_with_a_directory_that_is_newer_than_the_order_s(self, case, tmp_path):
        network, keys = borealia(tmp_path / "network")
        order = written(network, keys, tmp_path / "order")
        after = NOW + timedelta(days=3)
        network.submit("XB", at=after)
        document = a_withdrawal(network, signed=after, since=after)
        signer = FolderSigner(keys, read_trust(network.folder))
        folder = tmp_path / "withdrawal"
        write_withdrawal(document, signer, folder, at=after)
        order_only = check_order(order, trusted=trust(network), now=after)
        assert check_named(order_only, "order-directory-current").outcome == "undecided"
        both = check_order(order, trusted=trust(network), now=after, withdrawal=folder)
        assert check_named(both, "order-directory-current").outcome == "holds"
        assert both.withdrawn_since == after

    def test_is_read_again_as_it_was_written(self, case):
        document = a_withdrawal(case[0])
        assert parse_withdrawal(document.encode()) == document
        assert (case[4] / "withdrawal.json").read_bytes() == document.encode()


class TestAForgedWithdrawal:
    def test_by_another_listed_authority_ends_no_order(self, case, withdrawal):
        network, _, other, *_ = case
        sign_withdrawal(withdrawal, a_withdrawal(network, authority=CENTRAL), other)
        refuse_forged(checked(case, withdrawal), "order-withdrawal-other-authority")

    def test_in_the_name_of_the_authority_by_another_s_keys_ends_no_order(self, case, withdrawal):
        network, _, other, *_ = case
        sign_withdrawal(withdrawal, a_withdrawal(network), other)
        refuse_forged(checked(case, withdrawal))

    def test_by_nobody_s_keys_ends_no_order(self, case, withdrawal):
        network = case[0]
        stranger = build_network(withdrawal.parent / "stranger")
        unlisted = issue(network.states["XB"], OFFICE, AT + timedelta(minutes=1))
        for keys, _ in (issue(stranger.states["XB"], OFFICE), unlisted):
            sign_withdrawal(withdrawal, a_withdrawal(network), keys)
            refuse_forged(checked(case, withdrawal))

    def test_of_another_order_ends_no_order(self, case, withdrawal):
        network, keys, *_ = case
        another = a_withdrawal(network, order="019ab3e2-1c80-7000-8000-000000000002")
        sign_withdrawal(withdrawal, another, keys)
        refuse_forged(checked(case, withdrawal), "order-withdrawal-other-order")

    def test_that_was_signed_before_the_order_ends_no_order(self, case, withdrawal):
        network, keys, *_ = case
        before = NOW - timedelta(seconds=1)
        sign_withdrawal(withdrawal, a_withdrawal(network, signed=before, since=before), keys)
        refuse_forged(checked(case, withdrawal), "order-withdrawal-earlier")

    def test_that_is_dated_ahead_ends_no_order(self, case, withdrawal):
        network, keys, *_ = case
        ahead = LATER + timedelta(hours=1)
        sign_withdrawal(withdrawal, a_withdrawal(network, signed=ahead, since=ahead), keys)
        refuse_forged(checked(case, withdrawal))

    def test_of_a_foreign_network_ends_no_order_and_its_directory_is_not_used(self, case, tmp_path):
        foreign = build_network(tmp_path / "foreign")
        keys = listed(foreign, "XB", OFFICE)
        foreign.submit("XB")
        assert foreign.founding.network != case[0].founding.network
        folder = withdrawn(foreign, keys, tmp_path / "withdrawal")
        refuse_forged(checked(case, folder), "workstation-other-network")
        renamed = replace(a_withdrawal(foreign), network=case[0].founding.network)
        sign_withdrawal(folder, renamed, keys)
        bring_directory(folder, foreign)
        refuse_forged(checked(case, folder))

    @pytest.mark.parametrize("name", ["since", "provider", "officer"])
    def test_that_was_altered_ends_no_order(self, case, withdrawal, name):
        path = withdrawal / "withdrawal.json"
        found = json.loads(path.read_bytes())
        found[name] = {"since": "2026-11-24T04:10:00Z", "officer": "xb-0002"}.get(name, "Another")
        path.write_bytes(json.dumps(found, sort_keys=True, separators=(",", ":")).encode())
        refuse_forged(checked(case, withdrawal))

    @pytest.mark.parametrize(
        "name", ["withdrawal.json", "withdrawal.json.p256.p7s", "withdrawal.json.mldsa65.p7s"]
    )
    def test_of_which_a_file_is_missing_ends_no_order(self, case, withdrawal, name):
        (withdrawal / name).unlink()
        refuse_forged(checked(case, withdrawal), "order-file-missing")

    def test_beside_which_something_else_lies_ends_no_order(self, case, withdrawal):
        (withdrawal / "card.json").write_text("{}")
        refuse_forged(checked(case, withdrawal), "order-file-stray")

    def test_that_is_an_order_s_folder_ends_no_order(self, case):
        refuse_forged(checked(case, case[3]), "order-file-missing", "order-file-stray")

    def test_by_a_key_that_was_stolen_and_revoked_ends_nothing(self, tmp_path):
        """The thief withdraws; the authority has ended its key, and ordered with a new one."""
        network, stolen = borealia(tmp_path / "network")
        folder = withdrawn(network, stolen, tmp_path / "withdrawal")
        end(network, "XB", OFFICE, NOW + timedelta(minutes=1), "compromised")
        keys = listed(network, "XB", OFFICE, AT + timedelta(minutes=2))
        network.submit("XB", at=NOW)
        order = written(network, keys, tmp_path / "order", at=NOW + timedelta(minutes=5))
        found = check_order(order, trusted=trust(network), now=LATER, withdrawal=folder)
        assert check_named(found, "order-signed").outcome == "holds"
        assert check_named(found, "order-withdrawal").outcome == "undecided"
        assert found.withdrawn_since is None
        assert found.outcome == "undecided"


def test_a_withdrawal_does_not_lend_its_trust_to_a_forged_order(case, tmp_path):
    forged = shutil.copytree(case[3], tmp_path / "forged")
    network, _, other, *_ = case
    sign_anew(forged, an_order(network), other)
    found = checked(case, case[4], order=forged)
    assert check_named(found, "order-signed").outcome == "fails"
    assert found.outcome == "fails"


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"since": NOW + timedelta(hours=2)}, "takes effect after it was signed"),
        ({"officer": "xa-0001"}, "another State"),
        ({"provider": " "}, "provider"),
        ({"reference": "a\u202eb"}, "U+202E"),
    ],
)
def test_a_withdrawal_that_contradicts_itself_is_not_read(case, changes, word):
    with pytest.raises(Refused) as caught:
        parse_withdrawal(a_withdrawal(case[0], **changes).encode())
    assert word in str(caught.value)


def test_keys_that_the_directory_ended_write_no_withdrawal(tmp_path):
    network, keys = borealia(tmp_path / "network")
    end(network, "XB", OFFICE, NOW, "rotated")
    with pytest.raises(Refused):
        withdrawn(network, keys, tmp_path / "withdrawal")
    assert not (tmp_path / "withdrawal").exists()


def test_a_withdrawal_is_no_order_and_no_scope(case):
    data = (case[4] / "withdrawal.json").read_bytes()
    assert not is_order(data)
    with pytest.raises(Refused):
        parse_order(data)
