# SPDX-License-Identifier: Apache-2.0
"""The call-back of an emergency, on a thread's page."""
