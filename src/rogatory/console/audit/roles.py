# SPDX-License-Identifier: Apache-2.0
"""The table of permissions and roles, as the node goes by it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.node.permissions import ALL_ROLES, table


@require_safe
@officer_page()
def show(request: HttpRequest) -> HttpResponse:
    """Return which role may do what: the one table that pages and the node go by."""
    return answer(request, "console/audit/roles.html", {"roles": ALL_ROLES, "permissions": table()})
