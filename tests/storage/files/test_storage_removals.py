# SPDX-License-Identifier: Apache-2.0
"""Objects that nobody needs go after a day's grace and leave a tombstone. On the disk, in memory, over S3."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.errors import Refused, Unreachable
from rogatory.storage.files.removals import GRACE, LONGEST_REMOVAL, Removals
from rogatory.storage.memory.objects import MemoryMarks
from rogatory.wire.digests import sha256

AT = datetime(2026, 11, 24, 3, tzinfo=UTC)
DATA, OTHER = b"a letter", b"another letter"
SOON = timedelta(seconds=1)


def nothing(_digests):
    return ()


def refusal(ask):
    with pytest.raises(Refused) as refused:
        ask()
    return refused.value.codes


def test_bytes_stay_for_the_grace_and_then_leave_a_tombstone(objects):
    digest, other = objects.put(DATA), objects.put(OTHER)
    objects.remove(digest, AT)
    assert objects.finish_removals(AT + GRACE - SOON, nothing) == []
    assert objects.get(digest) == DATA
    assert objects.finish_removals(AT + GRACE, nothing) == [digest]
    assert refusal(lambda: objects.get(digest)) == ("object-removed",)
    assert refusal(lambda: objects.get(sha256(b"never put"))) == ("object-absent",)
    assert objects.finish_removals(AT + 9 * GRACE, nothing) == []
    assert objects.get(other) == OTHER


def test_a_second_removal_does_not_prolong_the_grace(objects):
    digest = objects.put(DATA)
    objects.remove(digest, AT)
    objects.remove(digest, AT + GRACE - SOON)
    assert objects.finish_removals(AT + GRACE, nothing) == [digest]


def test_bytes_that_are_put_again_within_the_grace_stay(objects):
    """Another machine has just received the same attachment, and its row is not written yet."""
    digest = objects.put(DATA)
    objects.remove(digest, AT)
    assert objects.put(DATA) == digest
    assert objects.finish_removals(AT + 9 * GRACE, nothing) == []
    assert objects.get(digest) == DATA


def test_bytes_that_a_row_names_again_stay(objects):
    digest = objects.put(DATA)
    objects.remove(digest, AT)
    assert objects.finish_removals(AT + GRACE, lambda _due: {digest}) == []
    assert objects.finish_removals(AT + 9 * GRACE, nothing) == []
    assert objects.get(digest) == DATA


def test_bytes_that_are_put_after_their_removal_are_there_again(objects):
    digest = objects.put(DATA)
    objects.remove(digest, AT)
    objects.finish_removals(AT + GRACE, nothing)
    assert objects.put(DATA) == digest
    assert objects.get(digest) == DATA
    assert objects.finish_removals(AT + 9 * GRACE, nothing) == []
    objects.remove(digest, AT + 9 * GRACE)
    assert objects.finish_removals(AT + 10 * GRACE, nothing) == [digest]


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "AB" * 32])
def test_what_is_no_digest_is_not_removed(objects, digest):
    kept = objects.put(DATA)
    with pytest.raises(Refused):
        objects.remove(digest, AT)
    assert objects.finish_removals(AT + GRACE, nothing) == []
    assert objects.get(kept) == DATA


class Interrupted(MemoryMarks):
    """Marks of a machine that does something else, or dies, at its n-th request."""

    def __init__(self, shared, step, act):
        super().__init__()
        self._marks, self._left, self._act = shared, step, act

    def _pass(self):
        self._left -= 1
        if self._left == 0:
            self._act()

    def create(self, name, data):
        self._pass()
        return super().create(name, data)

    def erasing(self, erase):
        """Return an erasing that is a step, too."""

        def step(digest):
            self._pass()
            erase(digest)

        return step

    def read(self, name, *, limit):
        self._pass()
        return super().read(name, limit=limit)

    def remove(self, name):
        self._pass()
        super().remove(name)


class Died(Exception):
    pass


class Store:
    """A store of one object, as two machines see it."""

    def __init__(self):
        self.shared, self.has = {}, True
        marks = MemoryMarks()
        marks._marks = self.shared
        self.removals = Removals(marks, self.erase)

    def erase(self, _digest):
        self.has = False

    def put(self):
        """Put as the stores do; False if it is to be tried again."""
        if self.has:
            try:
                self.removals.cancel("d")
            except Unreachable as error:
                assert error.codes == ("object-being-removed",)
                return False
        self.has = True
        return True


STEPS = range(1, 12)


@pytest.mark.parametrize("step", STEPS)
def test_bytes_put_between_any_two_steps_of_a_removal_stay(step):
    store, done = Store(), []
    store.removals.begin("d", AT)
    marks = Interrupted(store.shared, step, lambda: done.append(store.put()))
    Removals(marks, marks.erasing(store.erase)).finish(AT + GRACE, nothing)
    if not done or not done[0]:
        assert store.put()
    assert store.has
    assert store.removals.finish(AT + 9 * GRACE, nothing) == []
    assert store.has


def died_at(step):
    """A store in which a machine died at that step of a removal, or just after its end."""

    def die():
        raise Died

    store = Store()
    store.removals.begin("d", AT)
    marks = Interrupted(store.shared, step, die)
    with suppress(Died):
        Removals(marks, marks.erasing(store.erase)).finish(AT + GRACE, nothing)
    return store


LATER = AT + GRACE + LONGEST_REMOVAL


@pytest.mark.parametrize("step", STEPS)
def test_a_removal_that_died_at_any_step_is_done_later(step):
    store = died_at(step)
    store.removals.finish(LATER, nothing)
    store.removals.finish(LATER + GRACE, nothing)
    assert not store.has
    assert store.put()
    assert {name.split("/")[0] for name in store.shared} == {"tombstones"}


@pytest.mark.parametrize("step", STEPS)
def test_a_removal_that_died_takes_nothing_that_was_put_since(step):
    """The row of what was put is written a little later than the next machine looks."""
    store = died_at(step)
    was_put = store.put()
    store.removals.finish(LATER, nothing)
    assert store.has or not was_put
    was_put = was_put or store.put()
    assert was_put
    for later in (GRACE, 2 * GRACE):
        store.removals.finish(LATER + later, lambda _due: {"d"})
    assert store.has
    assert {name.split("/")[0] for name in store.shared} <= {"tombstones"}
