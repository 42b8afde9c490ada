"""Changes projects by the edits of a mutation."""

from __future__ import annotations

from itertools import takewhile

from benchmarks.mutations.documents import BrokenEntryError, Edit, Mutation, Project


def mutated(project: Project, mutation: Mutation) -> dict[str, str]:
    """Return the files of a project after a mutation. Raises BrokenEntryError."""
    files = dict(project.files)
    for edit in mutation.edits:
        try:
            _apply(edit, files)
        except BrokenEntryError as error:
            raise BrokenEntryError(f"{mutation.rule} “{mutation.title}”: {error}") from error
    if files == project.files:
        raise BrokenEntryError(f"{mutation.rule} “{mutation.title}”: changes nothing")
    return files


def _apply(edit: Edit, files: dict[str, str]) -> None:
    if edit.append:
        files[edit.path] = files.get(edit.path, "") + edit.append
        return
    if edit.path not in files:
        raise BrokenEntryError(f"there is no {edit.path}")
    if edit.delete:
        del files[edit.path]
        return
    if edit.remove_section:
        files[edit.path] = _without_section(files[edit.path], edit.remove_section)
        return
    old = edit.replace or edit.remove
    if files[edit.path].count(old) != 1:
        count = files[edit.path].count(old)
        raise BrokenEntryError(f"{edit.path} has {old!r} {count} times, not once")
    files[edit.path] = files[edit.path].replace(old, edit.with_)


def _without_section(text: str, heading: str) -> str:
    """Return a Markdown text without a heading and what stands below it."""
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if line.rstrip() == heading]
    if len(starts) != 1:
        raise BrokenEntryError(f"there is not one heading {heading!r}")
    level = heading.index(" ")
    below = takewhile(lambda line: not _ends(line, level), lines[starts[0] + 1 :])
    return "".join([*lines[: starts[0]], *lines[starts[0] + 1 + len(list(below)) :]])


def _ends(line: str, level: int) -> bool:
    marks, _, title = line.partition(" ")
    return bool(title) and bool(marks) and set(marks) == {"#"} and len(marks) <= level
