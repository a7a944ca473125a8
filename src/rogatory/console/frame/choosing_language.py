# SPDX-License-Identifier: Apache-2.0
"""A language that was chosen: kept in a cookie, and back to where it was chosen."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def chosen_language(request: HttpRequest) -> tuple[str | None, HttpResponse]:
    """Return the language, None if it is none of ours; and the answer, which goes nowhere but to
    us.
    """
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if safe and back.startswith("/") else reverse("desk"))
    if chosen not in dict(settings.LANGUAGES):
        return None, response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return chosen, response
