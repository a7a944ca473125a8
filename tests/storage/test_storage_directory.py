# SPDX-License-Identifier: Apache-2.0
"""Machines of one node share the directory's copy in its database: one refreshes, all serve, none forgets."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from casts.directory.network import AT, Mirror, own_network
from casts.steady.patience import PATIENCE
from django_home import emptied
from rogatory.directory.ceremony.ceremony import change_state_keys
from rogatory.directory.ceremony.keys import new_directory_key
from rogatory.directory.entry.period import OFFLINE_GRACE_HOURS
from rogatory.directory.view.client import Directory
from rogatory.errors import Refused, Unreachable
from rogatory.storage.directory import DatabaseDirectoryCopy
from rogatory.storage.models import DirectoryCopy, DirectoryFile
from rogatory.storage.transactions.writing import connections_closed

HOUR = timedelta(hours=1)


class Machine:
    """A machine of the node, with its folder and its line."""

    def __init__(self, network, folder):
        self.folder, self.mirror, self.reports = folder, Mirror(network.folder), []
        self.shared = DatabaseDirectoryCopy()
        self.shared.newest = lambda **_more: DatabaseDirectoryCopy.newest(self.shared, at_once=True)
        self.directory = Directory(
            folder,
            network.founding.root,
            self.mirror,
            shared=self.shared,
            report=self.reports.append,
        )

    def files(self):
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }


@pytest.fixture
def network(tmp_path):
    emptied()
    return own_network(tmp_path / "repository")


@pytest.fixture
def machines(network, tmp_path):
    """Two that refreshed, the second one without a line of its own."""
    one, two = (Machine(network, tmp_path / name) for name in ("one", "two"))
    two.mirror.is_down = True
    one.directory.refresh(AT)
    return one, two


def rows():
    return list(DirectoryCopy.objects.values()), sorted(
        DirectoryFile.objects.values_list("digest", flat=True)
    )


def test_a_machine_without_a_line_serves_what_another_refreshed(network, machines):
    one, two = machines
    assert two.directory.view(AT).states == ("XA", "XB")
    assert two.files() == one.files()

    network.submit("XA", at=AT + HOUR)
    grace = OFFLINE_GRACE_HOURS * HOUR
    for hours in range(1, OFFLINE_GRACE_HOURS + 10):
        network.publisher.tick(AT + hours * HOUR)
        one.directory.refresh(AT + hours * HOUR)
        assert two.directory.view(AT + hours * HOUR).read_as_of == AT + hours * HOUR
    assert two.directory.view(AT + grace + 9 * HOUR).entry("XA")
    assert two.mirror.requested == []
    assert not two.reports


def test_without_a_copy_of_anybody_there_is_no_view(network, tmp_path):
    machine = Machine(network, tmp_path / "one")
    with pytest.raises(Refused, match="directory-no-copy"):
        machine.directory.view(AT)


def test_a_copy_that_was_made_before_is_shared_by_the_next_refresh(network, tmp_path):
    before = Directory(tmp_path / "one", network.founding.root, Mirror(network.folder))
    before.refresh(AT)
    one, two = (Machine(network, tmp_path / name) for name in ("one", "two"))
    assert one.directory.view(AT).states == ("XA", "XB")
    assert rows() == ([], [])
    one.directory.refresh(AT)
    assert two.directory.view(AT).states == ("XA", "XB")


def test_files_that_no_copy_has_any_more_are_removed(network, machines):
    one, _two = machines
    for hours in range(1, 4):
        network.submit("XA", at=AT + hours * HOUR)
        one.directory.refresh(AT + hours * HOUR)
    (row,) = DirectoryCopy.objects.all()
    assert row.revision == 4
    assert set(row.files.values()) == set(DirectoryFile.objects.values_list("digest", flat=True))


def test_what_one_machine_saw_cannot_be_rolled_back_at_another(network, machines):
    """The publisher's line is taken over, and shows the second machine the directory of yesterday."""
    one, two = machines
    old = network.files()
    network.submit("XB", at=AT + HOUR)
    newest = one.directory.refresh(AT + HOUR)
    two.mirror.is_down = False
    two.mirror.serve(old)
    before = rows()
    with pytest.raises(Refused, match="directory-rollback"):
        two.directory.refresh(AT + HOUR)
    assert rows() == before
    assert two.directory.view(AT + HOUR).snapshot_version == newest.snapshot_version


