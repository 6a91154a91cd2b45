"""Authors' portraits from where they keep them to files of the publication, so that no reader ever asks for them."""
