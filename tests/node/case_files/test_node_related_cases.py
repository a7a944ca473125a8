# SPDX-License-Identifier: Apache-2.0
"""Two authorities of one State on one account: each hears of the other what it may know."""

import pytest

from casts.node.case_files import requested
from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.case_files.related_cases import similar
from rogatory.storage.memory import MemoryStore

CONTACT, CENTRAL = "xa/contact-point", "xa/central-authority"
DUTY, LAWYER = "xa-0001", "xa-0010"
OPEN = {"secret": False, "do_not_notify_user": False}
OTHER_DATA = [
    {
        **bodies.DATA[0],
        "identifiers": [{"type": "email", "value": "other@mail.example"}],
    }
]


def drafted(world, sender=CENTRAL, addressee="xb/central-authority", **changes):
    return world.drafted(sender, addressee, "preservation", bodies.preservation(**changes)).id


def related(world, draft, officer=LAWYER):
    return similar(world.node("XA"), draft, officer)


def ids(found):
    return [one.reason.code.id for one in found]


def test_the_same_account_asked_twice_is_a_duplicate(world):
    thread = requested(world)
    (found,) = related(world, drafted(world, CONTACT, "xb/contact-point"), DUTY)
    assert (found.sort, found.reason.code.id) == ("duplicate", "similar-twice")
    assert (found.authority, found.thread, found.title) == (
        CONTACT,
        thread,
        "Request to preserve stored data",
    )
    assert found.shared == 2
    assert thread in found.reason.sentence()


def test_who_may_not_read_the_other_case_file_learns_that_there_is_one_and_no_more(world):
    thread = requested(world)
    (found,) = related(world, drafted(world), LAWYER)
    assert found.sort == "duplicate"
    assert (found.authority, found.thread, found.title, found.shared) == (None, None, None, 0)
    assert CONTACT not in repr(found)
    assert thread not in repr(found)
    assert "another authority of this State" in found.reason.sentence()


def test_a_request_on_another_account_is_not_similar(world):
    requested(world, data=OTHER_DATA)
    assert related(world, drafted(world)) == ()


def test_the_same_account_in_another_spelling_is_the_same(world):
    spelt = [{**OTHER_DATA[0], "identifiers": [{"type": "email", "value": "shop@MAIL.example"}]}]
    requested(world, data=spelt)
    assert ids(related(world, drafted(world))) == ["similar-twice"]


def test_another_time_of_the_same_account_is_another_request(world):
    later = {"from": "2026-11-20T00:00:00Z", "until": "2026-11-24T00:00:00Z"}
    requested(world, data=[{**bodies.DATA[0], "period": later}])
    (found,) = related(world, drafted(world))
    assert (found.sort, found.reason.code.id) == ("same-target", "similar-same-target")


def test_another_state_asked_about_the_same_account_is_shown(world):
    requested(world, addressee="xt/contact-point")
    assert ids(related(world, drafted(world))) == ["similar-same-target"]


@pytest.mark.parametrize("first_secret", [True, False])
def test_secret_for_one_and_open_for_another_is_a_contradiction(world, first_secret):
    requested(world, **({} if first_secret else {"confidentiality": OPEN}))
    draft = drafted(world, **({"confidentiality": OPEN} if first_secret else {}))
    found = related(world, draft)
    assert ids(found) == ["similar-secrecy", "similar-twice"]
    assert (found[0].article, found[0].certainty) == ("42(7)", "parallel")


def withdrawn(world, thread):
    digest = world.node("XA").store.transcript(thread)[0].digest
    body = bodies.no_longer_required(digest)
    world.sent(CONTACT, "xb/contact-point", "no_longer_required", body, thread=thread)
    world.settle()


def test_a_hold_asked_for_where_help_was_said_to_be_no_longer_required(world):
    withdrawn(world, requested(world))
    assert ids(related(world, drafted(world))) == ["similar-withdrawn"]


def test_saying_that_help_is_no_longer_required_while_another_needs_it(world):
    thread = requested(world)
    requested(world, "mla_stored_data", CENTRAL, "xb/central-authority")
    digest = world.node("XA").store.transcript(thread)[0].digest
    draft = world.drafted(
        CONTACT,
        "xb/contact-point",
        "no_longer_required",
        bodies.no_longer_required(digest),
        thread=thread,
    )
    found = related(world, draft.id, DUTY)
    assert ids(found) == ["similar-still-needed"]
    assert found[0].thread is None


def test_a_disclosure_while_another_case_is_to_be_kept_secret(world):
    """Borealia is asked twice on one account; it would disclose the path in one of them."""
    thread = requested(world)
    requested(world, "mla_stored_data", CENTRAL, "xb/central-authority")
    opening = world.node("XB").store.transcript(thread)[0].digest
    now = "2026-11-24T04:00:00Z"
    world.sent(
        "xb/contact-point",
        CONTACT,
        "preservation_confirmed",
        bodies.preservation_confirmed(now),
        thread=thread,
    )
    world.settle()
    draft = world.drafted(
        "xb/contact-point",
        CONTACT,
        "preserved_traffic_disclosure",
        bodies.preserved_traffic_disclosure(opening),
        thread=thread,
    )
    found = similar(world.node("XB"), draft.id, "xb-0001")
    assert ids(found) == ["similar-tells"]


def test_two_drafts_that_nobody_has_sent_hear_of_each_other(world):
    first = drafted(world, CONTACT, "xb/contact-point")
    second = drafted(world)
    (of_second,) = related(world, second, LAWYER)
    assert (of_second.sort, of_second.thread) == ("duplicate", None)
    (of_first,) = related(world, first, DUTY)
    assert of_first.sort == "duplicate"


@pytest.mark.parametrize("officer", [DUTY, "xb-0010", "xa-9999"])
def test_only_who_reads_for_the_sender_asks(world, officer):
    draft = drafted(world)
    with pytest.raises(Refused):
        related(world, draft, officer)


def test_the_cost_does_not_grow_with_requests_on_other_targets(world, monkeypatch):
    requested(world)
    for number in range(8):
        value = f"other{number}@mail.example"
        requested(
            world,
            data=[{**OTHER_DATA[0], "identifiers": [{"type": "email", "value": value}]}],
        )
    draft, read = drafted(world), []
    transcript = MemoryStore.transcript
    monkeypatch.setattr(
        MemoryStore,
        "transcript",
        lambda self, thread: read.append(thread) or transcript(self, thread),
    )
    assert len(related(world, draft)) == 1
    assert len(set(read)) == 1
