# SPDX-License-Identifier: Apache-2.0
"""Django's settings: one module for each application over one database and one migration set."""
