# SPDX-License-Identifier: Apache-2.0
"""A log computed again, whole: from the node's store, and from what was exported of it."""

import base64
import json
from dataclasses import replace

import pytest

from casts.node.world import IN_FORCE, NETWORK, TestSigner, bodies, drawn
from rogatory.custody.events.event import event_digest, parse_event
from rogatory.custody.log.checkpoint import parse_checkpoint
from rogatory.custody.log.commitment import commitment
from rogatory.custody.log.epoch import LogOrigin, opening_entry
from rogatory.custody.log.tombstone import DestroyedKind, Tombstone, build_tombstone
from rogatory.custody.log.tree import CompactRange
from rogatory.directory.entry.entry import LogRecord
from rogatory.errors import Refused
from rogatory.node.custody_log.log import publish_checkpoint, tile
from rogatory.node.followed_logs.export import export_log
from rogatory.node.followed_logs.exported import is_export, verify_exported
from rogatory.node.followed_logs.own_log import verify_own_log
from rogatory.seal.notes import NoteSigner, parse_note
from rogatory.wire import canonical

XA, XB = "xa/contact-point", "xb/contact-point"


def ask(world, count=1):
    for _ in range(count):
        world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    return publish_checkpoint(world.node("XB"))


def begin_epoch_2(world, note):
    """XB's log begins anew, after the last checkpoint that others know."""
    state, node, origin = world.states["XB"], world.node("XB"), LogOrigin(NETWORK, "XB", 2)
    signer = NoteSigner.generate(str(origin), drawn("the second epoch"))
    last = parse_checkpoint(parse_note(note).text)
    with node.store.transaction():
        node.store.begin_epoch(2, opening_entry(origin, last))
    signing = TestSigner(state.offices, state.receipts, signer)
    world.exchange.join(replace(node, log_origin=str(origin), signer=signing))
    view = world.directory.newest
    listed = view.listed["XB"]
    logs = (*listed.entry.logs, LogRecord(str(origin), signer.vkey, IN_FORCE))
    renewed = replace(listed, entry=replace(listed.entry, logs=logs))
    world.directory.newest = replace(view, listed={**view.listed, "XB": renewed})
    return signer.vkey


@pytest.fixture
def vkeys(world):
    """A log of two epochs; the keys of both."""
    ask(world, 1)
    note = ask(world, 2)
    second = begin_epoch_2(world, note)
    ask(world, 2)
    return [world.states["XB"].log.vkey, second]


def failing(found):
    return [check.id for check in found if check.outcome == "fails"]


def test_a_whole_log_holds(world, vkeys):
    found = verify_own_log(world.node("XB"))
    assert failing(found.checks) == []
    assert {check.outcome for check in found.checks} == {"holds"}
    assert (found.epochs, found.size, found.events, found.receipts) == (2, 3, 5, 5)
    # Those that receipts name, and those that were published: of sizes 1 and 3, and of 2 and 3.
    assert found.checkpoints == 5
    assert found.root == world.node("XB").store.log_tree(3).root().hex()
    shorter = verify_own_log(world.node("XB"), signatures=False)
    assert [check.id for check in found.checks if check not in shorter.checks][:1] == [
        "log-signatures"
    ]


def test_a_log_without_an_event_holds(world):
    found = verify_own_log(world.node("XT"))
    assert (failing(found.checks), found.size) == ([], 0)


def change_event(tables, **changes):
    digest, logged = next(iter(tables.events.items()))
    tables.events[digest] = replace(logged, **changes)


def change_tile(tables, _name=None):
    tables.tiles[1, 0, 0] = bytes(32) + tables.tiles[1, 0, 0][32:]


def drop_event(tables):
    tables.events.pop(next(iter(tables.events)))


def swap_checkpoints(tables):
    tables.checkpoints[1, 1] = tables.checkpoints[1, 3]


def forge_checkpoint(tables):
    note = tables.checkpoints[1, 1]
    tables.checkpoints[1, 1] = note.replace("/xb/1\n1\n", "/xb/1\n2\n")


def forget_checkpoints(tables):
    for size in (1, 3):
        tables.checkpoints.pop((1, size))


def cut_head(tables):
    tables.trees[2] = CompactRange(1, (tables.tiles[2, 0, 0][:32],))


@pytest.mark.parametrize(
    ("alter", "expected"),
    [
        (lambda t: change_event(t, event=b"{}"), {"log-events", "log-tiles", "log-checkpoints"}),
        (lambda t: change_event(t, salt=bytes(32)), {"log-events", "log-receipts"}),
        (lambda t: change_event(t, commitment="5a" * 32), {"log-events", "log-receipts"}),
        (lambda t: change_event(t, p256=b"no signature"), {"log-signatures"}),
        (change_tile, {"log-tiles"}),
        (drop_event, {"log-events", "log-receipts", "log-checkpoints"}),
        (swap_checkpoints, {"log-checkpoints"}),
        (forge_checkpoint, {"log-checkpoints"}),
        (forget_checkpoints, {"log-openings"}),
        (cut_head, {"log-tiles"}),
    ],
)
def test_rows_that_were_altered_are_found(world, vkeys, alter, expected):
    alter(world.node("XB").store.tables)
    found = verify_own_log(world.node("XB"))
    assert expected <= set(failing(found.checks))
    assert all(check.reasons for check in found.checks if check.outcome == "fails")


