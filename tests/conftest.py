# SPDX-License-Identifier: Apache-2.0
"""The fixtures that all tests share."""

import gc
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from casts.faults.fault_library import FaultLibrary
from casts.seal.soft_tokens import SoftTokens
from casts.steady.compiled import share_of, write_bytecode
from casts.steady.minutes import FolderMinutes
from casts.steady.patience import PATIENCE
from casts.steady.patient_browser import make_browsers_patient
from casts.steady.shares import long_ones_first
from casts.steady.surroundings import changed, surroundings
from casts.steady.turns import in_turn, rounds_of
from rogatory.node.printing import pdf_process
from rogatory.seal.age import passphrase

TESTS = Path(__file__).parent

gc.disable()
"""Until all tests are collected: what is imported and collected stays, and looking through it again and again
frees nothing. See `pytest_runtestloop`."""

settings.register_profile(
    "gate", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("long", max_examples=2000, deadline=None)
passphrase.WORK_FACTOR = 10
"""Half a second of work for each lock of each key is what no test of a rule needs: 2^10 rounds, not 2^17. What
other processes lock takes as long as in life; tests/seal/age says how long that is."""

pdf_process.LONGEST = PATIENCE
"""Seconds for a letter's child: on a loaded machine it takes longer than the ten that an officer waits."""

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


MADE_ONCE = frozenset({"material", "moved", "played", "theatre", "whole"})
"""Fixtures that take ten seconds or more to make and serve all tests of a folder or a module: one worker makes each."""


@cache
def _package(folder: Path) -> tuple[str, ...]:
    """Return what the tests of a folder share with those beside it."""
    return folder.relative_to(TESTS).parts[:2]


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let the workers of the whole gate compile a share each, before all need the same files at once."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and session.config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        workers = int(os.environ["PYTEST_XDIST_WORKER_COUNT"])
        programs = TESTS.parent / "src"
        found = [one for folder in (TESTS, programs) for one in folder.rglob("*.py")]
        for path in share_of(found, int(worker.removeprefix("gw")), workers):
            write_bytecode(path, session.config)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--turn",
        type=int,
        help="Play a part of the cases that take turns: the gate's number is that of its commit.",
    )


def pytest_report_header(config: pytest.Config) -> str | None:
    turn = config.getoption("turn")
    return (
        None
        if turn is None
        else f"turn {turn} of the cases that take turns; all of them: just every-case"
    )


def _leave_to_other_turns(items: list[pytest.Item], config: pytest.Config) -> None:
    """Leave out the cases whose turn it is not: see casts/steady/turns.py."""
    turn = config.getoption("turn")
    if turn is None:
        return

    def table(item: pytest.Item) -> str:
        return item.nodeid.partition("[")[0].removeprefix("tests/")

    rounds = cache(rounds_of)
    played = in_turn(items, turn, lambda item: rounds(table(item)), table, lambda item: item.nodeid)
    kept = {id(item) for item in played}
    config.hook.pytest_deselected(items=[item for item in items if id(item) not in kept])
    items[:] = played


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item], config: pytest.Config) -> None:
    """Let every second worker begin with what takes long, else shuffled as before: none waits for another's last minute."""
    _leave_to_other_turns(items, config)
    items[:] = long_ones_first(
        items,
        int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")),
        lambda item: bool({"processes", "browser"} & {one.name for one in item.iter_markers()}),
        lambda item: not MADE_ONCE.isdisjoint(getattr(item, "fixturenames", ())),
        lambda item: item.path,
        lambda item: _package(item.path.parent),
    )


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Let the collector work from here on, and leave out what will live as long as the process.

    The folders of the tests, which pytest puts first on the path, come last: children that print or decode get
    the path, and looked through a hundred folders for each module.
    """
    sys.path.sort(key=lambda folder: Path(folder).is_relative_to(TESTS))
    gc.freeze()
    gc.enable()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Let browsers wait as long as everything else; Playwright is imported by their tests alone."""
    if item.get_closest_marker("browser"):
        make_browsers_patient()


MINUTES = FolderMinutes()


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    MINUTES.add(report.nodeid, report.when or "", report.duration)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say at the end of a long run which folders took how long; a worker leaves that to who started it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        for line in MINUTES.lines():
            sys.stdout.write(f"{line}\n")


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """A test leaves what all share as it found it: see casts/steady/surroundings.py."""
    before, folder = surroundings(), os.getcwd()  # noqa: PTH109 - a Path takes longer
    yield
    left = list(changed(before, surroundings()))
    os.chdir(folder)  # once a folder is deleted, later programs start nowhere
    assert not left, f"the test did not put back: {'; '.join(left)}"


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of public test vectors, where there is one beside the checkout."""
    folder = Path(
        os.environ.get("ROGATORY_CORPORA", Path(__file__).parents[2] / "shared" / "corpora")
    )
    if not folder.is_dir():
        pytest.skip("the public vectors are not on this machine (set ROGATORY_CORPORA)")
    return folder


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaultLibrary]:
    """Runs the command on a disk that fails: see faults/fault_library.py."""
    library = FaultLibrary(tmp_path_factory.mktemp("faults"))
    yield library
    library.close()


@pytest.fixture(scope="session")
def soft_tokens(tmp_path_factory: pytest.TempPathFactory) -> SoftTokens:
    """PKCS#11 tokens in software: see casts/seal/soft_tokens.py."""
    return SoftTokens(tmp_path_factory.mktemp("softhsm"))
