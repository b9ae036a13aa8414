"""Bytes → Document → structures → Extraction, with issues. No Prefect, no pandas."""
