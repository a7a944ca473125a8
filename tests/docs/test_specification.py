# SPDX-License-Identifier: Apache-2.0
"""The specification's tables agree with the code: numbers, kinds, statuses, doors."""

import importlib
import re
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

import rogatory
from casts.law.provisions import cited
from rogatory.custody.events.event import CustodyAction, parse_event
from rogatory.directory.entry.register import NUMBER
from rogatory.errors import Code, Refused
from rogatory.evidence.disclosure.document import Disclosure
from rogatory.node.certificate.document import Certificate
from rogatory.node.court.names import (
    CONSENTS,
    DESTROYED,
    MEANINGS,
    OFFICERS,
    WITNESSED,
)
from rogatory.node.threads.dispatch_refusals import DIRECTORY_DEPENDENT
from rogatory.requests.contents.body import check, schema
from rogatory.requests.kinds import families
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.requests.thread.crossings import CROSSINGS
from rogatory.requests.thread.kind_places import PLACES
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.transport.door.urls import ENDPOINTS
from rogatory.wire.canonical import encode

ROOT = Path(__file__).parents[2]
INDEX = (ROOT / "SPECIFICATION.md").read_text(encoding="utf-8")
FOLDER = ROOT / "docs" / "specification"
DOCUMENTS = {
    name: (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    for name in ("exchange", "evidence-and-court", "local")
}
TEXT = "\n".join(DOCUMENTS.values())

SAMPLES = {
    "{thread}": "0190a5d0-0000-7000-8000-000000000000",
    "{digest}": "ab" * 32,
    "{seal}": "5" * 64,
    "{blake3}": "b" * 64,
    "{tile}": "0/x001/x234/067.p/5",
    "{epoch}": "12",
    "{since}": "1795489200",
    "{after}": "a" * 64,
    "{log}": "c" * 64,
}


def rows(*header: str) -> Iterator[list[str]]:
    """The cells of the one table with that header."""
    head = f"| {' | '.join(header)} |\n"
    assert TEXT.count(head) == 1, f"{TEXT.count(head)} tables with the header {header}"
    for line in TEXT.split(head)[1].splitlines()[1:]:
        if not line.startswith("|"):
            return
        yield [cell.strip() for cell in line.strip("|").split("|")]


LIMITS = list(rows("Name", "Value", "Constant"))


def written(constant: object) -> str:
    """A constant as the table writes it, without its unit."""
    if isinstance(constant, timedelta):
        return str(int(constant.total_seconds()))
    return f"`{constant}`" if isinstance(constant, str) else str(constant)


@pytest.mark.parametrize(("name", "value", "place"), LIMITS, ids=[row[0] for row in LIMITS])
def test_a_number_is_that_of_the_code(name, value, place):
    module, _, constant = place.partition(":")
    found = getattr(importlib.import_module(f"rogatory.{module}"), constant)
    assert value.split(" ")[0] == written(found)
    assert value.endswith(" seconds") == isinstance(found, timedelta)


def test_numbers_said_again_are_those_of_the_table():
    """Where the text repeats a limit in other words, for its reader's ease."""
    limits = {
        "at most 16,384 bytes": "custody.events.event:LARGEST_EVENT",
        "1 to 2,000 characters": "custody.events.values:LONGEST_REASON",
        "from `0001` to `99999`": "custody.journal.journal:MOST_EVENTS",
        "1 to 10000: the number": "requests.envelope:LONGEST_CHAIN",
        "list of at most 20 of": "requests.envelope:MOST_ATTACHMENTS",
        "list of at most 50 threads": "requests.envelope:MOST_RELATED",
        "and 1 to 100 signature lines": "seal.notes:MOST_SIGNATURES",
        "1 to 100 of `{": "evidence.sealed.seal_document:MOST_RECIPIENTS",
        "has at most 3800 bytes": "evidence.names:LONGEST_PATH",
        "1 to 240 bytes;": "evidence.names:LONGEST_COMPONENT",
        "1-500 characters": "directory.entry.fields:LONGEST_TEXT",
        "There are at most 1024 (": "directory.view.root_chain:MOST_ROOTS",
        "(24 hours by default": "directory.entry.period:OFFLINE_GRACE_HOURS",
        "keys in text 1-4000": "directory.entry.fields:LONGEST_KEY",
        "more than 10,000 items": "directory.entry.fields:LONGEST_LIST",
        "There are 1 to 16 recipients": "node.workstation.keys.recipient_file:MOST_RECIPIENTS",
        "array of at most 50 dispatches": "node.packages.serve:MESSAGES_AT_ONCE",
        "at most 2000, named as": "node.packages.package_documents:MOST_DOCUMENTS",
    }
    values = {place: value.split(" ")[0] for _, value, place in LIMITS}
    text = " ".join(TEXT.split())
    for sentence, place in limits.items():
        assert sentence in text, sentence
        assert values[place] in re.findall(r"\d+", sentence.replace(",", "")), sentence


FAMILIES = {
    family: frozenset(re.findall(r"`(\w+)`", opened))
    for family, opened in rows("Family", "Opened by")
}


def threads_described(cell):
    """The opening kinds of the threads that a cell names, by family or one by one."""
    if cell in {"opens one", "every"}:
        return OPENING_KINDS if cell == "every" else frozenset()
    named = [FAMILIES.get(word, frozenset({word.strip("`")})) for word in cell.split(", ")]
    return frozenset().union(*named)


def test_each_request_is_of_one_family_and_the_code_s():
    assert sorted(kind for family in FAMILIES.values() for kind in family) == sorted(OPENING_KINDS)
    for family, kinds in FAMILIES.items():
        assert kinds == getattr(families, family.upper()), family


def test_every_kind_is_listed_with_its_members_and_its_article():
    described = {}
    for kind, article, side, thread, members in rows(
        "Kind", "Article (certainty)", "Sent by", "In a thread of", "Members of `body`"
    ):
        described[kind.strip("`")] = (article, side, thread, members)
    assert described.keys() == KINDS.keys()
    for name, (article, side, thread, members) in described.items():
        kind, body = KINDS[name], schema(name)
        optional = set(re.findall(r"\[`(\w+)`\]", members))
        assert set(re.findall(r"`(\w+)`", members)) == set(body["properties"]), name
        assert set(body["properties"]) - set(body["required"]) == optional, name
        basis = cited(kind.cites, "evidence_collection")
        assert (article, side) == (f"{basis.article} ({basis.certainty})", kind.direction), name
        assert threads_described(thread) == kind.follows, name
        assert (thread == "opens one") is kind.opens_thread, name


def test_the_convention_s_contents_are_listed_with_their_articles():
    for members, *cells in rows("Member", "`preservation`", "`mla_stored_data`"):
        for kind, cell in zip(("preservation", "mla_stored_data"), cells, strict=True):
            for member in re.findall(r"`(\w+)`", members) if cell else ():
                found = next(one for one in KINDS[kind].contents if one.key == member)
                basis = cited(KINDS[kind].content_cites(member))
                expected = (
                    "practice, where asked for"
                    if found.is_practice
                    else f"{basis.article} {basis.certainty}"
                )
                assert cell == expected, (kind, member)


def test_a_kind_s_place_in_its_thread_is_that_of_the_code():
    described = {}
    for kind, statuses, _, article in rows(
        "Kind", "At status", "Refers to", "Article that forbids it otherwise"
    ):
        described[kind.strip("`")] = (statuses, article)
    assert described.keys() == PLACES.keys() - {"repair"}
    every = frozenset(ThreadStatus) - {ThreadStatus.NOT_OPENED}
    for kind, (statuses, article) in described.items():
        place = PLACES[kind]
        found = (
            every if statuses == "any" else {ThreadStatus(word) for word in statuses.split(", ")}
        )
        assert found == place.statuses, kind
        basis = cited(place.cites, "evidence_collection")
        assert article == f"{basis.article} {basis.certainty}", kind


def test_what_crossing_means_is_what_the_code_makes_of_it():
    described = {
        (one.strip("`"), other.strip("`")): None if status == "as said" else ThreadStatus(status)
        for one, other, status, _ in rows(
            "Requesting State's", "Requested State's", "Status", "What else"
        )
    }
    assert described == {pair: crossing.status for pair, crossing in CROSSINGS.items()}


def test_the_actions_are_the_closed_list():
    listed = TEXT.split("\nActions: ")[1].split("The list is closed")[0]
    assert re.findall(r"`([a-z-]+)`", listed) == [action.value for action in CustodyAction]


def test_the_endpoints_are_those_of_the_door():
    described = list(rows("Method", "Path", "Caller", "Largest body", "Answer"))
    assert len(described) == sum(map(len, ENDPOINTS.values()))
    for method, path, callers, largest, _ in described:
        address = path.strip("`").removeprefix("/")
        for name, sample in SAMPLES.items():
            address = address.replace(name, sample)
        (endpoints,) = [ENDPOINTS[form] for form in ENDPOINTS if re.fullmatch(form, address)]
        endpoint = endpoints[method]
        assert int(largest) == endpoint.largest_body, path
        assert ("peer" in callers) == endpoint.peers, path
        assert ("workstation" in callers) == endpoint.workstations, path


def test_the_refusals_that_may_pass_are_those_of_the_code():
    listed = TEXT.split("all begin with ")[1].split(".\n")[0]
    assert tuple(re.findall(r"`([a-z-]+)`", listed)) == DIRECTORY_DEPENDENT


@pytest.mark.parametrize("digits", range(3, 12))
def test_an_officer_s_number_has_one_form_in_every_package(digits):
    assert "| *officer* | State in small letters, `-`, 4 to 8 digits: `xa-0002` |" in TEXT
    number = f"xb-{'1' * digits}"
    body = {"by_officer": number, "at": "2026-11-24T03:05:00Z"}
    event = {
        "version": 1,
        "network": None,
        "id": SAMPLES["{thread}"],
        "object": SAMPLES["{seal}"],
        "action": "sealed",
        "authority": "xb/central-authority",
        "officer": number,
        "reason": "Sealed",
        "basis": None,
        "occurred": "2026-11-24T03:05:00Z",
        "previous": None,
    }
    is_officer = 4 <= digits <= 8
    assert (check("acknowledgement", body) == []) is is_officer
    assert (NUMBER.pattern.fullmatch(number) is not None) is is_officer
    with nullcontext() if is_officer else pytest.raises(Refused):
        parse_event(encode(event))


def test_each_check_of_a_bundle_has_its_rule():
    section = TEXT.split("\n### 19.3 Checks of a bundle\n")[1].split("\n### 19.4 ")[0]
    rules = re.findall(r"^(\d+)\. `([a-z-]+)`", section, re.MULTILINE)
    assert [int(number) for number, _ in rules] == list(range(1, len(rules) + 1))
    # One represents all that could not be made where the evidence cannot be read; others follow the
    # list.
    elsewhere = {
        CONSENTS.id,
        DESTROYED.id,
        OFFICERS.id,
        WITNESSED.id,
        "seal-layout",
    }
    bag = {title.id for title in MEANINGS if title.id.startswith("bag-")}
    named = {name for _, name in rules} | bag | elsewhere
    assert {title.id for title in MEANINGS} - named == set()


def test_the_members_of_a_certificate_are_those_of_the_code():
    section = TEXT.split("\n### 19.2 Certificate of authenticity\n")[1].split(
        "**Checks** of a folder"
    )[0]
    table = section.split("`certificate.json` is one canonical JSON")[1]
    cells = re.findall(r"^\| (`[^|]*) \|", table, re.MULTILINE)
    named = {name for cell in cells for name in re.findall(r"`([a-z]+)`", cell)}
    assert named == {field.name for field in fields(Certificate)} | {"version"}


def test_the_members_of_a_disclosure_are_those_of_the_code():
    section = TEXT.split("\n### 19.1 Partial disclosure\n")[1].split("\n**Checks:**")[0]
    first = section.split("`disclosure.json` is one canonical JSON")[1]
    cells = re.findall(r"^\| (`[^|]*) \|", first, re.MULTILINE)
    named = {name for cell in cells for name in re.findall(r"`([a-z]+)`", cell)}
    assert named == {field.name for field in fields(Disclosure)} | {"version"}


def test_every_folder_of_vectors_is_named():
    named = {folder.strip("[").split("]")[0] for folder, _ in rows("Folder", "What")}
    found = {f"tests/vectors/{each.name}" for each in (ROOT / "tests" / "vectors").iterdir()}
    assert named == found


def anchor(heading):
    return re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")


def test_the_index_leads_to_the_sections_of_each_document_in_their_order():
    listed = re.findall(
        r"^\| ([\d.]+) \| \[.+\]\(docs/specification/(.+)\.md#(.+)\) \|", INDEX, re.MULTILINE
    )
    found = [
        (re.match(r"[\d.]*\d", heading)[0], name, anchor(heading))
        for name, text in DOCUMENTS.items()
        for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)
    ]
    in_order = sorted(found, key=lambda one: [int(part) for part in one[0].split(".")])
    assert listed == in_order


