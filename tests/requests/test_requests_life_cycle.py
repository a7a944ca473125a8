# SPDX-License-Identifier: Apache-2.0
"""A request from its first message to its last, and what has no place in between."""

import requests_bodies as bodies
from requests_play import Play, accepted, held

from rogatory.requests.standing import Status
from rogatory.requests.transcript import Outcome


def codes(play, envelope, state="XA"):
    return [reason.code.id for reason in play.fold(state).entry(envelope.digest).reasons]


def test_a_preservation_is_asked_acknowledged_and_held():
    play = Play()
    request = play.tell("XA", "preservation", bodies.preservation())
    assert play.fold().standing.status is Status.OPEN
    acknowledgement = play.tell("XB", "acknowledgement", bodies.acknowledgement())
    assert play.fold().standing.status is Status.ACKNOWLEDGED
    confirmation = play.tell("XB", "preservation_confirmed", bodies.preservation_confirmed())

    standing = play.fold().standing
    assert standing.status is Status.HOLDING
    assert (standing.requesting, standing.requested) == ("XA", "XB")
    assert standing.opening == request
    assert standing.acknowledged == acknowledgement.digest
    assert standing.hold.message == confirmation.digest
    assert (standing.hold.end - standing.hold.start).days == 60
    assert play.fold("XA") == play.fold("XB")


def test_a_request_for_stored_data_is_accepted_delivered_and_confirmed():
    play = accepted()
    assert play.fold().standing.status is Status.ACCEPTED
    delivery = play.tell("XB", "delivery", bodies.delivery())
    assert play.fold().standing.status is Status.DELIVERED
    confirmed = play.tell("XA", "delivery_confirmed", bodies.delivery_confirmed())

    (package,) = play.fold().standing.deliveries
    assert play.fold().standing.status is Status.COMPLETED
    assert (package.message, package.seal) == (delivery.digest, bodies.SEAL)
    assert package.confirmed_by == confirmed.digest
    assert play.fold("XA") == play.fold("XB")


def test_every_message_of_a_lawful_thread_is_applied():
    assert {entry.outcome for entry in held().fold().entries} == {Outcome.APPLIED}
