# SPDX-License-Identifier: Apache-2.0
"""The studies: what is measured, a module for each."""
