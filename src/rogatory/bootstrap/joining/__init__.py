# SPDX-License-Identifier: Apache-2.0
"""How a State joins: steps that look at what is so, do what can be done, and name who must do the rest."""
