# SPDX-License-Identifier: Apache-2.0
"""The law among a node's objects: kept regime by regime, moved, lost, and killed in between."""

import subprocess
import sys
from datetime import date

import pytest

from casts.law.cases import a_preservation, answered
from rogatory.bootstrap.moving.objects import ObjectCopy
from rogatory.errors import Refused
from rogatory.node.provisions.law_data import kept_law, law_in_force
from rogatory.node.provisions.law_objects import LawObjects
from rogatory.storage.files.objects import LocalObjects
from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.rows import written

LAW = packaged_law("federation")
ON = date(2026, 11, 24)

KILLED = """
import os, sys
from pathlib import Path
sys.path[:0] = sys.argv[3].split(os.pathsep)
from test_node_law_objects import corrected_law
from rogatory.node.provisions.law_objects import LawObjects
from rogatory.storage.files.objects import LocalObjects

class Killed(LocalObjects):
    left = int(sys.argv[2])

    def put(self, data):
        if not self.left:
            os._exit(9)
        self.left -= 1
        return super().put(data)

home = Path(sys.argv[1])
LawObjects(Killed(home / "objects", home / "packages")).keep(corrected_law())
"""


def corrected_law():
    """The law with a correction of a limit of ETS 185."""
    row = written(next(one for one in LAW.limits if one.instrument == "ets-185"))
    changed = row | {"source": "read again"}
    return corrected(LAW, [Correction("one", "limits", changed, "x", "y", "seen", ON, None)])


@pytest.fixture
def stores(tmp_path):
    """Two stores on the disk."""

    def store(name):
        for folder in ("objects", "packages"):
            (tmp_path / name / folder).mkdir(parents=True)
        return LocalObjects(tmp_path / name / "objects", tmp_path / name / "packages")

    found = store("first"), store("second")
    for one in found:
        one.put(corrected_law().corrected_by[0].document)  # as it is when it is proposed
    return found


def test_of_a_corrected_law_its_document_and_one_regime_are_written(stores):
    store, _ = stores
    LawObjects(store).keep(LAW)
    before = set(store.digests())
    assert len(before) == len(LAW.regimes) + 2
    law = corrected_law()
    assert LawObjects(store).keep(law) == law.version
    assert set(store.digests()) - before == {law.version, law.regimes["ets-185"].digest}
    assert LawObjects(store).law(LAW.version).limits == LAW.limits
    assert LawObjects(store).law(law.version).limits == law.limits


@pytest.mark.processes
@pytest.mark.parametrize("puts", [0, 2, 7])
def test_who_is_killed_while_a_law_is_kept_leaves_the_law_of_before_whole(stores, tmp_path, puts):
    store, _ = stores
    LawObjects(store).keep(LAW)
    paths = ":".join(one for one in [*sys.path, str(__file__).rpartition("/")[0]] if one)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "first"), str(puts), paths],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 9, done.stderr
    law = corrected_law()
    with pytest.raises(Refused):
        LawObjects(store).law(law.version)
    assert LawObjects(store).law(LAW.version).provisions == LAW.provisions
    assert [*LawObjects(store).missing([LAW.version], [])] == []
    LawObjects(store).keep(law)
    assert [*LawObjects(store).missing([LAW.version, law.version], [])] == []


def test_missing_and_damaged_objects_are_named_and_come_back_with_the_next_decision(stores):
    store, _ = stores
    version = LawObjects(store).keep(LAW)
    gone, damaged = LAW.regimes["ets-185"].digest, LAW.regimes["uncac"].digest
    store._path(gone).unlink()
    store._path(damaged).write_bytes(b"altered")
    expected = {("ets-185", gone), ("uncac", damaged)}
    assert set(LawObjects(store).missing([version, version], [])) == expected
    law = LawObjects(store).law(version)
    assert law.of("comity") == LAW.of("comity")
    for name, code in (("ets-185", "object-absent"), ("uncac", "object-damaged")):
        with pytest.raises(Refused) as caught:
            law.of(name)
        assert caught.value.codes == ("law-object-missing", code)
    store._path(damaged).unlink()
    LawObjects(store).keep(LAW)
    assert [*LawObjects(store).missing([version], [])] == []
    assert law.of("ets-185") == LAW.of("ets-185")


def test_a_law_moves_with_its_objects(stores, tmp_path):
    first, second = stores
    law = corrected_law()
    version = LawObjects(first).keep(law)
    ObjectCopy(first, second, tmp_path / "notes", lambda _number: None).run()
    assert [*LawObjects(second).missing([version], [])] == []
    assert LawObjects(second).law(version).required == law.required


def test_a_decision_is_examined_under_its_law_where_another_regime_is_lost(world):
    node = world.node("XA")
    draft = a_preservation(world)
    taken = answered(world, "XA", draft.id, "human-rights", "yes")
    law = law_in_force(node)
    assert taken.law == law.version
    stored = kept_law(node, taken.law)
    assert stored.of("un-cybercrime") == law.of("un-cybercrime")
    assert stored == law
