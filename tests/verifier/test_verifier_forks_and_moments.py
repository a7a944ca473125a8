# SPDX-License-Identifier: Apache-2.0
"""Forks among messages, moments by cosignatures, and the order of a log, as the text has them."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
DIGESTS = {name: name * 64 for name in "abcdef0"}


@pytest.fixture
def message(verifier):
    def make(name, number, previous=None, *, kind="x", body=None, of="xa/office", to="xb/office"):
        document = {
            "thread": "t", "from": of, "to": to, "kind": kind, "sequence": number,
            "previous": DIGESTS.get(previous), "seen": None, "body": body or {}, "name": name,
        }  # fmt: skip
        return verifier.Message(Path(name), verifier.canonical(document), document, None)

    return make


@pytest.fixture
def row(verifier, message, monkeypatch):
    """Return messages whose digests are their names, each 64 times."""
    digest = property(lambda one: DIGESTS[one.document["name"]])
    monkeypatch.setattr(verifier.Message, "digest", digest)

    def make(*described):
        return [message(*one[:3], **(one[3] if len(one) > 3 else {})) for one in described]

    return make


def repair(holds, *abandoned, number=1):
    body = {"sequence": number, "holds": DIGESTS[holds], "reason": "r",
            "abandoned": [DIGESTS[one] for one in abandoned]}  # fmt: skip
    return {"kind": "repair", "body": body}


def having_receipts(_):
    return True


FORK = [("a", 1, None), ("b", 1, None)]


@pytest.mark.parametrize(
    ("more", "holds", "gone"),
    [
        ([], None, ""),
        ([("c", 2, "a", repair("a", "b"))], "a", "b"),
        ([("d", 2, "b"), ("c", 2, "a", repair("a", "b"))], "a", "bd"),
        ([("c", 2, "b", repair("a", "b"))], None, ""),
        ([("c", 2, "a", repair("a"))], None, ""),
        ([("c", 2, "a", repair("a", "b", number=2))], None, ""),
        ([("c", 2, "a", repair("a", "b")), ("d", 2, "b", repair("b", "a"))], None, ""),
        ([("c", 2, "a", repair("a", "b")), ("d", 2, "b"), ("e", 3, "d", repair("b", "a"))],
         "b", "ac"),
        ([("c", 2, "a", {**repair("a", "b"), "of": "xb/office", "to": "xa/office"})], None, ""),
    ],
)  # fmt: skip
def test_a_fork_is_settled_by_a_repair_on_the_branch_that_holds(verifier, row, more, holds, gone):
    messages = row(*FORK, *more)
    forks = (fork,) = verifier.forks_of(messages, having_receipts)
    assert fork.holds == DIGESTS.get(holds)
    assert verifier.abandoned_among(messages, forks) == {DIGESTS[one] for one in gone}
    if holds is not None:
        verifier.demand_settled(forks)
        return
    with pytest.raises(verifier.Undecided) as undecided:
        verifier.demand_settled(forks)
    assert undecided.value.who.startswith("XB")


@pytest.mark.parametrize(
    ("without", "seen", "holds"),
    [
        ("", None, "a"),
        ("a", None, None),
        ("c", None, None),
        ("b", None, "a"),
        ("", "a", "a"),
        ("", "c", "a"),
        ("", "b", None),
        ("", "d", None),
        ("", "e", "a"),
    ],
)
def test_who_wrote_twice_does_not_settle_which_was_sent(verifier, row, without, seen, holds):
    """The receipts of the State that received lie beside what holds and beside the repair, and no message of
    that State names one that is abandoned."""
    messages = row(*FORK, ("c", 2, "a", repair("a", "b")), ("d", 2, "b"),
                   ("f", 1, None, {"of": "xb/office", "to": "xa/office"}))  # fmt: skip
    messages[-1].document["seen"] = DIGESTS.get(seen)
    messages[0].document["seen"] = DIGESTS["d"]  # what who wrote twice names decides nothing
    (fork,) = verifier.forks_of(messages, lambda one: one.document["name"] not in without.split())
    assert fork.holds == DIGESTS.get(holds)


def test_a_receipt_settles_only_if_it_holds_for_the_message(verifier, made, trust):
    bundle = verifier.Bundle(made("bundle"), verifier.Trusted.read([str(trust)]), AT)
    bundle._prepare()
    assert all(map(bundle._receipted, bundle.others)), "the receipts of an honest bundle hold"
    kept, other = bundle.others[0], bundle.others[1]
    assert not bundle._receipted(replace(kept, receipt=other.receipt))
    assert not bundle._receipted(replace(kept, receipt={}))


def test_messages_without_two_of_one_number_are_no_fork(verifier, row):
    messages = row(("a", 1, None), ("b", 2, "a"), ("c", 1, None, {"of": "xb/o", "to": "xa/o"}))
    assert verifier.forks_of([*messages, messages[0]], having_receipts) == []
    verifier.check_rows(messages)


def test_a_long_row_with_many_forks_is_judged_step_by_step(verifier, message):
    """Each of a thousand forks is settled on the branch that goes on; the work grows with the messages."""
    messages, last, number = [], None, 0
    digests: dict[str, str] = {}
    for turn in range(1000):
        number += 1
        pair = [message(f"{turn} {side}", number, None) for side in "ab"]
        for one in pair:
            one.document["previous"] = last
            digests[one.document["name"]] = one.digest
        holds, gone = (one.digest for one in pair)
        number += 1
        body = {"sequence": number - 1, "holds": holds, "abandoned": [gone], "reason": "r"}
        settling = message(f"{turn} c", number, kind="repair", body=body)
        settling.document["previous"] = holds
        messages += [*pair, settling]
        last = settling.digest
    steps = Counter()

    class Counting(dict):
        def __getitem__(self, name):
            steps[name] += 1
            return super().__getitem__(name)

    messages = [replace(one, document=Counting(one.document)) for one in messages]
    forks = verifier.forks_of(messages, having_receipts)
    assert len(forks) == 1000
    assert all(fork.holds is not None for fork in forks)
    abandoned = verifier.abandoned_among(messages, forks)
    assert abandoned == {digests[f"{turn} b"] for turn in range(1000)}
    verifier.demand_settled(forks)
    assert max(steps.values()) < 20 * len(messages)


def test_a_request_that_a_repair_abandoned_fails_and_is_not_read(
    verifier, row, judged, made, trust
):
    request, other, settling = row(*FORK, ("c", 2, "b", repair("b", "a")))
    bundle = verifier.Bundle(made("bundle"), verifier.Trusted(), AT)
    bundle.request, bundle.others = request, [other, settling]
    bundle.forks = verifier.forks_of(bundle.messages, having_receipts)
    bundle.abandoned = verifier.abandoned_among(bundle.messages, bundle.forks)
    for one in bundle.messages:
        one.document["related"] = []
    with pytest.raises(verifier.Wrong, match="bundle-not-together"):
        bundle._one_case(bundle.messages)
    assert bundle._request_that_holds is None
    assert bundle._facts()["case"] is None


# --- 4.2, 3(c): moments by cosignatures


def cosigned(verifier, monkeypatch, times, policy, *, occurred=AT, now=AT + timedelta(days=1)):
    """Return the moment that an event's checkpoint proves by cosignatures of these moments, by State."""

    def found(_, __, counts):
        return {state: at for state, at in times.items() if counts(at)}

    monkeypatch.setattr(verifier, "cosigned_at", found)
    rules = verifier.read_policy(policy) if policy else []
    copy = SimpleNamespace(entries={}, witness_keys=lambda _: [], policy=lambda _: rules)
    document = {"authority": "xb/office", "occurred": verifier.shown(occurred)}
    entry = SimpleNamespace(document=document, note="")
    return verifier.met_policy(SimpleNamespace(newest_known=copy, now=now), entry)


