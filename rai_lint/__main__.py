"""`python -m rai_lint`."""

from __future__ import annotations

from rai_lint.cli import main

main()
