# SPDX-License-Identifier: Apache-2.0
"""The law at each end of a case: changed before its first step, and what earlier cases changed ended.

Both of a State's officers sign with keys of their own, as at the machine of a real node.
"""

import os
from base64 import b64encode
from pathlib import Path
from typing import Any

from rogatory.disk import read_file
from rogatory.exercises.acts.law_changes import LawChange, SignedWord, digest_of
from rogatory.exercises.cast import HEAD_OF_LAW, LAWYER, Player
from rogatory.exercises.scenarios.course import Course
from rogatory.exercises.scenarios.files import packaged_treaty
from rogatory.exercises.scenarios.theatre import Theatre
from rogatory.exercises.stage import PASSWORD
from rogatory.node.officers.own_signature import OwnWord
from rogatory.node.workstation.keys.officer_keys import new_officer_keys, open_officer_folder
from rogatory.treaty.bilateral.treaty_file import LARGEST_TREATY
from rogatory.wire.moments import format_moment


def begin_laws(course: Course) -> None:
    """Give each State of the case the law that the case says it has."""
    theatre = course.theatre
    for state in course.scenario.with_node:
        while changed := theatre.ask(state, "changed_rows"):
            theatre.ask(
                state,
                "end_law_change",
                words=signed_by_two(theatre, state, "end_law_change", changed),
            )
    for one in course.scenario.laws:
        for state in one["at"]:
            change = change_of(one)
            change_law(theatre, state, change)
            course.narrator.act(state, f"the law here: {_in_words(one)}")


def change_law(theatre: Theatre, state: str, change: LawChange) -> None:
    """Change the law of a State by two of its officers."""
    words = signed_by_two(theatre, state, "change_law", change)
    theatre.ask(state, "change_law", change=change, words=words)


def load_treaty(theatre: Theatre, state: str, /, file: str) -> None:
    """Load the treaty in a file at a State, in the course of a case."""
    change_law(theatre, state, change_of({"treaty": file}))


def change_rows(theatre: Theatre, state: str, /, rows: Any) -> None:
    """Change rows of a State's law in the course of a case, as when it denounces a treaty."""
    change_law(theatre, state, change_of({"rows": rows}))


def change_of(stated: Any) -> LawChange:
    """Return a change as a node takes it: the text of a treaty's file in the place of its name."""
    if "treaty" in stated:
        return {"treaty": _text_of(str(stated["treaty"]))}
    return {"rows": stated["rows"]}


def signed_by_two(theatre: Theatre, state: str, act: str, signed: Any) -> list[SignedWord]:
    """Return the words of the lawyer and the head of the central authority on an act."""
    digest = digest_of(signed)
    return [_word(theatre, state, one, act, digest) for one in (LAWYER, HEAD_OF_LAW)]


def _word(theatre: Theatre, state: str, player: Player, act: str, digest: str) -> SignedWord:
    at, federation = theatre.now().replace(microsecond=0), theatre.federation
    folder, officer = federation.own_keys(state, player), player.known_as(state)
    if not folder.exists():
        ca = federation.state(state) / "ca"
        new_officer_keys(
            officer, folder, state_ca=ca, passphrase=PASSWORD, at=at, random=os.urandom
        )
    keys = open_officer_folder(folder).keys_in_force(at, lambda: PASSWORD)
    word = OwnWord(federation.network, act, {"digest": digest}, officer, at)
    signatures = keys.sign(word.encode(), at)
    return {
        "officer": officer,
        "at": format_moment(at),
        "p256": b64encode(signatures.p256).decode(),
        "mldsa65": b64encode(signatures.mldsa65 or b"").decode(),
    }


def _text_of(name: str) -> str:
    """Return the text of a treaty's file: one that comes with the program, or a trainer's own."""
    found = packaged_treaty(name)
    return (found or read_file(Path(name), limit=LARGEST_TREATY + 1)).decode()


def _in_words(stated: Any) -> str:
    if "treaty" in stated:
        return f"two officers load the treaty in {stated['treaty']}"
    rows = ", ".join(stated["rows"])
    return f"two officers correct it ({rows})"
