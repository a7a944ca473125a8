# SPDX-License-Identifier: Apache-2.0
"""Who may act: the register of officers, passkeys, approvals, dual control, alerts to people."""
