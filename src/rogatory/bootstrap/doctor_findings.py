# SPDX-License-Identifier: Apache-2.0
"""What a doctor makes of the facts: what is well, what is wrong, who must do what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

LEAST_FREE_SHARE = 0.1
"""A node that runs full refuses evidence in the middle of a transfer."""

LEAST_FREE_BYTES = 5 << 30

OLDEST_DIRECTORY = 3600.0
"""Seconds. The directory is refreshed every five minutes; an hour says that it is not reached."""

LONGEST_WAITING_JOB = 900.0
"""Seconds. A job due for longer than this finds no worker, or no peer."""

LONGEST_CALL = 24 * 3600.0
"""Seconds. A routine call has come to the head of the unit by half of it."""

OLDEST_FOLLOWED = 6 * 3600.0
"""Seconds. Logs are followed every ten minutes; a node that was down for a night is told of."""

ML_DSA_OPENSSL = (3, 5)
"""The first OpenSSL whose command line verifies ML-DSA signatures."""


class Level(StrEnum):
    WELL = "well"
    ADVICE = "advice"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    what: str
    remedy: str = ""


def well(what: str) -> Finding:
    return Finding(Level.WELL, what)


def of_machine(tools: Mapping[str, str | None]) -> Iterator[Finding]:
    """The machine: which stock tools it has for checking what we make, by name to version."""
    openssl = tools.get("openssl")
    if openssl is None:
        yield Finding(Level.ADVICE, "openssl is not installed.", "Install it to run check.sh here.")
    elif _version_of(openssl) < ML_DSA_OPENSSL:
        yield Finding(
            Level.ADVICE,
            f"{openssl} cannot verify ML-DSA signatures.",
            "check.sh will report them as not checked; OpenSSL 3.5 can.",
        )
    else:
        yield well(f"{openssl} verifies both signature algorithms")
    for name, use in (
        ("bagit", "validate bags with bagit.py"),
        ("case_validate", "validate the CASE graph"),
        ("b3sum", "check segments by hand"),
    ):
        if tools.get(name) is None:
            yield Finding(Level.ADVICE, f"{name} is not installed.", f"Install it to {use}.")
        else:
            yield well(f"{name} is here")


def of_home(facts: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    """A node's home, from the facts that `bootstrap.doctor` gathers."""
    yield from _keys(facts["keys"])
    yield from _disk(facts["disk"])
    yield from _clock(facts["clock"])
    yield from _directory(facts["directory"])
    yield from _database(facts["database"], now)
    yield from _processes(facts["processes"])
    yield from _duty(facts["duty"], now)
    yield from _logs(facts["logs"], now)
    yield from _witnesses(facts["witnesses"])
    yield from _recovery(facts["recovery"])


def _keys(facts: Mapping[str, Any]) -> Iterator[Finding]:
    for problem in facts["problems"]:
        yield Finding(Level.WRONG, str(problem["what"]), str(problem["remedy"]))
    if not facts["home_closed"]:
        yield Finding(
            Level.WRONG,
            f"The home can be entered by others (mode {facts['home_mode']}).",
            "The administrator must run chmod 700 on it.",
        )
    elif not facts["problems"]:
        yield well("keys are closed to others")


def _disk(facts: Mapping[str, Any]) -> Iterator[Finding]:
    free, total = facts["free"], facts["total"]
    told = f"{free / 2**30:,.1f} GiB of {total / 2**30:,.1f} GiB are free"
    if free < LEAST_FREE_BYTES or free < LEAST_FREE_SHARE * total:
        yield Finding(
            Level.WRONG, f"Only {told}.", "The administrator must make room before evidence comes."
        )
    else:
        yield well(told)
    if facts["encryption"] == "not found":
        yield Finding(
            Level.ADVICE,
            "No disk encryption was found; requests lie readable on the disk.",
            "The administrator must encrypt the disk, or know that its host does.",
        )
    else:
        yield well(f"the disk is encrypted ({facts['encryption']})")