def later(seconds):
    return AT + timedelta(seconds=seconds)


TIMES = {"XA": later(20), "XB": later(1), "XC": later(30), "XT": later(10)}


@pytest.mark.parametrize(
    ("policy", "met", "word"),
    [
        ("any 1 of XA XT\n", (later(10), "XT"), None),
        ("all of XA XT\n", (later(20), "XA"), None),
        ("any 1 of XT\nany 1 of XA XC\n", (later(20), "XA"), None),
        ("all of XA XD\n", None, (later(30), "XC")),
        ("any 1 of XB\n", None, (later(30), "XC")),
        ("none\n", None, (later(30), "XC")),
        (None, None, (later(30), "XC")),
    ],
)
def test_a_checkpoint_proves_the_moment_at_which_it_met_the_policy(
    verifier, monkeypatch, policy, met, word
):
    assert cosigned(verifier, monkeypatch, TIMES, policy) == (met, word)


def test_of_one_second_the_state_first_in_order_of_codes_is_named(verifier, monkeypatch):
    times = dict.fromkeys(("XT", "XA"), AT)
    assert cosigned(verifier, monkeypatch, times, "any 1 of XA XT\n") == ((AT, "XA"), None)
    assert cosigned(verifier, monkeypatch, times, None) == (None, (AT, "XA"))


@pytest.mark.parametrize(("seconds", "counts"), [(-300, True), (-301, False)])
def test_no_cosignature_of_before_the_act_counts(verifier, monkeypatch, seconds, counts):
    times = {"XT": later(seconds)}
    met = (later(seconds), "XT") if counts else None
    assert cosigned(verifier, monkeypatch, times, "any 1 of XT\n") == (met, None)


