"""Which extractor reads which kind of source. Python and notebooks are read by `extract.python`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from rai_lint.model.fact import Extraction
from rai_lint.model.knowledge import Knowledge
from rai_lint.model.source import Source, SourceKind

#: Reads a whole file as text.
TextExtractor: TypeAlias = Callable[[Source, str, Knowledge], Extraction]
#: Reads the start of a file as bytes.
BytesExtractor: TypeAlias = Callable[[Source, bytes, Knowledge], Extraction]


@cache
def text_extractors(kind: SourceKind) -> tuple[TextExtractor, ...]:
    """Return what reads sources of a kind as text; each decides by the path if it has a say."""
    readers = _TEXT.get(kind)
    return readers() if readers else ()


@cache
def bytes_extractors(kind: SourceKind) -> tuple[BytesExtractor, ...]:
    """Return what reads the start of sources of a kind, which may be no text."""
    readers = _BYTES.get(kind)
    return readers() if readers else ()


def _setup_py() -> tuple[TextExtractor, ...]:
    from rai_lint.extract.setup_py import extract_setup_py  # noqa: PLC0415 - for such files only

    return (extract_setup_py,)


def _markdown() -> tuple[TextExtractor, ...]:
    from rai_lint.extract.document import extract_document  # noqa: PLC0415 - see above
    from rai_lint.extract.named_packages import extract_document_mentions  # noqa: PLC0415
    from rai_lint.extract.package_indexes import extract_package_indexes  # noqa: PLC0415
    from rai_lint.extract.policy import extract_policy  # noqa: PLC0415
    from rai_lint.extract.statements import extract_statements  # noqa: PLC0415
    from rai_lint.extract.switched_off import extract_option_values  # noqa: PLC0415

    return (
        extract_document,
        extract_policy,
        extract_statements,
        extract_document_mentions,
        extract_package_indexes,
        extract_option_values,
    )


def _shell() -> tuple[TextExtractor, ...]:
    from rai_lint.extract.machine_paths import extract_machine_paths  # noqa: PLC0415
    from rai_lint.extract.named_packages import extract_command_mentions  # noqa: PLC0415
    from rai_lint.extract.package_indexes import extract_package_indexes  # noqa: PLC0415
    from rai_lint.extract.script_runs import extract_script_runs  # noqa: PLC0415
    from rai_lint.extract.shell_script import extract_script  # noqa: PLC0415 - see above
    from rai_lint.extract.switched_off import extract_option_values  # noqa: PLC0415

    return (
        extract_script,
        extract_command_mentions,
        extract_script_runs,
        extract_machine_paths,
        extract_package_indexes,
        extract_option_values,
    )


def _plain_text() -> tuple[TextExtractor, ...]:
    from rai_lint.extract.ci import extract_pipeline  # noqa: PLC0415
    from rai_lint.extract.environment_versions import extract_image  # noqa: PLC0415
    from rai_lint.extract.licence_file import extract_licence_file  # noqa: PLC0415
    from rai_lint.extract.manifest import extract_requirements  # noqa: PLC0415
    from rai_lint.extract.named_packages import extract_command_mentions  # noqa: PLC0415
    from rai_lint.extract.package_indexes import extract_package_indexes  # noqa: PLC0415
    from rai_lint.extract.policy import extract_policy  # noqa: PLC0415
    from rai_lint.extract.script_runs import extract_script_runs  # noqa: PLC0415
    from rai_lint.extract.switched_off import extract_option_values  # noqa: PLC0415
    from rai_lint.extract.variables import extract_settings_example  # noqa: PLC0415

    return (
        extract_licence_file,
        extract_policy,
        extract_requirements,
        extract_pipeline,
        extract_command_mentions,
        extract_image,
        extract_settings_example,
        extract_script_runs,
        extract_package_indexes,
        extract_option_values,
    )


def _config() -> tuple[TextExtractor, ...]:
    from rai_lint.extract.bills import extract_bills  # noqa: PLC0415
    from rai_lint.extract.blanks import extract_metadata_blanks  # noqa: PLC0415
    from rai_lint.extract.ci import extract_ci  # noqa: PLC0415
    from rai_lint.extract.config import extract_config  # noqa: PLC0415
    from rai_lint.extract.environment_versions import extract_bounds  # noqa: PLC0415
    from rai_lint.extract.eval_records import extract_eval_records  # noqa: PLC0415
    from rai_lint.extract.jsonld import extract_jsonld  # noqa: PLC0415
    from rai_lint.extract.keyed_cards import extract_keyed_card  # noqa: PLC0415
    from rai_lint.extract.machine_paths import extract_machine_paths  # noqa: PLC0415
    from rai_lint.extract.manifest import extract_manifest  # noqa: PLC0415
    from rai_lint.extract.named_packages import extract_command_mentions  # noqa: PLC0415
    from rai_lint.extract.package_indexes import extract_package_indexes  # noqa: PLC0415
    from rai_lint.extract.policy import extract_policy  # noqa: PLC0415
    from rai_lint.extract.results import extract_results  # noqa: PLC0415
    from rai_lint.extract.script_runs import extract_script_runs  # noqa: PLC0415
    from rai_lint.extract.switched_off import extract_option_values  # noqa: PLC0415

    return (
        extract_config,
        extract_manifest,
        extract_results,
        extract_eval_records,
        extract_ci,
        extract_policy,
        extract_jsonld,
        extract_keyed_card,
        extract_bills,
        extract_command_mentions,
        extract_bounds,
        extract_metadata_blanks,
        extract_script_runs,
        extract_machine_paths,
        extract_package_indexes,
        extract_option_values,
    )


def _jsonld() -> tuple[TextExtractor, ...]:
    from rai_lint.extract.jsonld import extract_jsonld  # noqa: PLC0415

    return (extract_jsonld,)


def _lock() -> tuple[TextExtractor, ...]:
    from rai_lint.extract.locks import extract_locks  # noqa: PLC0415

    return (extract_locks,)


def _latex() -> tuple[BytesExtractor, ...]:
    from rai_lint.extract.latex import extract_latex  # noqa: PLC0415

    return (extract_latex,)


def _artifact() -> tuple[BytesExtractor, ...]:
    from rai_lint.extract.artifact import extract_artifact  # noqa: PLC0415

    return (extract_artifact,)


def _data() -> tuple[BytesExtractor, ...]:
    from rai_lint.extract.data import extract_data  # noqa: PLC0415
    from rai_lint.extract.emissions import extract_emissions  # noqa: PLC0415
    from rai_lint.extract.result_tables import extract_result_table  # noqa: PLC0415

    return (extract_data, extract_emissions, extract_result_table)


#: Each imports its readers: a repository without such files need not wait for them.
_TEXT: Mapping[SourceKind, Callable[[], tuple[TextExtractor, ...]]] = MappingProxyType(
    {
        "python": _setup_py,
        "markdown": _markdown,
        "text": _plain_text,
        "shell": _shell,
        "config": _config,
        "jsonld": _jsonld,
        "lock": _lock,
    }
)
_BYTES: Mapping[SourceKind, Callable[[], tuple[BytesExtractor, ...]]] = MappingProxyType(
    {"artifact": _artifact, "data": _data, "latex": _latex}
)
