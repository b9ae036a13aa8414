"""Whether everything a run needs is there (点検)."""
