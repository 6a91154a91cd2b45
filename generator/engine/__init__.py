"""How not to do work twice, and how to write whole or not at all; knows no article."""
