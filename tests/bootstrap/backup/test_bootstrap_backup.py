# SPDX-License-Identifier: Apache-2.0
"""A backup is whole, encrypted, written once, and restored as it was, on files and on servers."""

import secrets
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from django.db import transaction

from casts.node.backups import day, without_recovery
from casts.node.movable import SEAL
from rogatory.bootstrap.backup import rows as rows_of_backups
from rogatory.bootstrap.backup.run import back_up
from rogatory.bootstrap.home.migrations import refuse_other_tables
from rogatory.bootstrap.moving.databases import NodeDatabase
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.errors import Refused
from rogatory.node.completeness.record import recovery_of
from rogatory.seal.age import decrypt
from rogatory.storage.duty import OfficerContact
from rogatory.storage.store import DatabaseStore

pytestmark = pytest.mark.judge

JUDGE = Path(__file__).parents[2] / "judges" / "age" / "judge.mjs"
"""npm's age-encryption, by age's own author."""


def test_what_is_restored_is_what_was_there_and_waits_for_the_others(node):
    node.back_up()
    home = node.empty_home()

    done = node.restore(home)

    assert without_recovery(home.rows()) == without_recovery(node.movable.rows())
    assert home.objects() == node.movable.objects()
    assert done.absent == ()
    with home.database() as database, database.used():
        refuse_other_tables()
        store = DatabaseStore()
        assert recovery_of(store).missing(store.log_epoch())
    assert not (home.home.path / "restore").exists()


def test_a_node_on_servers_is_restored_onto_servers_and_into_a_home(on_servers, postgresql):
    first = on_servers.back_up()
    second = back_up(on_servers.path, prunes=True)
    assert second.removed == (first.id,)
    assert second.manifest.written < first.written
    before = without_recovery(on_servers.movable.rows()), on_servers.movable.objects()
    url, prefix = postgresql.create(f"n{secrets.token_hex(6)}"), secrets.token_hex(8)
    home = on_servers.empty_home("servers", database_url=url, prefix=prefix)

    on_servers.restore(home)

    assert (without_recovery(home.rows()), home.objects()) == before


def test_a_second_backup_writes_no_object_again(node, place_left):
    first = node.back_up()
    shared = {name: data for name, data in place_left().items() if name.startswith("objects/")}
    fresh = objects_of(node.home).put(b"came since")

    second = node.back_up()

    assert len(shared) == 8 + 1 + 2
    after = {name: data for name, data in place_left().items() if name.startswith("objects/")}
    assert {name: after[name] for name in shared} == shared
    assert len(after) == len(shared) + 1
    assert second.written < first.written
    home = node.empty_home()
    node.restore(home)
    assert objects_of(home.home).get(fresh) == b"came since"


def test_other_recipients_get_files_of_their_own(node, persons):
    node.back_up()
    node.recipients("first")
    second = node.back_up()
    assert second.written == second.size
    home = node.empty_home()
    with pytest.raises(Refused) as refused:
        node.restore(home)
    assert refused.value.codes == ("age-no-match",)
    assert not home.home.database.exists()
    node.persons = persons | {"backup": persons["first"]}
    node.restore(home)
    assert home.objects() == node.movable.objects()


def test_the_age_program_that_is_not_ours_opens_every_file_and_no_key_is_in_one(node, persons):
    node.back_up()
    opener = persons["backup"]
    keys = {path.read_bytes().strip() for path in (node.path / "keys").rglob("*") if path.is_file()}
    files = sorted(node.place.rglob("*.age"))
    assert len(files) > 70
    for path in files:
        data = path.read_bytes()
        plain = decrypt(data, [opener])
        assert not any(key in plain for key in keys)
        assert SEAL.encode() not in data
    for path in (files[0], next(one for one in files if one.parent.name == "rows")):
        opened = subprocess.run(
            ["node", JUDGE, "decrypt", opener.encode()],
            input=path.read_bytes(),
            capture_output=True,
            check=True,
        ).stdout
        assert opened == decrypt(path.read_bytes(), [opener])
    clear = [path for path in node.place.rglob("*") if path.is_file() and path.suffix != ".age"]
    assert not any(SEAL.encode() in path.read_bytes() for path in clear)


def test_rows_are_those_of_one_moment_while_others_write(node, monkeypatch):
    """A table that is read last does not see a row that came with one of a table that was read first."""
    before = node.movable.rows()
    real = rows_of_backups.read_rows

    def read_while_others_write(archive, **more):
        def report(number):
            more["report"](number)
            with closing(NodeDatabase(node.home)) as other, other.used(), transaction.atomic():
                OfficerContact.objects.create(
                    id=f"c{number}", officer="xb-0001", mail=[], by="xb-0001", at=day(2)
                )

        return real(archive, **{**more, "report": report})

    monkeypatch.setattr(rows_of_backups, "read_rows", read_while_others_write)
    node.back_up()
    after = node.movable.rows()
    assert len(after["storage_officercontact"]) > len(before["storage_officercontact"]) + 10

    home = node.empty_home()
    node.restore(home)
    assert without_recovery(home.rows()) == without_recovery(before)


def test_an_object_that_is_damaged_in_the_node_is_named_and_all_else_is_saved(node):
    digest = node.movable.digests[3]
    path = node.home.objects / digest[:2] / digest
    path.write_bytes(b"other bytes")
    with pytest.raises(Refused) as refused:
        node.back_up()
    assert refused.value.codes == ("backup-objects",)
    assert digest in str(refused.value)
    home = node.empty_home()
    node.restore(home)
    assert without_recovery(home.rows()) == without_recovery(node.movable.rows())
    assert set(objects_of(home.home).digests()) == set(node.movable.digests) - {digest}
