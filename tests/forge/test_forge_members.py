# SPDX-License-Identifier: Apache-2.0
"""Changes inside a document: every member has its turn, and every change really makes another document."""

import json

from forge.changes import changes_of, edit_document
from forge.making import KINDS
from forge.member_changes import DEEP, deep_edits, edit_deep, every_deep_edit

DOCUMENT = {
    "number": 1,
    "fields": {"count": 2, "done": False, "until": "2026-11-24T03:00:19Z", "empty": None},
    "listed": [{"name": "first"}, {"name": "other"}, {"name": "last"}],
}


def test_each_member_inside_is_another_number_truth_value_text_moment_or_is_missing():
    names = {(name, ".".join(map(str, place))) for name, place, _ in every_deep_edit(DOCUMENT)}
    assert names >= {
        *(("null", "fields.count"), ("claim+1", "fields.count"), ("claim-1", "fields.count")),
        *(("not", "fields.done"), ("claim+1d", "fields.until"), ("claim-1d", "fields.until")),
        *(("claim-other", "listed.0.name"), ("claim-other", "listed.2.name")),
    }
    assert not [one for one in names if one[1] in {"number", "fields", "fields.empty"}]


def test_every_change_inside_makes_another_document(tmp_path):
    place = tmp_path / "document.json"
    for _, member, value in every_deep_edit(DOCUMENT):
        place.write_text(json.dumps(DOCUMENT))
        edit_deep(place, member, value)
        assert json.loads(place.read_bytes()) != DOCUMENT


def test_several_networks_try_every_member():
    document = {"body": {f"member-{number}": number for number in range(40)}}
    tried = {str(one) for network in map(str, range(200)) for one in deep_edits(document, network)}
    assert tried == {str(one) for one in every_deep_edit(document)}
    assert len(deep_edits(document, "0")) == DEEP


def test_lists_and_moments_of_every_artifact_are_changed(material):
    made = {
        (kind, change.name.partition(":")[0], change.target.rpartition("/")[2])
        for kind in KINDS
        for change in changes_of(material.artifacts[kind], material.donor[kind])
    }
    assert ("package", "cut-head", "segments.b3") in made
    assert ("package", "cut-tail", "segments.b3") in made
    assert ("bag", "cut-list-tail", "case.jsonld") in made
    assert ("bundle", "claim+1", "bundle.json") in made
    assert ("certificate", "claim-now", "certificate.json") in made


def test_a_change_of_a_field_keeps_the_others(tmp_path):
    place = tmp_path / "document.json"
    place.write_text(json.dumps(DOCUMENT))
    edit_document(place, "number", 2)
    assert json.loads(place.read_bytes()) == DOCUMENT | {"number": 2}
