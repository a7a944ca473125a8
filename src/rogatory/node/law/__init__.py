# SPDX-License-Identifier: Apache-2.0
"""The law before a message leaves: gates, decisions, corrections of the data, remarks on what came."""
