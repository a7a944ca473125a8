# SPDX-License-Identifier: Apache-2.0
"""Addresses of letters."""

from django.urls import path

from rogatory.console.postal import page

urlpatterns = [
    path("peers/<slug:state>/transcribe/<slug:kind>/", page.transcribe, name="transcribe"),
    path("transcriptions/<uuid:transcription>/", page.show, name="transcription"),
    path("transcriptions/<uuid:transcription>/compare", page.compare, name="compare"),
    path("transcriptions/<uuid:transcription>/original", page.original, name="original"),
    path("messages/<slug:message>/dispatch", page.dispatch, name="dispatch"),
    path("threads/<uuid:thread>/proceed", page.let_proceed, name="let-proceed"),
]
