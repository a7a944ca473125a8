# SPDX-License-Identifier: Apache-2.0
"""A publisher that is killed or refuses."""

import os
import warnings
from collections.abc import Callable

import pytest

from casts.directory.network import Network
from rogatory.errors import Refused


def refused(network: Network, act: Callable[[], object], *codes: str) -> None:
    """The act is refused for exactly these reasons, and what is published stays as it was."""
    before = network.files()
    with pytest.raises(Refused) as caught:
        act()
    assert sorted(caught.value.codes) == sorted(codes)
    assert network.files() == before


def killed_after(writes: int, network: Network, act: Callable[[], object]) -> bool:
    """Run the act in a child that ends after so many writes; whether it got to the end."""
    repository = network.publisher._repository
    with warnings.catch_warnings():
        # Where tests run in parallel their runner has threads; the child touches none of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        original = repository.write
        left = writes

        def write(path: str, data: bytes) -> None:
            nonlocal left
            if left == 0:
                # In the middle of a write, too: the temporary name stays behind.
                (repository.folder / "metadata" / f".rogatory-new-{left:016x}").write_bytes(
                    data[:9]
                )
                os._exit(1)
            left -= 1
            original(path, data)

        repository.write = write  # type: ignore[method-assign]
        try:
            act()
        except BaseException:  # noqa: BLE001 - a child of a test must not run the rest of it
            os._exit(2)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in {0, 1}
    return status == 0
