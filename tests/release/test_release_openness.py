# SPDX-License-Identifier: Apache-2.0
"""Descriptions of the project: valid by the standards' schemas, and no blank that is not listed."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from jsonschema import Draft7Validator, Draft202012Validator
from license_expression import get_spdx_licensing

import django_home  # noqa: F401 (it sets Django up)
from release import locked

ROOT = locked.ROOT
SCHEMAS = Path(__file__).with_name("schemas")
BLANK = re.compile(r"FILL-IN[.:]")
"""The one pattern of a blank: `FILL-IN: what belongs here`, or a host `FILL-IN.invalid`."""


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def errors(validator, schema, document):
    rules = json.loads((SCHEMAS / schema).read_text(encoding="utf-8"))
    return [one.message for one in validator(rules).iter_errors(document)]


def publiccode():
    return yaml.safe_load(read("publiccode.yml"))


def citation():
    # A loader without dates: the schema asks for text.
    return yaml.load(read("CITATION.cff"), Loader=yaml.BaseLoader)


def test_publiccode_follows_the_standard():
    document = publiccode()
    assert errors(Draft202012Validator, "publiccode-0.7.json", document) == []
    assert get_spdx_licensing().validate(document["legal"]["license"]).errors == []
    for picture in document["description"]["en"]["screenshots"]:
        assert (ROOT / picture).is_file()


@pytest.mark.parametrize(
    "change",
    [
        {"url": "somewhere"},
        {"developmentStatus": "finished"},
        {"categories": ["evidence"]},
        {"maintenance": {"type": "community"}},
        {"maintenance": {"type": "none", "contractors": [{"name": "A", "until": "2027-01-01"}]}},
        {"unknown": "key"},
    ],
)
def test_publiccode_with_something_wrong_is_refused(change):
    assert errors(Draft202012Validator, "publiccode-0.7.json", publiccode() | change) != []


def test_the_citation_follows_its_schema():
    assert errors(Draft7Validator, "cff-1.2.0.json", citation()) == []
    without = {name: value for name, value in citation().items() if name != "authors"}
    assert errors(Draft7Validator, "cff-1.2.0.json", without) != []


def test_version_licence_and_languages_are_the_program_s():
    document, languages = publiccode(), ROOT / "src" / "rogatory" / "console" / "locale"
    assert document["softwareVersion"] == citation()["version"] == locked.version()
    assert document["legal"]["license"] == citation()["license"] == "Apache-2.0"
    assert {one.replace("-", "_") for one in document["localisation"]["availableLanguages"]} == {
        path.name for path in languages.iterdir()
    }


def blanks():
    """Return the number of blanks in each file of the commit and the worktree, but for the tests and the list."""
    listed = subprocess.run(
        ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    found = {}
    for name in filter(None, listed.split("\0")):
        if name.startswith("tests/") or name == "docs/public-good.md":
            continue
        path = ROOT / name
        if path.is_file() and (count := len(BLANK.findall(path.read_text("utf-8", "replace")))):
            found[name] = count
    return found


def test_every_blank_is_listed_and_every_listed_blank_is_there():
    section = read("docs/public-good.md").partition("\n## Blanks\n")[2]
    listed = dict(re.findall(r"^\| `([^`]+)` \| (\d+|many) \|", section, re.MULTILINE))
    found = blanks()
    assert listed.keys() == found.keys()
    assert {name: str(found[name]) for name in found if listed[name] != "many"} == {
        name: count for name, count in listed.items() if count != "many"
    }


PASSING = 67
"""Criteria of OpenSSF's level *passing*."""


def test_the_page_walks_every_indicator_and_criterion():
    text = read("docs/public-good.md")
    rows = re.findall(r"^\| `([a-z0-9_]+)` \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    assert len({name for name, _, _ in rows}) == len(rows) == PASSING
    indicators = re.findall(r"^\| (\d)[abc]?\. [^|]+ \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)
    assert {number for number, _, _ in indicators} == set("123456789")
    verdicts = {verdict for _, verdict, _ in [*rows, *indicators]}
    assert verdicts == {"met", "met in part", "**not met**", "not applicable"}


def test_the_assessment_names_every_table_of_the_database_once():
    text = read("docs/operate/impact-assessment.md").partition("\n## 3.")[0]
    named = re.findall(r"`([A-Z][A-Za-z]+)`", text)
    tables = [model.__name__ for model in apps.get_models()]
    assert sorted(set(named)) == sorted(set(tables))
    assert len(named) == len(set(named))


def test_the_roadmap_has_no_dates():
    assert re.findall(r"\b20\d\d\b|\bQ[1-4]\b", read("ROADMAP.md")) == []


@pytest.mark.parametrize("name", ["fault", "law", "proposal"])
def test_each_form_for_an_issue_can_be_read(name):
    _, head, body = read(f".github/ISSUE_TEMPLATE/{name}.md").split("---\n", 2)
    assert {"name", "about", "labels"} <= yaml.safe_load(head).keys()
    assert body.count("**") > 4
