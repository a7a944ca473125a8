# SPDX-License-Identifier: Apache-2.0
"""A paper that is transcribed twice: the second officer hears of the first, and may go on."""

from dataclasses import replace

import pytest

from casts.node.peers import (
    APPROVER,
    LAWYER,
    SCAN,
    compared,
    entered,
    paper,
    refused,
    register,
    transcribed,
)
from casts.node.world import snapshot
from rogatory.errors import Refused
from rogatory.node.repositories.peers import Channel


@pytest.fixture
def node(world):
    found = world.node("XB")
    world.states["XB"].roles = {LAWYER: ("lawyer",), APPROVER: ("approver", "lawyer")}
    world.relist()
    register(found)
    return found


def twice(node, **changes):
    """The codes for which a second transcription is refused, with the state left as it was."""
    before = snapshot(node)
    codes = refused(
        entered, node, paper=paper(node.clock.now(), **changes), officer=APPROVER, is_another=False
    )
    assert snapshot(node) == before
    return codes


OTHER_SCAN = replace(SCAN, data=b"another scan of it")


def test_the_same_paper_is_named_before_a_second_request_is_opened(node):
    first = entered(node)
    with pytest.raises(Refused) as caught:
        entered(node, officer=APPROVER, is_another=False)
    (reason,) = caught.value.reasons
    assert reason.code.id == "transcription-known"
    assert reason.fields["thread"] == first.subject
    assert reason.fields["transcription"] == first.id
    assert reason.fields["officer"] == LAWYER


def test_it_is_the_same_by_its_bytes_or_by_its_number(node):
    entered(node)
    assert twice(node, reference="Note 78/2026") == {"transcription-known"}
    assert twice(node, original=OTHER_SCAN) == {"transcription-known"}
    other = paper(node.clock.now(), original=OTHER_SCAN, reference="Note 78/2026")
    entered(node, paper=other, is_another=False)


@pytest.mark.parametrize("change", ["channel", "reference", "no number"])
def test_another_number_or_channel_is_another_paper(node, change):
    first = {"reference": ""} if change == "no number" else {}
    entered(node, paper=paper(node.clock.now(), **first))
    changes = {
        "channel": {"channel": Channel.POST},
        "reference": {"reference": "Note 1/2027"},
        "no number": {"reference": ""},
    }[change]
    other = paper(node.clock.now(), original=OTHER_SCAN, **changes)
    assert entered(node, paper=other, is_another=False).is_open


def test_the_officer_may_go_on_and_what_was_declined_warns_of_nothing(node):
    declined = entered(node)
    compared(node, declined, agrees=False)
    first = entered(node, is_another=False)
    second = entered(node, officer=APPROVER, is_another=True)
    assert first.subject != second.subject


def test_a_paper_that_belongs_to_a_request_warns_of_nothing(node):
    message = transcribed(node)
    found = entered(node, corrects=message.digest, thread=message.thread, is_another=False)
    assert found.subject == message.thread


def test_who_may_not_read_the_earlier_request_learns_that_there_is_one(node):
    message = transcribed(node)
    with node.store.transaction():
        node.store.restrict(message.thread, [LAWYER])
    with pytest.raises(Refused) as caught:
        entered(node, officer=APPROVER, is_another=False)
    (reason,) = caught.value.reasons
    assert reason.code.id == "transcription-known-closed"
    assert message.thread not in reason.sentence()
