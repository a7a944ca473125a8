# SPDX-License-Identifier: Apache-2.0
"""The view of an act in a case file: who may do it, where a refusal is shown, and what its answer is."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import RogatoryError
from rogatory.node.case_files.journal import Recorded
from rogatory.node.permissions import Permission


def act_view(
    permission: Permission, page: str, refused: Callable[..., HttpResponse]
) -> Callable[[Callable[..., Recorded]], Callable[..., HttpResponse]]:
    """Make the view of an act by what was posted: on the node, at the ids of the address in their order, by an officer.

    It leads to the page of that name. `refused` is that page with the error, given the request and the ids.
    """

    def view_of(act: Callable[..., Recorded]) -> Callable[..., HttpResponse]:
        @require_POST
        @officer_page(permission)
        @wraps(act)
        def view(request: HttpRequest, **place: Any) -> HttpResponse:
            ids = [str(one) for one in place.values()]
            try:
                recorded = act(request, this_node(), *ids, reader_of(request).number)
            except RogatoryError as error:
                return refused(request, *ids, error)
            return done(
                request,
                _("It is recorded in the journal of the case file."),
                page,
                created=recorded.entry.id,
                warnings=recorded.warnings,
                **place,
            )

        return view

    return view_of
