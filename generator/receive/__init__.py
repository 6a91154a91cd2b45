"""Comments as readers send them, to pending ones in their files: a small server of one page."""
