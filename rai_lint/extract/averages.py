"""How a score over several classes was averaged, as its name tells.

Macro, micro and weighted averages of one metric are different numbers of the same model
(scikit-learn, `average` of `f1_score`), so a document that gives one and a file that gives the
other do not contradict each other.
"""

from __future__ import annotations

from rai_lint.model.regex import regex

UNSTATED = "unstated"

_AVERAGE = regex(r"(?i)(?:^|[^a-z])(macro|micro|weighted|binary|samples)(?:[^a-z]|avg|$)")


def average_of(*texts: str) -> str:
    """Return `macro`, `micro`, `weighted`, `binary` or `samples`; `unstated` if none is named."""
    found = (_AVERAGE.search(text) for text in texts)
    return next((match.group(1).lower() for match in found if match), UNSTATED)