def _clock(facts: Mapping[str, Any]) -> Iterator[Finding]:
    if facts["synchronized"] is True:
        yield well("the clock is kept by a time server")
    else:
        state = "not kept" if facts["synchronized"] is False else "not known to be kept"
        yield Finding(
            Level.ADVICE,
            f"The clock ({facts['now']}) is {state} by a time server.",
            "The administrator must set one up: peers refuse messages from the future.",
        )


def _directory(facts: Mapping[str, Any]) -> Iterator[Finding]:
    if facts["age"] is None:
        yield Finding(
            Level.WRONG,
            f"There is no directory to rely on: {facts['problem']}",
            "Start the node where it reaches the directory, or give it a folder with a copy.",
        )
    elif facts["age"] > OLDEST_DIRECTORY:
        yield Finding(
            Level.WRONG,
            f"The directory was last current {facts['age'] / 3600:.1f} hours ago"
            f" and serves for {_left(facts)} more.",
            "The administrator must find out why it is not reached, or bring a copy: "
            "rogatory directory refresh HOME --from FOLDER",
        )
    else:
        states = ", ".join(facts["states"])
        yield well(f"the directory is current (snapshot {facts['version']}: {states})")
    for state in facts.get("held", ()):
        yield Finding(
            Level.WRONG,
            f"{state} is held; nothing of it is relied on.",
            "See why: rogatory directory show --home HOME. A changed key an officer confirms after "
            f"calling {state}: rogatory directory confirm",
        )
    for reason in facts.get("standing", ()):
        yield Finding(Level.ADVICE, str(reason["what"]), str(reason["remedy"]))
    if others := facts.get("unverified"):
        yield Finding(
            Level.ADVICE,
            f"Offices of {', '.join(others)} were never verified, or not for a year.",
            "Call them by a way that you know before you rely on their records.",
        )


def _left(facts: Mapping[str, Any]) -> str:
    """What is left of the grace, in hours."""
    return f"{max(0.0, facts['grace'] - facts['age']) / 3600:.1f} hours"


