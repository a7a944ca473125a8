# SPDX-License-Identifier: Apache-2.0
"""Settings in, a node out: its home, its ports, its processes."""
