# SPDX-License-Identifier: Apache-2.0
"""The acts of the holders of the directory's keys: found, enrol, replace and sign metadata."""
