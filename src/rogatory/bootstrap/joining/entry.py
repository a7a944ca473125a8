# SPDX-License-Identifier: Apache-2.0
"""The steps with which a State comes to be listed: its entry, officers, card; enrolment; publication."""

from dataclasses import replace
from datetime import UTC, datetime

from rogatory.bootstrap.joining.keys import state_key_words
from rogatory.bootstrap.joining.plan import JoiningPlan
from rogatory.bootstrap.joining.step import StepState, Tools, done, undone, waiting
from rogatory.bootstrap.ports.directory_line import hand_in, read_from, version_of
from rogatory.directory.ceremony.ceremony import role_of
from rogatory.directory.ceremony.key_folder import open_key_folder, read_public_key
from rogatory.directory.ceremony.keys import parse_public
from rogatory.directory.draft.folder import (
    EntryDraft,
    keep_entry,
    keep_published,
    read_draft,
    with_digests,
)
from rogatory.directory.draft.published import catch_up
from rogatory.directory.draft.review import review
from rogatory.directory.entry import refusals
from rogatory.directory.entry.hours import DrillWindow
from rogatory.directory.entry.period import LISTED_FOR, Period
from rogatory.directory.entry.register import OfficerRecord
from rogatory.directory.submission.acceptance import delegation_reasons
from rogatory.directory.view.as_of import read_top_level, read_view
from rogatory.disk import read_file
from rogatory.errors import Reason, RogatoryError
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.state_entry import (
    LARGEST_FILE,
    Listings,
    new_entry_folder,
    with_listings,
)

LEAST_CENTRAL = 2
"""Officers of the central authority: what one proposes, another confirms."""


def look_at_draft(plan: JoiningPlan) -> StepState:
    """Check that the entry says who the State is, lists its keys, and holds."""
    try:
        draft = read_draft(plan.entry)
    except RogatoryError as error:
        return undone(str(error), "begin the entry")
    if not draft.entry.certificates:
        return undone("the entry lists no keys", "list them")
    unsaid = [language for language, name in draft.entry.names.items() if name == plan.state]
    if unsaid:
        return undone(
            f"the State has no name yet in {', '.join(unsaid)}",
            f"say who you are: rogatory entry edit {plan.entry}",
        )
    found = review(draft, _now())
    open_remarks = [one for one in found.remarks if one.code in _BEFORE_JOINING]
    if found.reasons or open_remarks:
        return undone(
            _sentences([*found.reasons, *open_remarks]), f"rogatory entry edit {plan.entry}"
        )
    return done("the entry holds, and each office was verified")


_BEFORE_JOINING = (
    refusals.NEVER_VERIFIED,
    refusals.VERIFIED_NOT_YET,
    refusals.NO_CALL_BACK,
    refusals.TIME_ZONE_UNKNOWN,
)
"""Remarks that a State must have resolved before others rely on its entry."""


def begin_draft(plan: JoiningPlan, _tools: Tools) -> None:
    """Begin a first entry with all keys; it is witnessed by the first peer and drilled by day,
    until its ministry says otherwise.
    """
    if not plan.entry.exists():
        new_entry_folder(
            plan.entry,
            plan.state,
            network=plan.network,
            node_url=plan.node_url,
            console_url=plan.console_url,
            time_zone=plan.time_zone,
            languages=plan.languages,
        )
    draft, at = read_draft(plan.entry), _now()
    if draft.entry.certificates:
        return
    entry = replace(
        draft.entry,
        witness_policy=f"any 1 of {plan.peer}\n",
        drill_window=DrillWindow("08:00", "20:00", plan.time_zone, per_month=4),
    )
    signing = [
        path
        for authority in plan.authorities
        for path in sorted((plan.authority_keys(authority) / layout.SIGNING).glob("*.pem"))
    ]
    recipients = [plan.authority_keys(one) / layout.RECIPIENT for one in plan.authorities]
    files = [*sorted(plan.state_ca.glob("*.pem")), *signing]
    found = Listings(
        certificates=[read_file(path, limit=LARGEST_FILE) for path in files],
        recipients=[read_file(path, limit=LARGEST_FILE) for path in recipients],
        node=read_file(plan.listing, limit=LARGEST_FILE),
    )
    keep_entry(draft, with_listings(entry, found, Period(at, at + LISTED_FOR), plan.network))