def test_a_key_that_changed_is_held_on_every_machine_until_it_is_confirmed_on_one(
    network, machines
):
    one, two = machines
    new, old = new_directory_key(), network.states["XA"].key
    targets = change_state_keys(network.targets, "XA", add=[new.public], revoke=[old.keyid], at=AT)
    submission = network.states["XA"].submit(keys=[new])
    network.publisher.publish_targets(
        network.founding.signed_targets(targets), [submission], at=AT + HOUR
    )
    one.directory.refresh(AT + HOUR)
    held = two.directory.view(AT + HOUR)
    assert "XA" in held.held
    two.directory.confirm_state_key("XA", held.unconfirmed["XA"], AT + HOUR)
    assert "XA" not in one.directory.view(AT + HOUR).held
    one.directory.refresh(AT + 2 * HOUR)
    assert "XA" not in two.directory.view(AT + 2 * HOUR).held


def test_of_two_that_refresh_at_once_one_is_kept_and_both_go_on(network, machines, tmp_path):
    if connection.vendor == "sqlite":
        pytest.skip("one machine has SQLite")
    one, two = machines
    two.mirror.is_down = False
    network.submit("XB", at=AT + HOUR)
    begun, problems = threading.Barrier(2, timeout=PATIENCE), []

    def at_once(machine):
        ask, waited = machine.mirror._folder, []

        def line(path):
            if not waited:
                waited.append(True)
                begun.wait()
            return ask(path)

        machine.mirror._folder = line
        try:
            with connections_closed():
                machine.directory.refresh(AT + HOUR)
        except Exception as error:  # noqa: BLE001 - shown by the test
            problems.append(error)

    threads = [threading.Thread(target=at_once, args=(each,)) for each in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    (row,) = DirectoryCopy.objects.all()
    assert (row.revision, row.generation) == (2, 2)
    views = [each.directory.view(AT + HOUR) for each in (one, two)]
    assert views[0].snapshot_digest == views[1].snapshot_digest
    assert one.files() == two.files()


def test_a_refresh_that_another_machine_overtook_leaves_nothing(network, machines):
    one, two = machines
    network.submit("XB", at=AT + HOUR)
    two.mirror.is_down = False
    ask = one.mirror._folder
    overtaken = []

    def line(path):
        if not overtaken:
            overtaken.append(True)
            two.directory.refresh(AT + HOUR)
        return ask(path)

    one.mirror._folder = line
    found = one.directory.refresh(AT + HOUR)
    assert found.snapshot_version == two.directory.view(AT + HOUR).snapshot_version
    assert rows()[0][0]["revision"] == 2
    assert one.files() == two.files()


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("bytes", "directory-shared-copy"),
        ("path", "directory-shared-copy"),
        ("accepted", "directory-shared-copy"),
        ("older", "directory-shared-copy"),
        ("unsigned", "directory-mixed"),
    ],
)
def test_a_shared_copy_that_somebody_altered_is_not_used(network, machines, tmp_path, what, code):
    one, two = machines
    two.directory.view(AT)
    (old,) = DirectoryCopy.objects.all()
    old_files = list(DirectoryFile.objects.all())
    network.submit("XB", at=AT + HOUR)
    one.directory.refresh(AT + HOUR)
    (row,) = DirectoryCopy.objects.all()
    timestamp = row.files["metadata/timestamp.json"]
    if what == "bytes":
        DirectoryFile.objects.filter(digest=timestamp).update(data=b"{}")
    elif what == "path":
        row.files["../../1.root.json"] = timestamp
    elif what == "accepted":
        row.accepted = "0" * 64
    elif what == "unsigned":
        row.files["metadata/snapshot.json"] = row.files["metadata/targets.json"]
    else:
        two.directory.view(AT + HOUR)
        DirectoryFile.objects.bulk_create(old_files, ignore_conflicts=True)
        row.files, row.accepted, row.generation = old.files, old.accepted, 3
        row.refreshed = AT + 2 * HOUR
    row.revision += 1
    row.save()
    before = two.files()
    assert two.directory.view(AT + HOUR).states == ("XA", "XB")
    assert two.files() == before
    assert [refused.codes for refused in two.reports] == [(code,)]
    two.directory.view(AT + HOUR)
    assert len(two.reports) == 1, "it is looked at once"

    two.mirror.is_down = False
    network.publisher.tick(AT + 3 * HOUR)
    newest = two.directory.refresh(AT + 3 * HOUR)
    three = Machine(network, tmp_path / "three")
    assert three.directory.view(AT + 3 * HOUR).snapshot_version == newest.snapshot_version


