# SPDX-License-Identifier: Apache-2.0
"""The doctor's kinds of finding: each with its code, its sentence, and who must do what."""
