"""The link stage: what every file said becomes facts about the repository."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from rai_lint.link.addresses import addresses
from rai_lint.link.arguments import ArgumentParsers
from rai_lint.link.blank_ids import blank_ids
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
from rai_lint.link.options import settled_options
from rai_lint.link.origins import Origins
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
from rai_lint.model.knowledge import Catalogue, Knowledge
from rai_lint.model.module import Module
from rai_lint.model.readme import Readme
from rai_lint.model.report import RoleEvidence
from rai_lint.model.source import Source


class Linked(Struct, frozen=True, kw_only=True):
    """The facts of a repository with their units, its roles, and the modules still to be read."""

    facts: tuple[Fact, ...] = ()
    units: frozenset[str] = frozenset({"."})
    roles: tuple[RoleEvidence, ...] = ()
    wanted: frozenset[str] = frozenset()


def link(  # noqa: PLR0913 - the whole input of the stage
    modules: Mapping[str, Module],
    configs: Mapping[str, ConfigFile],
    facts: Sequence[Fact],
    sources: Sequence[Source],
    knowledge: Knowledge,
    readme: Readme,
    callers: Mapping[str, AbstractSet[str]] = MappingProxyType({}),
    listed: AbstractSet[str] = frozenset(),
    ignored: AbstractSet[str] = frozenset(),
    *,
    last: bool = False,
) -> Linked:
    """Return the facts of all files with their values settled across files.

    `facts` are those of documents and other files. `callers` are the files passed over, by
    the names they call; `listed` are all paths, which documents may point at, `ignored` those that
    are kept out of git by their names. `wanted` in the answer are paths of Python files that a
    value depends on; read those of them that were passed
    over, and call again.
    """
    paths = frozenset(s.path for s in sources if s.kind == "python" and s.scope != "vendored")
    program = Program(modules, paths, callers)
    facts = tuple(without_exports(facts))
    named = settled_references([*settled_imports(facts, listed, knowledge)], listed)
    stated = settled_options(settled_runs(named, listed), program)
    derivations = Derivations(frozenset(source.path for source in sources), facts)
    told = [*stated, *derivations.stated(), *environment_records(listed)]
    coded = _code_facts(program, configs, knowledge, derivations, last=last)
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
        wanted=frozenset(program.wanted),
    )


def _code_facts(
    program: Program,
    configs: Mapping[str, ConfigFile],
    knowledge: Knowledge,
    derivations: Derivations,
    *,
    last: bool,
) -> Iterator[Fact]:
    origins = Origins(program)
    values = Values(origins, ArgumentParsers(origins), Recipes(configs))
    catalogue = knowledge.catalogue
    callees = Callees(origins, catalogue)
    settings = Settings(values, knowledge)
    calls = CallFacts(
        callees, values, catalogue, knowledge.table("splits"), settings, knowledge.asked
    )
    disclosures = Disclosures(callees, values, knowledge)
    recipes = RecipeFacts(catalogue.recipes, settings)
    given = [fact for file in configs.values() for fact in recipes.of_file(file)]
    reported = Reported(callees, catalogue)
    few_rows = FewRows(values)
    matched = {
        path: reported.of(
            [*few_rows.of([*without_passed_on(calls.of_module(module))], module)], module
        )
        for path, module in program.modules.items()
    }
    complete = last or not program.pending
    # Where rows come from is asked once all files are there that the rest depends on.
    judged = _with_rows(matched, program, calls, knowledge) if complete else matched
    for path, module in program.modules.items():
        yield from _of_module(module, judged[path], calls, disclosures, given, knowledge)
    yield from given
    instantiated = Instantiated(catalogue)
    for file in configs.values():
        yield from instantiated.of_file(file)
        yield from data_paths(file, knowledge.table("splits"))
        yield from instructed(file, knowledge)
    # What reaches a call is asked once all files are there that the rest depends on.
    if complete:
        yield from _flow_facts(program, calls, derivations, catalogue)


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
    if not any(match.fact.kind == "data-use" for found in matched.values() for match in found):
        return matched
    from rai_lint.link.rows.fields import data_uses  # noqa: PLC0415 - most scripts fit nothing

    return data_uses(calls, knowledge).of(matched, program.modules)


def _flow_facts(
    program: Program, calls: CallFacts, derivations: Derivations, catalogue: Catalogue
) -> Iterator[Fact]:
    flowing = [module for module in program.modules.values() if any(calls.flowing(module))]
    if not flowing:
        return
    from rai_lint.link.flow import Flow  # noqa: PLC0415 - most scripts write no data
    from rai_lint.link.flow_facts import FlowFacts  # noqa: PLC0415
    from rai_lint.link.handles import Handles  # noqa: PLC0415

    handles = Handles(Targets(calls.callees, calls.values))
    found = FlowFacts(calls, Flow(calls.callees, catalogue.barriers), handles)
    for module in flowing:
        yield from derivations.of_module(list(found.of_module(module)))
