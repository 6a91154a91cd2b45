"""A finished output folder to a place that readers reach, never half."""
