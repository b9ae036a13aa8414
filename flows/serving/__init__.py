"""`taikei serve`: schedules, warm runs and workbench as one process tree (常駐)."""
