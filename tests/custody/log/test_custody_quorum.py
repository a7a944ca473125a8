# SPDX-License-Identifier: Apache-2.0
"""The quorum policy: what a file says, and which States a checkpoint's cosignatures count for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.custody.events import AT, Log, Witness
from rogatory.custody.log.checkpoint import with_cosignatures
from rogatory.custody.log.quorum import to_tlog_policy, witnessed_by
from rogatory.errors import Refused
from rogatory.seal.cosigner import Cosigning
from rogatory.wire.witness_policy import (
    LARGEST_POLICY,
    Policy,
    Rule,
    parse_policy,
    refuse_self_witness,
)

LOG = Log().grown(9)
XB, XM, XT = (Witness(state) for state in ("XB", "XM", "XT"))


def codes(call, *arguments, **named):
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.codes


def cosigned(*witnesses, **more):
    note = LOG.note()
    for witness in witnesses:
        note = with_cosignatures(note, witness.lines(LOG.checkpoint, **more))
    return note


def states(note, *witnesses):
    keys = [key for witness in witnesses for key in witness.keys]
    return [each.state for each in witnessed_by(note, keys)]


class TestFile:
    def test_what_it_says(self):
        policy = parse_policy("# Arcadia's logs\n\nany 2 of XB XM XT\nall of XA\n")
        assert policy.rules == (Rule(2, ("XB", "XM", "XT")), Rule(1, ("XA",)))
        assert policy.states == ("XB", "XM", "XT", "XA")
        assert str(policy) == "any 2 of XB XM XT; all of XA"

    def test_nobody(self):
        policy = parse_policy("none\n")
        assert policy.rules == ()
        assert policy.met_by(())
        assert str(policy) == "none"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", ("policy-rules",)),
            ("# nothing\n", ("policy-rules",)),
            ("none\nany 1 of XB\n", ("policy-rules",)),
            ("none\nnone\n", ("policy-rules",)),
            ("any two of XB XM\n", ("policy-line",)),
            ("any 0 of XB\n", ("policy-line",)),
            ("any 01 of XB\n", ("policy-line",)),
            ("any 1 of  XB\n", ("policy-line",)),
            ("any 1 of\n", ("policy-line",)),
            (" any 1 of XB\n", ("policy-line",)),
            ("All of XB\n", ("policy-line",)),
            ("any 3 of XB XM\n", ("policy-count",)),
            ("any 1 of XB XB\n", ("policy-twice",)),
            ("any 1 of XB\nall of XB XM\n", ("policy-twice",)),
            ("any 1 of xb\n", ("state-code",)),
            ("all of XB\x00\n", ("policy-text",)),
            ("all of XB\tXM\n", ("policy-text",)),
            ("#" * (LARGEST_POLICY + 1), ("policy-text",)),
            ("any 4 of XB XB\nnonsense\n", ("policy-line", "policy-count", "policy-twice")),
        ],
    )
    def test_another_form_is_refused_with_every_reason(self, text, expected):
        found = codes(parse_policy, text)
        assert sorted(found) == sorted(expected)

    @given(st.lists(st.from_regex(r"X[A-Z]", fullmatch=True), min_size=1, unique=True), st.data())
    def test_it_is_read_as_it_is_written(self, named, data):
        cut = data.draw(st.integers(1, len(named)))
        groups = [group for group in (tuple(named[:cut]), tuple(named[cut:])) if group]
        policy = Policy(
            tuple(Rule(data.draw(st.integers(1, len(group))), group) for group in groups)
        )
        assert parse_policy(policy.text()) == policy
        counted = data.draw(st.sets(st.sampled_from(named)))
        assert policy.met_by(counted) is all(
            sum(state in counted for state in rule.states) >= rule.least for rule in policy.rules
        )

    def test_a_state_is_no_witness_of_its_own(self):
        assert codes(refuse_self_witness, parse_policy("any 1 of XA XB"), "XA") == ("policy-self",)
        refuse_self_witness(parse_policy("any 1 of XA XB"), "XM")


class TestWhoCounts:
    def test_whose_cosignatures_of_both_kinds_hold(self):
        assert states(cosigned(XB, XM), XB, XM, XT) == ["XB", "XM"]

    @pytest.mark.parametrize("kind", list(Cosigning))
    def test_one_kind_alone_is_not_enough_where_both_are_listed(self, kind):
        assert states(cosigned(XB, kinds=[kind]), XB) == []
        only = [key for key in XB.keys if key.key.algorithm is kind]
        assert [each.state for each in witnessed_by(cosigned(XB, kinds=[kind]), only)] == ["XB"]

    def test_a_key_counts_in_its_period_only(self):
        for at in (AT - timedelta(seconds=1), AT + timedelta(days=365)):
            assert states(cosigned(XB, at=at), XB) == []
        assert states(cosigned(XB, at=AT + timedelta(days=364)), XB) == ["XB"]

    def test_after_a_rotation_the_new_key_of_each_kind_counts(self):
        at = AT + timedelta(days=100)
        old = [replace(key, until=at) for key in XB.keys]
        new = Witness("XB", seed=9)
        keys = [*old, *(replace(key, start=at) for key in new.keys)]
        assert [one.state for one in witnessed_by(cosigned(XB, at=AT), keys)] == ["XB"]
        assert [one.state for one in witnessed_by(cosigned(new, at=at), keys)] == ["XB"]
        assert witnessed_by(cosigned(XB, at=at), keys) == ()

    def test_the_moment_is_the_latest_that_the_witness_named(self):
        later = AT + timedelta(hours=1)
        note = with_cosignatures(cosigned(XB), XB.lines(LOG.checkpoint, later))
        assert witnessed_by(note, XB.keys)[0].at == later

    def test_one_key_that_two_states_list_counts_for_neither(self):
        """An Ed25519 cosignature names nobody: it could be shown under both names."""
        lent = [replace(key, state="XM") for key in XB.keys]
        assert witnessed_by(cosigned(XB), [*XB.keys, *lent]) == ()
        renamed = [
            replace(key, state="XM", key=replace(key.key, name="another")) for key in XB.keys
        ]
        assert witnessed_by(cosigned(XB), [*XB.keys, *renamed]) == ()

    def test_a_bad_line_of_a_known_witness_is_refused(self):
        other = Log().grown(10)
        note = with_cosignatures(LOG.note(), XB.lines(other.checkpoint))
        assert codes(states, note, XB) == ("cosignature-invalid",)


class TestForOthers:
    """C2SP tlog-policy, for verifiers that we did not write."""

    def test_each_state_is_a_group_of_its_kinds(self):
        keys = [key for witness in (XB, XM) for key in witness.keys]
        written = to_tlog_policy(parse_policy("any 1 of XB XM\n"), LOG.vkeys, keys)
        lines = written.splitlines()
        assert lines[0] == f"log {LOG.signer.vkey}"
        assert lines[-2:] == ["group rule-1 1 XB XM", "quorum rule-1"]
        assert "group XB all XB-ed25519 XB-mldsa44" in lines
        for each in XB.keys:
            assert f"witness XB-{each.key.key_id.hex()} {each.key.vkey}" in lines

    def test_every_name_is_defined_before_it_is_used_and_used_once(self):
        keys = [key for witness in (XB, XM, XT) for key in witness.keys]
        keys += [
            replace(key, key=Witness("XB", seed=3).cosigners[Cosigning.MLDSA44].key)
            for key in XB.keys[:1]
        ]
        written = to_tlog_policy(parse_policy("any 1 of XB XM\nall of XT\n"), LOG.vkeys, keys)
        defined, used = set(), []
        for line in written.splitlines():
            what, *rest = line.split(" ")
            if what == "witness":
                defined.add(rest[0])
            elif what == "group":
                assert set(rest[2:]) <= defined
                used += rest[2:]
                defined.add(rest[0])
            elif what == "quorum":
                assert rest == ["policy"]
                assert rest[0] in defined
        assert len(used) == len(set(used))

    def test_nobody(self):
        written = to_tlog_policy(parse_policy("none\n"), LOG.vkeys, [])
        assert written == f"log {LOG.signer.vkey}\nquorum none\n"

    def test_a_state_without_a_key_is_refused(self):
        policy = parse_policy("any 1 of XB XM\n")
        assert codes(to_tlog_policy, policy, LOG.vkeys, XB.keys) == ("policy-keyless",)


def test_a_compromised_key_says_nothing_and_stays_one_that_the_state_had():
    """Its State had a key of both kinds when it cosigned; one of them says nothing, so the other is not enough."""
    for kind in Cosigning:
        keys = [replace(one, counts=False) if one.key.algorithm is kind else one for one in XB.keys]
        assert witnessed_by(cosigned(XB), keys) == ()
        before = [one if one.counts else replace(one, until=AT) for one in keys]
        assert [one.state for one in witnessed_by(cosigned(XB), before)] == ["XB"]
