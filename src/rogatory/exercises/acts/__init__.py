# SPDX-License-Identifier: Apache-2.0
"""Acts of the cast in an exercise: on duty, under the law, towards peers, answering as lawyers do."""
