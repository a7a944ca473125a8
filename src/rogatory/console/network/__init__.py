# SPDX-License-Identifier: Apache-2.0
"""The network's page: who can be reached, by what, and whose word holds."""
