"""Which reading of a document is taken: candidates of all readers, one score, an account of what was not used."""
