"""Articles to pages. Pure: no files, no clock, no randomness; the same values in give the same pages out."""
