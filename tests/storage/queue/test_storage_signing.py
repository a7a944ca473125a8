# SPDX-License-Identifier: Apache-2.0
"""Requests for signatures in the database: each is answered once, or refused, and none stays."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from django_home import emptied
from rogatory.bootstrap.refusals import SIGNER_NOT_OURS
from rogatory.errors import Refused
from rogatory.storage.queue import signing
from rogatory.storage.queue.signing import (
    RefusedBySignerError,
    SignerSilentError,
    SigningQueue,
    SigningRequest,
)
from rogatory.storage.store import DatabaseStore
from rogatory.storage.transactions.writing import connections_closed

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="hosts with other keys share a database on a server"
)

AT = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def signers():
    """Two signers at once, who sign by what `sign` returns."""
    emptied()
    stop, signed = threading.Event(), []

    def sign(task):
        signed.append(task.payload["n"])
        if task.payload["n"] < 0:
            raise Refused(SIGNER_NOT_OURS.because(authority="xb/nobody"))
        return {"signed": task.payload["n"]}

    def run():
        queue = SigningQueue()
        with connections_closed():
            while not stop.is_set():
                for task in queue.take():
                    queue.answer(task, sign)
                time.sleep(0.005)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    yield signed
    stop.set()
    for thread in threads:
        thread.join()


def test_each_request_is_answered_by_one_signer_and_no_row_stays(signers):
    queue, answers = SigningQueue(), {}

    def ask(number):
        with connections_closed():
            answers[number] = queue.ask("event", {"n": number}, AT)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: {"signed": number} for number in range(20)}
    assert sorted(signers) == list(range(20))
    assert not SigningRequest.objects.exists()


def test_a_transaction_asks_over_another_connection(signers):
    """An event is signed once more, in its transaction, where another one of its chain was faster."""
    store, queue = DatabaseStore(), SigningQueue()
    with store.transaction():
        store.put_setting("before", 1)
        assert queue.ask("event", {"n": 7}, AT) == {"signed": 7}
        store.put_setting("after", 1)
    assert store.setting("before") == store.setting("after") == 1
    assert not SigningRequest.objects.exists()


def test_a_refusal_comes_back_with_its_reasons(signers):
    with pytest.raises(RefusedBySignerError) as refused:
        SigningQueue().ask("message", {"n": -1}, AT)
    (reason,) = refused.value.statement.reasons
    assert (reason.code, reason.fields["authority"]) == (SIGNER_NOT_OURS, "xb/nobody")
    assert not SigningRequest.objects.exists()


def test_who_gets_no_answer_takes_the_request_away_and_what_the_dead_asked_is_removed(monkeypatch):
    emptied()
    monkeypatch.setattr(signing, "SECONDS_TO_WAIT", 0.2)
    queue = SigningQueue()
    with pytest.raises(SignerSilentError):
        queue.ask("event", {"n": 1}, AT)
    assert queue.take() == []
    SigningRequest.objects.create(number="1" * 32, kind="event", payload={"n": 2}, at=AT)
    queue.remove_forgotten(AT + timedelta(minutes=4))
    (task,) = queue.take()
    assert queue.take() == []  # it is leased
    queue.answer(task, lambda _task: {"signed": 2})
    queue.answer(task, lambda _task: {"signed": 3})
    assert SigningRequest.objects.get().answer == {"signed": 2}
    queue.remove_forgotten(AT + timedelta(minutes=6))
    assert not SigningRequest.objects.exists()