def test_a_shared_copy_that_lacks_one_of_its_files_is_not_waited_for(network, machines, tmp_path):
    """A row that is gone is no copy that another machine replaced meanwhile."""
    one, two = machines
    two.directory.view(AT)
    network.submit("XA", at=AT + HOUR)
    one.directory.refresh(AT + HOUR)
    (row,) = DirectoryCopy.objects.all()
    DirectoryFile.objects.filter(digest=row.files["metadata/timestamp.json"]).delete()
    before = two.files()
    assert two.directory.view(AT + HOUR).read_as_of == AT
    assert [report.codes for report in two.reports] == [("directory-shared-copy",)]
    assert two.files() == before
    three = Machine(network, tmp_path / "three")
    with pytest.raises(Refused, match="directory-shared-copy"):
        three.directory.view(AT + HOUR)


def test_a_database_that_was_put_back_does_not_take_the_newer_copy_from_a_machine(
    network, machines
):
    one, two = machines
    two.directory.view(AT)
    (old,) = DirectoryCopy.objects.all()
    old_files = list(DirectoryFile.objects.all())
    network.submit("XB", at=AT + HOUR)
    newest = one.directory.refresh(AT + HOUR)
    DirectoryFile.objects.all().delete()
    DirectoryFile.objects.bulk_create(old_files)
    old.save()
    assert one.directory.view(AT + HOUR).snapshot_version == newest.snapshot_version
    one.directory.refresh(AT + HOUR)
    assert two.directory.view(AT + HOUR).snapshot_version == newest.snapshot_version


def test_a_machine_that_cannot_refresh_says_so_and_goes_on(machines):
    _one, two = machines
    with pytest.raises(Unreachable):
        two.directory.refresh(AT)
    assert two.directory.view(AT).states == ("XA", "XB")
    assert two.directory.view(AT).read_as_of == AT


@pytest.mark.parametrize("is_newer", [False, True], ids=["the same", "a newer one"])
def test_a_moment_in_the_future_is_corrected_on_every_machine(network, machines, is_newer):
    """One machine's clock ran ahead at a refresh; the other one, which only reads, is not shut by it for good."""
    one, two = machines
    network.publisher.tick(AT + 25 * HOUR)
    one.directory.refresh(AT + 25 * HOUR)
    for each in machines:
        with pytest.raises(Refused, match="directory-clock"):
            each.directory.view(AT + HOUR)
    if is_newer:
        network.submit("XA", at=AT + HOUR)
    corrected = one.directory.refresh(AT + HOUR)
    for each in machines:
        view = each.directory.view(AT + HOUR)
        assert (view.read_as_of, view.snapshot_version) == (AT + HOUR, corrected.snapshot_version)
    assert two.mirror.requested == []
    assert not two.reports
    assert one.files() == two.files()
