# SPDX-License-Identifier: Apache-2.0
"""Which cases of a large table the gate plays: those whose turn it is. See decision 138."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath

ALWAYS = 1
"""Rounds of what is played in each turn."""

ROUNDS: Mapping[str, int] = {
    # Forgeries: by each key-holder, in each form, for each judge.
    "forge": 6,
    "forge/test_forge_bench.py::test_a_sample_of_forgeries_is_refused_by_every_judge": ALWAYS,
    "node/court": 6,
    "verifier": 6,
    "evidence/verification/test_evidence_attacks.py": 3,
    "node/messages/test_node_hostile_bytes.py": 3,
    "node/provider_orders/test_node_provider_order_check.py": 3,
    # Killed at every step, or at random moments; a disk that fails at each call.
    "evidence/scope/test_evidence_scope_apart.py::test_killed_at_any_point_it_leaves_the_original_and_no_half_folder": 3,
    "bootstrap/backup": 3,
    "bootstrap/moving": 6,
    "exercises/demo/test_exercises_demo.py::test_a_story_interrupted_and_killed_in_every_way_loses_nothing_and_leaves_nobody": 6,
    "exercises/test_exercises_transfer.py": 3,
    "storage/custody_log/test_storage_log_faults.py": 3,
    "storage/test_storage_on_postgresql.py": 3,
    "storms": 6,
    # Each kind of message with each other; each letter and page in each language, each page for each role.
    "requests/contents": 3,
    "requests/thread": 3,
    "console/frame/test_console_permissions.py": 3,
    "node/letters": 3,
    "console/frame/test_console_access.py": 3,
    "console/frame/test_console_access.py::test_no_page_has_a_barrier_or_is_wider_than_its_window": 6,
    "console/frame/test_console_access.py::test_no_words_make_a_page_wider_than_its_window": 6,
    "console/drafting/test_console_drafting_browser.py": 3,
    "console/law/test_console_verification_browser.py": 2,
    "console/workstation/test_console_workstation_browser.py": 4,
    # Several nodes on a way that the demo, the two consoles and a joining State go as well.
    "bootstrap/doctor": 3,
    "bootstrap/monitoring": 6,
    "bootstrap/processes": 3,
    "bootstrap/processes/test_bootstrap_failover.py": 2,
    "bootstrap/processes/test_bootstrap_nodes.py": 2,
    "bootstrap/processes/test_bootstrap_on_postgresql.py": 3,
    "bootstrap/renewal": 4,
    "docs/operate/test_first_drill.py": 12,
    "exercises/scenarios": 6,
    "exercises/test_exercises_command_line.py": 2,
    "exercises/test_exercises_join.py": 2,
    "exercises/test_exercises_object_store.py": 2,
    "exercises/test_exercises_two_consoles.py": 2,
    "release/versions": 6,
    # What has a named command of its own that does more of it, and large inputs.
    "bench/test_bench_runs.py": 12,
    "cli/evidence": 3,
    "evidence/returns": 3,
    "evidence/scope/test_evidence_scope_readers.py": 3,
    "evidence/case": 3,
    "evidence/media": 3,
    "fuzzing": 3,
    "seal/age/test_age_judge.py": 3,
    "seal/timestamping/test_seal_timestamps.py": 2,
    "node/drills/test_node_drills.py::test_a_simulated_year_of_drills": 3,
    "release/test_release_distributions.py": 3,
}
"""After how many turns a case comes again, by folder, module or test; of those that lie in each other, the inner one counts."""


def rounds_of(place: str) -> int:
    """Return the rounds of a test: its module's path below `tests`, `::` and its name without the case's."""
    if place in ROUNDS:
        return ROUNDS[place]
    path = PurePosixPath(place.partition("::")[0])
    return next(
        (ROUNDS[name] for name in map(str, (path, *path.parents)) if name in ROUNDS), ALWAYS
    )


def in_turn[T](
    cases: Sequence[T],
    turn: int,
    rounds: Callable[[T], int],
    table: Callable[[T], str],
    name: Callable[[T], str],
) -> list[T]:
    """Return the cases whose turn it is, in their order.

    `rounds` says after how many turns a case comes again; `table` what the case is one of; no two have one `name`.
    Of a table of n cases each turn has n / rounds, rounded up or down, chosen by the digests of the names, so that
    neighbours are spread. All are played once in as many turns in a row as there are rounds.
    """
    tables: dict[tuple[str, int], list[str]] = {}
    for case in cases:
        tables.setdefault((table(case), rounds(case)), []).append(name(case))
    played: set[str] = set()
    for (of, number), names in tables.items():
        if number > ALWAYS:
            names.sort(key=_spread)
        first = _spread(of) + turn
        played.update(one for place, one in enumerate(names, first) if place % number == 0)
    return [case for case in cases if name(case) in played]


def _spread(text: str) -> int:
    """Return a number that is the same in every process, and another for each text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())
