"""Readers' comments in their files: chosen, judged, taken in, and never torn."""
