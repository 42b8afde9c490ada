"""Names of functions with which projects compare groups of people, or slices of data."""

from __future__ import annotations

from rai_lint.model.regex import regex

COMPARES_GROUPS = regex(
    r"(?i)fairness|equali[sz]ed_?odds|equal_?opportunity|demographic_?parity|statistical_?parity"
    r"|disparate_?impact|disaggregat|(?:metrics?|scores?|performance|accuracy|evaluate\w{0,40}|results)_"
    r"(?:by|per|for_each|across)_(?:sub_?)?(?:groups?|gender|sex|race|age|skin\w*|slices?)"
    r"|(?:sub_?group|group_?wise|per_?group)_?(?:metrics?|scores?|performance|accuracy|eval\w*)"
    r"|(?:performance|metrics?|scores?)_(?:\w{1,40}_)?slices?$|slices?_(?:performance|metrics?|scores?)"
)
