# SPDX-License-Identifier: Apache-2.0
"""A State's entry, register of officers and card: their form, and reading them."""
