"""rai-lint: a linter for responsible AI."""

__version__ = "0.1.0"
