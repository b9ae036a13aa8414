"""Rows → statements (基本理念, 将来像, 主題 ...) with their kind and whose they are. Pure, no IO."""

from __future__ import annotations
