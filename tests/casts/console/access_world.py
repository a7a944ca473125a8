# SPDX-License-Identifier: Apache-2.0
"""Borealia's console with something on every page, for tests that visit all of them.

`populated` gives each page of the table of pages its addresses; a page that is added to the console
and not here makes `test_console_access` fail.
"""

from datetime import timedelta

from casts.console.contact_cards import put_card
from casts.console.rosters import HEAD, XB, put_roster
from casts.console.transfers import put as under_way
from casts.console.world import bodies, delivered_package, held, requested
from casts.law.sheet import brought
from casts.node import peers
from casts.node.case_files import ordered
from rogatory.directory.entry.hours import DrillWindow
from rogatory.node.audit.verification import ask_to_verify
from rogatory.node.corrections.correct_law import propose
from rogatory.node.drafting.beginning import correspondence
from rogatory.node.drafting.keep import Saved, save_text
from rogatory.node.drafting.texts import begun
from rogatory.node.drill_runs.acknowledge import acknowledge_drill
from rogatory.node.drill_runs.send import send_drill
from rogatory.node.duty.hand_over import prepare_hand_over
from rogatory.node.duty.rosters.roster_drafts import begin_draft, edit_draft
from rogatory.node.duty.rosters.roster_edits import with_absence
from rogatory.node.repositories.duty import RosterEdit
from rogatory.node.worker.work import run_until_idle
from rogatory.treaty.corrections import parse_correction

READER = "xb-0001"
EVERYTHING = ("duty", "approver", "lawyer", "examiner", "auditor")
"""The reader has every role of the register: nothing on any page is hidden from the walk."""

FRAGMENTS = {"desk-now", "package-transfer", "audit-verification", "session"}
"""Parts of pages that a browser fetches by itself; they are walked as parts of their pages."""

DOWNLOADS = {
    "letter",
    "filled-form",
    "referral-letter",
    "matter-order-folder",
    "matter-order-letter",
    "original",
    "passkey-enrolment",
    "audit-export",
    "law-sheet-blank",
}
"""Documents that leave the console: their own tests look at them."""

ANOTHER_READER = {"administration"}
"""Open to no officer: `test_console_administration` walks it as an administrator."""

CORRECTION = {
    "id": "xa-2026-12",
    "section": "reservations",
    "row": {
        "id": "xa-dual-criminality",
        "state": "XA",
        "instrument": "un-cybercrime",
        "article": "42(5)",
        "made": "2026-06-01",
        "source": "invented",
        "certainty": "practice",
    },
    "reason": "Notified on the first of June.",
    "source": "Depositary notification",
    "certainty": "seen",
    "dated": "2026-11-24",
}


def allowed_everything(state):
    state.roles[READER] = EVERYTHING


def _drills(world):
    """Six each way: Borealia misses one, Arcadia answers them all."""
    for drilled, last in (("XA", 20), ("XB", None)):
        for minutes in (3, 4, 6, 9, 14, last):
            drill(world, drilled, minutes)


def drill(world, drilled, minutes):
    """A drill of a State's contact point, acknowledged after so many minutes, or never."""
    by = "XB" if drilled == "XA" else "XA"
    thread = send_drill(
        world.node(by), drilled, authority=f"{drilled.lower()}/contact-point"
    ).thread
    world.settle()
    world.clock.forward(minutes=minutes or 60)
    if minutes:
        acknowledge_drill(world.node(drilled), thread, f"{drilled.lower()}-0001")
        world.settle()
    return thread


def unfinished(node):
    """A request that the reader has begun, half of it said and one thing of it wrong."""
    choices = correspondence(node, "preservation", READER)
    half = dict(list(bodies.preservation().items())[:6])
    half["offence"] = {"title": "Online fraud", "maximum_years": "many"}
    return save_text(node, begun(node, choices, READER, language="en"), Saved(body=half), 0)


def unpublished(node):
    """A draft roster from which two officers are absent for a while: it has gaps."""
    begun_at = begin_draft(node, XB, HEAD)
    for day, officer in ((2, READER), (3, HEAD)):
        start = node.clock.now().replace(microsecond=0) + timedelta(days=day)
        span = start + timedelta(hours=4), start + timedelta(hours=15)
        begun_at = edit_draft(
            node,
            XB,
            begun_at.revision,
            HEAD,
            RosterEdit.ABSENCE,
            lambda roster, officer=officer, span=span: with_absence(roster, officer, span, {}),
        )


