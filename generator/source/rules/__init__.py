"""Rules for markdown-it-py that anyone may use: nothing here knows of Byline."""
