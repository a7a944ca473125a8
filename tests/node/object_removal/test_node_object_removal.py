# SPDX-License-Identifier: Apache-2.0
"""Objects that no row names go, with a day's grace; what anything refers to stays, whatever happens."""

import os
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest

from casts.law.cases import LAWYER, SECOND, TREATY_FILE, a_correction
from casts.law.sheet import brought
from casts.node.world import bodies
from casts.servers.seaweed_server import seaweed  # noqa: F401 - fixtures are handed on by name
from rogatory.errors import Refused
from rogatory.node.corrections.correct_law import correction_of, propose, review
from rogatory.node.corrections.load_treaty import propose_treaty
from rogatory.node.corrections.sheets import sheet_lines
from rogatory.node.drafting.ending import discard_draft
from rogatory.node.drafts.draft import NewAttachment
from rogatory.node.object_removal import remove_unneeded as removal
from rogatory.node.object_removal.remove_unneeded import ATTACHMENTS_KEPT_FOR, JOB
from rogatory.node.provisions.law_data import kept_law
from rogatory.node.worker.schedule import start_schedule
from rogatory.storage.files.objects import LocalObjects
from rogatory.storage.files.removals import GRACE, LONGEST_REMOVAL, Removals
from rogatory.storage.object_store.objects import BucketObjects
from rogatory.wire.digests import sha256

XA, XB = "xa/contact-point", "xb/contact-point"
ORDER = NewAttachment("order.txt", "text/plain", b"The order of the court.")
OTHER = NewAttachment("other.txt", "text/plain", b"Another order.")
ORPHAN = b"Written by a process that died before its row."


@pytest.fixture
def node(world):
    return world.node("XA")


def look(world, node, **later):
    """Let time pass and do the job once."""
    world.clock.forward(**later or {"days": 1})
    with node.store.transaction():
        node.queue.enqueue(JOB, JOB, {}, world.clock.now())
    world.work(node.state)


def refusal(ask):
    with pytest.raises(Refused) as refused:
        ask()
    return refused.value.codes


def digests(node):
    return set(node.objects.digests())


def drafted(world, *attached):
    return world.drafted(XA, XB, "preservation", bodies.preservation(), attachments=attached)


def test_bytes_without_a_row_go_at_the_second_look_and_leave_a_tombstone(world, node):
    digest = node.objects.put(ORPHAN)
    look(world, node)
    assert node.objects.get(digest) == ORPHAN
    look(world, node)
    assert refusal(lambda: node.objects.get(digest)) == ("object-removed",)
    assert digests(node) == set()


def test_what_was_attached_to_a_discarded_draft_goes_once_it_is_old(world, node):
    draft = drafted(world, ORDER)
    digest = sha256(ORDER.data)
    discard_draft(node, draft.id, "xa-0001")
    for _ in range(3):
        look(world, node)
    assert node.objects.get(digest) == ORDER.data
    look(world, node, days=ATTACHMENTS_KEPT_FOR.days)
    look(world, node)
    assert refusal(lambda: node.objects.get(digest)) == ("object-removed",)
    assert node.store.draft(draft.id).attachments == draft.attachments, "the row stays"


def test_what_another_draft_or_a_message_has_attached_too_stays(world, node):
    discarded, waits = drafted(world, ORDER), drafted(world, ORDER)
    sent = world.sent(XA, XB, "preservation", bodies.preservation(), attachments=[OTHER])
    world.settle()
    for draft in (discarded, drafted(world, OTHER)):
        discard_draft(node, draft.id, "xa-0001")
    before = {code: digests(world.node(code)) for code in ("XA", "XB")}
    for _ in range(3):
        for code in before:
            look(world, world.node(code), days=ATTACHMENTS_KEPT_FOR.days)
    assert {code: digests(world.node(code)) for code in before} == before
    assert node.store.draft(waits.id).ended is None
    for code in before:
        assert world.node(code).objects.get(sha256(OTHER.data)) == OTHER.data
    assert node.store.transcript(sent.thread)


