"""A library to the files of its search index, by Pagefind: nothing of it is loaded before a reader uses it."""
