# SPDX-License-Identifier: Apache-2.0
"""The folder of the casts is on the path."""
