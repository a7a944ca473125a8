# SPDX-License-Identifier: Apache-2.0
"""The folder of the casts stands on the path."""
