# SPDX-License-Identifier: Apache-2.0
"""Everything that the door's description allows, and much that it forbids, by who may knock.

    python -m fuzz.door [--minutes 30] [--home FOLDER]

Starts a real node, and has schemathesis make requests from the description of its door, each signed by
another State's node or by one of its own workstations, with bodies that are noise, documents of the right
form, or such documents spoiled. The door must answer each with a status that its description names
(none of them is 500), refusals in their form, and must not grow.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import schemathesis
import urllib3
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.result import Ok, Result

from fuzz.seeds import seeds
from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.home.keys import http_key
from rogatory.bootstrap.processes.background import background_node
from rogatory.bootstrap.processes.supervisor import pid_of
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.directory.view.client import Directory
from rogatory.exercises.cast import CENTRAL_AUTHORITY, STATES
from rogatory.exercises.entries import stated_parties
from rogatory.exercises.federation import Addresses, Federation
from rogatory.exercises.founding import found_federation
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.transport.door.description import door_description
from rogatory.transport.door.endpoint import JSON
from rogatory.transport.http_signatures import LineKey, LineRequest, line_key, sign_request
from rogatory.transport.tls import client_context
from rogatory.wire import canonical

CODES = ("XA", "XB")

SEEDS = ("dispatch", "documents", "event", "message", "seal")
"""Forms whose documents are sent as bodies, right ones and spoiled ones."""

WHO = ("nodes", "workstations")
"""The callers that may knock, as an operation's summary names them; in the order of the keys."""

ADMITTED = 0.9
"""Share of requests under a key for which the door has such an endpoint."""

AT_ONCE = 25
"""Requests of one kind in a row."""

LARGEST_GROWTH = 24 << 20
"""Bytes that the door may hold more after its first thousand requests: caches fill, and then no more."""

WARM = 1000


@dataclass
class Outcome:
    """The outcome of a call."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    """Bytes that the door's processes held, after each row of requests once it was warm."""

    @property
    def requests(self) -> int:
        return self.statuses.total()

    @property
    def growth(self) -> int:
        return max(self.sizes, default=0) - (self.sizes[0] if self.sizes else 0)


class Knocking:
    """Sends signed requests to a door, and looks at each answer."""

    def __init__(self, home: Home, certificates: Sequence[bytes], pins: frozenset[str]) -> None:
        self._home = home
        host, port = home.door_address
        self._pool = urllib3.HTTPSConnectionPool(
            host, port, ssl_context=client_context(certificates, pins), timeout=60, maxsize=1
        )
        self._chance = random.Random(1)  # noqa: S311 - the same nonces each time, for one door

    def knock(self, method: str, path: str, body: bytes, key: LineKey) -> Any:
        """Asked once more where a line that lay idle was ended by the door meanwhile; a door that
        a request brings down ends the second one, too.
        """
        try:
            return self._ask(method, path, body, key)
        except urllib3.exceptions.ProtocolError:
            return self._ask(method, path, body, key)

    def _ask(self, method: str, path: str, body: bytes, key: LineKey) -> Any:
        signed = LineRequest(method, self._home.node_url + path, {})
        nonce, at = self._chance.randbytes(18), datetime.now(UTC)
        sign_request(signed, body, key, state=self._home.state, at=at, nonce=nonce)
        return self._pool.urlopen(
            signed.method,
            path,
            body=body or None,
            headers=signed.headers,
            redirect=False,
            retries=False,
            assert_same_host=False,
        )


def _sound(found: Result[Any, Any]) -> Any:
    """An operation of the description; that one is not in its form is a fault of ours."""
    assert isinstance(found, Ok), found
    return found.ok()


def attack(
    knocking: Knocking,
    keys: Sequence[LineKey],
    held: Callable[[], int],
    *,
    until: Callable[[Outcome], bool],
    number: int = 0,
) -> Outcome:
    """Try every operation of the description again and again, until there was enough."""
    outcome, chance = Outcome(), random.Random(number)  # noqa: S311 - the same each time
    description = schemathesis.openapi.from_dict(door_description())
    operations = [_sound(found) for found in description.get_all_operations()]
    bodies = [each for name in SEEDS for each in seeds(name)]
    while not until(outcome):
        operation = chance.choice(operations)
        summary = operation.definition.raw["summary"]
        may = [key for key, who in zip(keys, WHO, strict=True) if who in summary]
        admitted = chance.choice(may)

        def knock(case: Any, admitted: LineKey = admitted) -> None:
            key = admitted if chance.random() < ADMITTED else chance.choice(keys)
            _try(knocking, case, _body(case, bodies, chance), key, outcome)

        _row(operation, chance, knock)
        if outcome.requests > WARM:
            outcome.sizes.append(held())
    return outcome


