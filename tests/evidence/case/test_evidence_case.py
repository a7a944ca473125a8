# SPDX-License-Identifier: Apache-2.0
"""The case graph follows the idioms of CASE, and its community's programs take it."""

import json
import os
from dataclasses import replace

import pytest

from casts.evidence.case_judges import case_conforms, nodes, provenance
from casts.evidence.states import clock
from rogatory.evidence.bag.examined import ExaminedBag
from rogatory.evidence.case.examined import MOST_DETAILS, detail_nodes
from rogatory.evidence.case.ids import Ids
from rogatory.evidence.collecting.collect import collect
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.media.document import Image
from rogatory.evidence.options import RunSettings
from rogatory.wire import canonical

pytestmark = pytest.mark.judge


def test_a_collection_that_was_sealed_twice_has_one_chain_of_provenance(
    collected, sealing, tmp_path
):
    case_conforms(collected / "case.jsonld", tmp_path)
    sealing.seal_bag(collected, tmp_path / "sealed")
    sealing.open(tmp_path / "sealed", tmp_path / "opened")
    case_conforms(tmp_path / "opened" / "case.jsonld", tmp_path)
    sealing.seal_bag(tmp_path / "opened", tmp_path / "again")
    sealing.open(tmp_path / "again", tmp_path / "reopened")
    graph = tmp_path / "reopened" / "case.jsonld"
    case_conforms(graph, tmp_path)
    acts = nodes(graph, "InvestigativeAction")
    assert [node["uco-core:name"] for node in acts] == ["choose", "acquire", "seal", "seal"]
    results = [one["@id"] for node in acts for one in node["uco-action:result"]]
    assert len(results) == len(set(results))
    assert {node["@id"] for node in nodes(graph, "ProvenanceRecord")} <= set(results)


def test_the_number_of_the_exhibit_is_that_of_what_was_collected(tree, tmp_path, acquisition):
    numbered = replace(acquisition, exhibit="XB-2026-0007")
    collect(
        tree,
        tmp_path / "bag",
        terms=CollectionTerms(acquisition=numbered),
        settings=RunSettings(clock=clock, random=os.urandom),
    )
    graph = tmp_path / "bag" / "case.jsonld"
    numbers = {
        node["uco-core:description"][0]: node.get("case-investigation:exhibitNumber")
        for node in nodes(graph, "ProvenanceRecord")
    }
    assert numbers == {"What was found": None, "What was collected": "XB-2026-0007"}


def test_details_of_images_never_fill_the_graph():
    facts = {
        "agreement": "none-stored",
        "bad_sectors": {"complete": True, "ranges": [], "sectors": 0},
        "digests": {"sha256": "0" * 64},
        "file_systems": [
            {"block_size": 512, "label": "x" * 500, "size": 1, "start": 9, "type": "ext4"}
        ]
        * 200,
        "files": [{"path": "data/" + "x" * 4000, "sha256": "0" * 64, "size": 1}] * 200,
        "format": "raw",
        "media": {"bytes_per_sector": 512, "size": 1},
        "partitions": [{"length": 1, "start": 9, "type": "x"}] * 200,
    }
    ids = Ids("01938f3e-0000-7000-8000-000000000001")
    made = detail_nodes(ids, ExaminedBag(images=(Image(facts),) * 100))
    assert len(made) == 2 * MOST_DETAILS
    assert len(canonical.encode(made)) < canonical.LARGEST_DOCUMENT // 2


def test_a_record_without_the_act_that_made_it_would_be_noticed(collected, tmp_path):
    graph = json.loads((collected / "case.jsonld").read_bytes())
    graph["@graph"] = [node for node in graph["@graph"] if node.get("uco-core:name") != "choose"]
    (tmp_path / "wrong.jsonld").write_text(json.dumps(graph))
    assert provenance(tmp_path / "wrong.jsonld", tmp_path).returncode != 0
