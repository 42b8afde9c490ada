"""What edits mend the findings of a report: tried in memory, file by file; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from rai_lint.fix.content import Content, Splice, open_content, overlap
from rai_lint.fix.refusal import Refusal
from rai_lint.fix.suppressions import edit_comment
from rai_lint.model.fix import OF_CALLS, OF_METADATA, Edit, Fix, Fixed, NotFixed
from rai_lint.model.report import Finding
from rai_lint.model.source import Place

if TYPE_CHECKING:
    import libcst as cst

    from rai_lint.fix.calls import Program

#: Text to a tree, or to the reason why there is none.
Parse = Callable[[str], "cst.Module | str"]
#: Path to bytes; raises `Refusal`.
Read = Callable[[str], bytes]

MAX_FILES = 500
_PYTHON = (".py", ".pyi")
_DOCUMENTS = (".md", ".markdown", ".mdx")


class Wish(Struct, frozen=True):
    """An edit that a finding asks for; `finding` is its number."""

    finding: int
    rule: str
    fix: Fix


class Made(Struct, frozen=True):
    """An edit that is possible; `edit` is the piece of the file, where it holds by itself."""

    wish: Wish
    safe: bool
    edit: Edit | None = None


class FileEdit(Struct, frozen=True):
    """A file before and after its edits."""

    path: str
    before: bytes
    after: bytes
    made: tuple[Made, ...]


class Plan(Struct, frozen=True):
    """The files that change, what is possible at all, and what is not, and why."""

    files: tuple[FileEdit, ...]
    possible: tuple[Made, ...]
    not_fixed: tuple[NotFixed, ...]

    @property
    def fixed(self) -> tuple[Fixed, ...]:
        """The edits of the files that change."""
        return tuple(_fixed(made.wish) for edit in self.files for made in edit.made)

    def possible_places(self) -> Iterator[tuple[int, int, int]]:
        """Yield the number of each finding that can be mended, and at how many places."""
        places: dict[int, tuple[set[Place], set[Place]]] = {}
        for made in self.possible:
            safely, unsafely = places.setdefault(made.wish.finding, (set(), set()))
            (safely if made.safe else unsafely).update(made.wish.fix.places)
        for number, (safely, unsafely) in places.items():
            yield number, len(safely), len(unsafely - safely)

    def proposals(self) -> Iterator[tuple[int, tuple[Edit, ...]]]:
        """Yield the numbers of findings and their safe edits, where each holds by itself.

        One that would disturb the edits of an earlier finding is left for the next run.
        """
        wanted: dict[int, list[Edit | None]] = {}
        for made in self.possible:
            if made.safe:
                wanted.setdefault(made.wish.finding, []).append(made.edit)
        taken: list[Edit] = []
        for number, edits in sorted(wanted.items()):
            alone = tuple(dict.fromkeys(edit for edit in edits if edit is not None))
            if None not in edits and not any(
                a.disturbs(b) for a in alone for b in (*taken, *alone)
            ):
                taken += alone
                yield number, alone


class Scope(Struct, frozen=True):
    """How files are read and parsed, which of them may change, and whether by unsafe edits too."""

    read: Read
    parse: Parse
    allowed: Callable[[str], bool]
    unsafe: bool = False


def plan(findings: Sequence[Finding], scope: Scope) -> Plan:
    """Return the edits for the findings that are not suppressed.

    Of two edits that touch the same piece of a file the second is left for the next run.
    """
    wishes: dict[str, list[Wish]] = {}
    for number, finding in enumerate(findings):
        if finding.suppressed is None:
            for fix in finding.fixes:
                wishes.setdefault(fix.at.path, []).append(Wish(number, finding.rule.id, fix))
    files: list[FileEdit] = []
    possible: list[Made] = []
    not_fixed: list[NotFixed] = []
    for path in sorted(wishes)[:MAX_FILES]:
        attempt = _Attempt(path, scope)
        attempt.run(wishes[path])
        possible += attempt.possible
        not_fixed += attempt.not_fixed
        if attempt.made and attempt.after != attempt.before:
            made = tuple(attempt.made)
            files.append(FileEdit(path, attempt.before, attempt.after, made))
    return Plan(tuple(files), tuple(possible), tuple(not_fixed))


class _Attempt:
    """The edits of one file: those at places first, then those of its front matter."""

    def __init__(self, path: str, scope: Scope) -> None:
        self.path = path
        self.scope = scope
        self.before = self.after = b""
        self.made: list[Made] = []
        self.possible: list[Made] = []
        self.not_fixed: list[NotFixed] = []

    def run(self, wishes: Sequence[Wish]) -> None:
        """Try all edits; what cannot be made is noted."""
        if not self.scope.allowed(self.path):
            self._refuse(wishes, "the file is none of those that were asked for")
            return
        notebook = [wish for wish in wishes if wish.fix.at.cell is not None]
        self._refuse(notebook, "notebooks are not edited")
        wishes = [wish for wish in wishes if wish.fix.at.cell is None]
        if not wishes:
            return
        try:
            self.before = self.after = self.scope.read(self.path)
            content = open_content(self.before, python=self.path.lower().endswith(_PYTHON))
        except Refusal as refusal:
            self._refuse(wishes, str(refusal))
            return
        self._at_places(content, [w for w in wishes if w.fix.op not in OF_METADATA])
        self._in_metadata([w for w in wishes if w.fix.op in OF_METADATA])

    def _refuse(self, wishes: Sequence[Wish], because: str) -> None:
        self.not_fixed += [NotFixed(w.rule, w.fix.at, because) for w in wishes]

    def _wanted(self, made: Made) -> bool:
        """Note what is possible, and say whether it is to be done."""
        self.possible.append(made)
        return made.safe or self.scope.unsafe

    def _at_places(self, content: Content, wishes: Sequence[Wish]) -> None:
        program: Program | None = None
        splices: list[Splice] = []
        chosen: list[Made] = []
        for wish in wishes:
            try:
                if wish.fix.op in OF_CALLS:
                    program = program or self._program(content)
                    splice, safe = program.edit(wish.fix)
                else:
                    splice, safe = edit_comment(content, self.path, wish.fix), wish.fix.safe
            except Refusal as refusal:
                self._refuse([wish], str(refusal))
                continue
            made = Made(wish, safe, _edit(self.path, content, splice, wish.fix))
            if self._wanted(made) and not overlap(splice, splices):
                chosen.append(made)
                splices += [] if splice in splices else [splice]
        if chosen:
            self._keep(content, splices, chosen)

    def _program(self, content: Content) -> Program:
        if not self.path.lower().endswith(_PYTHON):
            message = "only Python files are edited here"
            raise Refusal(message)
        from rai_lint.fix.calls import Program  # noqa: PLC0415 - most plans are empty

        try:
            return Program(content, self.scope.parse)
        except RecursionError as error:
            message = "the program is nested too deeply"
            raise Refusal(message) from error

    def _keep(self, content: Content, splices: Sequence[Splice], chosen: Sequence[Made]) -> None:
        """Take the edits over if the file can still be read afterwards."""
        try:
            after = content.changed(splices)
            if self.path.lower().endswith(_PYTHON):
                tree = self.scope.parse(open_content(after, python=True).text)
                if isinstance(tree, str):
                    message = f"the file could not be read afterwards ({tree})"
                    raise Refusal(message)  # noqa: TRY301 - one ending for all
        except Refusal as refusal:
            self._refuse([made.wish for made in chosen], str(refusal))
            self.possible = [made for made in self.possible if made not in chosen]
            return
        self.after = after
        self.made += chosen

    def _in_metadata(self, wishes: Sequence[Wish]) -> None:
        """Edit the front matter, one edit after another: each sees what the last has made."""
        if not wishes:
            return
        from rai_lint.fix.metadata import edit_metadata  # noqa: PLC0415 - most plans are empty

        for wish in wishes:
            try:
                if not self.path.lower().endswith(_DOCUMENTS):
                    message = "only the front matter of cards is edited"
                    raise Refusal(message)  # noqa: TRY301 - one ending for all
                content = open_content(self.after, python=False)
                splice = edit_metadata(content.text, wish.fix)
                after = content.changed([splice])
            except Refusal as refusal:
                self._refuse([wish], str(refusal))
                continue
            made = Made(wish, wish.fix.safe, self._alone(wish.fix))
            if self._wanted(made):
                self.after = after
                self.made.append(made)

    def _alone(self, fix: Fix) -> Edit | None:
        """Return an edit of front matter as it is before any other, if it can be made there."""
        from rai_lint.fix.metadata import edit_metadata  # noqa: PLC0415 - see above

        content = open_content(self.before, python=False)
        try:
            return _edit(self.path, content, edit_metadata(content.text, fix), fix)
        except Refusal:
            return None


def _edit(path: str, content: Content, splice: Splice, fix: Fix) -> Edit | None:
    if content.old_lines:
        return None
    return Edit(
        path=path,
        start=content.place(splice.start),
        end=content.place(splice.end),
        text=content.as_written(splice.text),
        what=what(fix),
        key=fix.name if fix.op in OF_METADATA else "",
    )


def _fixed(wish: Wish) -> Fixed:
    return Fixed(wish.rule, wish.fix.at, what(wish.fix))


def what(fix: Fix) -> str:
    """Return in a few words what an edit does."""
    value = ", ".join(map(str, fix.value)) if isinstance(fix.value, tuple) else str(fix.value)
    return {
        "set-argument": f"{fix.name}={value}",
        "remove-argument": f"without {fix.name}",
        "add-item": f"{value} added to `{fix.name}`",
        "add-key": f"{fix.name}: {value}",
        "set-value": f"{fix.name}: {value}",
        "make-list": f"`{fix.name}` made a list",
        "drop-codes": f"suppression of {value} removed",
    }[fix.op]
