"""Fuzz targets: one for each reader of strangers' files."""
