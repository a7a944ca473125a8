# SPDX-License-Identifier: Apache-2.0
"""The tags by which documents name a language: language, script and region of BCP 47, no more."""

import re
from typing import TypeGuard

LANGUAGE_TAG_FORM = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
"""Specification, section 7. One spelling for each language, since tags are compared as text."""


def is_language_tag(value: object) -> TypeGuard[str]:
    """Decide whether a value names a language."""
    return isinstance(value, str) and LANGUAGE_TAG_FORM.fullmatch(value) is not None