@pytest.mark.parametrize(("seconds", "counts"), [(300, True), (301, False)])
def test_no_cosignature_that_is_still_to_come_counts(verifier, monkeypatch, seconds, counts):
    times = {"XT": later(seconds)}
    met = (later(seconds), "XT") if counts else None
    assert cosigned(verifier, monkeypatch, times, "any 1 of XT\n", now=AT) == (met, None)


@pytest.fixture
def seal(verifier, tmp_path):
    """Return a seal of XB with these tokens, cosignature and word."""

    def make(*tokens, met=None, word=None, over_list=()):
        found = verifier.Seal(tmp_path)
        found.document = {"sender": "xb/office"}
        found.stamps.tokens = [
            verifier.Token(f"{place}.tst", "seal.json", at, AT, state, counts=True)
            for place, (at, state) in enumerate(tokens)
        ]
        found.cosigned, found.cosigned_by = met or (None, "")
        found.word = word
        found.over_list = [
            verifier.Token("bundle.json.tst", "bundle.json", at, AT, state, counts=True)
            for at, state in over_list
        ]
        return found.proof()

    return make


def test_a_token_over_the_whole_list_proves_the_seal_too(verifier, seal):
    found = seal(over_list=[(later(60), "XT")], word=(later(9), "XA"))
    assert (found["proved_at"], found["proved_by"]) == (verifier.shown(later(60)), "XT")
    assert (found["proved_alone"], found["bounded_by"]) == (False, "XT")
    own = seal(over_list=[(later(60), "XB")], met=(later(70), "XA"))
    assert (own["proved_by"], own["proved_alone"], own["bounded_by"]) == ("XB", True, "XA")
    earlier = seal((later(0), "XC"), over_list=[(later(60), "XT")])
    assert (earlier["proved_at"], earlier["proved_by"]) == (verifier.shown(later(0)), "XC")


@pytest.mark.parametrize(
    ("tokens", "met", "word", "proved", "bounded"),
    [
        ([(0, "XT")], (0, "XA"), None, (0, "XT", False), (0, "XT")),
        ([(0, "XT"), (0, "XC")], None, None, (0, "XC", False), (0, "XC")),
        ([(5, "XT")], (0, "XA"), None, (0, "XA", False), (0, "XA")),
        ([(0, "XB")], (0, "XA"), None, (0, "XA", False), (0, "XA")),
        ([(0, "XB")], (5, "XA"), None, (0, "XB", True), (5, "XA")),
        ([(0, "XB"), (9, "XT")], None, None, (0, "XB", True), (9, "XT")),
        ([(0, "XB")], None, (-9, "XA"), (0, "XB", True), None),
        ([], None, (9, "XA"), (9, "XA", True), None),
        ([], None, None, (None, None, False), None),
        ([(0, "")], None, (-9, "XA"), (0, None, False), None),
        ([(0, ""), (9, "XT")], None, None, (0, None, False), (9, "XT")),
        ([(0, ""), (9, "XB")], None, None, (0, None, False), None),
        ([(0, ""), (0, "XB")], None, None, (0, "XB", True), None),
        ([(9, ""), (0, "XB")], (12, "XA"), None, (0, "XB", True), (12, "XA")),
    ],
)
def test_the_moment_of_a_seal_and_who_proves_it(verifier, seal, tokens, met, word, proved, bounded):
    def pair(one):
        return (later(one[0]), one[1]) if one else None

    found = seal(*map(pair, tokens), met=pair(met), word=pair(word))
    at, by, by_one = proved
    shown = verifier.shown(later(at)) if at is not None else None
    assert (found["proved_at"], found["proved_by"], found["proved_alone"]) == (shown, by, by_one)
    other = (verifier.shown(later(bounded[0])), bounded[1]) if bounded else (None, None)
    assert (found["bounded_at"], found["bounded_by"]) == other


@pytest.mark.parametrize(
    ("tokens", "signer", "at"),
    [
        ([(0, "XA"), (9, "XT")], "xa/office", 0),
        ([(0, "XA"), (9, "XT")], "xb/office", 9),
        ([(0, "XA"), (9, "XT")], "xb-0001", 9),
        ([(0, "XA"), (9, "XB")], "xb", 9),
        ([(0, "XA")], "xb/office", None),
        ([(0, "XA")], "", None),
        ([(0, "")], "xb/office", None),
        ([(0, "")], "xa/office", 0),
    ],
)
def test_who_exports_proves_no_moment_of_what_another_state_signed(verifier, tokens, signer, at):
    known = verifier.Known("XA", tuple(
        verifier.Token("bundle.json.tst", "bundle.json", later(when), AT, state, counts=True)
        for when, state in tokens))  # fmt: skip
    assert verifier.known_of(known, signer) == (None if at is None else later(at))
    assert known.first == later(0)
    assert verifier.known_of(None, signer) is None


