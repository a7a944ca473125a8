# SPDX-License-Identifier: Apache-2.0
"""Treaties between two States, which a ministry loads from files of its own."""
