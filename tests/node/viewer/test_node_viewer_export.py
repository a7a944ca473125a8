# SPDX-License-Identifier: Apache-2.0
"""An export refused, then consented to by a message that travels beside the package; one that does not count."""

import shutil
from datetime import UTC, datetime

import pytest

from casts.cli.listed import ended, published
from casts.court.bundle_case import HTML, OFFICE, bodies, bundled, found_case, play
from casts.node.workstation import forked
from rogatory.custody.events.event import parse_event
from rogatory.custody.events.values import OfficerWords
from rogatory.custody.journal.journal import Journal
from rogatory.exercises.cast import EXAMINER
from rogatory.node.viewer.correspondence import read_correspondence
from rogatory.node.workstation.verification.trust import read_trust
from rogatory.node.workstation.verification.verify_disclosure import verify_disclosure

OTHER = "AR-2026-0555"
ACCUSED = "AR-2026-0700, against the buyer"


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    """A case in which consent was asked for and given, and a notice; its messages as a bundle."""
    folder = tmp_path_factory.mktemp("case")
    case = found_case(folder)
    play(case)
    packages = folder / "packages"
    packages.mkdir()
    shutil.copytree(case.sealed, packages / "sealed")
    bundled(case, folder / "before", reports=HTML)
    request = case.say("XA", "use_consent_request", bodies.use_consent_request(proceedings=OTHER),
                     case.thread)  # fmt: skip
    case.say("XB", "use_consent", bodies.use_consent(request.digest), case.thread)
    notice = bodies.exculpatory_notice(proceedings=ACCUSED, disclosed_items=["data/mail-0.eml"])
    case.notice = case.say("XA", "exculpatory_notice", notice, case.thread).digest
    bundled(case, folder / "after", reports=HTML)
    return case


@pytest.fixture
def desk(given):
    """Starts a workstation over the package, with messages from some folders."""

    def start(*messages, directory=given.federation.repository):
        words = [word for one in messages for word in ("--messages", one)]
        key = given.federation.workstation("XA", OFFICE)
        return forked("--key", key, "--packages", given.folder / "packages", "--trust", directory,
                       *words)  # fmt: skip

    return start


def disclosures(journal):
    """The officer's words and the other proceedings of each disclosure that was recorded."""
    found = [parse_event(entry.event) for entry in Journal(journal)]
    return [
        (one.words.text, one.act.fields["proceedings"])
        for one in found
        if one.act.code == "disclosed"
    ]


def exported(desk, proceedings, item="mail-0.eml"):
    assert desk.unlock(officer=EXAMINER.known_as("XA"), passphrase="").status == 200
    place = desk.evidence("sealed")
    form = {"items": item, "purpose": "other", "proceedings": proceedings, "reason": "Order 7/26"}
    return desk.ask(f"{place}/export", form)


def exports(given):
    return sorted((given.folder / "packages").glob("*export*"))


def granted(found):
    lines = {one["id"]: one["named"] for one in found.data["permitted"]["uses"]["lines"]}
    return {one: lines.get(one) for one in ("exculpatory-notice", "consented")}


@pytest.mark.law_line(43)
def test_an_export_is_refused_and_then_consented_to(given, desk):
    journal = given.folder / "packages/sealed/custody"
    before = exports(given), disclosures(journal)
    with desk(given.folder / "before") as one:
        found = exported(one.enter(), OTHER)
        assert (found.status, found.codes) == (409, ["law-use-without-consent"])
        assert granted(found) == {"exculpatory-notice": None, "consented": None}
    assert (exports(given), disclosures(journal)) == before
    with desk(given.folder / "after") as one:
        found = exported(one.enter(), OTHER)
        assert found.status == 200, found.text
        assert granted(found) == {"exculpatory-notice": ["mail-0.eml"], "consented": [OTHER]}
        assert (found.data["made"]["proceedings"], found.data["made"]["notices"]) == (OTHER, [])
        made = exported(one, f"  {ACCUSED.upper()}")
        assert (made.status, made.data["made"]["notices"]) == (200, [given.notice])
        assert ACCUSED in made.text
        assert exported(one, "AR-1").codes == ["law-use-without-consent"]
    added = [("Order 7/26", OTHER), ("Order 7/26", ACCUSED.upper())]
    assert disclosures(journal) == [*before[1], *added]


@pytest.mark.law_line(43)
@pytest.mark.parametrize("items", ["mail-1.eml", "mail-0.eml\nmail-1.eml", "*", "mail-*.eml"])
def test_who_names_one_item_in_a_notice_does_not_take_the_package(given, desk, items):
    journal = given.folder / "packages/sealed/custody"
    before = exports(given), disclosures(journal)
    with desk(given.folder / "after") as one:
        found = exported(one.enter(), ACCUSED, items)
        assert (found.status, {*found.codes}) == (409, {"disclosure-item-not-released"})
    assert (exports(given), disclosures(journal)) == before


