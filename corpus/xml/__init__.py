"""XML in: a parser for files that may be hostile, and where in a TEI document its running text stands."""
