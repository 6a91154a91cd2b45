"""The theme machinery: pages to bytes. Each module is imported by itself, for some bring Jinja along and some need not."""