def populated(world):
    """Put something on every page; returns the addresses of each page by the page's name."""
    node = world.node("XB")
    allowed_everything(world.states["XB"])
    for state in world.states.values():
        state.drill_window = DrillWindow("00:00", "00:00", "Etc/GMT-3", per_month=60)
    world.relist()
    put_card(world)
    put_roster(world)
    unpublished(node)
    sent = requested(world)
    held(world, sent, days_ago=48)
    moving = delivered_package(world, sent.thread, "019aaf00-0000-7000-8000-0000000000ab")
    under_way(world, moving)
    package = delivered_package(world, sent.thread)
    emergency = requested(world, level="emergency")
    waiting = requested(world)
    order = ordered(world, sent.thread)
    draft = world.drafted(
        "xb/central-authority", "xa/central-authority", "preservation", bodies.preservation()
    )
    text = unfinished(node)
    _drills(world)
    peers.register(node)
    peers.set_policy(node, peers.terms())
    letter = peers.transcribed(node)
    to_compare = peers.entered(node, paper=peers.paper(node.clock.now(), reference="Note 78/2026"))
    correction = propose(node, parse_correction(CORRECTION), "xb-0010")
    sheet = brought(node, "xb-0010")
    ask_to_verify(node, READER)
    run_until_idle(node, "w")
    hand_over = prepare_hand_over(node, "xb/contact-point", READER, "Ring Arcadia at six.")
    return {
        "desk": ["/"],
        "duty": ["/duty/"],
        "rosters": ["/duty/rosters/", "/duty/rosters/?span=month"],
        "roster-draft": [
            f"/duty/rosters/draft/?authority={XB}",
            f"/duty/rosters/draft/?authority={XB}&absent={READER}&from=2026-11-24T03:00&until=2026-12-02T03:00",
        ],
        "hand-over": [f"/duty/hand-over/{hand_over.id}/"],
        "threads": ["/threads/", "/threads/?show=ended"],
        "thread": [f"/threads/{one.thread}/" for one in (sent, emergency, waiting, letter)],
        "unit": ["/unit/"],
        "drills": ["/drills/"],
        "write-in-thread": [
            f"/threads/{sent.thread}/write/status_answer/",
            f"/threads/{waiting.thread}/write/refusal/",
        ],
        "kinds": ["/write/"],
        "write": ["/write/preservation/", "/write/preservation/?page=all"],
        "unfinished-all": ["/unfinished/"],
        "unfinished-go-on": [f"/unfinished/{text.id}/"],
        "unfinished": [f"/unfinished/{text.id}/{page}/" for page in ("look", "letter")],
        "matter": [f"/threads/{sent.thread}/matter/"],
        "matter-order-page": [f"/threads/{sent.thread}/matter/orders/{order}/"],
        "draft": [f"/drafts/{draft.id}/"],
        "translate": [f"/drafts/{draft.id}/translate/"],
        "packages": ["/evidence/"],
        "package": [f"/evidence/{one.seal}/" for one in (moving, package)],
        "law": ["/law/"],
        "law-articles": ["/law/articles/"],
        "law-terms": ["/law/terms/"],
        "law-parties": ["/law/parties/"],
        "law-party": ["/law/parties/XA/un-cybercrime/"],
        "law-entry": ["/law/entry-into-force/"],
        "law-corrections": ["/law/corrections/"],
        "law-correct": ["/law/corrections/new/?section=parties&row=XM/un-cybercrime"],
        "law-correction": [f"/law/corrections/{correction.id}/"],
        "law-verification": ["/law/verification/"],
        "law-sheet": [f"/law/verification/{sheet}/"],
        "law-bases": ["/law/bases/?article=13&years=5"],
        "law-offences": ["/law/offences/"],
        "law-grounds": ["/law/grounds/?kind=mla_stored_data"],
        "law-questions": ["/law/questions/?kind=mla_interception"],
        "peers": ["/peers/"],
        "peer": ["/peers/XA/", "/peers/XM/"],
        "card": ["/peers/xa/card/"],
        "transcribe": ["/peers/XM/transcribe/preservation/"],
        "transcription": [f"/transcriptions/{to_compare.id}/"],
        "network": ["/network/"],
        "node": ["/node/"],
        "audit": ["/audit/"],
        "roles": ["/roles/"],
        "profile": ["/profile/"],
        "accounts": ["/accounts/2fa/", "/accounts/password/"],
        "no page": ["/nowhere/"],
    }
