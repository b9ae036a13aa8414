"""Who is told of what, and when (通知)."""
