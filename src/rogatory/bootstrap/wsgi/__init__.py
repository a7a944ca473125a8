# SPDX-License-Identifier: Apache-2.0
"""The applications that the doors serve, and the addresses of those without pages."""
