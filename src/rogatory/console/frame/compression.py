# SPDX-License-Identifier: Apache-2.0
"""Pages, styles and scripts compressed on their way: a page weighs a fifth, which a thin line feels.

What is already compact (evidence, pictures, PDF) goes as it is. The size of a compressed answer says something of what is in it to who
can have a logged-in browser ask again and again with words of their choice (the attack called BREACH). Here nobody elsewhere can:
the session's cookie is `SameSite=Strict`. Beside that, Django adds a random number of bytes to each answer.
"""

from typing import override

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/", "application/json", "application/javascript", "image/svg+xml")
"""Beginnings of the media types that are compressed."""


class PageCompression(GZipMiddleware):
    @override
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith(COMPRESSED):
            return response
        return super().process_response(request, response)
