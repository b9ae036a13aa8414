"""Projects: the folder in which a town keeps its plans, its decisions and its releases."""
