# SPDX-License-Identifier: Apache-2.0
"""Arcadia and Borealia with real homes, doors, workers and terminals, and a thread between them."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from casts.requests import bodies
from casts.steady.patience import PATIENCE, until
from django_home import put_new_store
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.background import background_node
from rogatory.bootstrap.processes.supervisor import clean_environment
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.options import RunSettings, SealOptions
from rogatory.evidence.sealed.seal_document import Addressee
from rogatory.evidence.sealing.seal_package import SealingParameters, seal_source
from rogatory.exercises.cast import CENTRAL_AUTHORITY, EXAMINER, HEAD_OF_LAW, LAWYER, STATES
from rogatory.exercises.entries import stated_parties
from rogatory.exercises.federation import Addresses, Federation
from rogatory.exercises.founding import found_federation
from rogatory.exercises.processes import Ensemble, Terminal
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.recipient_file import read_recipient_file
from rogatory.seal.approval_document import encode_approvals

MIB = 1 << 20
SEGMENTS = 24
CHILD = Path(__file__).parents[2] / "exercises" / "fetching_child.py"
NAMES = ("door", "worker")


class Network:
    """Arcadia and Borealia, a thread between them, and packages that Borealia handed over."""

    def __init__(self, federation, ensemble, folder):
        self.federation, self.folder = federation, folder
        self.homes = {code: read_home(federation.node(code)) for code in ("XA", "XB")}
        self.terminals = {}
        for code, home in self.homes.items():
            command = ["rogatory.exercises.terminal", str(home.path)]
            self.terminals[code] = Terminal(code, ensemble.start(f"desk-{code}", command))
        ensemble.await_ready(ensemble.processes)
        self.made = 0

    def say(self, state, to, kind, body, thread=None):
        terminal = self.terminals[state]
        contents = {
            "kind": kind,
            "sender": f"{state.lower()}/{CENTRAL_AUTHORITY}",
            "addressee": f"{to.lower()}/{CENTRAL_AUTHORITY}",
            "language": "en",
            "body": body,
            "officer": LAWYER.known_as(state),
        }
        draft = terminal.ask("draft", **contents, **({"thread": thread} if thread else {}))
        officer = HEAD_OF_LAW.known_as(state)
        key = self.federation.authenticator(state, HEAD_OF_LAW)
        approval = key.approve(officer, "approve", draft["content"])
        (given,) = json.loads(encode_approvals([approval]))["approvals"]
        terminal.ask("approve", draft=draft["id"], approval=given)
        terminal.ask("answer_law", draft=draft["id"], officer=LAWYER.known_as(state))
        digest = terminal.ask("send", draft=draft["id"], officer=LAWYER.known_as(state))
        until(lambda: any(m["digest"] == digest for m in self.messages(to, draft["thread"])))
        return draft["thread"]

    def messages(self, state, thread):
        return self.terminals[state].ask("messages", thread=thread)

    def sealed(self, segments=SEGMENTS, segment_size=MIB):
        """A package sealed by Borealia for Arcadia, in a folder, of so many mebibytes."""
        self.made += 1
        place = self.folder / f"package-{self.made}"
        place.mkdir()
        source = place / "disk.img"
        size = segments * MIB - MIB // 2
        source.write_bytes(hashlib.shake_256(str(place).encode()).digest(size))
        now = datetime.now(UTC)
        keys = open_authority_folder(self.federation.workstation("XB", CENTRAL_AUTHORITY))
        path = self.federation.workstation("XA", CENTRAL_AUTHORITY) / "recipient.json"
        to = read_recipient_file(path.read_bytes(), str(path), now)
        seal_source(
            source,
            place / "sealed",
            terms=CollectionTerms(acquisition=Acquisition("xb/central-authority")),
            sealing=SealingParameters(
                keys=keys.keys_in_force(now),
                recipients=[Addressee("xa/central-authority", one) for one in to.recipients],
                settings=RunSettings(clock=lambda: datetime.now(UTC), random=os.urandom),
                options=SealOptions(
                    network=self.homes["XB"].network, thread=self.thread, segment_size=segment_size
                ),
            ),
        )
        return place / "sealed"

    def hand_over(self, folder):
        officer = EXAMINER.known_as("XB")
        given = {"folder": str(folder), "thread": self.thread, "officer": officer}
        return self.terminals["XB"].ask("hand_over", **given)

    def package(self, segments=SEGMENTS):
        return self.hand_over(self.sealed(segments))

    def rows(self, state, sql, *values):
        with closing(sqlite3.connect(self.homes[state].database, timeout=PATIENCE)) as store:
            return store.execute(sql, values).fetchall()

    def present(self, seal):
        found = self.rows("XA", "select present from storage_package where seal = ?", seal)
        return found[0][0] if found else 0

    def is_complete(self, state, seal):
        return (1,) in self.rows(state, "select complete from storage_package where seal=?", seal)

    def moved(self, seal):
        """(segments, bytes with repetitions) that Borealia gave away."""
        sql = "select segments, moved from storage_transfer where seal = ? and direction = 'out'"
        return self.rows("XB", sql, seal)[0]

    def events(self, state, bag):
        sql = "select action from storage_logevent where object = ? order by place"
        return [action for (action,) in self.rows(state, sql, bag)]

    def assert_same(self, seal):
        one, other = (self.homes[s].packages / f"{seal}.age" for s in ("XA", "XB"))
        assert one.read_bytes() == other.read_bytes()

    def fetcher(self, seal, environment=None):
        home = self.homes["XA"]
        words = [sys.executable, CHILD, home.path, seal, "XB", self.thread]
        env = clean_environment(home) | (environment or {})
        return subprocess.Popen([str(word) for word in words], env=env)


@contextmanager
def two_homes(
    folder: Path, prepare: Callable[[Federation], None], kind: type[Network] = Network
) -> Iterator[Network]:
    """Found both States in a folder, have their homes prepared, and begin a thread; Borealia's node runs."""
    (folder / "network").mkdir()
    profiles = [STATES["XA"], STATES["XB"]]
    federation = found_federation(
        folder / "network",
        profiles,
        Addresses(str(folder / "network" / "repository"), "http://127.0.0.1:9/"),
        tsa_state="XB",
        instruments={one.code: stated_parties(one.code) for one in profiles},
        at=datetime.now(UTC),
        random=os.urandom,
    )
    prepare(federation)
    homes = [read_home(federation.node(code)) for code in ("XA", "XB")]
    for home in homes:
        if home.database_url is None:
            put_new_store(home)
    with background_node(homes[1], NAMES), Ensemble(folder) as ensemble:
        made = kind(federation, ensemble, folder)
        with background_node(homes[0], NAMES):
            made.thread = made.say("XA", "XB", "mla_stored_data", bodies.mla_stored_data())
            made.say("XB", "XA", "acceptance", bodies.acceptance(), made.thread)
        yield made
