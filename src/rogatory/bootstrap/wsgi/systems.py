# SPDX-License-Identifier: Apache-2.0
"""The API for the State's own systems as a WSGI application, under `settings.systems`."""

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

application = get_wsgi_application()

# Now, not at the first request: a node whose keys do not fit must not seem to be up.
assert get_resolver().url_patterns
