# SPDX-License-Identifier: Apache-2.0
"""Codes of what is wrong with a checkpoint."""

import pytest

from rogatory.errors import Refused


def codes(call, *arguments, **named):
    with pytest.raises(Refused) as refused:
        call(*arguments, **named)
    return refused.value.codes
