# SPDX-License-Identifier: Apache-2.0
"""Pages of the console over a store of a hundred thousand requests: the server's own time.

    python -m bench.studies.pages NETWORK ROUNDS THREADS LOOKS     (a child: see `child`)

One request goes the whole way between two real nodes; its rows are then written again and again
under other identifiers, with other States, kinds, conditions and words. Asked is in the console's
own process, by an officer who is logged in, through every middleware: what a browser waits for
besides its line.
"""

import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bench.child import ask, report, set_up
from bench.rows import Found, Row, WrongOutputError, at_most, median
from bench.studies.filling import fill
from bench.studies.messages import Officers, two_nodes
from bench.study import Study
from bench.workplace import Workplace

if TYPE_CHECKING:
    from rogatory.exercises.federation import Federation

PAGES = Row(
    "console-pages",
    "the slowest page of the console (desk, list, filtered, searched, unit, one thread) at 100,000 requests",
    "-",
    at_most(100, None, "ms"),
)


UNIT = "/unit/"


def measure(work: Workplace) -> dict[str, Found]:
    scale = work.scale
    words = (scale.rounds, scale.threads, scale.looks)
    measured = ask("pages", work.folder / "pages-network", *words)
    rounds = measured["rounds"]
    names = list(rounds[0])
    figures = {f"{name}_ms": median([each[name] for each in rounds]) for name in names}
    figures |= {f"{name}_cpu_ms": spent for name, spent in measured["worked"].items()}
    figures |= {f"{name}_queries": float(count) for name, count in measured["queries"].items()}
    figures |= {"threads": float(measured["threads"]), "books_mib": measured["books_mib"]}
    return {PAGES.id: Found([max(each.values()) for each in rounds], figures)}


STUDIES = (Study((PAGES,), measure),)


def addresses(thread: str) -> Mapping[str, str]:
    """Return what is asked for, by name. The filters are of what is rare and of what is not."""
    return {
        "desk": "/",
        "list": "/threads/?show=all",
        "list_far": "/threads/?show=all&after=2020-06-01T00:00:00.000000~" + thread,
        "filtered": "/threads/?show=all&state=XM&status=refused&urgency=urgent",
        "filtered_rare": "/threads/?show=all&state=XT&kind=joint_investigation&needs=yes",
        "mine": "/threads/?show=all&mine=yes",
        "search_rare": "/threads/?show=all&q=AR-0000042",
        "search_common": "/threads/?show=all&q=provider+" + quote("保全"),
        "search_filtered": "/threads/?show=all&state=XT&status=withdrawn&q=" + quote("البيانات"),
        "search_none": "/threads/?show=all&q=Zwetschge+provider",
        "unit": UNIT,
        "thread": f"/threads/{thread}/",
    }


def _measure(thread: str, rounds: int, looks: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = logged_in()
    pages, queries = addresses(thread), {}
    for name, address in pages.items():
        look(client, address)
        with CaptureQueriesContext(connection) as captured:
            look(client, address)
        queries[name] = len(captured)
    found, worked = [], dict.fromkeys(pages, 0.0)
    for _ in range(rounds):
        took = {}
        for name, at in pages.items():
            begun = time.process_time()
            took[name] = 1000 * median([look(client, at) for _ in range(looks)])
            worked[name] += 1000 * (time.process_time() - begun) / (looks * rounds)
        found.append(took)
    return {"rounds": found, "queries": queries, "worked": worked}


class Browsers:
    """The browsers of two officers who are logged in: the one on duty, and the head, who alone sees the unit."""

    def __init__(self) -> None:
        self._duty = _logged_in("xa-0001", "A. Duty")
        self._head = _logged_in("xa-0002", "B. Approver")

    def get(self, address: str, **headers: str) -> Any:
        client = self._head if address == UNIT else self._duty
        return client.get(address, **headers)


def logged_in() -> Browsers:
    """Return the browsers of officers who are logged in."""
    return Browsers()


def _logged_in(number: str, name: str) -> Any:
    from django.conf import settings
    from django.test import Client

    from rogatory.bootstrap.accounts.officers import create_officer

    client = Client()
    client.force_login(create_officer(number, name, None), settings.AUTHENTICATION_BACKENDS[0])
    return client


def look(client: Any, address: str) -> float:
    started = time.perf_counter()
    answered = client.get(address, HTTP_HOST="localhost")
    took = time.perf_counter() - started
    if answered.status_code != 200:
        raise WrongOutputError(f"{address} answers {answered.status_code}")
    return took


def _sent(federation: "Federation") -> str:
    """The thread of one request that went the whole way."""
    from rogatory.bootstrap.node import running_node

    node = running_node()
    node.register.refresh(node.clock.now())
    officers = Officers(node, federation)
    digest = officers.approve_and_send(officers.draft())
    officers.await_receipt(digest)
    message = node.store.message(digest)
    assert message is not None
    until = time.monotonic() + 30
    while node.store.summary(message.thread) is None and time.monotonic() < until:
        time.sleep(0.05)
    return message.thread


def begin_with_one(network: Path) -> tuple[str, Path]:
    """Make a network of two States in which one request went the whole way; set this process up as the console.

    Returns its thread, and the file of the console's database. Nothing else runs afterwards.
    """
    from rogatory.bootstrap.home.folder import read_home

    with two_nodes(network) as federation:
        home = read_home(federation.node("XA"))
        set_up(home.path, settings="console")
        thread = _sent(federation)
    return thread, home.database


def main(network: str, rounds: str, threads: str, looks: str) -> None:
    thread, database = begin_with_one(Path(network))
    fill(thread, int(threads), datetime.now(UTC))  # noqa: TID251 - the edge
    measured = _measure(thread, int(rounds), int(looks))
    size = database.stat().st_size / 2**20
    report(measured | {"threads": int(threads), "books_mib": size})


if __name__ == "__main__":
    main(*sys.argv[1:])
