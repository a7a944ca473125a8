# SPDX-License-Identifier: Apache-2.0
"""A system is notified that something changed, by an id and a kind: once or more, never of what is restricted, and by nobody else."""

import base64
import json
import logging
import subprocess
from datetime import timedelta

import pytest

from casts.node.case_files import APPROVER, confirmed, filed, requested
from casts.node.world import approval_json, bodies
from casts.servers import hook_receiver as cast
from casts.servers.hooked import hooked, identifiers, notified, verified, with_hook_line
from casts.servers.systems_client import system_client
from casts.storage.rows import a_package
from rogatory.node.case_files.restricting import restrict
from rogatory.node.drafting.ending import discard_draft
from rogatory.node.drafts.approve import approve
from rogatory.node.hooks import changes
from rogatory.node.hooks.changes import notify_of_package, notify_of_request
from rogatory.node.hooks.hook_kinds import HookKind
from rogatory.node.queue.end_job import PAUSES, LeaseLostError
from rogatory.node.repositories.queue import LEASE
from rogatory.node.systems.hook_deliveries import PAUSED_AFTER, notify_system
from rogatory.node.systems.hooks import (
    BOTH_SECRETS_FOR,
    add_hook,
    renew_secret,
    resume_hook,
    try_hook,
)
from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import add_token, end_token

SYSTEM = "case-management"


@pytest.fixture(scope="module")
def tls(tmp_path_factory):
    return cast.certified(tmp_path_factory.mktemp("receiver"))


@pytest.fixture
def receiver(tls):
    with cast.hook_receiver(tls[0]) as found:
        yield found


@pytest.fixture
def node(world):
    return with_hook_line(world)


@pytest.fixture
def secret(node, client, receiver, tls):
    return hooked(node, receiver, tls[1])


def later(world, **delta):
    world.clock.forward(**delta)
    world.settle()


def changed(node, thread):
    with node.store.transaction():
        notify_of_request(node, thread)


def _broken_off(node, thread):
    with node.store.transaction():
        notify_of_request(node, thread)
        raise LookupError


def test_a_request_and_its_answer_are_notified_by_id_and_kind_alone(world, node, receiver, secret):
    thread = requested(world)
    assert set(notified(receiver)) == {("request.changed", thread)}
    before = len(receiver.seen)
    confirmed(world, thread)
    assert set(notified(receiver)[before:]) == {("request.changed", thread)}
    for path, headers, body in receiver.seen:
        assert path == "/hooks/of-the-ministry"
        assert json.loads(body).keys() == {"id", "kind"}
        assert verified(secret, headers, body)
        assert not verified(f"whsec_{base64.b64encode(b'0' * 32).decode()}", headers, body)
        assert not verified(secret, headers, body + b" ")
        assert int(headers["webhook-timestamp"]) == int(world.clock.now().timestamp())
    assert node.store.count_hook_deliveries(SYSTEM) == 0


def test_the_api_shows_what_it_was_notified_of(world, node, client, receiver, secret):
    """No delivery leaves before the change that it notifies of can be read."""
    seen = []

    def read(line, ended):
        seen.append(client.read(f"api/v1/requests/{notified(receiver)[-1][1]}")["status"])
        cast.answer(204)(line, ended)

    receiver.respond = read
    thread = requested(world)
    confirmed(world, thread)
    assert len(seen) == len(receiver.seen)
    assert seen[-1] == client.read(f"api/v1/requests/{thread}")["status"]


@pytest.mark.judge
def test_openssl_comes_to_the_same_signature(world, receiver, secret, tmp_path):
    requested(world)
    _path, headers, body = receiver.seen[0]
    signed = tmp_path / "signed"
    signed.write_bytes(f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body)
    key = base64.b64decode(secret.removeprefix("whsec_")).hex()
    command = ["openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", f"hexkey:{key}", "-binary"]
    mac = subprocess.run([*command, signed], capture_output=True, check=True).stdout
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(mac).decode()}"


