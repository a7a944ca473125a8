# SPDX-License-Identifier: Apache-2.0
"""A simulated provider: whom it answers, when, and what a comparison with the order finds in its return."""

from datetime import timedelta

import pytest

from casts.cli.commands import run as command
from casts.directory.network import build_network
from casts.directory.provider_orders import (
    NOW,
    OFFICE,
    an_order,
    borealia,
    listed,
    sign_anew,
    written,
)
from rogatory.evidence.scope.check import check_return
from rogatory.exercises.simulated_provider import (
    ProviderConduct,
    SimulatedProvider,
    answer_order,
)
from rogatory.node.case_files.orders import OrderKind, ProviderReply
from rogatory.node.provider_orders.document import AccountKind, OrderedAccount, parse_order
from rogatory.node.provider_orders.scope import scope_of_order
from rogatory.node.workstation.verification.trust import TrustedFingerprint

DAY = timedelta(days=1)
PRODUCTION = {
    "kind": OrderKind.PRODUCTION,
    "categories": ("subscriber", "traffic", "content"),
    "data_from": NOW - 60 * DAY,
    "data_until": NOW - DAY,
    "legal_basis": "Section 100g",
}


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return borealia(tmp_path_factory.mktemp("provider") / "network")


@pytest.fixture
def ordered(network, tmp_path):
    def order(name="order", *, card=True, **changes):
        return written(*network, tmp_path / name, card=card, **(PRODUCTION | changes))

    return order


def provider(network, **changes):
    root = network[0].founding.network
    given = {"name": "Borealia Mail", "trusted": TrustedFingerprint(root, root)}
    return SimulatedProvider(**(given | changes))


def compared(answer, order, folder):
    for name, data in answer.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    document = parse_order((order / "order.json").read_bytes())
    return check_return(folder, scope_of_order(document))


def test_an_obedient_provider_gives_what_was_ordered_and_nothing_else(network, ordered, tmp_path):
    order = ordered()
    answer = answer_order(provider(network), order, NOW)
    assert (answer.reply, answer.at) == (ProviderReply.COMPLIED, NOW + 2 * DAY)
    found = compared(answer, order, tmp_path / "return")
    assert found.counts["outside"] == 0
    assert found.counts["not-checked"] == 0
    assert found.counts["within"] > 60
    assert answer_order(provider(network), order, NOW).files == answer.files


def test_a_wrong_provider_gives_another_customer_and_other_days(network, ordered, tmp_path):
    order = ordered()
    answer = answer_order(provider(network, conduct=ProviderConduct.WRONG), order, NOW)
    found = compared(answer, order, tmp_path / "return")
    codes = {code for one in found.findings for code, _value in one.verdict.reasons}
    assert {"account-other", "time-before", "time-after"} <= codes
    assert found.counts["outside"] > 60


def test_a_slow_provider_answers_after_the_due_date(network, ordered):
    order = ordered(due=NOW + 10 * DAY)
    answer = answer_order(provider(network, conduct=ProviderConduct.SLOW), order, NOW)
    assert answer.at > NOW + 10 * DAY


def test_records_are_kept_for_their_time_unless_they_were_preserved(network, ordered, tmp_path):
    order = ordered()
    short = provider(network, retention=10 * DAY)
    answer = answer_order(short, order, NOW)
    assert answer.reply is ProviderReply.IN_PART
    assert "were deleted" in answer.words
    assert compared(answer, order, tmp_path / "return").questions
    preserved = answer_order(short, order, NOW, preserved=NOW - 55 * DAY)
    assert preserved.reply is ProviderReply.COMPLIED


def test_a_preservation_is_confirmed_and_nothing_is_given(network, ordered):
    answer = answer_order(provider(network), ordered(kind=OrderKind.PRESERVATION), NOW)
    assert (answer.reply, answer.files) == (ProviderReply.COMPLIED, {})


def test_the_emergency_desk_needs_a_number_to_call(network, ordered):
    desk = provider(network, emergency=True)
    answer = answer_order(desk, ordered("bare", card=False), NOW)
    assert (answer.reply, answer.files) == (ProviderReply.QUESTION, {})
    answer = answer_order(desk, ordered(), NOW)
    assert (answer.reply, answer.at) == (ProviderReply.COMPLIED, NOW + timedelta(hours=1))


def test_it_does_not_know_the_user_of_a_device(network, ordered):
    device = OrderedAccount(AccountKind.DEVICE, "356938035643809")
    answer = answer_order(provider(network), ordered(accounts=(device,)), NOW)
    assert (answer.reply, answer.files) == (ProviderReply.IN_PART, {})


class TestForgers:
    """A provider that was shown a forged order gives nothing."""

    def test_an_order_of_another_network_is_declined(self, network, tmp_path):
        foreign = build_network(tmp_path / "foreign")
        keys = listed(foreign, "XB", OFFICE)
        foreign.submit("XB")
        assert foreign.founding.network != network[0].founding.network
        order = written(foreign, keys, tmp_path / "order", card=False, **PRODUCTION)
        answer = answer_order(provider(network), order, NOW)
        assert (answer.reply, answer.files) == (ProviderReply.DECLINED, {})

    def test_an_altered_order_is_declined(self, network, ordered):
        order = ordered()
        wider = an_order(network[0], **(PRODUCTION | {"scope": "Everything"}))
        (order / "order.json").write_bytes(wider.encode())
        answer = answer_order(provider(network), order, NOW)
        assert (answer.reply, answer.files) == (ProviderReply.DECLINED, {})

    def test_a_genuine_order_to_another_provider_is_declined(self, network, ordered):
        order = ordered()
        other = an_order(network[0], **(PRODUCTION | {"provider": "Meridia Cloud"}))
        sign_anew(order, other, network[1])
        answer = answer_order(provider(network), order, NOW)
        assert (answer.reply, answer.files) == (ProviderReply.DECLINED, {})

    def test_without_a_root_it_asks(self, network, ordered):
        answer = answer_order(provider(network, trusted=None), ordered(), NOW)
        assert (answer.reply, answer.files) == (ProviderReply.QUESTION, {})


def test_the_command_writes_nothing_for_an_order_that_it_cannot_prove(ordered, tmp_path):
    target = tmp_path / "return"
    done = command(
        "exercise", "provider", ordered(), "--name", "Borealia Mail", "--out", target, "--json"
    )
    assert done.status == 0, done.err
    assert done.json["files"] == []
    assert done.json["reply"] in {"declined", "question"}
    assert not target.exists()


def test_the_command_writes_the_return_of_a_proved_order(network, ordered, tmp_path, monkeypatch):
    monkeypatch.setattr("rogatory.cli.options.evidence.now", lambda: NOW)
    target, order = tmp_path / "return", ordered()
    root = network[0].founding.network
    done = command(
        *("exercise", "provider", order, "--name", "Borealia Mail"),
        *("--trust", root, "--out", target, "--json"),
    )
    assert done.status == 0, done.err
    written_files = {
        one.relative_to(target).as_posix(): one.read_bytes()
        for one in target.rglob("*")
        if one.is_file()
    }
    assert written_files == answer_order(provider(network), order, NOW).files
    assert done.json["files"] == sorted(written_files)
