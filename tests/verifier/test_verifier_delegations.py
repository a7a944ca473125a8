# SPDX-License-Identifier: Apache-2.0
"""Metadata and delegations out of form: which refuse a copy, and which hold one State back (18.1)."""

import copy

import pytest

KEY = {"keytype": "ed25519", "scheme": "ed25519", "keyval": {"public": "a" * 64}}
ROLE = {"name": "xa", "keyids": ["k"], "threshold": 1, "terminating": True,
        "paths": ["states/xa.json", "states/xa.officers.json"]}  # fmt: skip
NAMED = {"version": 1, "length": 5, "hashes": {"sha256": "a" * 64}}
GONE = object()


def delegations(role=None, key=None, **more):
    changed = {name: one for name, one in {**ROLE, **(role or {})}.items() if one is not GONE}
    held = {name: one for name, one in {**KEY, **(key or {})}.items() if one is not GONE}
    return copy.deepcopy({"keys": {"k": held}, "roles": [changed], **more})


@pytest.mark.parametrize(
    "found",
    [
        delegations(),
        delegations({"threshold": 2}),
        delegations({"terminating": False}),
        delegations({"paths": ["x"]}),
        delegations({"x": 1, "name": "XB", "keyids": []}),
        delegations(key={"x": 1, "keyval": {"public": "", "x": 1}}),
    ],
)
def test_what_a_tuf_client_reads_refuses_no_copy(verifier, found):
    assert verifier.conforms(verifier.is_delegation, found)


@pytest.mark.parametrize(
    "found",
    [
        None,
        delegations(x=1),
        delegations(roles={}),
        delegations(keys=[]),
        delegations(roles=[ROLE, ROLE]),
        *(delegations({name: GONE}) for name in ROLE),
        *(delegations(key={name: GONE}) for name in KEY),
        delegations({"name": "root"}),
        delegations({"name": 5}),
        delegations({"keyids": ["k", "k"]}),
        delegations({"threshold": 0}),
        delegations({"threshold": True}),
        delegations({"terminating": 1}),
        delegations({"paths": "states/xa.json"}),
        delegations({"path_hash_prefixes": ["a"]}),
        delegations(key={"keytype": 5}),
        delegations(key={"keyval": "public"}),
        delegations(key={"keyval": {}}),
    ],
)
def test_what_no_tuf_client_reads_refuses_the_copy(verifier, found):
    assert not verifier.conforms(verifier.is_delegation, found)


@pytest.mark.parametrize("kind", ["snapshot", "timestamp"])
def test_what_snapshot_and_timestamp_name_has_exactly_three_members(verifier, kind):
    file = "targets.json" if kind == "snapshot" else "snapshot.json"
    form = verifier.METADATA[kind]["meta"]
    assert verifier.conforms(form, {file: NAMED})
    assert verifier.conforms(form, {file: NAMED, "xa.json": NAMED}) is (kind == "snapshot")
    changed = [{name: one for name, one in NAMED.items() if name != gone} for gone in NAMED]
    changed += [NAMED | {"x": 1}, NAMED | {"version": 2**53}, NAMED | {"version": True}]
    changed += [NAMED | {"length": 0}, NAMED | {"hashes": NAMED["hashes"] | {"sha512": "a" * 128}}]
    for one in changed:
        assert not verifier.conforms(form, {file: one})
        assert not verifier.conforms(form, {file: NAMED, "xa.json": one})
    assert not verifier.conforms(form, {"xa.json": NAMED})