def test_what_is_exported_for_the_recorded_proceedings_says_which_they_are(given, desk):
    journal = given.folder / "packages/sealed/custody"
    with desk(given.folder / "after") as one:
        assert one.enter().unlock(officer=EXAMINER.known_as("XA"), passphrase="").status == 200
        form = {"items": "mail-1.eml", "purpose": "recorded", "reason": "Order 8/26"}
        made = one.ask(f"{one.evidence('sealed')}/export", form)
    assert made.data["made"]["proceedings"] == "AR-2026-0417"
    assert disclosures(journal)[-1] == ("Order 8/26", "AR-2026-0417")


def test_words_have_the_language_of_the_page_on_which_they_were_written(given, desk):
    """The keys were unlocked on a French page, and the export was asked for on an Arabic one."""
    journal = given.folder / "packages/sealed/custody"
    before = len(list(Journal(journal)))
    officer = EXAMINER.known_as("XA")
    with desk(given.folder / "after") as one:
        form = {"officer": officer, "reason": "Pour l'audience", "passphrase": ""}
        assert one.enter().ask("/unlock", form, Accept_Language="fr").status == 200
        place = one.evidence("sealed")
        form = {"items": "mail-1.eml", "purpose": "recorded", "reason": "\u0623\u0645\u0631"}
        assert one.ask(f"{place}/export", form, Accept_Language="ar").status == 200
    events = [parse_event(entry.event) for entry in Journal(journal)][before:]
    assert {(event.act.code, event.words) for event in events} == {
        ("listed", OfficerWords("Pour l'audience", "fr")),
        ("disclosed", OfficerWords("\u0623\u0645\u0631", "ar")),
    }


def test_what_is_exported_has_the_timestamp_of_its_seal_and_its_items_in_order(given, desk):
    before = set((given.folder / "packages").glob("*export*"))
    with desk(given.folder / "after") as one:
        assert one.enter().unlock(officer=EXAMINER.known_as("XA"), passphrase="").status == 200
        form = {
            "items": "stick.dd\nmail-2.eml\nmail-1.eml",
            "purpose": "recorded",
            "reason": "Order 9/26",
        }
        assert one.ask(f"{one.evidence('sealed')}/export", form).status == 200
    (made,) = set((given.folder / "packages").glob("*export*")) - before
    token = (given.folder / "packages/sealed/seal.json.tst").read_bytes()
    assert (made / "seal/seal.json.tst").read_bytes() == token
    trusted = read_trust(given.federation.repository)
    found = verify_disclosure(made, trusted=trusted, now=datetime.now(UTC))
    outcomes = {check.id: check.outcome for check in found.checks}
    assert (found.outcome, outcomes["seal-stamped"]) == ("holds", "holds")
    lines = (made / "SHA256SUMS").read_text().splitlines()
    names = [line.partition("  ")[2] for line in lines]
    assert names == ["items/mail-1.eml", "items/mail-2.eml", "items/stick.dd"]


def test_a_consent_that_somebody_altered_does_not_count(given, desk, tmp_path):
    copy = shutil.copytree(given.folder / "after", tmp_path / "altered")
    for path in copy.glob("messages/*/message.json"):
        path.write_bytes(path.read_bytes().replace(OTHER.encode(), b"AR-2026-0666"))
    with desk(copy) as one:
        found = exported(one.enter(), "AR-2026-0666")
        assert found.codes == ["law-use-without-consent"]
        assert found.data["messages_reasons"]
        assert "AR-2026-0666" not in str(found.data["permitted"])


def test_messages_count_for_the_bag_that_they_speak_of_and_with_a_directory_alone(given):
    view = read_trust(given.federation.repository).view(given.clock.now())
    folders = [given.folder / "after"]
    found = read_correspondence(folders, view, given.clock.now())
    (record,) = given.node("XA").store.packages(given.thread)
    assert len(found.threads(record.package)) == 1
    assert found.threads("0" * 64) == ()
    blind = read_correspondence(folders, None, given.clock.now())
    assert blind.messages == ()
    assert [one.code.id for one in blind.reasons] == ["viewer-messages-unjudged"]


def test_nothing_is_exported_with_keys_that_the_newest_directory_has_ended(given, desk, tmp_path):
    directory = shutil.copytree(given.federation.repository, tmp_path / "directory")
    now = given.clock.now()
    change = ended("authority", f"xa/{OFFICE}", at=now)
    published(given.federation, change, state="XA", repository=directory, at=now)
    journal = given.folder / "packages/sealed/custody"
    recorded = disclosures(journal)
    exports = sorted(one.name for one in (given.folder / "packages").iterdir())
    with desk(given.folder / "after", directory=directory) as one:
        found = exported(one.enter(), OTHER)
        assert set(found.codes) == {"signing-key-ended"}
    assert disclosures(journal) == recorded
    assert sorted(one.name for one in (given.folder / "packages").iterdir()) == exports