def test_bytes_that_are_put_again_between_two_looks_stay(world, node):
    digest = node.objects.put(ORPHAN)
    look(world, node)
    node.objects.put(ORPHAN)
    look(world, node)
    assert node.objects.get(digest) == ORPHAN


def test_every_part_of_a_law_that_a_decision_names_stays(world, node):
    """A regime, a treaty from a file, a sheet: no row names them but through the law and its corrections."""
    batch = brought(node, LAWYER)
    treaty = propose_treaty(
        node, TREATY_FILE.encode(), LAWYER, reason="In force.", dated=date(2026, 11, 24)
    )
    for record in (propose(node, a_correction(), LAWYER), treaty):
        review(node, record.id, SECOND, accept=True, reason="Compared with the source.")
    world.sent(XA, XB, "preservation", bodies.preservation())
    (version,) = node.store.decided_laws()
    law, before = kept_law(node, version), digests(node)
    named = {part.digest for part in (*law.regimes.values(), *law.corrected_by)}
    named.add(str(correction_of(node, treaty).row["document"]))
    assert named < before
    in_rows = node.store.named_among(before, ended_after=world.clock.now())
    assert before - in_rows, "some are named by objects alone"
    for _ in range(4):
        look(world, node, days=ATTACHMENTS_KEPT_FOR.days)
    assert digests(node) == before
    assert all(law.of(name) for name in kept_law(node, version).regimes)
    assert sheet_lines(node, batch)[1]


def test_nothing_goes_while_a_part_of_the_law_is_missing(world, node):
    """Nobody knows what the lost part named."""
    world.sent(XA, XB, "preservation", bodies.preservation())
    orphan = node.objects.put(ORPHAN)
    (version,) = node.store.decided_laws()
    document = node.objects._objects.pop(version)
    before = digests(node)
    for _ in range(4):
        look(world, node)
    assert digests(node) == before
    node.objects.put(document)
    for _ in range(2):
        look(world, node)
    assert refusal(lambda: node.objects.get(orphan)) == ("object-removed",)
    assert digests(node) == (before - {orphan}) | {version}


def test_more_objects_than_one_look_takes_are_all_looked_at(world, node, monkeypatch):
    monkeypatch.setattr(removal, "MOST_AT_ONCE", 3)
    orphans = {node.objects.put(bytes([number])) for number in range(10)}
    draft = drafted(world, ORDER, OTHER)
    for _ in range(4):
        look(world, node)
    look(world, node)
    assert digests(node) == {sha256(ORDER.data), sha256(OTHER.data)}
    assert not orphans & digests(node)
    assert node.store.setting(removal.SETTING) == ""
    for _ in range(5):
        look(world, node)
    assert digests(node) == {str(one["sha256"]) for one in draft.attachments}


def test_the_job_asks_for_itself_once_a_day(world, node):
    start_schedule(node)
    start_schedule(node)
    world.work("XA")
    orphan = node.objects.put(ORPHAN)
    for hours, goes in ((23, False), (2, False), (22, False), (2, True)):
        world.clock.forward(hours=hours)
        world.work("XA")
        assert (orphan not in digests(node)) == goes
    assert [job.kind for job in node.queue.waiting()].count(JOB) == 1


class Died(BaseException):
    """The end of a process: nothing catches it."""


class Steps:
    """Counts what a process does to a store, and ends the process at the n-th."""

    def __init__(self, dies_at):
        self.left = dies_at

    def __call__(self):
        self.left -= 1
        if self.left == 0:
            raise Died


class CountedMarks:
    def __init__(self, marks, step):
        self._marks, self._step = marks, step

    def create(self, name, data):
        self._step()
        return self._marks.create(name, data)

    def read(self, name, *, limit):
        self._step()
        return self._marks.read(name, limit=limit)

    def remove(self, name):
        self._step()
        self._marks.remove(name)

    def names(self, within):
        self._step()
        return self._marks.names(within)


def counted(objects, step):
    """Return the same store as a process sees it that dies at a step."""
    seen = (
        LocalObjects(objects._objects, objects._packages)
        if isinstance(objects, LocalObjects)
        else BucketObjects(objects._bucket)
    )
    real = seen._removals

    def erase(digest):
        step()
        real._erase(digest)

    seen._removals = Removals(CountedMarks(seen.marks, step), erase)
    return seen


