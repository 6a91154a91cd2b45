"""Pictures as bytes: what is in them beside the picture, taken out; smaller ones, and cards, drawn."""
