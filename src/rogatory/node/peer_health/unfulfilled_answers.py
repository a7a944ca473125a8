# SPDX-License-Identifier: Apache-2.0
"""An answer that is none: the other node is there, and did not do what it was asked."""

from rogatory.errors import Unreachable


class AnsweredError(Unreachable):
    """The node answered, and refused or failed at this one request; others may well pass."""