@pytest.fixture(params=["disk", pytest.param("s3", marks=pytest.mark.judge)])
def objects(request, tmp_path):
    if request.param == "s3":
        seaweed = request.getfixturevalue("seaweed")
        return BucketObjects(seaweed.bucket(prefix=secrets.token_hex(8)))
    for name in ("objects", "packages"):
        (tmp_path / name).mkdir()
    return LocalObjects(tmp_path / "objects", tmp_path / "packages")


def on(node, objects):
    return replace(node, objects=objects)


def do(world, node, objects):
    """Do the job that is due, as the next process does."""
    world.clock.forward(hours=1)
    world.exchange.nodes[node.state] = on(node, objects)
    world.work(node.state)


def test_a_process_killed_between_any_two_steps_loses_nothing_and_what_is_unneeded_goes(
    world, node, objects
):
    world.exchange.nodes["XA"] = node = on(node, objects)
    draft = drafted(world, ORDER, OTHER)
    needed, died = digests(node), 0
    assert needed == {str(one["sha256"]) for one in draft.attachments}
    start_schedule(node)
    for step in range(1, 40):
        orphans = {objects.put(secrets.token_bytes(9)) for _ in range(2)}
        steps = Steps(step)
        for _ in range(3):
            world.clock.forward(days=1)
            world.exchange.nodes["XA"] = on(node, counted(objects, steps))
            with suppress(Died):
                world.work("XA")
            assert digests(node) - orphans == needed
        if steps.left > 0:
            break
        died += 1
        for _ in range(4):
            do(world, node, objects)
            world.clock.forward(days=1)
        assert digests(node) == needed, step
        assert {refusal(lambda one=one: objects.get(one)) for one in orphans} == {
            ("object-removed",)
        }
    assert died > 15
    assert list(objects.marks.names("claims")) == []
    assert objects.get(sha256(ORDER.data)) == ORDER.data


def test_a_look_begins_where_the_one_before_ended(world, node, objects, monkeypatch):
    monkeypatch.setattr(removal, "MOST_AT_ONCE", 3)
    world.exchange.nodes["XA"] = node = on(node, objects)
    drafted(world, ORDER, OTHER)
    needed = digests(node)
    orphans = {objects.put(bytes([number])) for number in range(9)}
    looked_at = []
    real = type(objects).digests
    monkeypatch.setattr(
        type(objects),
        "digests",
        lambda self, after="": looked_at.append(after) or real(self, after),
    )
    for _ in range(6):
        look(world, node)
    assert set(real(objects)) == needed
    assert not orphans & needed
    assert looked_at[0] == ""
    assert [one for one in looked_at if one] != []
    assert sorted(looked_at[:4]) == looked_at[:4]


def test_temporary_files_of_processes_that_were_killed_go(world, node, tmp_path):
    for name in ("objects", "packages"):
        (tmp_path / name).mkdir()
    objects = LocalObjects(tmp_path / "objects", tmp_path / "packages")
    world.exchange.nodes["XA"] = node = on(node, objects)
    kept = objects.put(ORDER.data)
    drafted(world, ORDER)
    left = [
        folder / ".rogatory-new-0123456789abcdef"
        for folder in (tmp_path / "packages", tmp_path / "objects" / kept[:2])
    ]
    for path in left:
        path.write_bytes(b"half of it")
        at = world.clock.now().timestamp()
        os.utime(path, (at, at))
    world.clock.forward(minutes=30)
    objects.finish_removals(world.clock.now(), lambda _due: ())
    assert all(path.exists() for path in left), "a process may be writing them"
    world.clock.forward(hours=1)
    objects.finish_removals(world.clock.now(), lambda _due: ())
    assert not any(path.exists() for path in left)
    assert objects.get(kept) == ORDER.data


def test_a_mark_of_one_look_is_over_at_the_next():
    assert removal.BETWEEN_LOOKS >= GRACE > LONGEST_REMOVAL
