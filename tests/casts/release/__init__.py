# SPDX-License-Identifier: Apache-2.0
"""Programs of a released version, their nodes, and what was kept of a release."""