def _row(operation: Any, chance: random.Random, knock: Callable[[Any], None]) -> None:
    """Some requests to an operation, as its description says or as it does not."""
    mode = chance.choice(list(schemathesis.GenerationMode))

    @seed(chance.randrange(1 << 32))
    @settings(
        max_examples=AT_ONCE,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def try_it(case: Any) -> None:
        knock(case)

    with suppress(Unsatisfiable):  # nothing in the description can be done wrong in that way
        try_it()


def _body(case: Any, bodies: Sequence[bytes], chance: random.Random) -> bytes:
    """Return what schemathesis made, a document, or one with bytes changed, gone or said twice."""
    made = case.as_transport_kwargs(base_url="https://door").get("data")
    if made is None:
        return b""
    drawn = chance.random()
    if drawn < 0.2:
        return made if isinstance(made, bytes) else str(made).encode()
    document = bytearray(chance.choice(bodies))
    if drawn > 0.5 and document:
        at = chance.randrange(len(document))
        way = chance.randrange(3)
        if way == 0:
            document[at] = chance.randrange(256)
        elif way == 1:
            del document[at:]
        else:
            document[at:at] = document[at : at + chance.randrange(200)]
    return bytes(document)


def _try(knocking: Knocking, case: Any, body: bytes, key: LineKey, outcome: Outcome) -> None:
    arguments = case.as_transport_kwargs(base_url="https://door")
    path = urlsplit(arguments["url"]).path
    if arguments.get("params"):
        path += f"?{urlencode(arguments['params'], doseq=True)}"
    answer = knocking.knock(arguments["method"], path, body, key)
    outcome.statuses[answer.status] += 1
    if problem := _problem(case, answer):
        outcome.wrong.append(f"{arguments['method']} {path} with {body[:80]!r}: {problem}")


def _problem(case: Any, answer: Any) -> str | None:
    described = case.operation.definition.raw["responses"].get(str(answer.status))
    if described is None:
        return f"status {answer.status} is none that is described"
    if answer.status == 401:
        return "an outsider learns something" if answer.data else None
    if answer.status != 200 and JSON in described["content"]:
        try:
            codes = canonical.decode_object(answer.data)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with it is what is to be reported
            return f"a refusal that is not in its form: {error}"
        return None if codes.keys() == {"codes"} else "a refusal with other parts"
    return None


@contextmanager
def door(folder: Path) -> Iterator[tuple[Knocking, list[LineKey], Callable[[], int]]]:
    """A node's door at work in a folder, who may knock at it, and how many bytes it holds."""
    federation = _federation(folder)
    home = read_home(federation.node("XB"))
    now = datetime.now(UTC)
    fetch = FolderFetcher(str(federation.repository))
    view = Directory(folder / "view", federation.first_root, fetch).refresh(now)
    keys = [
        line_key("xa", http_key(read_home(federation.node("XA"))).private_pem),
        _workstation_key(federation),
    ]
    with background_node(home, ("door", "worker")):  # the worker brings the directory
        knocking = Knocking(home, view.tls_certificates("XB", now), view.tls_pins("XB", now))
        yield knocking, keys, lambda: _held(home)


def _federation(folder: Path) -> Federation:
    network = folder / "network"
    network.mkdir(parents=True)
    (folder / "view").mkdir()
    return found_federation(
        network,
        [STATES[code] for code in CODES],
        Addresses(str(network / "repository"), "http://127.0.0.1:9/"),
        tsa_state="XB",
        instruments={code: stated_parties(code) for code in CODES},
        at=datetime.now(UTC),
        random=random.Random().randbytes,  # noqa: S311 - keys of nobody
    )


def _workstation_key(federation: Federation) -> LineKey:
    folder = federation.workstation("XB", CENTRAL_AUTHORITY)
    authority = open_authority_folder(folder)
    private = authority.line_key()
    assert isinstance(private, bytes)
    return line_key(str(authority.authority), private)


def _held(home: Home) -> int:
    """Resident bytes of the door's master and of what it forked."""
    master = pid_of(home, "door")
    forked = Path(f"/proc/{master}/task/{master}/children").read_text("ascii").split()
    return sum(_resident(int(pid)) for pid in [str(master), *forked])


def _resident(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * 4096


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz.door", description=__doc__.split("\n\n")[0])
    parser.add_argument("--minutes", type=float, default=30, help="how long (default: 30)")
    parser.add_argument("--seed", type=int, default=0)
    given_ = parser.parse_args()
    end = time.monotonic() + 60 * given_.minutes
    with tempfile.TemporaryDirectory(prefix="rogatory-door-") as folder, door(Path(folder)) as made:
        outcome = attack(*made, until=lambda _: time.monotonic() > end, number=given_.seed)
    print(f"{outcome.requests:,} requests:", dict(sorted(outcome.statuses.items())))
    print(f"the door held at most {outcome.growth / (1 << 20):.1f} MiB more than when it was warm")
    for one in outcome.wrong[:20]:
        print("WRONG", one)
    return 1 if outcome.wrong or outcome.growth > LARGEST_GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
