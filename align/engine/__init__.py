"""The aligner: vectors in, links with probabilities out; it knows no files, no TEI and no screen."""
