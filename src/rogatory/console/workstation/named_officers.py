# SPDX-License-Identifier: Apache-2.0
"""The two officers whom a form of the workstation names, each with keys of their own."""

from django.http import HttpRequest

from rogatory.node.viewer.session import OwnOfficer


def named_officer(request: HttpRequest, which: str) -> OwnOfficer:
    """Return the key folder and passphrase of the first or second officer, as typed."""
    return request.POST.get(f"{which}_key", ""), request.POST.get(f"{which}_passphrase", "")
