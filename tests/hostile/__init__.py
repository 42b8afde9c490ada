"""Inputs made to hurt, for every reader, and the runs that show what comes of them."""
