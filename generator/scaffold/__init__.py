"""A name or a title to the files a writer begins with."""
