# SPDX-License-Identifier: Apache-2.0
"""What the holders of the directory's keys do: found, enrol, replace and sign metadata."""