def test_a_restricted_request_is_notified_of_as_if_it_were_not_there(world, node, receiver, secret):
    """Everything that happens to it, and what waited for the system when it was restricted."""
    receiver.respond = cast.answer(500)
    thread = requested(world)
    assert node.store.count_hook_deliveries(SYSTEM) == 1
    restrict(node, thread, [APPROVER], APPROVER, "An officer is a suspect.")
    receiver.respond, before = cast.answer(204), len(receiver.seen)
    later(world, seconds=30)
    assert len(receiver.seen) == before
    assert node.store.count_hook_deliveries(SYSTEM) == 0
    confirmed(world, thread)
    with node.store.transaction():
        node.store.put_package(a_package(thread=thread))
        notify_of_package(node, a_package(thread=thread))
    follows = filed(world, thread)
    later(world, days=1)
    assert node.store.closed_to("", [follows])
    assert len(receiver.seen) == before
    assert node.store.count_hook_deliveries(SYSTEM) == 0


def test_beside_a_restricted_request_others_are_notified_as_without_it(
    world, node, receiver, secret
):
    def all_notified():
        start = len(receiver.seen)
        confirmed(world, open_one)
        return notified(receiver)[start:]

    closed, open_one = requested(world), requested(world)
    expected = all_notified()
    restrict(node, closed, [APPROVER], APPROVER, "An officer is a suspect.")
    start = len(receiver.seen)
    confirmed(world, closed)
    assert receiver.seen[start:] == []
    assert set(expected) == {("request.changed", open_one)}


def test_a_request_that_is_opened_again_is_notified_with_its_packages(
    world, node, receiver, secret
):
    thread = requested(world)
    restrict(node, thread, [APPROVER], APPROVER, "An officer is a suspect.")
    with node.store.transaction():
        node.store.put_package(a_package(thread=thread))
    world.settle()
    start = len(receiver.seen)
    restrict(node, thread, None, APPROVER, "The officer is cleared.")
    world.settle()
    assert set(notified(receiver)[start:]) == {
        ("request.changed", thread),
        ("package.changed", a_package().seal),
    }


def test_a_system_is_notified_what_its_token_may_read_and_of_its_own_drafts(
    world, node, client, receiver, secret, tls
):
    other = system_client(node, Scope.WRITE_DRAFTS, name="register")
    hooked(node, receiver, tls[1], "register")
    body = {"kind": "preservation", "from": "xb/contact-point", "to": "xa/contact-point"}
    body |= {"language": "en", "body": bodies.preservation()}
    made = other.ask(
        "api/v1/drafts", "POST", body=json.dumps(body), idempotency_key="case-4711-first"
    )
    draft = node.store.draft(json.loads(made.content)["id"])
    world.settle()
    assert receiver.seen == []
    approval = world.states["XB"].officers[APPROVER].approve(APPROVER, "approve", draft.content)
    approve(node, draft.id, approval_json(approval))
    world.settle()
    assert notified(receiver) == [("draft.changed", draft.id)]
    discard_draft(node, draft.id, "xb-0001")
    world.settle()
    assert notified(receiver) == [("draft.changed", draft.id)] * 2
    assert len(set(identifiers(receiver))) == 2
    assert other.read(f"api/v1/drafts/{draft.id}")["state"] == "discarded"
    requested(world)
    assert {kind for kind, _id in notified(receiver)[2:]} == {"request.changed"}


def test_a_hook_is_notified_of_the_kinds_that_it_was_made_for(world, node, client, receiver, tls):
    hooked(node, receiver, tls[1], kinds=[HookKind.PACKAGE])
    requested(world)
    assert receiver.seen == []
    with node.store.transaction():
        node.store.put_package(a_package())
        notify_of_package(node, a_package())
    world.settle()
    assert notified(receiver) == [("package.changed", a_package().seal)]


def test_a_change_that_is_rolled_back_is_notified_to_nobody(world, node, receiver, secret):
    thread = requested(world)
    start = len(receiver.seen)
    with pytest.raises(LookupError):
        _broken_off(node, thread)
    later(world, hours=1)
    assert receiver.seen[start:] == []


