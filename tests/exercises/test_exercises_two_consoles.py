# SPDX-License-Identifier: Apache-2.0
"""Officers of two States at their consoles, in a real browser over running nodes, each in his language."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from console_driving import ARGUMENTS, Desk, WorkstationPages

from casts.node.theatre import running_theatre
from casts.node.workstation import started
from casts.steady.browser_programs import ENGINE
from rogatory.bootstrap.home.folder import read_home
from rogatory.directory.draft.enrolment import parse_enrolment
from rogatory.exercises.cast import (
    ADMINISTERING,
    AUDITOR,
    CENTRAL_AUTHORITY,
    DUTY,
    EXAMINER,
    HEAD_OF_DUTY,
    HEAD_OF_LAW,
    LAWYER,
    PLAYERS,
)
from rogatory.exercises.consoles import PAGES_OF_ROLE, print_consoles
from rogatory.exercises.narrator import Narrator, Silence
from rogatory.exercises.processes import Ensemble
from rogatory.exercises.scenarios.course import Course
from rogatory.exercises.scenarios.networks import scenario_home
from rogatory.exercises.scenarios.player import play_through
from rogatory.exercises.scenarios.scenario import read_scenario
from rogatory.exercises.stage import ExerciseStage, run_command
from rogatory.node.permissions import ALL_ROLES
from rogatory.wire.spoken_digest import spoken

playwright = pytest.importorskip("playwright.sync_api")

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def day(days):
    """So many days from now, as a form takes it."""
    return f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%dT%H:%M:%S}"


def expected_answer():
    return {
        "authority.name": "24/7 contact point of Arcadia",
        "case_number": "AR-2026-0417",
        "offence.title": "Fraud by deception",
        "offence.provision": "Criminal Code of Arcadia, section 263a",
        "offence.convention_article": "13",
        "offence.maximum_years": "5",
        "facts": "At least 41 buyers paid for goods and received nothing.",
        "data.0.description": "Log-in records of the account",
        "data.0.category": "traffic",
        "data.0.identifiers.0.type": "email",
        "data.0.identifiers.0.value": "care@harbour-lights.example",
        "data.0.period.from": day(-90),
        "data.0.period.until": day(-20),
        "data_offence_link": "The account was used to deceive the buyers.",
        "custodian.known": "yes",
        "custodian.name": "Northern Post",
        "necessity": "The provider deletes log-in records after thirty days.",
        "mla_intent": "yes",
        "confidentiality.secret": "yes",
        "confidentiality.do_not_notify_user": "yes",
        "legal_basis.instrument": "un-cybercrime",
        "legal_basis.articles.0": "42",
        "urgency.level": "urgent",
        "urgency.reason": "The oldest records are due for deletion this week.",
    }


OTHER_CASE = "Proceeding against a second seller"

USE_REQUESTED = {
    "proceedings": OTHER_CASE,
    "purpose": "Evidence at trial",
    "reasons": "The same records show his part.",
}


def as_held():
    return {
        "hold_start": day(0),
        "hold_end": day(60),
        "custodian.known": "yes",
        "custodian.name": "Northern Post",
    }


def as_refused():
    return {
        "ground": "essential_interests",
        "article": "40(21)(b)",
        "reasons": "Execution would prejudice an essential interest.",
        "consultation.with": "Central authority of the requesting State",
        "consultation.at": day(-2),
        "consultation.outcome": "Help with a part of the data was offered and declined.",
    }


@pytest.fixture(scope="module")
def theatre(tmp_path_factory):
    network = scenario_home(tmp_path_factory.mktemp("consoles") / "home")
    with running_theatre(network, ("XA", "XB"), consoles=True) as running:
        yield running


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=str(ENGINE), args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture
def at(theatre, browser):
    """Sits an officer down at a console."""
    opened = []

    def sit(state, player, **more):
        desk = Desk(theatre, browser, state, player, **more)
        opened.append(desk)
        return desk

    yield sit
    for desk in opened:
        desk.context.close()
        assert desk.wrong == []


def messages(theatre, state, thread):
    return [(one["state"], one["kind"]) for one in theatre.ask(state, "messages", thread=thread)]


def enrol(theatre, officer):
    """Return what a visitor types beside the running nodes."""
    return run_command("exercise", "enrol", officer, "--home", theatre.stage.home)


def test_a_request_crosses_and_is_answered_each_approved_by_a_passkey(theatre, at):
    writer, head = at("XA", DUTY, passkey=False), at("XA", HEAD_OF_DUTY)
    draft = writer.write("/write/preservation/", expected_answer())
    writer.answer_law(draft)
    assert not writer.may_approve(draft)  # who wrote it is offered nothing
    head.approve(draft)
    thread = head.send(draft)
    theatre.settle(("XA", "XB"))

    answering = at("XB", DUTY, passkey=False)
    answering.goto("/")
    answering.page.click(f"a[href='/threads/{thread}/']")
    answering.press(f"/threads/{thread}/acknowledge")
    answering.wait_for_success()
    draft = answering.write(f"/threads/{thread}/write/preservation_confirmed/", as_held())
    answering.answer_law(draft)

    # The second officer of Borealia has a passkey of his own making, as a visitor of the demo has.
    second = at("XB", HEAD_OF_DUTY, passkey=False)
    file, digits = second.make_a_passkey()
    enrolment = parse_enrolment(file)
    assert digits == spoken(enrolment.fingerprint)
    second.goto(f"/drafts/{draft}/")  # which says that the listed one is not on this device
    assert second.page.locator("[data-approve] .notice.warning a[href='/profile/']").count() == 1
    assert enrol(theatre, second.number)["fingerprints"] == [enrolment.fingerprint]
    second.goto("/profile/")
    approving = second.page.locator("[aria-labelledby=h-passkeys] .card .tag.good")
    assert approving.count() == 2  # it is listed, and it approves
    second.approve(draft)
    assert second.send(draft) == thread
    theatre.settle(("XA", "XB"))

    wanted = [("XA", "preservation"), ("XB", "acknowledgement"), ("XB", "preservation_confirmed")]
    for desk in (writer, answering):
        assert messages(theatre, desk.state, thread) == wanted
        assert desk.messages(thread) == 3


def played(theatre, *steps):
    """Return what came before, at terminals: each step as a scenario states it."""
    case = {
        "title": "A request",
        "teaches": "What comes after it.",
        "articles": ["41"],
        "law_lines": [],
        "states": ["XA", "XB"],
        "in_force": {"un-cybercrime": ["XA", "XB"]},
        "steps": list(steps),
        "afterwards": [{"in": "request", "facts": {}}],
    }
    course = Course(read_scenario("before", json.dumps(case).encode()), theatre, Silence())
    play_through(course)
    return course


def begun(theatre, kind, asking="XA", receiver="XB"):
    """A request that was written and approved at terminals; its thread."""
    request = {"send": kind, "from": asking, "to": receiver, "in": "request"}
    return played(theatre, request).threads["request"].id


def delivered(theatre):
    """Evidence that Borealia gave for one case; the thread, and the seal of the package."""
    case = {"in": "request"}
    done = played(
        theatre,
        {"send": "mla_stored_data", "from": "XA", "to": "XB", **case},
        {"send": "acceptance", "from": "XB", "to": "XA", **case},
        {"act": "seal_evidence", "by": "XB", "with": {"thread": "@thread request", "to": "XA"}, "keep": "package"},
        {"send": "delivery", "from": "XB", "to": "XA", **case},
        {"act": "await_package", "by": "XA", "with": {"thread": "@thread request", "seal": "@kept package.seal"}},
        {"send": "delivery_confirmed", "from": "XA", "to": "XB", **case},
    )  # fmt: skip
    return done.threads["request"].id, done.kept["package"]["seal"]


def test_an_emergency_is_confirmed_by_the_passkey_of_who_had_no_part_in_it(theatre, at):
    thread = begun(theatre, "emergency_data")
    theatre.settle(("XA", "XB"))
    duty_desk = at("XB", DUTY, passkey=False)
    duty_desk.goto(f"/threads/{thread}/")
    assert duty_desk.page.locator(".emergency-card li:has(.call-back).s-done").count() == 0
    assert duty_desk.page.locator(".emergency-card .locked").count() > 0

    # Who approved the request is not asked; the head of the other authority is.
    part = at("XA", HEAD_OF_DUTY)
    part.goto(f"/threads/{thread}/")
    assert part.page.locator("[data-approve]").count() == 0
    other = at("XA", HEAD_OF_LAW)
    other.goto(f"/threads/{thread}/")
    other.page.locator("[data-approve]:has(input[value=confirmed]) [data-passkey-button]").click()
    other.wait_for_success()
    theatre.settle(("XA", "XB"))

    duty_desk.goto(f"/threads/{thread}/")
    assert duty_desk.page.locator(".emergency-card li:has(.call-back).s-done").count() == 1
    assert duty_desk.page.locator(".emergency-card .call-back .tag.good").count() == 1
    assert duty_desk.page.locator(".emergency-card .locked").count() == 0
    assert ("XA", "call_back_answer") in messages(theatre, "XB", thread)


def test_a_refusal_on_a_ground_of_the_list_goes_out_after_a_second_passkey(theatre, at):
    thread = begun(theatre, "mla_stored_data")
    lawyer, head = at("XB", LAWYER), at("XB", HEAD_OF_LAW)
    draft = lawyer.write(f"/threads/{thread}/write/refusal/", as_refused())
    lawyer.answer_law(draft)
    assert not lawyer.may_approve(draft)
    assert lawyer.page.locator(f"form[action$='/drafts/{draft}/send']").count() == 0
    head.approve(draft)
    head.send(draft)
    theatre.settle(("XA", "XB"))
    asking = at("XA", LAWYER, passkey=False)
    asking.goto(f"/threads/{thread}/")
    assert messages(theatre, "XA", thread)[-1] == ("XB", "refusal")
    assert asking.page.locator("article.message").count() == 2
    assert theatre.ask("XA", "look", thread=thread)["status"] == "refused"


def test_what_was_postponed_is_delivered_in_one_message_once_it_is_ready(theatre, at):
    """No acceptance comes before it: the delivery itself names the order of the court."""
    case = {"in": "request"}
    before = played(
        theatre,
        {"send": "mla_stored_data", "from": "XA", "to": "XB", **case},
        {"send": "postponement", "from": "XB", "to": "XA", **case},
        {"act": "seal_evidence", "by": "XB", "with": {"thread": "@thread request", "to": "XA"}, "keep": "package"},
    )  # fmt: skip
    thread, seal = before.threads["request"].id, before.kept["package"]["seal"]
    lawyer, head = at("XB", LAWYER), at("XB", HEAD_OF_LAW)
    lawyer.goto(f"/threads/{thread}/")
    writing = f"/threads/{thread}/write/delivery/"
    assert lawyer.page.locator(f"main a[href='{writing}']").count() == 1
    answers = {
        "conditions.purpose": "The investigation named in the request",
        "conditions.proceedings": "AR-2026-0417",
        "conditions.onward_transfer": "with_authorisation",
        "conditions.police_information_only": "no",
        "conditions.sensitive_material": "no",
        "domestic_authorisation.authority": "District Court of Borealia",
        "domestic_authorisation.reference": "B 12/2026",
        "domestic_authorisation.date": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    draft = lawyer.write(writing, answers)
    lawyer.answer_law(draft)
    head.approve(draft)
    head.send(draft)
    theatre.settle(("XA", "XB"))
    for state in ("XA", "XB"):
        look = theatre.ask(state, "look", thread=thread)
        assert look["status"] == "delivered"
        assert "postponement-review" not in {one["name"] for one in look["clocks"]}
        assert messages(theatre, state, thread)[-2:] == [("XB", "postponement"), ("XB", "delivery")]
    assert [one["seal"] for one in theatre.ask("XA", "packages", thread=thread)] == [seal]


def test_a_watch_is_handed_over_with_what_is_open_and_taken_by_the_next(theatre, at):
    # In Arcadia, where nobody has made a second factor of his own that would be asked for at log-in.
    thread = begun(theatre, "preservation", asking="XB", receiver="XA")
    theatre.settle(("XA", "XB"))
    leaving, coming = at("XA", DUTY, passkey=False), at("XA", HEAD_OF_DUTY, passkey=False)
    written = leaving.hand_over("xa/contact-point", "Northern Post rings back at six.")
    waits = f"a[href='{written}']"
    assert leaving.page.locator(f"a[href='/threads/{thread}/']").count() == 1
    takes = leaving.page.locator("form[action$='/confirm']")
    assert takes.count() == 0  # nobody takes a watch from himself

    coming.goto("/")
    coming.page.click(f"#desk-now {waits}")
    assert "Northern Post rings back at six." in coming.page.inner_text("main")
    assert coming.page.locator(f"a[href='/threads/{thread}/']").count() == 1
    coming.page.fill("#remark", "Read.")
    coming.press("/confirm")
    coming.wait_for_success()
    for desk in (leaving, coming):
        desk.goto("/")
        assert desk.page.locator(f"#desk-now {waits}").count() == 0
    leaving.goto(written)
    assert coming.number in leaving.page.inner_text("section[aria-labelledby=h-who]")


def test_an_export_for_another_case_waits_for_the_consent_of_who_gave_the_evidence(
    theatre, browser, at, tmp_path
):
    thread, seal = delivered(theatre)
    packages_folder = tmp_path / "packages"
    packages_folder.mkdir()
    keys = theatre.federation.workstation("XA", CENTRAL_AUTHORITY)
    run_command(
        *("evidence", "fetch", seal, "--node", read_home(theatre.federation.node("XA")).node_url),
        *(
            "--key",
            keys,
            "--trust",
            theatre.federation.repository,
            "--out",
            packages_folder / "sealed",
        ),
    )
    words = ("--key", keys, "--packages", packages_folder, "--trust", theatre.federation.repository)
    with (
        started(*words) as workstation,
        WorkstationPages(browser, workstation, "XA", EXAMINER) as session,
    ):
        assert session.export("0001.eml", OTHER_CASE) == ["law-use-without-consent"]
    assert [one.name for one in packages_folder.iterdir()] == ["sealed"]

    asking = at("XA", LAWYER, passkey=False)
    draft = asking.write(f"/threads/{thread}/write/use_consent_request/", USE_REQUESTED)
    asking.answer_law(draft)
    asking.send(draft)
    theatre.settle(("XA", "XB"))

    lawyer, head = at("XB", LAWYER), at("XB", HEAD_OF_LAW)
    lawyer.goto("/")
    lawyer.page.click(f"[aria-labelledby=h-waiting] a[href='/threads/{thread}/']")
    lawyer.page.click(f"main a[href='/threads/{thread}/write/use_consent/']")
    draft = lawyer.write(f"/threads/{thread}/write/use_consent/", {"decision": "granted"})
    lawyer.answer_law(draft)
    assert not lawyer.may_approve(draft)
    head.approve(draft)
    head.send(draft)
    theatre.settle(("XA", "XB"))

    asking.goto(f"/evidence/{seal}/")
    assert OTHER_CASE in asking.page.inner_text("main")
    assert messages(theatre, "XA", thread)[-2:] == [
        ("XA", "use_consent_request"),
        ("XB", "use_consent"),
    ]
    home = theatre.federation.node("XA")
    record = tmp_path / "record"
    run_command(
        "matter", "export", home, thread, "--officer", EXAMINER.known_as("XA"), "--out", record
    )
    with (
        started(*words, "--messages", record) as workstation,
        WorkstationPages(browser, workstation, "XA", EXAMINER) as session,
    ):
        assert session.export("0001.eml", "A third case") == ["law-use-without-consent"]
        assert session.export("0001.eml", OTHER_CASE) == []
    assert sorted(one.name for one in packages_folder.iterdir() if "export" in one.name) == [
        "sealed-export-1"
    ]


def test_an_auditor_and_an_administrator_find_their_pages_and_no_request(theatre, at):
    thread = begun(theatre, "preservation")
    for player, own in ((AUDITOR, "/audit/"), (ADMINISTERING, "/administration/")):
        reader = at("XB", player, passkey=False)
        reader.goto(own)
        assert reader.page.locator("main h1").count() == 1
        refused = reader.context.request.get(f"{reader.address}/threads/{thread}/")
        assert refused.status == 403


def test_the_card_of_log_ins_has_an_account_of_each_role(theatre, tmp_path, capsys):
    stage = ExerciseStage(
        theatre.federation.folder.parent, Narrator(), Ensemble(tmp_path), ("XA", "XB"), ()
    )
    print_consoles(stage)
    shown = capsys.readouterr().out
    for player in (*PLAYERS, ADMINISTERING):
        assert f"{player.known_as('XA')}   {player.title}" in shown
        assert PAGES_OF_ROLE[player.roles[0]] in shown
    assert {role for player in (*PLAYERS, ADMINISTERING) for role in player.roles} == set(ALL_ROLES)
