# SPDX-License-Identifier: Apache-2.0
"""The console as a WSGI application, under `settings.console`."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
