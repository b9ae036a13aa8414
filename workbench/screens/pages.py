"""A page of a document → its picture (ページの画像)."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter()
