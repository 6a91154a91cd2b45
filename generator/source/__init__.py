"""Files to articles: scan, front matter, Markdown, comments, read."""
