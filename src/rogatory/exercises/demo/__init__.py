# SPDX-License-Identifier: Apache-2.0
"""The demo: the main job from end to end on three real nodes, narrated as it goes."""
