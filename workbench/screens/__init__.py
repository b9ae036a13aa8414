"""The screens: each a router, each with its template and its words of the same name."""
