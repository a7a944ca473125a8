# SPDX-License-Identifier: Apache-2.0
"""Pages on sealed packages, and their custody as a diagram."""
