# SPDX-License-Identifier: Apache-2.0
"""The name of the connection by which the doctor reads."""

ALIAS = "diagnosis"
"""Django's name of the connection: another one than the node's own, which may write."""