def test_each_number_of_a_section_is_given_once():
    numbers = re.findall(r"^#{2,3} (\d+(?:\.\d+)?)\.? ", TEXT, re.MULTILINE)
    assert len(set(numbers)) == len(numbers)
    whole = [int(number) for number in numbers if "." not in number]
    assert sorted(whole) == list(range(1, len(whole) + 1))


def test_the_page_of_roles_names_sections_that_there_are():
    numbers = set(re.findall(r"^#{2,3} (\d+(?:\.\d+)?)\.? ", TEXT, re.MULTILINE))
    roles = (FOLDER / "roles.md").read_text(encoding="utf-8")
    (head, *rows) = re.findall(r"^\|.+\|$", roles, re.MULTILINE)
    assert [cell.strip() for cell in head.strip("|").split("|")] == [
        *("Section", "Minimal node", "Witness", "Verifier", "Workstation")
    ]
    named = set(re.findall(r"\b\d+(?:\.\d+)?\b", "\n".join(rows).replace("/v1/", "")))
    assert named <= numbers
    assert {number for number in numbers if "." not in number} - named == {"22"}


def test_every_code_named_is_one_that_some_package_has():
    layers = (
        *("wire", "seal", "requests", "custody", "directory", "evidence", "node"),
        "node/translations",
        "node/emergencies",
        "node/law",
        "node/workstation",
        "node/witnesses",
        "node/followed_logs",
        "node/law",
        "node/court",
        "node/certificate",
        "evidence/disclosure",
    )
    source = Path(rogatory.__file__).parent
    modules = [
        ".".join(("rogatory", *path.relative_to(source).with_suffix("").parts))
        for layer in layers
        for path in source.joinpath(layer).rglob("*refusals.py")
    ]
    known = {
        code.id
        for module in modules
        for code in vars(importlib.import_module(module)).values()
        if isinstance(code, Code)
    }
    named = set(re.findall(r"\(`([a-z]+(?:-[a-z]+)+)`(?:, `([a-z-]+)`)?\)", TEXT))
    codes = {code for pair in named for code in pair if code}
    assert len(codes) > 10
    assert codes - known == set()
