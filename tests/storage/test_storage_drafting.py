# SPDX-License-Identifier: Apache-2.0
"""Texts that officers are writing, and drafts that ended, over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.storage.rows import a_draft
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.repositories.drafts import DraftEnd, DraftPlace, Ending

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)


def a_text(number=1, **changes):
    text = Unfinished(
        id=f"01938f3e-0000-7000-8000-{number:012}",
        officer="xb-0001",
        kind="preservation",
        thread=None,
        related=("01938f3e-0000-7000-8000-0000000000ff",),
        sender="xb/contact-point",
        addressee="",
        language="en",
        body={"facts": "Half a sen", "data": [None, {"description": ""}]},
        begun=NOW,
        changed=NOW + timedelta(minutes=number),
        revision=number,
        touched={"body.facts": number},
    )
    return replace(text, **changes)


def test_a_text_comes_back_as_it_was_typed_and_is_there_once(store):
    with store.transaction():
        store.put_unfinished(a_text())
        store.put_unfinished(a_text(body={"facts": "A sentence."}, revision=2))
    assert store.unfinished(a_text().id) == a_text(body={"facts": "A sentence."}, revision=2)
    assert store.unfinished("none") is None


def test_an_officers_texts_are_his_own_the_last_changed_first(store):
    with store.transaction():
        for text in (a_text(1), a_text(3), a_text(2), a_text(4, officer="xb-0010")):
            store.put_unfinished(text)
    assert [one.revision for one in store.unfinished_of("xb-0001")] == [3, 2, 1]
    early = store.unfinished_before(NOW + timedelta(minutes=3), 9)
    assert [one.revision for one in early] == [1, 2]
    assert [one.revision for one in store.unfinished_before(NOW + timedelta(days=1), 1)] == [1]
    with store.transaction():
        store.delete_unfinished(a_text(3).id)
        store.delete_unfinished("none")
    assert [one.revision for one in store.unfinished_of("xb-0001")] == [2, 1]


def test_a_text_is_written_inside_a_transaction_or_not_at_all(store):
    with pytest.raises(AssertionError):
        store.put_unfinished(a_text())
    assert store.unfinished(a_text().id) is None


def test_the_drafts_of_an_author_are_listed_the_newest_first_by_their_place(store):
    approval = {"officer": "xa-0002", "verdict": "approve"}
    later = a_draft(2).drafted
    with store.transaction():
        for number in (1, 4, 2, 3):
            store.add_draft(a_draft(number, drafted=max(a_draft(number).drafted, later)))
        store.add_draft(a_draft(5, drafted_by="system:register"))
        store.add_approval(a_draft(3).id, approval)
        store.mark_sent(a_draft(4).id, "dd" * 32)
        store.end_draft(a_draft(1).id, DraftEnd(Ending.DISCARDED, "xa-0001", NOW))
    found = store.drafts_of("xa-0001", 9)
    assert [one.id[-1] for one in found] == ["4", "3", "2", "1"]
    assert (found[0].sent_as, found[1].approvals) == ("dd" * 32, (approval,))
    assert found[3].ended.how is Ending.DISCARDED
    for at, place in enumerate(found):
        after = DraftPlace(place.drafted, place.id)
        assert store.drafts_of("xa-0001", 2, after) == found[at + 1 : at + 3]
    assert [one.id for one in store.drafts_of("system:register", 9)] == [a_draft(5).id]
    assert store.drafts_of("nobody", 9) == []


def test_a_draft_that_ended_stays_and_is_listed_no_more(store):
    end = DraftEnd(Ending.DISCARDED, "xb-0001", NOW)
    with store.transaction():
        store.add_draft(a_draft(1))
        store.add_draft(a_draft(2))
        store.end_draft(a_draft(1).id, end)
    assert store.draft(a_draft(1).id) == replace(a_draft(1), ended=end)
    assert [one.id for one in store.drafts()] == [a_draft(2).id]
    assert len(store.drafts(unsent=False)) == 2
    with pytest.raises(LookupError), store.transaction():
        store.end_draft("none", end)
