# SPDX-License-Identifier: Apache-2.0
"""Randomness, which comes in as an argument."""

from collections.abc import Callable

type Random = Callable[[int], bytes]
"""Gives that many random bytes: `os.urandom` in life, a seeded generator in tests."""
