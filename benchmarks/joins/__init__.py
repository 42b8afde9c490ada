"""Cards against the code beside them: gaps to be found, and agreement that must stay quiet."""