def test_a_burst_is_one_delivery_and_each_try_has_the_same_identifier(
    world, node, receiver, secret
):
    thread = requested(world)
    receiver.seen.clear()
    receiver.respond = cast.answer(500)
    for _ in range(5):
        changed(node, thread)
    world.settle()
    later(world, seconds=2)
    later(world, seconds=5)
    assert notified(receiver) == [("request.changed", thread)] * 3
    assert len(set(identifiers(receiver))) == 1
    changed(node, thread)
    receiver.respond = cast.answer(204)
    later(world, seconds=15)
    assert len(receiver.seen) == 4
    assert len(set(identifiers(receiver))) == 2
    assert node.store.count_hook_deliveries(SYSTEM) == 0


def test_what_changes_while_it_is_notified_is_notified_again(world, node, receiver, secret):
    thread = requested(world)
    receiver.seen.clear()

    def change_once(line, ended):
        if len(receiver.seen) == 1:
            changed(node, thread)
        cast.answer(204)(line, ended)

    receiver.respond = change_once
    changed(node, thread)
    world.settle()
    assert notified(receiver) == [("request.changed", thread)] * 2
    assert len(set(identifiers(receiver))) == 2


@pytest.mark.parametrize(
    "respond",
    [
        cast.answer(302, "Location: https://127.0.0.1/"),
        cast.answer(500),
        cast.hang,
        cast.trickle,
        cast.endless_head,
    ],
)
def test_a_receiver_that_does_not_take_it_is_tried_again_after_longer_and_longer_pauses(
    world, client, receiver, tls, respond, caplog
):
    caplog.set_level(logging.DEBUG, "rogatory")
    node = with_hook_line(world, seconds=0.3)
    secret = hooked(node, receiver, tls[1])
    receiver.respond = respond
    thread = requested(world)
    for tries, pause in enumerate(PAUSES, 1):
        assert len(receiver.seen) == tries
        later(world, seconds=pause.total_seconds() - 1)
        assert len(receiver.seen) == tries
        later(world, seconds=1)
    hook = node.store.hook(SYSTEM)
    assert (hook.failures, hook.paused) == (len(PAUSES) + 1, None)
    receiver.respond = cast.answer(204)
    later(world, seconds=PAUSES[-1].total_seconds())
    hook = node.store.hook(SYSTEM)
    assert (hook.failures, hook.failing, hook.problem) == (0, None, None)
    assert hook.delivered == world.clock.now()
    assert set(notified(receiver)) == {("request.changed", thread)}
    for hidden in (secret, secret[6:], hook.secret, "of-the-ministry", "xxxx"):
        assert hidden not in caplog.text


def test_an_endless_body_is_not_read_and_the_status_counts(world, node, receiver, secret):
    receiver.respond = cast.endless_body
    requested(world)
    assert node.store.hook(SYSTEM).failures == 0
    assert node.store.count_hook_deliveries(SYSTEM) == 0


def test_a_receiver_that_fails_for_days_is_paused_and_notified_once_it_is_resumed(
    world, node, receiver, secret
):
    receiver.respond = cast.answer(503)
    requested(world)
    later(world, seconds=PAUSED_AFTER.total_seconds())
    hook = node.store.hook(SYSTEM)
    assert hook.paused == world.clock.now()
    assert node.store.count_hook_deliveries(SYSTEM) == 0
    (alert,) = [one for one in node.store.pages() if one.id.startswith("hook-paused/")]
    assert SYSTEM in str(alert.reason)
    receiver.respond, before = cast.answer(204), len(receiver.seen)
    requested(world)
    later(world, days=1)
    assert len(receiver.seen) == before
    assert node.store.count_hook_deliveries(SYSTEM) == 0
    resume_hook(node, SYSTEM)
    world.settle()
    assert notified(receiver)[before:] == [("changes.missed", SYSTEM)]
    thread = requested(world)
    assert ("request.changed", thread) in notified(receiver)


def test_a_receiver_that_says_that_it_is_gone_is_paused_at_once(world, node, receiver, secret):
    receiver.respond = cast.answer(410)
    requested(world)
    assert len(receiver.seen) == 1
    assert node.store.hook(SYSTEM).paused == world.clock.now()
    assert node.store.hook(SYSTEM).problem.codes == ("system-hook-gone",)


