# SPDX-License-Identifier: Apache-2.0
"""The judge of a storm must see everything that a storm could do to the store."""

import copy

import pytest

from storms.traffic.judge import problems

MESSAGE = "aa" * 32
THREAD = "01a1fe3c-0000-7000-8000-000000000001"
SEAL = "cc" * 32


def account(state, direction):
    return {
        "state": state,
        "messages": {
            MESSAGE: {
                "thread": THREAD,
                "from": "XA",
                "to": "XB",
                "kind": "preservation",
                "delivery": "receipted",
                "receipt": "bb" * 32,
                "log": [0, "commitment", 1, "root 1", 1],
            }
        },
        "threads": {THREAD: "folded"},
        "roots": ["root 0", "root 1"],
        "commitments": ["commitment"],
        "epoch": 1,
        "earlier": {},
        "taken_back": [],
        "recovered": False,
        "packages": {
            SEAL: {
                "direction": direction,
                "complete": True,
                "events": ["sealed", "dispatched" if direction == "out" else "received"],
            }
        },
        "waiting": [],
        "problems": [],
    }


@pytest.fixture
def accounts():
    return {"XA": account("XA", "in"), "XB": account("XB", "out")}


PROMISED = [("XA", "XB", MESSAGE)]


def test_accounts_that_agree_have_no_problem(accounts):
    assert problems(accounts, PROMISED) == []


def spoil(place, value, *path):
    def change(accounts):
        found = accounts[place]
        for name in path[:-1]:
            found = found[name]
        found[path[-1]] = value

    return change


def drop(place, *path):
    def change(accounts):
        found = accounts[place]
        for name in path[:-1]:
            found = found[name]
        del found[path[-1]]

    return change


OF_MESSAGE = ("messages", MESSAGE)

SPOILED = {
    "the receiver lost it": (drop("XB", *OF_MESSAGE), "LOST: XB has not"),
    "the sender lost it": (drop("XA", *OF_MESSAGE), "LOST: XA assured its officer"),
    "receipts differ": (spoil("XB", "dd" * 32, *OF_MESSAGE, "receipt"), "different receipts"),
    "another event is there": (spoil("XB", ["other"], "commitments"), "another event at 0"),
    "another log was shown": (spoil("XB", ["root 0", "other"], "roots"), "not its own"),
    "the log is shorter than it was": (spoil("XB", ["root 0"], "roots"), "not its own"),
    "the fold differs": (spoil("XB", "otherwise", "threads", THREAD), "is not the same with"),
    "something waits": (spoil("XA", [["deliver/1", "XB"]], "waiting"), "deliver/1 waits"),
    "stores at odds": (spoil("XB", ["the tree is another"], "problems"), "XB: the tree is"),
    "a package in part": (spoil("XA", False, "packages", SEAL, "complete"), "in part only"),
    "a package came twice": (
        spoil("XA", ["received", "received"], "packages", SEAL, "events"),
        "as received, received",
    ),
    "kept although refused": (spoil("XA", "refused", *OF_MESSAGE, "delivery"), "and has it"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_each_way_to_spoil_the_database_is_seen(accounts, name):
    change, expected = SPOILED[name]
    change(accounts)
    found = problems(accounts, PROMISED)
    assert any(expected in one for one in found), found


def with_lost_end(accounts, **store):
    """Borealia lost the end of its log with its disk, and says that the message was taken back."""
    accounts["XB"] |= {
        "epoch": 2,
        "roots": ["root 0", "opening", "root 2"],
        "commitments": ["", "taken back"],
        "earlier": {"1": {"roots": ["root 0"], "commitments": []}},
        "taken_back": [MESSAGE],
        "recovered": True,
    } | store


def test_an_entry_that_was_lost_with_a_disk_is_made_good_by_the_next_epoch(accounts):
    with_lost_end(accounts)
    assert problems(accounts, PROMISED) == []


@pytest.mark.parametrize(
    "store",
    [
        {"taken_back": []},
        {"earlier": {"1": {"roots": ["root 0", "other"], "commitments": ["other"]}}},
        {"epoch": 1, "roots": ["root 0"], "commitments": []},
    ],
)
def test_an_entry_that_is_another_or_was_not_taken_back_is_seen(accounts, store):
    with_lost_end(accounts, **store)
    assert problems(accounts, PROMISED)


def test_what_nobody_had_when_the_disk_was_lost_was_not_receipted(accounts):
    accounts["XA"]["recovered"] = True
    for one in accounts.values():
        del one["messages"][MESSAGE]
    assert problems(accounts, PROMISED) == []
    accounts["XA"]["recovered"] = False
    assert problems(accounts, PROMISED)


def test_what_the_other_side_has_must_have_been_taken_back(accounts):
    accounts["XA"]["recovered"] = True
    del accounts["XA"]["messages"][MESSAGE]
    assert any("LOST" in one for one in problems(accounts, PROMISED))


def test_what_a_liar_holds_is_not_compared(accounts):
    del accounts["XB"]
    honest = copy.deepcopy(accounts)
    assert problems(accounts, PROMISED) == []
    assert accounts == honest
