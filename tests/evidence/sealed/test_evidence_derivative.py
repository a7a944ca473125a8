# SPDX-License-Identifier: Apache-2.0
"""The member `derivative` of a seal: null, or exactly parent, items, tool, settings and act."""

import pytest

from rogatory.errors import Refused
from rogatory.evidence.sealed.derivative import LONGEST_TOOL, parse_derivative

HOLDS = {
    "parent": {"bag": "ab" * 32, "seal": None},
    "items": {"count": 3, "digest": "cd" * 32},
    "tool": {"name": "ffmpeg", "version": "7.1"},
    "settings": "ef" * 32,
    "act": "converted",
}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"parent": {"bag": "ab" * 32, "seal": "12" * 32}},
        {"settings": None},
        {"tool": {"name": "ffmpeg", "version": None}},
        {"act": "an-act-that-nobody-here-knows"},
    ],
)
def test_what_is_written_is_read_back(changes):
    value = HOLDS | changes
    assert parse_derivative(value).as_json() == value


@pytest.mark.parametrize(
    "changes",
    [
        {"parent": "ab" * 32},
        {"parent": {"bag": "ab" * 32}},
        {"parent": {"bag": "ab", "seal": None}},
        {"items": {"count": 0, "digest": "cd" * 32}},
        {"items": {"count": True, "digest": "cd" * 32}},
        {"items": {"count": 3, "digest": "cd" * 32, "paths": ["Mail/0001.eml"]}},
        {"tool": {"name": "", "version": None}},
        {"tool": {"name": "x" * (LONGEST_TOOL + 1), "version": None}},
        {"tool": {"name": "ffmpeg\u202e", "version": None}},
        {"settings": "none"},
        {"act": "Converted"},
        {"act": None},
        {"reason": "x"},
    ],
)
def test_another_form_is_refused(changes):
    with pytest.raises((Refused, ValueError)):
        parse_derivative(HOLDS | changes)