def test_resumed_while_it_waits_for_its_next_try_it_is_tried_now(world, node, receiver, secret):
    receiver.respond = cast.answer(500)
    requested(world)
    later(world, hours=1)
    receiver.respond, before = cast.answer(204), len(receiver.seen)
    resume_hook(node, SYSTEM)
    world.settle()
    assert notified(receiver)[before:] == [("changes.missed", SYSTEM)]


@pytest.mark.parametrize("how", ["ended", "expired"])
def test_without_a_token_in_force_nobody_is_notified(world, node, receiver, secret, how):
    thread = requested(world)
    before = len(receiver.seen)
    if how == "ended":
        end_token(node, SYSTEM)
        assert node.store.hooks() == []
    else:
        world.clock.forward(days=31)
    changed(node, thread)
    world.settle()
    assert len(receiver.seen) == before
    assert node.store.count_hook_deliveries(SYSTEM) == 0


def test_more_than_may_wait_makes_way_for_one_that_says_so(
    world, node, receiver, secret, monkeypatch
):
    monkeypatch.setattr(changes, "MOST_WAITING", 3)
    receiver.respond = cast.answer(500)
    threads = [requested(world) for _ in range(9)]
    assert node.store.count_hook_deliveries(SYSTEM) <= 3
    receiver.respond, before = cast.answer(204), len(receiver.seen)
    later(world, minutes=15)
    first, *others = notified(receiver)[before:]
    assert first == ("changes.missed", SYSTEM)
    assert {thread for _kind, thread in others} < set(threads)


def test_what_a_worker_was_notifying_when_it_died_is_notified_by_another(
    world, node, receiver, secret
):
    """It died after the receiver had taken it, and before that was written: the same identifier comes again."""
    thread = requested(world)
    receiver.seen.clear()
    changed(node, thread)
    (job,) = node.queue.lease("dying", 1, world.clock.now())
    (waiting,) = node.store.hook_deliveries(SYSTEM, 9)
    assert node.queue.begin(job, world.clock.now())
    assert node.hook_line.send(node.store.hook(SYSTEM), waiting) is None
    world.settle()
    assert identifiers(receiver) == [waiting.delivery]
    later(world, seconds=LEASE.total_seconds() + 1)
    assert identifiers(receiver) == [waiting.delivery] * 2
    assert node.store.count_hook_deliveries(SYSTEM) == 0


def test_a_worker_that_lost_its_lease_sends_nothing_more(world, node, receiver, secret):
    thread = requested(world)
    receiver.seen.clear()
    changed(node, thread)
    (job,) = node.queue.lease("slow", 1, world.clock.now())
    world.clock.forward(seconds=LEASE.total_seconds() + 1)
    assert len(node.queue.lease("other", 1, world.clock.now())) == 1
    with pytest.raises(LeaseLostError):
        notify_system(node, job)
    assert receiver.seen == []


def test_both_secrets_sign_for_a_day(world, node, receiver, secret):
    thread = requested(world)
    _hook, new = renew_secret(node, SYSTEM)
    for hours, expected in (
        (0, (True, True)),
        (BOTH_SECRETS_FOR / timedelta(hours=1), (False, True)),
    ):
        world.clock.forward(hours=hours)
        changed(node, thread)
        world.settle()
        _path, headers, body = receiver.seen[-1]
        assert (verified(secret, headers, body), verified(new, headers, body)) == expected


def test_a_ping_says_what_comes_of_it(node, receiver, secret, tls):
    assert try_hook(node, SYSTEM) is None
    assert notified(receiver) == [("ping", SYSTEM)]
    receiver.respond = cast.answer(401)
    assert try_hook(node, SYSTEM).codes == ("system-hook-status",)
    add_token(node, "outside", [Scope.READ_REQUESTS], 30)
    add_hook(node, "outside", receiver.url, authorities=tls[1])
    assert try_hook(node, "outside").codes == ("address-forbidden",)
    add_token(node, "unknown", [Scope.READ_REQUESTS], 30)
    add_hook(node, "unknown", receiver.url, is_inside=True)
    assert try_hook(node, "unknown").codes == ("system-hook-not-reached",)
    assert len(receiver.seen) == 2
