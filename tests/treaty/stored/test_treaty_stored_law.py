# SPDX-License-Identifier: Apache-2.0
"""A law as it is stored: each regime an object of its own, read when it is asked for."""

import json
import lzma
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casts.law.stored import finder, objects_of, read_back, with_rows
from rogatory.errors import Refused
from rogatory.treaty.grounds import duties_for, grounds_for
from rogatory.treaty.law import law_document, packaged_law
from rogatory.treaty.objects.law_parts import LARGEST_LAW_OBJECT
from rogatory.treaty.offences import offence_in
from rogatory.treaty.refusing import refusal_reasons
from rogatory.treaty.regimes import limit_of, regime_of, terms_of
from rogatory.treaty.requirements import requirements_of
from rogatory.treaty.rows import read_row, written
from rogatory.treaty.safeguards import questions_before_sending
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.stored.stored_law import objects_named, open_law, read_law
from rogatory.wire.canonical import encode
from rogatory.wire.digests import sha256

LAW = packaged_law("federation")
ON = date(2026, 11, 24)
HERE = Path(__file__).parent
MANY, KILOBYTES = 200, 20
KIND = "mla_stored_data"


class Counted:
    """Objects by digest, with the digests that were read."""

    def __init__(self, objects):
        self.find, self.read = finder(objects), []

    def __call__(self, digest):
        self.read.append(digest)
        return self.find(digest)


def a_limit(instrument, size):
    """A limit of an instrument whose row has some 4,000 characters."""
    found = next(one for one in LAW.limits if one.id == "conference")
    return replace(found, instrument=instrument, id=f"n-{size}", article="1", rule="r" * 3900)


def with_many_regimes():
    """The law with two hundred further instruments of twenty kilobytes each."""
    comity = next(one for one in LAW.instruments if one.id == "comity")
    names = [f"regional-{number}" for number in range(MANY)]
    law = with_rows(
        LAW,
        "instruments",
        [*LAW.instruments, *(replace(comity, id=name, serves={}) for name in names)],
    )
    limits = [a_limit(name, size) for name in names for size in range(KILOBYTES // 4)]
    return with_rows(law, "limits", [*law.limits, *limits])


def judged(law, basis):
    """Return what the law says of a request on that basis, and of a refusal of it."""
    regime = regime_of(law, basis, "XA", "XB", ON)
    return (
        grounds_for(regime, KIND),
        duties_for(regime, KIND),
        terms_of(regime, KIND),
        limit_of(regime, "conference", KIND),
        [*requirements_of(regime, KIND, KIND)],
        questions_before_sending(regime, KIND),
        [
            *refusal_reasons(
                regime, KIND, "essential_interests", offence_in({}), "held", reasons="Dues."
            )
        ],
    )


def test_of_a_law_with_two_hundred_regimes_a_request_reads_its_own():
    law = with_many_regimes()
    objects, data = objects_of(law), law_document(law)
    assert len(objects) == MANY + len(LAW.regimes)
    assert sum(map(len, objects.values())) > MANY * KILOBYTES * 1000 > 3 * LARGEST_LAW_OBJECT
    assert len(data) < LARGEST_LAW_OBJECT / 2
    find = Counted(objects)
    stored = open_law(data, find)
    assert find.read == []
    assert [one.id for one in stored.of("regional-7").limits] == [f"n-{n}" for n in range(5)]
    assert find.read == [law.regimes["regional-7"].digest]
    assert stored.version == law.version


@pytest.mark.parametrize("basis", ["un-cybercrime", "ets-185", "uncac", "comity"])
def test_a_request_reads_its_regime_and_what_that_brings_in_and_is_judged_alike(basis):
    find = Counted(objects_of(LAW))
    stored = open_law(law_document(LAW), find)
    assert judged(stored, basis) == judged(LAW, basis)
    read = {name for name, part in LAW.regimes.items() if part.digest in find.read}
    assert basis in read
    assert read <= {basis, "ets-30", "ets-182"}
    assert len(find.read) == len(set(find.read))


def test_a_missing_regime_is_refused_when_it_is_asked_for_and_says_which():
    objects = objects_of(LAW)
    del objects[LAW.regimes["ets-185"].digest]
    law = open_law(law_document(LAW), finder(objects))
    assert judged(law, "comity") == judged(LAW, "comity")
    for ask in (lambda: law.of("ets-185"), lambda: law.grounds, lambda: judged(law, "ets-185")):
        with pytest.raises(Refused) as caught:
            ask()
        reason = caught.value.reasons[0]
        assert reason.code.id == "law-object-missing"
        assert reason.fields["name"] == "ets-185"
        assert "operator must restore" in reason.code.remedy
    assert law.of("comity") == LAW.of("comity")


@pytest.mark.parametrize("name", ["world", "corrected"])
def test_a_law_that_was_stored_as_one_document_states_what_it_stated(name):
    """Both were stored on 1 December 2026, the second one with five corrections and a treaty from a file."""
    data = lzma.decompress((HERE / f"one_document_{name}.json.xz").read_bytes())
    treaty = (HERE / "one_document_treaty.json").read_bytes()
    law = read_law(data, finder({sha256(treaty): treaty}))
    stated = json.loads(data)
    lines = json.loads(treaty) if name == "corrected" else {}
    for section, known in SECTIONS.items():
        found = {known.key(row): written(row) for row in getattr(law, section)}
        rows = [*stated.get(section, []), *lines.get(section, [])]
        gone = stated.get("without", {}).get(section, [])
        assert len(found) == len(getattr(law, section))
        # Later rows have the lines of a treaty, of which the law's own come first.
        expected = {known.key(row): row for row in map(known_row(known), reversed(rows))}
        assert found == {key: written(row) for key, row in expected.items() if key not in gone}
    assert [written(one) for one in law.corrections] == stated["corrections"]
    assert read_back(law) == law


def known_row(section):
    """Return how a row of a section is read."""

    def read(row):
        problems = []
        value = read_row(row, "row", section.read, problems)
        assert problems == []
        return value

    return read


def test_a_law_of_one_document_names_its_treaties_and_is_not_read_without_them():
    data = lzma.decompress((HERE / "one_document_corrected.json.xz").read_bytes())
    treaty = (HERE / "one_document_treaty.json").read_bytes()
    assert [*objects_named(data)] == [("mlat-xa-xb", sha256(treaty))]
    for find in (finder({}), finder({sha256(treaty): b"{}"})):
        with pytest.raises(Refused) as caught:
            open_law(data, find)
        assert caught.value.codes == ("treaty-data",)


def test_a_law_of_one_document_that_is_spelled_otherwise_is_refused():
    data = lzma.decompress((HERE / "one_document_world.json.xz").read_bytes())
    found = json.loads(data)
    found["limits"][0]["gap"] = None
    with pytest.raises(Refused):
        read_law(encode(found))


def test_a_document_names_every_object():
    named = dict(objects_named(law_document(LAW)))
    assert named == {name: part.digest for name, part in LAW.regimes.items()}
