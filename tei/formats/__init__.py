"""
The syntax of the formats that are read as well as written, each in a module of its own: records in, text out, and back.

Export, conversion and import map these records to a corpus and a corpus to them. Formats that are only written are in
`tei.export`, TEI is in `tei` itself, and lines of beads are in `corpus.beads`.
"""
