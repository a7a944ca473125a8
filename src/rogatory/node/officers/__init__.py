# SPDX-License-Identifier: Apache-2.0
"""Permissions of officers: their register, passkeys, approvals, dual control, alerts to people."""
