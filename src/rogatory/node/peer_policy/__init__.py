# SPDX-License-Identifier: Apache-2.0
"""Setting the policy towards another State under dual control, and requests held for review."""
