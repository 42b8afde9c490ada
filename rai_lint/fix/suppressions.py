"""Edits of suppression comments: the codes that hide nothing go, and with the last the comment."""

from __future__ import annotations

from rai_lint.fix.content import Content, Splice
from rai_lint.fix.refusal import Refusal
from rai_lint.model.fix import Fix
from rai_lint.model.regex import regex

_HASH = regex(r"#+[ \t]*rai-lint[ \t]*:[ \t]*ignore[ \t]*\[([^\]\n]*)\]([^\n]*)")
_HTML = regex(r"<!--[ \t]*rai-lint[ \t]*:[ \t]*ignore[ \t]*\[([^\]\n]*)\]([^\n]*?)-->")
_PYTHON = (".py", ".pyi")
_DOCUMENTS = (".md", ".markdown", ".mdx")


def edit_comment(content: Content, path: str, fix: Fix) -> Splice:
    """Return the piece of text that takes codes out of a suppression; raises `Refusal`."""
    text = content.text
    start = content.offset(fix.at.line, fix.at.column)
    is_html = start is not None and text.startswith("<!--", start)
    found = None if start is None else (_HTML if is_html else _HASH).match(text, start)
    if start is None or found is None:
        message = "the comment holds more than the suppression"
        raise Refusal(message)
    idle = fix.value if isinstance(fix.value, tuple) else ()
    codes = [part.strip() for part in found.group(1).split(",") if part.strip()]
    kept = [code for code in codes if code not in idle]
    if kept:
        splice = Splice(*found.span(1), ", ".join(kept))
    elif not is_html and "#" in found.group(2):
        message = "another comment follows on the line"
        raise Refusal(message)
    else:
        splice = _whole(text, start, found.end())
    _check(content, path, splice, html=is_html)
    return splice


def _whole(text: str, start: int, end: int) -> Splice:
    """Return a comment with the blanks before it, or with its line if it stands there alone."""
    first = text.rfind("\n", 0, start) + 1
    newline = text.find("\n", end)
    last = len(text) if newline < 0 else newline
    if not text[first:start].strip() and not text[end:last].strip():
        return Splice(first, last + (newline >= 0), "")
    while start > first and text[start - 1] in " \t":
        start -= 1
    return Splice(start, end, "")


def _check(content: Content, path: str, splice: Splice, *, html: bool) -> None:
    """Raise `Refusal` where it is not known that this is a comment and nothing else."""
    name = path.lower()
    if name.endswith(_PYTHON) or (html and name.endswith(_DOCUMENTS)):
        return  # the reader of Python knows comments from strings, that of documents from code
    if name.endswith(_DOCUMENTS):
        from rai_lint.fix.front_matter import plain, read_front_matter  # noqa: PLC0415 - few cards

        before = read_front_matter(content.text)
        changed = content.text[: splice.start] + splice.text + content.text[splice.end :]
        inside = before.start <= splice.start and splice.end <= before.start + len(before.body)
        if inside and plain(before.root) == plain(read_front_matter(changed).root):
            return
    message = "comments of this kind of file are not edited"
    raise Refusal(message)
