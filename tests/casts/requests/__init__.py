# SPDX-License-Identifier: Apache-2.0
"""Messages of every kind, for tests."""