def test_what_the_exporters_own_token_proves_is_taken_for_his_documents_alone(
    verifier, made, trust
):
    bundle = verifier.Bundle(made("bundle"), verifier.Trusted.read([str(trust)]), AT)
    signings = []

    class OwnClock(verifier.Judge):
        def signatures(self, document, holder, at, *, signed=None, **more):
            signings.append((holder, signed))
            return super().signatures(document, holder, at, signed=signed, **more)

    bundle._prepare()
    exporter = bundle.head["authority"][:2]
    own = verifier.Token("bundle.json.tst", "bundle.json", AT, AT, exporter.upper(), counts=True)
    bundle.known = verifier.Known(exporter.upper(), (own,))
    judge = OwnClock(**{name: getattr(bundle.judge, name) for name in bundle.judge.__dict__})
    for one in bundle.messages:
        one.check(judge, bundle.known)
        one.check_receipt(judge, bundle.known)
    assert {holder[:2] for holder, _ in signings} == {"xa", "xb"}
    for holder, signed in signings:
        assert signed == (AT if holder[:2] == exporter else None), holder
    for seal in (bundle.seal, *bundle.seal.earlier):
        seal.listed_in(bundle.known)
        mine = seal.document["sender"][:2] == exporter
        assert seal.known == (AT if mine else None)


# --- 15.3: the order of a log, and tombstones among the proofs compared


def entry(verifier, stem, index, *, previous=None, origin="o", data=b"", proved=True, leaf=b"l"):
    document = {"authority": "xb/office", "previous": previous}
    point = verifier.Checkpoint(origin, 9, b"r" * 32)
    return verifier.Entry(0, 1, stem, data, document, index=(origin, index), proved=proved,
                          stated=(point, leaf + bytes([index])))  # fmt: skip


def test_an_event_lies_behind_the_one_that_it_follows(verifier):
    first = entry(verifier, "1", 5, data=b"first")
    for index, order in ((6, []), (5, ["log-contradicts"]), (4, ["log-contradicts"])):
        second = entry(verifier, "2", index, previous=first.digest)
        found = [one.split(":")[0] for one in verifier._out_of_order([second, first])]
        assert found == order
    other_log = entry(verifier, "2", 4, previous=first.digest, origin="p")
    unproved = entry(verifier, "2", 4, previous=first.digest, proved=False)
    assert verifier._out_of_order([first, other_log]) == []
    assert verifier._out_of_order([first, unproved]) == []


def test_the_place_of_a_destroyed_event_is_compared_with_what_lies_there(verifier):
    event = entry(verifier, "1", 5)
    destroyed = entry(verifier, "2", 5, leaf=b"m")
    destroyed.document, destroyed.tombstone = None, {"digest": "a" * 64}
    statements = verifier.LogStatements()
    assert len(statements.of_entries([destroyed, event])) == 1
    point, own = event.stated
    fresh = verifier.LogStatements()
    assert fresh.of_entries([destroyed]) == []
    assert fresh.contradicts(point, 5, own)


@pytest.mark.parametrize(
    ("recorded", "proved", "outcome", "counts"),
    [
        ({"xb"}, True, "holds", "holds"),
        ({"xb", "xa"}, True, "holds", "holds"),
        ({"xa"}, True, "undecided", "undecided"),
        ({"xa"}, False, "undecided", "undecided"),
        ({"xb"}, False, "undecided", "holds"),
        (set(), True, "holds", "holds"),
    ],
)
def test_nobody_destroys_what_another_state_signed(verifier, recorded, proved, outcome, counts):
    tombstone = {
        "authority": "xb/office", "digest": "d" * 64,
        "place": {"index": 7, "log": f"{'0' * 64}/xb/1"},
    }  # fmt: skip
    entry = verifier.Entry(0, 1, "0001", b"tombstone", None, tombstone=tombstone, proved=proved)
    first, second = (
        SimpleNamespace(tombstones_wrong=[], destroyed=ones, recorded=named)
        for ones, named in (([entry], {}), ([], {verifier.sha256(b"tombstone"): recorded}))
    )
    checks = verifier.Checks(lenient=frozenset({"custody-destroyed"}))
    made = checks.run("custody-destroyed", lambda: verifier._places_proved((first, second), None))
    assert (made.outcome, checks.outcome) == (outcome, counts)
    if counts == "undecided":
        assert made.who == "XB, whose log has what was destroyed"
    assert any("tombstone-by-others" in one for one in made.remarks) == (counts == "undecided")
    if outcome == "holds" or counts == "undecided":
        assert f"xb/office: {'d' * 64} at 7 of {'0' * 64}/xb/1" in made.remarks[0]
    first.tombstones_wrong.append("0001: it does not verify")
    made = checks.run("custody-destroyed", lambda: verifier._places_proved((first, second), None))
    assert made.outcome == "fails"
