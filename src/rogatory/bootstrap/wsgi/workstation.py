# SPDX-License-Identifier: Apache-2.0
"""The workstation's pages as a WSGI application, under `settings.workstation`."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
