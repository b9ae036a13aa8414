"""Sources at their publishers (公開元の見守り): looked at politely, newer documents taken in or held."""