def look_at_officers(plan: JoiningPlan) -> StepState:
    """Check that somebody does duty, another approves, and the call-back authority has officers of
    its own; warn of what so few cannot do.
    """
    draft, at = read_draft(plan.entry), _now()
    in_force = [one for one in draft.register.officers if one.period.covers(at)]
    duty = {one.number for one in in_force if "duty" in one.roles}
    approvers = {one.number for one in in_force if "approver" in one.roles}
    confirming = {
        one.number
        for one in in_force
        if set(one.authorities) & set(draft.entry.call_back) and "approver" in one.roles
    }
    lacking = [
        what
        for what, numbers in (
            ("an officer with the role duty", duty),
            ("an approver who is another officer", approvers - duty),
            (f"an approver of {', '.join(draft.entry.call_back)}", confirming - duty),
        )
        if not numbers
    ]
    if lacking:
        return undone(
            f"the register lacks {', '.join(lacking)}",
            f"open their accounts (rogatory officers open {plan.node} officers.json); each logs in at "
            f"{plan.console_url}, makes a passkey on their profile, asks for it to be listed, downloads the file and reads "
            f"out its digits; the ministry enrols each (rogatory entry officers enrol {plan.entry} NUMBER "
            f"--authority {plan.state.lower()}/… --role … --passkey FILE --heard DIGITS) and runs this command again, "
            "which publishes the register",
        )
    numbers = {one.number for one in in_force}
    return done(f"{len(numbers)} officers are in the register", _limits(in_force, plan))


def _limits(in_force: list[OfficerRecord], plan: JoiningPlan) -> str:
    """Return what cannot be done by so few: acts of two officers need a lawyer, or a second person, of the authority."""
    central = f"{plan.state.lower()}/central-authority"
    here = [one for one in in_force if central in one.authorities]
    found = []
    if not any("lawyer" in one.roles for one in here):
        found.append(
            f"{central} has no lawyer: nobody can propose to suspend a peer or to correct the law"
        )
    if len({one.number for one in here}) < LEAST_CENTRAL:
        found.append(
            f"{central} has one officer: nobody can confirm a counterpart or what that officer proposed"
        )
    return "; ".join(found)


def look_at_card(plan: JoiningPlan) -> StepState:
    draft = read_draft(plan.entry)
    if draft.card is None or not draft.card.numbers or not draft.card.call_back:
        return undone(
            "there is no card with a duty number and a call-back channel",
            f"write it: rogatory entry card write {plan.entry} --from card.toml",
        )
    return done(f"the card has {len(draft.card.numbers)} numbers")


def look_at_enrolment(plan: JoiningPlan) -> StepState:
    """Return the Secretariat's holders delegated the State's paths to its key."""
    top = read_top_level(read_from(plan.directory), network=plan.network, at=_now())
    key = parse_public(read_public_key(plan.state_key))
    reasons = delegation_reasons(top.targets, plan.state)
    roles = (top.targets.delegations and top.targets.delegations.roles) or {}
    delegated = roles.get(role_of(plan.state))
    if reasons or delegated is None or key.keyid not in delegated.keyids:
        grouped, words = state_key_words(plan)
        return undone(
            _sentences(reasons) or "the directory names another key for the State",
            f"prepare the enrolment (rogatory directory enrol {plan.state}=public.json …) with "
            f"{plan.state_key / 'public.json'}, which the ministry hands over, comparing by voice {grouped} "
            f"({words}); have it signed by as many holders as it takes; and publish it",
        )
    return done("the directory delegates the State's paths to its key")


def look_at_publication(plan: JoiningPlan) -> StepState:
    """Check that the directory has what the draft says. A copy of it may lag behind its publisher."""
    draft = read_draft(plan.entry)
    must = "sign the entry with the State key and submit it"
    problem = _unpublished(plan, draft, plan.directory)
    if problem is None:
        return done(f"the entry is published (version {draft.status.version or '?'})")
    if not draft.status.version or plan.publisher == plan.directory:
        return undone(problem, must)
    if _unpublished(plan, draft, plan.publisher) is not None:
        return undone(problem, must)
    return waiting(
        f"the entry is published (version {draft.status.version}); the copy at {plan.directory} does not have it yet",
        "wait until its operator has copied the directory, and look again; nothing is to be signed anew",
    )


def _unpublished(plan: JoiningPlan, draft: EntryDraft, place: str) -> str | None:
    """Return why the directory at a place has not what the draft says; None if it has."""
    view = read_view(read_from(place), network=plan.network, at=_now(), states=[plan.state])
    if plan.state not in view.listed:
        return _sentences(view.held.get(plan.state, ())) or "nothing is published yet"
    if view.entry(plan.state) != with_digests(draft.entry, draft.register, draft.card):
        return "the directory has another entry than the draft"
    return None


def publish(plan: JoiningPlan, tools: Tools) -> None:
    catch_up_if_published(plan)
    draft: EntryDraft = read_draft(plan.entry)
    key = open_key_folder(plan.state_key, ask_pin=tools.pin, ask_passphrase=tools.passphrase)
    submission = draft.signed([key], _now())
    hand_in(plan.publisher, submission)
    keep_published(draft, submission, version_of(submission))


def catch_up_if_published(plan: JoiningPlan) -> None:
    """Take over a submission that was published though its answer was lost: the next has a higher
    version.
    """
    catch_up(read_draft(plan.entry), read_from(plan.publisher), _now())


def _sentences(reasons: "list[Reason] | tuple[Reason, ...]") -> str:
    return " ".join(reason.sentence() for reason in reasons)


def _now() -> datetime:
    return datetime.now(UTC)
