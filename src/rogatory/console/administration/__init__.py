# SPDX-License-Identifier: Apache-2.0
"""The administrator's page: people's accounts, and the node itself. No case is on it."""
