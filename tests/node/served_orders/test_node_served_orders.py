# SPDX-License-Identifier: Apache-2.0
"""How far an order to a provider has come, and what is missing, from the record, the folders and today's directory."""

from datetime import timedelta

import pytest

from casts.directory.provider_desk import ProviderDesk, zipped
from casts.directory.provider_orders import NOW, OFFICE, borealia
from casts.node.beginnings import begun
from casts.node.case_files import requested
from casts.node.world import snapshot
from rogatory.errors import Refused
from rogatory.node.case_files.journal import read_case_file
from rogatory.node.case_files.ordering import NewRenewal, end_order, renew_order
from rogatory.node.case_files.orders import ProviderReply
from rogatory.node.provider_orders.withdraw import withdrawal_document, write_withdrawal
from rogatory.node.served_orders.serving import NewReply, NewService, record_reply, record_service
from rogatory.node.served_orders.standing import OrderStage, standing_of
from rogatory.node.served_orders.taking_back import keep_signed_order, keep_signed_withdrawal

OFFICER = "xb-0001"
DUE = NOW + timedelta(days=2)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return borealia(tmp_path_factory.mktemp("served") / "network")


@pytest.fixture
def desk(world, made, tmp_path):
    thread = begun(world, "requested", lambda: requested(world))
    return ProviderDesk(world, thread, made, tmp_path)


def standing(desk):
    case_file = read_case_file(desk.node, desk.thread)
    return standing_of(desk.node, case_file, case_file.order(desk.order))


def missing(desk):
    return {one.code.id for one in standing(desk).missing}


def kept(desk, name="order", **changes):
    data = zipped(desk.written(name, **changes))
    keep_signed_order(desk.node, desk.thread, desk.order, data, OFFICER)
    return desk.recorded().signed[-1].sha256


def served(desk, sha256, at=NOW, means="By hand"):
    record_service(desk.node, desk.thread, desk.order, NewService(sha256, at, means), OFFICER)


def replied(desk, at=NOW, reply=ProviderReply.COMPLIED, words=""):
    record_reply(desk.node, desk.thread, desk.order, NewReply(at, reply, words), OFFICER)


def test_each_step_is_shown_until_it_is_done(desk):
    assert (standing(desk).stage, missing(desk)) == (OrderStage.RECORDED, {"order-not-signed"})
    sha256 = kept(desk, due=DUE)
    assert (standing(desk).stage, missing(desk)) == (OrderStage.SIGNED, {"order-not-served"})
    assert {one.e164 for one in standing(desk).call_back.numbers} == {"+99900000011"}
    served(desk, sha256)
    assert (standing(desk).stage, missing(desk)) == (OrderStage.SERVED, set())
    replied(desk)
    assert (standing(desk).stage, missing(desk)) == (OrderStage.REPLIED, set())


def test_a_reply_that_is_due_is_missing_from_then_on(desk):
    served(desk, kept(desk, due=DUE))
    desk.world.clock.at = DUE - timedelta(seconds=1)
    assert "order-no-reply" not in missing(desk)
    desk.world.clock.at = DUE
    assert "order-no-reply" in missing(desk)
    replied(desk, at=DUE)
    assert "order-no-reply" not in missing(desk)


def test_an_order_that_was_renewed_is_to_be_signed_and_served_again(desk):
    served(desk, kept(desk))
    renewal = NewRenewal(
        reference="Gs 13/26",
        issuer="District Court of Borealia",
        issued=NOW,
        ends=NOW + timedelta(days=120),
    )
    renew_order(desk.node, desk.thread, desk.order, renewal, OFFICER)
    assert missing(desk) == {"order-record-changed"}
    desk.world.clock.at = NOW + timedelta(minutes=1)
    sha256 = kept(desk, "renewed", signed=NOW + timedelta(minutes=1))
    assert missing(desk) == {"order-not-served"}
    served(desk, sha256, at=NOW + timedelta(minutes=1))
    assert missing(desk) == set()


def test_an_order_that_the_provider_has_is_to_be_withdrawn_when_it_ends(desk):
    served(desk, kept(desk))
    end_order(desk.node, desk.thread, desk.order, OFFICER, reason="Lifted by the court.")
    assert (standing(desk).stage, missing(desk)) == (
        OrderStage.ENDED,
        {"order-withdrawal-missing"},
    )
    document = withdrawal_document(
        desk.node, desk.thread, desk.order, officer=OFFICER, signer=OFFICE, at=NOW
    )
    out = desk.folder / "withdrawal"
    write_withdrawal(document, desk.signer, out, at=NOW)
    keep_signed_withdrawal(desk.node, desk.thread, desk.order, zipped(out), OFFICER)
    assert (standing(desk).stage, missing(desk)) == (OrderStage.WITHDRAWN, {"order-not-served"})
    served(desk, desk.recorded().withdrawals[-1].sha256)
    assert missing(desk) == set()


def test_an_order_that_nobody_has_is_only_ended(desk):
    kept(desk)
    end_order(desk.node, desk.thread, desk.order, OFFICER, reason="Lifted by the court.")
    assert missing(desk) == set()


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NewService("ab" * 32, NOW, "By hand"), "order-folder-unknown"),
        (NewService("", NOW - timedelta(seconds=1), "By hand"), "order-served-early"),
        (NewService("", NOW + timedelta(seconds=1), "By hand"), "order-served-ahead"),
        (NewService("", NOW, ""), "matter-text-missing"),
    ],
)
def test_a_service_that_cannot_be_is_not_recorded(desk, new, code):
    sha256 = kept(desk)
    new = NewService(new.sha256 or sha256, new.at, new.means)
    before = snapshot(desk.node)
    with pytest.raises(Refused) as refused:
        record_service(desk.node, desk.thread, desk.order, new, OFFICER)
    assert [one.code.id for one in refused.value.reasons] == [code]
    assert snapshot(desk.node) == before


def test_a_reply_of_tomorrow_is_not_recorded(desk):
    kept(desk)
    before = snapshot(desk.node)
    with pytest.raises(Refused) as refused:
        replied(desk, at=NOW + timedelta(days=1))
    assert [one.code.id for one in refused.value.reasons] == ["order-served-ahead"]
    assert snapshot(desk.node) == before
