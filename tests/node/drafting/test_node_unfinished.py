# SPDX-License-Identifier: Apache-2.0
"""Unfinished texts on the node: limits, their end, and drafts taken back or discarded, races included."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.drafting import OTHER, WRITER, a_text, refused
from casts.node.world import approval_json, bodies, snapshot
from rogatory.node.drafting import ending, keep, texts
from rogatory.node.drafting.expiry import watch_unfinished
from rogatory.node.drafting.form_body import as_typed, with_null
from rogatory.node.drafting.hand_over_text import hand_to
from rogatory.node.drafting.judge import judge_text
from rogatory.node.drafting.write_down import write_down
from rogatory.node.drafts.approve import approve
from rogatory.node.messages.send import send
from rogatory.node.repositories.drafts import Ending


def written(world, **changes):
    return world.drafted(
        "xa/contact-point", "xb/contact-point", "preservation", bodies.preservation(**changes)
    )


def signed(world, draft):
    return approval_json(
        world.states["XA"].officers[OTHER].approve(OTHER, "approve", draft.content)
    )


def test_a_text_becomes_the_draft_of_its_own_number(world):
    node = world.node("XA")
    text = a_text(node)
    assert judge_text(node, text).reasons == ()
    draft = write_down(node, text)
    assert draft.id == text.id
    assert draft.body == bodies.preservation()
    assert node.store.unfinished(text.id) is None
    assert refused(write_down, node, text) == ("unfinished-written-down",)


def test_a_text_that_was_changed_while_it_was_judged_is_not_written_down(world):
    node = world.node("XA")
    text = a_text(node)
    keep.save_text(node, text, keep.Saved(body={"facts": "Other facts."}), text.revision)
    before = snapshot(node)
    assert refused(write_down, node, text) == ("unfinished-changed",)
    assert snapshot(node) == before


def test_a_text_of_no_form_at_all_is_judged_and_kept(world):
    node = world.node("XA")
    text = a_text(node, {"facts": ["a", {"b": None}], "data": "no list", "unheard": {"of": 1}})
    assert node.store.unfinished(text.id) == text
    assert {"content-form", "content-unknown", "content-missing"} <= {
        one.code.id for one in judge_text(node, text).reasons
    }


def test_a_head_that_names_nobody_is_reported_beside_what_lacks(world):
    node = world.node("XA")
    text = keep.save_text(node, a_text(node, {}), keep.Saved({"addressee": "", "sender": ""}), 1)
    codes = [one.code.id for one in judge_text(node, text).reasons]
    assert codes.count("content-missing") > 3
    assert len(set(codes)) > 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"facts": "x" * keep.LARGEST_UNFINISHED}, "unfinished-too-large"),
        ({"facts": "\ud800"}, "unfinished-unreadable"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_the_text_stays(world, body, code):
    node = world.node("XA")
    text = a_text(node)
    before = snapshot(node)
    assert refused(keep.save_text, node, text, keep.Saved(body=body), text.revision) == (code,)
    assert snapshot(node) == before


def test_an_officer_has_so_many_texts_and_no_more(world, monkeypatch):
    monkeypatch.setattr(keep, "MOST_UNFINISHED", 2)
    node = world.node("XA")
    first = a_text(node)
    a_text(node)
    draft = written(world)
    before = snapshot(node)
    assert refused(a_text, node) == ("unfinished-too-many",)
    saved = keep.Saved(body={"facts": "Second."})
    assert refused(keep.keep_apart, node, first, saved) == ("unfinished-too-many",)
    assert refused(ending.reopen_draft, node, draft.id, WRITER) == ("unfinished-too-many",)
    assert snapshot(node) == before
    keep.save_text(node, first, saved, first.revision)  # those that there are go on


def test_what_is_null_by_choice_comes_back_so():
    body = {"offence": {"title": "Fraud", "convention_article": None}}
    assert as_typed(body)["offence"]["convention_article"] == "null"
    assert with_null(as_typed(body)) == body
    assert with_null({"offence": {"convention_article": ""}, "data": [None, ""]}) == {}


def test_a_text_that_nobody_continues_is_announced_once_and_then_erased(world):
    node = world.node("XA")
    text = a_text(node)
    world.clock.forward(days=1)
    younger = a_text(node)
    world.clock.at = text.changed + texts.KEPT_FOR - texts.ANNOUNCED_BEFORE + timedelta(hours=1)
    watch_unfinished(node)
    watch_unfinished(node)
    (call,) = [one for one in node.store.pages() if one.id.startswith("unfinished/")]
    assert WRITER in call.reason
    assert call.urgency == "routine"
    assert node.store.unfinished(text.id) == text
    world.clock.at = text.changed + texts.KEPT_FOR + timedelta(hours=1)
    watch_unfinished(node)
    assert node.store.unfinished(text.id) is None
    assert node.store.unfinished(younger.id) == younger
    assert refused(texts.own_text, node, text.id, WRITER) == ("unfinished-unknown",)


def test_a_draft_is_taken_back_with_its_words_and_without_its_approvals(world):
    node = world.node("XA")
    draft = written(world)
    approve(node, draft.id, signed(world, draft))
    text = ending.reopen_draft(node, draft.id, WRITER)
    assert with_null(text.body) == draft.body
    assert (text.taken_back, text.thread, text.officer) == (draft.id, None, WRITER)
    ended = node.store.draft(draft.id)
    assert ended.ended.how is Ending.TAKEN_BACK
    assert list(node.store.drafts()) == []
    for act in (ending.reopen_draft, ending.discard_draft, send):
        assert refused(act, node, draft.id, WRITER) == ("draft-taken-back",)
    redrafted = write_down(node, text)
    assert redrafted.approvals == ()
    assert redrafted.id != draft.id
    changed = keep.save_text(node, a_text(node), keep.Saved(body={"facts": "Other facts."}), 1)
    assert write_down(node, changed).content != draft.content


def test_an_officer_who_may_not_write_for_the_authority_ends_no_draft_of_it(world):
    node = world.node("XA")
    draft = written(world)
    before = snapshot(node)
    for act in (ending.reopen_draft, ending.discard_draft):
        assert "officer-office" in refused(act, node, draft.id, "xa-0010")
        assert refused(act, node, draft.id, "xa-7777") != ()
        assert refused(act, node, "no-draft", WRITER) == ("draft-unknown",)
    assert snapshot(node) == before


def test_a_draft_that_was_sent_is_neither_taken_back_nor_discarded(world):
    node = world.node("XA")
    draft = world.answered(written(world))
    approve(node, draft.id, signed(world, draft))
    send(node, draft.id, OTHER)
    before = snapshot(node)
    for act in (ending.reopen_draft, ending.discard_draft):
        assert refused(act, node, draft.id, WRITER) == ("draft-sent",)
    assert snapshot(node) == before


@pytest.mark.parametrize(
    ("act", "code"),
    [(ending.reopen_draft, "draft-taken-back"), (ending.discard_draft, "draft-discarded")],
)
def test_a_draft_that_ends_while_it_is_signed_does_not_leave(world, act, code):
    node = world.node("XA")
    draft = world.answered(written(world))
    approve(node, draft.id, signed(world, draft))
    sign, after = node.signer.sign_message, []

    def slow(*given):
        act(node, draft.id, WRITER)
        after.append(snapshot(node))
        return sign(*given)

    racing = replace(node, signer=Slow(node.signer, slow))
    assert refused(send, racing, draft.id, OTHER) == (code,)
    assert [snapshot(node)] == after
    assert node.store.transcript(draft.thread) == []


@pytest.mark.parametrize("act", [ending.reopen_draft, ending.discard_draft])
def test_a_draft_that_leaves_while_it_is_ended_stays_sent(world, act, monkeypatch):
    node = world.node("XA")
    draft = world.answered(written(world))
    approve(node, draft.id, signed(world, draft))
    found, after = ending.draft_of, []

    def slow(*given):
        waits = found(*given)
        send(node, draft.id, OTHER)
        after.append(snapshot(node))
        return waits

    monkeypatch.setattr(ending, "draft_of", slow)
    assert refused(act, node, draft.id, WRITER) == ("draft-sent",)
    assert [snapshot(node)] == after
    assert node.store.draft(draft.id).ended is None
    assert len(node.store.transcript(draft.thread)) == 1


def test_an_approval_that_comes_as_the_draft_ends_is_refused(world, monkeypatch):
    node = world.node("XA")
    draft = written(world)
    given, after = signed(world, draft), []

    def slow(*_given):
        ending.discard_draft(node, draft.id, WRITER)
        after.append(snapshot(node))
        return []

    monkeypatch.setattr("rogatory.node.drafts.approve.one_approval_reasons", slow)
    assert refused(approve, node, draft.id, given) == ("draft-discarded",)
    assert [snapshot(node)] == after


class Slow:
    """A signer during whose work something happens."""

    def __init__(self, signer, sign_message):
        self.sign_message = sign_message
        self._signer = signer

    def __getattr__(self, name):
        return getattr(self._signer, name)


def test_a_text_is_handed_to_a_colleague_who_goes_on_with_it_alone(world):
    node = world.node("XA")
    world.states["XA"].roles = {"xa-0003": ("duty",)}
    world.relist()
    text = a_text(node)
    handed = hand_to(node, text.id, WRITER, "xa-0003")
    assert replace(handed, officer=WRITER) == text
    assert texts.own_text(node, text.id, "xa-0003") == handed
    assert refused(texts.own_text, node, text.id, WRITER) == ("unfinished-of-another",)
    assert refused(hand_to, node, text.id, WRITER, WRITER) == ("unfinished-of-another",)
    assert write_down(node, handed).drafted_by == "xa-0003"


@pytest.mark.parametrize(
    ("to", "code"), [("xa-0010", "officer-office"), ("xa-0002", "officer-role"), ("nobody", None)]
)
def test_a_text_is_handed_to_nobody_who_may_not_write_for_its_sender(world, to, code):
    node = world.node("XA")
    text = a_text(node)
    before = snapshot(node)
    codes = refused(hand_to, node, text.id, WRITER, to)
    assert code is None or code in codes
    assert snapshot(node) == before


def test_a_text_is_not_handed_past_a_restriction(world):
    node = world.node("XA")
    world.states["XA"].roles = {"xa-0003": ("duty",)}
    world.relist()
    sent = world.sent("xa/contact-point", "xb/contact-point", "preservation", bodies.preservation())
    text = a_text(node, {}, kind="status_enquiry", thread=sent.thread)
    with node.store.transaction():
        node.store.restrict(sent.thread, [WRITER])
    before = snapshot(node)
    assert refused(hand_to, node, text.id, WRITER, "xa-0003") == ("matter-restricted",)
    assert snapshot(node) == before
