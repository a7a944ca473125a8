# SPDX-License-Identifier: Apache-2.0
"""What this node relies on of the directory: its version, changed keys, names, who is listed."""
