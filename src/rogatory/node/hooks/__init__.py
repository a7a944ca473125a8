# SPDX-License-Identifier: Apache-2.0
"""Webhooks of the State's own systems: of which changes each is still to be notified."""
