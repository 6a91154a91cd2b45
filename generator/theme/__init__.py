"""The theme machinery: pages to bytes. Its modules are imported one by one, for only some bring Jinja along."""
