# SPDX-License-Identifier: Apache-2.0
"""For the auditor: who looked at what, who was turned away, what was done, and whether the log holds."""