def test_an_export_holds_by_the_directorys_keys_and_is_read_by_nobody_else(world, vkeys, tmp_path):
    out = tmp_path / "log"
    written = export_log(world.node("XB"), out, with_events=True)
    assert [(one.size, one.entries, one.events) for one in written] == [(3, True, 3), (3, True, 2)]
    assert out.stat().st_mode & 0o077 == 0
    assert is_export(out)
    found = verify_exported(out, vkeys)
    assert [failing(one.checks) for one in found] == [[], []]
    assert {check.outcome for one in found for check in one.checks} == {"holds"}
    assert found[0].root == world.node("XB").store.log_tree(3, 1).root().hex()
    (own_check,) = verify_exported(out / "2", vkeys)
    assert {c.id: c.outcome for c in own_check.checks}["log-openings"] == "undecided"
    with pytest.raises(Refused):
        export_log(world.node("XB"), out)


def test_rows_that_a_restore_took_are_not_exported_and_not_served(world, vkeys, tmp_path):
    """Epoch 1 was signed as far as others know, and its last entry is gone."""
    node = world.node("XB")
    tables = node.store.tables
    tables.trees[1] = CompactRange().extend([tables.tiles[1, 0, 0][:32]])
    tables.tiles[1, 0, 0] = tables.tiles[1, 0, 0][:32]
    for digest in [d for d, one in tables.events.items() if one.epoch == 1 and one.index > 0]:
        del tables.events[digest]
    assert "log-checkpoints" in failing(verify_own_log(node).checks)
    written = export_log(node, tmp_path / "log")
    assert [one.size for one in written] == [1, 3]
    assert failing(verify_exported(tmp_path / "log", vkeys)[0].checks) == []
    assert tile(node, "tile/0/000.p/1", 1)
    with pytest.raises(Refused):
        tile(node, "tile/0/000.p/3", 1)
    tables.checkpoints = {key: note for key, note in tables.checkpoints.items() if key[1] == 3}
    with pytest.raises(Refused):
        export_log(node, tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_an_export_without_a_key_from_elsewhere_says_whose_word_it_rests_on(world, vkeys, tmp_path):
    export_log(world.node("XB"), tmp_path / "log")
    (first, _second) = verify_exported(tmp_path / "log")
    signed = first.checks[0]
    assert signed.outcome == "holds"
    assert vkeys[0] in signed.remark
    assert {c.id: c.outcome for c in first.checks}["log-events"] == "undecided"
    other = NoteSigner.generate(first.origin, drawn("another")).vkey
    assert failing(verify_exported(tmp_path / "log", [other])[0].checks) == [
        "log-checkpoint-signed"
    ]


def test_what_leaves_as_tiles_entries_and_checkpoints_reveals_nothing_of_the_events(
    world, vkeys, tmp_path
):
    """No byte string of an event, its salt, object or officer is in what others are given."""
    node, out = world.node("XB"), tmp_path / "log"
    export_log(node, out)
    given = b"".join(path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file())
    for epoch in (1, 2):
        for logged in node.store.events_since(0, 100, epoch):
            fields = json.loads(logged.event)
            secrets = [logged.salt, logged.event, logged.salt.hex().encode()]
            secrets += [fields[name].encode() for name in ("id", "object")]
            secrets += [json.dumps(fields["fields"]).encode()] if fields.get("fields") else []
            secrets += [bytes.fromhex(fields["object"]), logged.thread.encode(), logged.p256]
            assert [each for each in secrets if each in given] == []
    names = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert names == [
        f"{epoch}/{name}"
        for epoch in (1, 2)
        for name in ("checkpoint", "tile/0/000.p/3", "tile/entries/000.p/3", "vkey")
    ]


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def other_salt(folder):
    path = folder / "1/events.jsonl"
    first, rest = path.read_bytes().split(b"\n", 1)
    salt = json.loads(first)["salt"].encode()
    path.write_bytes(first.replace(salt, salt[::-1]) + b"\n" + rest)


def exchange_checkpoints(folder):
    (folder / "1/checkpoint").replace(folder / "2/checkpoint")


def drop_last_event(folder):
    path = folder / "1/events.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))


def repeat_last_event(folder):
    path = folder / "1/events.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[-1]]))


def endless_line(folder):
    (folder / "1/events.jsonl").write_bytes(b"{" * 300_000)


def exchange_events(folder):
    path = folder / "1/events.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[1], lines[0], *lines[2:]]))


def longer_bundle(folder):
    with (folder / "1/tile/entries/000.p/3").open("ab") as file:
        file.write(bytes(34))


BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def respelled(text):
    """The same bytes in other base64: the bits after the last byte are not zero."""
    end = len(text.rstrip("="))
    assert end < len(text)
    found = text[: end - 1] + BASE64[BASE64.index(text[end - 1]) + 1] + text[end:]
    assert base64.b64decode(found, validate=True) == base64.b64decode(text)
    return found


def other_line(folder, change):
    """Write the first line that `change` makes something else of, with the same bytes in it."""
    path = folder / "1/events.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for number, line in enumerate(lines):
        document = json.loads(line)
        changed = document | change(document)
        if changed != document or repr(changed) != repr(document):
            lines[number] = canonical.encode(changed) + b"\n"
            path.write_bytes(b"".join(lines))
            return
    raise AssertionError("no line was changed")


def other_spelling(document, name):
    text = document[name]
    return {name: respelled(text)} if text and text.endswith("=") else {}


@pytest.mark.parametrize(
    "change",
    [
        lambda line: other_spelling(line, "event"),
        lambda line: other_spelling(line, "p256"),
        lambda line: {"salt": line["salt"].upper()},
        lambda line: {"salt": f"{line['salt']} "},
        lambda line: {"index": True} if line["index"] == 1 else {},
        lambda line: {"more": 1},
        lambda line: {"logged": "yesterday"},
    ],
)
def test_an_event_in_an_export_has_one_spelling(world, vkeys, tmp_path, change):
    out = tmp_path / "log"
    export_log(world.node("XB"), out, with_events=True)
    other_line(out, change)
    before = (out / "1/events.jsonl").read_bytes()
    found = verify_exported(out, vkeys)
    assert failing(found[0].checks) == ["log-events"]
    assert (out / "1/events.jsonl").read_bytes() == before


def test_a_tombstone_in_an_export_has_one_spelling(world, vkeys, tmp_path):
    out = tmp_path / "log"
    export_log(world.node("XB"), out, with_events=True)
    destroyed_line(out, object="ab" * 32, previous="0" * 64)
    other_line(out, lambda line: other_spelling(line, "tombstone") if "tombstone" in line else {})
    assert failing(verify_exported(out, vkeys)[0].checks) == ["log-events"]


@pytest.mark.parametrize(
    ("alter", "expected"),
    [
        (lambda f: flip(f / "1/tile/0/000.p/3"), {"log-tiles"}),
        (lambda f: flip(f / "1/tile/entries/000.p/3"), {"log-checkpoints", "log-tiles"}),
        (lambda f: (f / "1/tile/0/000.p/3").unlink(), {"log-tiles"}),
        (lambda f: (f / "1/tile/entries/000.p/3").unlink(), {"log-tiles", "log-checkpoints"}),
        (longer_bundle, {"log-tiles"}),
        (other_salt, {"log-events"}),
        (drop_last_event, {"log-events"}),
        (repeat_last_event, {"log-events"}),
        (exchange_events, {"log-events"}),
        (endless_line, {"log-events"}),
        (exchange_checkpoints, {"log-checkpoints"}),
    ],
)
def test_an_export_that_was_altered_is_found(world, vkeys, tmp_path, alter, expected):
    out = tmp_path / "log"
    export_log(world.node("XB"), out, with_events=True)
    alter(out)
    found = verify_exported(out, vkeys)
    assert expected <= {name for one in found for name in failing(one.checks)}


def destroyed_line(folder, **changes):
    """Put a tombstone in place of the first event of the first epoch, as a State that destroyed it."""
    path = folder / "1/events.jsonl"
    first, rest = path.read_bytes().split(b"\n", 1)
    line = json.loads(first)
    data = base64.b64decode(line["event"])
    event = parse_event(data)
    made = Tombstone(
        kind=DestroyedKind.EVENT,
        object=event.object,
        authority=event.authority,
        previous=event.previous,
        digest=event_digest(data),
        commitment=commitment(bytes.fromhex(line["salt"]), data).hex(),
        log=str(LogOrigin(NETWORK, "XB", 1)),
        index=0,
        successor=None,
        reply=None,
    )
    tombstone = base64.b64encode(build_tombstone(replace(made, **changes))).decode()
    kept = {"index": 0, "logged": line["logged"], "tombstone": tombstone}
    path.write_bytes(canonical.encode(kept) + b"\n" + rest)


def test_an_export_with_a_destroyed_event_still_leads_to_the_checkpoint(world, vkeys, tmp_path):
    export_log(world.node("XB"), tmp_path / "log", with_events=True)
    destroyed_line(tmp_path / "log")
    found = verify_exported(tmp_path / "log", vkeys)
    assert [failing(one.checks) for one in found] == [[], []]


@pytest.mark.parametrize(
    "changes",
    [
        {"commitment": "ab" * 32},
        {"index": 1},
        {"log": str(LogOrigin(NETWORK, "XB", 2))},
    ],
)
def test_a_tombstone_in_an_export_is_of_its_entry(world, vkeys, tmp_path, changes):
    export_log(world.node("XB"), tmp_path / "log", with_events=True)
    destroyed_line(tmp_path / "log", **changes)
    found = verify_exported(tmp_path / "log", vkeys)
    assert failing(found[0].checks) == ["log-events"]
