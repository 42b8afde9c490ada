"""The link stage: what every file said becomes facts about the repository."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from msgspec import Struct, field
from msgspec.structs import replace

from rai_lint.link.addresses import addresses
from rai_lint.link.arguments import ArgumentParsers
from rai_lint.link.blank_ids import blank_ids
from rai_lint.link.bool_options import switched_off
from rai_lint.link.callees import Callees
from rai_lint.link.configs import RecipeFacts
from rai_lint.link.crawling import crawls
from rai_lint.link.data_paths import data_paths
from rai_lint.link.derivations import Derivations
from rai_lint.link.determinism import determinism
from rai_lint.link.disclosures import Disclosures
from rai_lint.link.environments import environment_records
from rai_lint.link.exports import without_exports
from rai_lint.link.facts import CallFacts
from rai_lint.link.few_rows import FewRows
from rai_lint.link.instantiated import Instantiated
from rai_lint.link.instructions import instructed, instructions
from rai_lint.link.integrity import checked_downloads
from rai_lint.link.kept_files import with_kept_files
from rai_lint.link.known_data import with_known_data
from rai_lint.link.local_files import named_files
from rai_lint.link.local_folders import with_local_folders
from rai_lint.link.matched import Match
from rai_lint.link.menus import with_menus
from rai_lint.link.notices import notices
from rai_lint.link.one_program import with_programs
from rai_lint.link.options import settled_options
from rai_lint.link.origins import Origins
from rai_lint.link.own_accuracy import own_accuracy
from rai_lint.link.own_fairness import own_fairness
from rai_lint.link.own_files import OwnFiles
from rai_lint.link.own_safeguards import own_safeguards
from rai_lint.link.package_imports import settled_imports
from rai_lint.link.passed_on import without_passed_on
from rai_lint.link.program import Program
from rai_lint.link.recipe_origins import origins_by_recipe
from rai_lint.link.recipes import Recipes
from rai_lint.link.references import settled_references
from rai_lint.link.reported import Reported
from rai_lint.link.roles import roles
from rai_lint.link.script_runs import settled_runs
from rai_lint.link.sent_data import sent_data
from rai_lint.link.service_logs import with_logs
from rai_lint.link.settings import Settings
from rai_lint.link.shell import shell_facts
from rai_lint.link.switches import without_switched_off
from rai_lint.link.tables import proxies_and_domains, sensitive_attributes
from rai_lint.link.targets import Targets
from rai_lint.link.unchecked import disabled_checks
from rai_lint.link.units import owners, unit_of
from rai_lint.link.values import Values
from rai_lint.model.configfile import ConfigFile
from rai_lint.model.fact import Fact
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.module import Module
from rai_lint.model.reading import PassedOver
from rai_lint.model.readme import Readme
from rai_lint.model.report import RoleEvidence
from rai_lint.model.source import Source

#: Reads Python files that were passed over, and returns their modules by path.
Fetch = Callable[[Sequence[str]], Mapping[str, Module]]


NOTHING_LEFT = PassedOver()


class Linked(Struct, frozen=True, kw_only=True):
    """The facts of a repository with their units, and its roles."""

    facts: tuple[Fact, ...] = ()
    units: frozenset[str] = frozenset({"."})
    roles: tuple[RoleEvidence, ...] = ()


def nothing(_: Sequence[str]) -> Mapping[str, Module]:
    """Fetch no module: where all files are read that can be."""
    return {}


def link(  # noqa: PLR0913 - the whole input of the stage
    modules: Mapping[str, Module],
    configs: Mapping[str, ConfigFile],
    facts: Sequence[Fact],
    sources: Sequence[Source],
    knowledge: Knowledge,
    readme: Readme,
    passed_over: PassedOver = NOTHING_LEFT,
    listed: AbstractSet[str] = frozenset(),
    ignored: AbstractSet[str] = frozenset(),
    fetch: Fetch = nothing,
) -> Linked:
    """Return the facts of all files with their values settled across files.

    `facts` are those of documents and other files. `passed_over` are the programs that are not
    among the modules; `fetch` reads those that a value depends on. `listed` are all paths, which
    documents may point at, `ignored` those that are kept out of git by their names.
    """
    program = _program(modules, sources, passed_over, fetch)
    facts = tuple(without_exports(facts))
    named = settled_references([*settled_imports(facts, listed, knowledge)], listed)
    stated = switched_off(settled_options(settled_runs(named, listed), program), program)
    derivations = Derivations(frozenset(source.path for source in sources), facts)
    told = [*stated, *derivations.stated(), *environment_records(listed)]
    coded = _Coded(program, configs, knowledge, derivations).facts()
    if knowledge.asks("seed-set"):
        coded = with_programs(coded, program)
    found = [*with_local_folders([*told, *coded], listed, ignored)]
    found = [*without_switched_off(found, program, configs)]
    found = [*with_kept_files(found, listed)]
    found = [*with_known_data(found, knowledge.table("datasets"))]
    if knowledge.asks("blank-left"):
        found += blank_ids(found)
    units = owners(sources, found)
    placed = tuple(
        replace(fact, unit=unit_of(fact.place.path, units))
        for fact in sorted(found, key=lambda fact: (fact.place.order(), fact.kind))
    )
    return Linked(
        facts=placed,
        units=units,
        roles=roles(placed, sources, readme, knowledge.table("datasets")),
    )


def _program(
    modules: Mapping[str, Module],
    sources: Sequence[Source],
    passed_over: PassedOver,
    fetch: Fetch,
) -> Program:
    paths = frozenset(s.path for s in sources if s.kind == "python" and s.scope != "vendored")
    tests = frozenset(source.path for source in sources if source.scope == "test")
    return Program(dict(modules), paths, passed_over, fetch, tests)


class _Coded(Struct, dict=True):
    """Tells the facts of programs and recipes; remembers what the calls of each module say."""

    program: Program
    configs: Mapping[str, ConfigFile]
    knowledge: Knowledge
    derivations: Derivations
    _matched: dict[str, tuple[Module, Sequence[Match]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        origins = Origins(self.program)
        values = Values(origins, ArgumentParsers(origins), Recipes(self.configs))
        catalogue = self.knowledge.catalogue
        self._callees = Callees(origins, catalogue)
        self._values = values
        settings = Settings(values, self.knowledge)
        splits = self.knowledge.table("splits")
        self._calls = CallFacts(
            self._callees, values, catalogue, splits, settings, self.knowledge.asked
        )
        self._recipes = RecipeFacts(catalogue.recipes, settings)
        self._reported = Reported(self._callees, catalogue)
        self._few_rows = FewRows(values)

    def facts(self) -> Sequence[Fact]:
        """Return the facts of all programs and recipes.

        While they are told further files may turn out to be needed, which are part of the program
        from then on: what reaches a call, and where rows come from, is asked again with them.
        """
        while True:
            read = self.program.fetched
            judged = _with_rows(self._all_matched(), self.program, self._calls, self.knowledge)
            flowing = [*_flow_facts(self.program, self._calls, self.derivations, self.knowledge)]
            if self.program.fetched > read:
                continue
            found = [*self._told(judged), *flowing]
            if self.program.fetched == read:
                return found

    def _told(self, judged: Mapping[str, Sequence[Match]]) -> Iterator[Fact]:
        """Yield the facts of programs and recipes, without those of what reaches a call."""
        given = [fact for file in self.configs.values() for fact in self._recipes.of_file(file)]
        disclosures = Disclosures(self._callees, self._values, self.knowledge)
        for path, matches in judged.items():
            module = self.program.modules[path]
            yield from _of_module(module, matches, self._calls, disclosures, given, self.knowledge)
        yield from given
        yield from self._of_configs()

    def _all_matched(self) -> Mapping[str, Sequence[Match]]:
        """Return the matches of all modules, also of those that are read on the way."""
        while missing := [*self._unmatched()]:
            for path, module in missing:
                matches = [*without_passed_on(self._calls.of_module(module))]
                matches = [*self._few_rows.of(matches, module)]
                self._matched[path] = module, self._reported.of(matches, module)
        return {path: matches for path, (_, matches) in sorted(self._matched.items())}

    def _unmatched(self) -> Iterator[tuple[str, Module]]:
        """Yield the modules that are new, or read as a whole by now."""
        for path, module in sorted(self.program.modules.items()):
            known = self._matched.get(path)
            if known is None or known[0] is not module:
                yield path, module

    def _of_configs(self) -> Iterator[Fact]:
        instantiated = Instantiated(self.knowledge.catalogue)
        for file in self.configs.values():
            yield from instantiated.of_file(file)
            yield from data_paths(file, self.knowledge.table("splits"))
            yield from instructed(file, self.knowledge)


def _of_module(  # noqa: PLR0913 - what is known of a file, and what of the repository
    module: Module,
    matches: Sequence[Match],
    calls: CallFacts,
    disclosures: Disclosures,
    given: Sequence[Fact],
    knowledge: Knowledge,
) -> Iterator[Fact]:
    """Yield the facts of a file: of its calls, with what the rest of the file says of them."""
    facts = [*OwnFiles(calls.callees, calls.values).of(matches, module)]
    found = [*disclosures.settle(module, facts), *shell_facts(module, calls.values)]
    found = [*origins_by_recipe(found, knowledge.catalogue.recipes, given)]
    if knowledge.asks("interface-text"):
        yield from notices(module, found, knowledge)
    checked = checked_downloads(named_files(found), module)
    yield from with_menus([*with_logs(checked, module)], module)
    yield from own_fairness(module)
    if knowledge.asks("metric-compute"):
        yield from own_accuracy(module)
    if knowledge.asks("safety-control") and module.scope == "source":
        yield from own_safeguards(module)
    if knowledge.asks("personal-data-sent"):
        yield from sent_data(module, matches, knowledge)
    yield from _asked_of_module(module, knowledge)


def _asked_of_module(module: Module, knowledge: Knowledge) -> Iterator[Fact]:
    """Yield what a file says by itself, if anybody asks."""
    if knowledge.asks("data-address"):
        yield from addresses(module)
    if knowledge.asks("check-disabled"):
        yield from disabled_checks(module)
    if knowledge.asks("crawl"):
        yield from crawls(module)
    if knowledge.asks("determinism"):
        yield from determinism(module)
    if knowledge.asks("model-instruction"):
        yield from instructions(module, knowledge)
    if knowledge.asks("sensitive-attribute"):
        yield from sensitive_attributes(module, knowledge)
    if knowledge.asks("proxy-attribute", "high-impact-domain"):
        yield from proxies_and_domains(module, knowledge)


def _with_rows(
    matched: Mapping[str, Sequence[Match]],
    program: Program,
    calls: CallFacts,
    knowledge: Knowledge,
) -> Mapping[str, Sequence[Match]]:
    """Return the matches of all modules, uses of data with the rows that they are about."""
    kinds = {match.fact.kind for found in matched.values() for match in found}
    if "data-use" in kinds:
        from rai_lint.link.rows.fields import data_uses  # noqa: PLC0415 - most scripts fit nothing

        matched = data_uses(calls, knowledge).of(matched, program.modules)
    if "data-loader" in kinds:
        from rai_lint.link.rows.fields import uses_of  # noqa: PLC0415 - see above
        from rai_lint.link.rows.loaders import Loaders  # noqa: PLC0415

        matched = Loaders(uses_of(calls, knowledge)).of(matched)
    return matched


def _flow_facts(
    program: Program, calls: CallFacts, derivations: Derivations, knowledge: Knowledge
) -> Iterator[Fact]:
    modules = [module for _, module in sorted(program.modules.items())]
    flowing = [module for module in modules if any(calls.flowing(module))]
    if not flowing:
        return
    from rai_lint.link.flow import Flow  # noqa: PLC0415 - most scripts write no data
    from rai_lint.link.flow_facts import FlowFacts  # noqa: PLC0415
    from rai_lint.link.handles import Handles  # noqa: PLC0415

    handles = Handles(Targets(calls.callees, calls.values))
    found = FlowFacts(calls, Flow(calls.callees, knowledge.catalogue.barriers), handles)
    for module in flowing:
        yield from derivations.of_module(list(found.of_module(module)))