def _database(facts: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    if facts["check"] not in {None, "ok"}:
        yield Finding(
            Level.WRONG,
            f"The database says of itself: {facts['check']}.",
            "The administrator must stop the node and restore it; peers give back what is missing.",
        )
    elif facts["check"] == "ok":
        yield well("the database is whole")
    if facts["oldest"]:
        waited = (now - datetime.fromisoformat(f"{facts['oldest']}+00:00")).total_seconds()
        if waited > LONGEST_WAITING_JOB:
            yield Finding(
                Level.WRONG,
                f"{facts['waiting']} jobs wait, the oldest since {waited / 60:,.0f} minutes.",
                "See `undelivered` on the duty desk; start the worker if it does not run.",
            )


def _processes(facts: Mapping[str, int | None]) -> Iterator[Finding]:
    missing = sorted(name for name, pid in facts.items() if pid is None)
    if len(missing) == len(facts):
        yield Finding(Level.ADVICE, "The node does not run.", "Start it: rogatory node run HOME")
    elif missing:
        yield Finding(
            Level.WRONG, f"Not running: {', '.join(missing)}.", "See logs/ in the node's home."
        )
    else:
        yield well("every process runs")


def _duty(facts: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    """Line 21 of the law's list, as far as a machine can see it."""
    for authority, roster in sorted((facts["rosters"] or {}).items()):
        if roster["over"]:
            yield Finding(
                Level.WRONG,
                f"The last roster of {authority} ended at {roster['ends']}.",
                "The head of the unit must set the next one: rogatory duty roster",
            )
        else:
            yield well(f"{authority} has a roster until {roster['ends']}")
    if facts["rosters"] == {}:
        yield Finding(
            Level.ADVICE,
            "No roster is set: every officer of an authority is called.",
            "The head of the unit must set one: rogatory duty roster",
        )
    if not facts["means"]:
        yield Finding(
            Level.ADVICE,
            "Calls stand on the duty desk only; nobody is called outside it.",
            "The administrator must name mail or a webhook in [paging] of node.toml.",
        )
    else:
        yield well(f"officers are called by {', '.join(facts['means'])}")
    if facts["oldest"]:
        waited = (now - datetime.fromisoformat(f"{facts['oldest']}+00:00")).total_seconds()
        if waited > LONGEST_CALL:
            yield Finding(
                Level.WRONG,
                f"{facts['calls']} calls have no answer, the oldest since {waited / 3600:,.0f} hours.",
                "An officer must answer them on the duty desk, or: rogatory duty show",
            )


def _logs(facts: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    remedy = "An officer must read what `rogatory log monitor --kept` tells, and ask that State."
    found: list[Finding] = []
    newest = {log["state"]: log for log in sorted(facts["followed"], key=_epoch_of)}
    for log in facts["followed"]:
        name = f"The custody log of {log['state']} (epoch {_epoch_of(log)})"
        if log["problem"]:
            what = f"{name} did not keep to what it said: {log['problem']}"
            found.append(Finding(Level.WRONG, what, remedy))
        elif log["followed"] and log is newest[log["state"]]:
            followed = datetime.fromisoformat(f"{log['followed']}+00:00")
            age = (now - followed).total_seconds()
            if age > OLDEST_FOLLOWED:
                what = f"{name} was last followed {age / 3600:,.0f} hours ago."
                why = "Its node does not answer, or the worker here does not run."
                found.append(Finding(Level.ADVICE, what, why))
    for state, count in facts["missing"].items():
        found.append(
            Finding(Level.WRONG, f"{count} receipts of {state} are not in its log.", remedy)
        )
    if facts["followed"] and not found:
        yield well("the custody logs of other States keep to what they said")
    yield from found


def _epoch_of(log: Mapping[str, Any]) -> int:
    return int(log["origin"].rsplit("/", 1)[-1])


def _recovery(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Books that were restored from a backup, and what is still missing of them."""
    if facts["missing"]:
        yield Finding(
            Level.WRONG,
            f"The books were restored, and the node stays closed: {'; '.join(facts['missing'])}.",
            "The operator must go on with rogatory node recover HOME.",
        )
    elif facts["seen_more"]:
        states = ", ".join(facts["seen_more"])
        yield Finding(
            Level.WRONG,
            f"The books were restored from a backup: {states} has seen more of the log than is here.",
            "The operator must stop the node and take back what was lost: rogatory node recover HOME.",
        )
    elif facts["gone"]:
        yield Finding(
            Level.WRONG,
            f"{facts['gone']} messages of ours on which others build are not here.",
            "If the books were restored, the operator must stop the node: rogatory node recover HOME.",
        )


def _witnesses(facts: Mapping[str, Any]) -> Iterator[Finding]:
    if not facts["keys"]:
        yield Finding(
            Level.ADVICE,
            "The node has no witness key, so it cosigns nobody's log.",
            "Make one: rogatory witness keys HOME; the State lists it in its entry.",
        )
    if facts["silent"] is None:
        return
    if facts["policy"] is None:
        yield Finding(
            Level.ADVICE,
            "No witness policy is stated: the log is what this State alone says.",
            "The State must name witnesses in its entry, such as: any 2 of XB XM XT",
        )
    for state in facts["silent"]:
        yield Finding(
            Level.ADVICE,
            f"The witness of {state} did not cosign when it was asked last.",
            "See why: rogatory witness show HOME",
        )
    for state in facts["accused"]:
        yield Finding(
            Level.WRONG,
            f"A proof is kept that the custody log of {state} contradicts itself.",
            "Officers must ask that State; see rogatory witness show HOME",
        )
    if not facts["silent"] and facts["policy"] is not None:
        yield well("no witness is silent")


def _version_of(told: str) -> tuple[int, ...]:
    words = [word for word in told.split() if word[:1].isdigit()]
    return tuple(int(part) for part in words[0].split(".")[:2] if part.isdigit()) if words else (0,)
