# SPDX-License-Identifier: Apache-2.0
"""The head of unit's page."""
