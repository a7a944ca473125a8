# SPDX-License-Identifier: Apache-2.0
"""The context of every page's frame on the workstation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rogatory.bootstrap.workstation.server import running_workstation
from rogatory.console.language.languages import reader_language


def frame(request: HttpRequest) -> dict[str, Any]:
    del request
    session = running_workstation().session
    return {
        "own_state": session.state,
        "own_authority": str(session.authority.authority),
        "is_exercise": settings.ROGATORY_EXERCISE,
        "keys": session.keys_or_none,
        "offered_languages": settings.LANGUAGES,
        "reader_language": reader_language(),
    }
