"""Which files run together: a seed that one program sets is none of another's.

Files are joined as loosely as imports can be read, so that two of them are said to be apart only
where no name of either leads to the other.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec.structs import replace

from rai_lint.link.program import Program
from rai_lint.model.fact import Fact
from rai_lint.model.module import Import, Module
from rai_lint.model.value import Absent, Known

_MAX_FILES = 400
#: Calls by which a program loads or runs others that no import names.
_LOADERS = frozenset(
    {
        "LightningCLI",
        "__import__",
        "exec",
        "execfile",
        "get_class",
        "import_module",
        "instantiate",
        "load_module",
        "locate",
        "run_module",
        "run_path",
        "spec_from_file_location",
    }
)
#: Boosted trees draw from fixed seeds unless they are told others, which parameters may hold; the
#: trainer behind `fit` of sentence-transformers and the models of gensim seed by themselves.
_SEEDED = frozenset({"catboost", "gensim", "lightgbm", "sentence_transformers", "xgboost"})
_Graph = Mapping[str, AbstractSet[str]]


def with_programs(facts: Sequence[Fact], program: Program) -> Sequence[Fact]:
    """Return the facts, trainings without a seed with the files that run with theirs.

    Nothing is said where no seed is set at all, or where files may be loaded by other ways.
    """
    seeded = {fact.place.path for fact in facts if fact.kind == "seed-set"}
    apart = {
        path
        for path in {fact.place.path for fact in facts if _unseeded(fact)} - seeded
        if not _extends_trainer(program.modules.get(path))
    }
    graph = _imports(program) if seeded and apart else None
    if graph is None:
        return facts
    importers: dict[str, set[str]] = defaultdict(set)
    for path, targets in graph.items():
        for target in targets:
            importers[target].add(path)
    runs = {path: tuple(sorted(_together(path, graph, importers))) for path in apart}
    return [
        replace(fact, fields={**fact.fields, "program": Known(runs[fact.place.path])})
        if _unseeded(fact) and fact.place.path in runs
        else fact
        for fact in facts
    ]


def _extends_trainer(module: Module | None) -> bool:
    """Say whether a file extends the trainer of a library, which seeds by itself."""
    bases = (base for each in (module.classes if module else ()) for base in each.bases)
    return any(getattr(base, "name", "").endswith("Trainer") for base in bases)


def _unseeded(fact: Fact) -> bool:
    if fact.kind != "model-train" or fact.scope != "source":
        return False
    if fact.known("framework") in _SEEDED:
        return False
    return isinstance(fact.get("seed"), Absent) or fact.known("seed") is None


def _together(path: str, graph: _Graph, importers: _Graph) -> AbstractSet[str]:
    """Return the files that import one, at any remove, with all that these import."""
    return _reached(_reached({path}, importers), graph)


def _reached(start: Iterable[str], graph: _Graph) -> AbstractSet[str]:
    found, waiting = set(start), [*start]
    while waiting:
        for path in graph.get(waiting.pop(), ()):
            if path not in found:
                found.add(path)
                waiting.append(path)
    return found


def _imports(program: Program) -> _Graph | None:
    """Return what each file may import of the repository; None where that cannot be told."""
    paths = program.paths - program.tests
    if len(paths) > _MAX_FILES:
        return None
    for path in sorted(paths):
        program.ask(path)
    modules = {
        path: module for path, module in program.modules.items() if path not in program.tests
    }
    if paths - modules.keys() or any(map(_loads_others, modules.values())):
        return None
    named: dict[str, set[str]] = defaultdict(set)
    for path in modules:
        folder, name = posixpath.split(path)
        stem = name.rpartition(".")[0]
        named[posixpath.basename(folder) if stem == "__init__" else stem].add(path)
    return {
        path: {
            target
            for item in module.imports
            for name in _names(item)
            for target in named.get(name, ())
        }
        for path, module in modules.items()
    }


def _names(item: Import) -> Iterator[str]:
    yield from item.module.split(".")
    yield item.attribute


def _loads_others(module: Module) -> bool:
    ran = any("%run" in command.text or "%load" in command.text for command in module.commands)
    return ran or any(getattr(call.callee, "name", "") in _LOADERS for call in module.calls)
