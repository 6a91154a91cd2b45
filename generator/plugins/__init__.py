"""Plugins: the modules that settings name to values with a few optional pure functions, checked when loaded."""

from generator.plugins.load import load_plugins
from generator.plugins.seams import UNKNOWN, Loaded, Plugin, Plugins

__all__ = ["UNKNOWN", "Loaded", "Plugin", "Plugins", "load_plugins"]
