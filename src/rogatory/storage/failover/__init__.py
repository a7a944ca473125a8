# SPDX-License-Identifier: Apache-2.0
"""The server that keeps the database: its standbys and settings."""
