# SPDX-License-Identifier: Apache-2.0
"""The context of every page's frame."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from rogatory.console.accounts.log_in_service import is_offered
from rogatory.console.frame.navigation import GROUPS, shown
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.languages import reader_language


def console(request: HttpRequest) -> dict[str, Any]:
    node = this_node()
    user = getattr(request, "user", None)
    reader = reader_of(request) if user is not None and user.is_authenticated else None
    return {
        "own_state": node.state,
        "is_exercise": settings.ROGATORY_EXERCISE,
        "reader": reader,
        "navigation": shown(GROUPS, reader, request.path_info) if reader else (),
        "offered_languages": settings.LANGUAGES,
        "sign_in_service": is_offered(),
        "reader_language": reader_language(),
        "refused_act": getattr(request, "rogatory_refused", ()),
    }
