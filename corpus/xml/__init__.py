"""TEI documents as input: a parser that is safe for hostile files, and the running text in the tree."""
