# SPDX-License-Identifier: Apache-2.0
"""The material of the bench, and the time that its part of the gate may take.

On two idle cores that part has 90 seconds (issue 13): 180 of a processor in one process, half of that in each of
several. Processor time counts, since another load on the machine does not change it much.
"""

import os

import pytest
from forge.material import make_material
from forge.running import processor_seconds

WALL, CORES = 90, 2


class Spent:
    """Processor seconds of the tests in this folder, in this process."""

    seconds = 0.0


@pytest.fixture(scope="session")
def material(tmp_path_factory):
    return make_material(tmp_path_factory.mktemp("forge"))


def allowed_seconds() -> float:
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return WALL * CORES / min(processes, CORES)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    began = processor_seconds()
    try:
        return (yield)
    finally:
        Spent.seconds += processor_seconds() - began


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    done = yield
    if Spent.seconds > allowed_seconds() and "ROGATORY_FORGERIES" not in os.environ:
        pytest.fail(
            f"the bench took {Spent.seconds:.0f} s of a processor, not {allowed_seconds():.0f}"
        )
    return done
