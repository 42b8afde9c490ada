from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rulefiles import VOCABULARY, rule_text, write_pack

import rai_lint
from rai_lint.errors import PackError, UserError
from rai_lint.model.pack import Pack
from rai_lint.packs import store
from rai_lint.packs.store import load_pack, load_packs

FILES = {**VOCABULARY, "dat/rule.yaml": rule_text(where={"id": {"in": ["imdb", "squad"]}})}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_pack(tmp_path / "rules", FILES)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def forbid_building(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(folder: Path, _base: Pack | None) -> Pack:
        message = f"{folder} was built again"
        raise AssertionError(message)

    monkeypatch.setattr(store, "_build", build)


def test_what_comes_from_the_cache_is_what_was_compiled(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = load_pack(folder, cache)
    forbid_building(monkeypatch)

    assert load_pack(folder, cache) == fresh
    assert hash(load_pack(folder, cache).rules[0]) == hash(fresh.rules[0])


def test_a_changed_file_is_seen(folder: Path, cache: Path) -> None:
    load_pack(folder, cache)
    write_pack(folder, {"dat/rule.yaml": rule_text(title="Another title")})

    assert load_pack(folder, cache).rules[0].title == "Another title"


def test_a_change_of_the_same_size_is_seen_by_its_time(folder: Path, cache: Path) -> None:
    load_pack(folder, cache)
    path = folder / "dat/rule.yaml"
    path.write_text(path.read_text().replace("A dataset", "X dataset"))
    os.utime(path, ns=(1, 1))

    assert load_pack(folder, cache).rules[0].title == "X dataset is not declared"


def test_added_and_removed_files_are_seen(folder: Path, cache: Path) -> None:
    load_pack(folder, cache)
    write_pack(folder, {"dat/other.yaml": rule_text(id="DAT002", name="other")})
    assert [rule.id for rule in load_pack(folder, cache).rules] == ["DAT001", "DAT002"]

    (folder / "dat/rule.yaml").unlink()
    assert [rule.id for rule in load_pack(folder, cache).rules] == ["DAT002"]


def test_another_version_of_the_program_compiles_anew(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_pack(folder, cache)
    forbid_building(monkeypatch)
    monkeypatch.setattr(rai_lint, "__version__", "99.0")

    with pytest.raises(AssertionError, match="was built again"):
        load_pack(folder, cache)


def damage_end(data: bytes) -> bytes:
    return data[:-1] + bytes([data[-1] ^ 1])


def damage_middle(data: bytes) -> bytes:
    return data.replace(b"A dataset is not declared", b"A dataset is now declared")


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda _: b"not a pack",
        lambda data: data[: len(data) // 2],
        lambda data: data + b"x",
        damage_end,
        damage_middle,
    ],
)
def test_a_damaged_cache_is_built_anew_and_never_believed(
    folder: Path, cache: Path, damage: object
) -> None:
    fresh = load_pack(folder, cache)
    (place,) = cache.iterdir()
    assert callable(damage)
    place.write_bytes(damage(place.read_bytes()))

    assert load_pack(folder, cache) == fresh


def test_the_cache_of_another_folder_is_not_taken(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    load_pack(folder, cache)
    (place,) = cache.iterdir()
    other = write_pack(tmp_path / "other", {"dat/rule.yaml": rule_text(title="Another")})
    load_pack(other, cache)
    (second,) = set(cache.iterdir()) - {place}
    second.write_bytes(place.read_bytes())

    assert load_pack(other, cache).rules[0].title == "Another"


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")

    assert load_pack(folder, blocked / "cache").rules[0].id == "DAT001"


def test_writing_leaves_one_file_only_its_owner_reads(folder: Path, cache: Path) -> None:
    load_pack(folder, cache)
    load_pack(folder, cache)
    (place,) = cache.iterdir()

    assert place.name.endswith(".msgpack")
    assert place.stat().st_mode & 0o077 == 0


def test_a_pack_with_problems_is_never_stored(folder: Path, cache: Path) -> None:
    write_pack(folder, {"dat/rule.yaml": rule_text(severity="fatal")})

    for _ in range(2):
        with pytest.raises(PackError):
            load_pack(folder, cache)
    assert not cache.exists() or not list(cache.iterdir())


def test_a_folder_that_is_not_there_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the rule pack cannot be read: No such file"):
        load_pack(tmp_path / "gone", None)


def test_the_warm_path_imports_no_parser_and_no_template_engine(folder: Path, cache: Path) -> None:
    load_pack(folder, cache)
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from rai_lint.packs.store import load_packs\n"
        f"pack = load_packs((Path({str(folder)!r}),), Path({str(cache)!r}))\n"
        "heavy = {'yaml', 'jinja2', 'jsonschema', 're2', 'packaging', 'difflib'}\n"
        "print(pack.rules[0].id, sorted(heavy & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "DAT001 []\n"


def test_a_second_pack_may_refer_to_the_first(folder: Path, cache: Path, tmp_path: Path) -> None:
    rule = rule_text(id="ACME001", name="acme", let={"terms": {"lookup": "datasets", "of": "$id"}})
    acme = write_pack(tmp_path / "acme", {"own/rule.yaml": rule})

    for _ in range(2):
        pack = load_packs((folder, acme), cache)
        assert [each.id for each in pack.rules] == ["DAT001", "ACME001"]
        assert pack.knowledge.table("datasets").find("imdb") is not None
    with pytest.raises(PackError, match="unknown vocabulary `datasets`"):
        load_pack(acme, cache)


def test_a_second_pack_cannot_take_the_id_of_the_first(folder: Path, tmp_path: Path) -> None:
    acme = write_pack(tmp_path / "acme", {"own/rule.yaml": rule_text(name="acme")})

    with pytest.raises(PackError, match=r"the id `DAT001` is already that of rules/dat/rule\.yaml"):
        load_packs((folder, acme), None)


def test_a_link_to_a_folder_outside_is_not_followed(folder: Path, tmp_path: Path) -> None:
    outside = write_pack(tmp_path / "outside", {"rule.yaml": rule_text(id="OUT001", name="out")})
    (folder / "linked").symlink_to(outside, target_is_directory=True)

    assert [rule.id for rule in load_pack(folder, None).rules] == ["DAT001"]


def test_a_second_pack_adds_to_a_vocabulary_of_the_first(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    table = (
        "table: datasets\nabout: Ours.\nsource: us\nfields: [licence]\n"
        "entries: [{id: acme/letters, names: [our letters], licence: mit}]\n"
    )
    acme = write_pack(tmp_path / "acme", {"vocabulary/datasets.yaml": table})

    for _ in range(2):
        datasets = load_packs((folder, acme), cache).knowledge.table("datasets")
        for name in ("acme/letters", "Our Letters"):
            found = datasets.find(name)
            assert found is not None
            assert found.values["licence"] == "mit"
        assert datasets.find("imdb") is not None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("{id: stanfordnlp/IMDB}", "the vocabulary `datasets` has an entry `stanfordnlp/IMDB`"),
        ("{id: a/b}], match: exact, x: [", "the vocabulary `datasets` has `match: normal`"),
        ("{id: a/b, licens: mit}], fields: [licens", "no field `licens`; did you mean `licence`"),
    ],
)
def test_a_second_pack_changes_no_entry_of_the_first(
    folder: Path, tmp_path: Path, changes: str, said: str
) -> None:
    table = f"{{table: datasets, about: Ours., source: us, entries: [{changes}]}}"
    acme = write_pack(tmp_path / "acme", {"vocabulary/datasets.yaml": table})

    with pytest.raises(PackError) as error:
        load_packs((folder, acme), None)
    assert said in str(error.value)


def shipped(monkeypatch: pytest.MonkeyPatch, folder: Path, place: Path) -> None:
    """Let a folder be the built-in rules of a wheel that holds them compiled."""
    monkeypatch.setattr(store, "builtin_packs", lambda: folder)
    monkeypatch.setattr(store, "compiled_pack", lambda: place)
    store.ship(folder, place)


def test_the_rules_of_a_wheel_are_not_compiled_again_wherever_it_is_installed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = load_pack(folder, None)
    shipped(monkeypatch, folder, tmp_path / "compiled.msgpack")
    moved = folder.rename(tmp_path / "elsewhere")
    monkeypatch.setattr(store, "builtin_packs", lambda: moved)
    for path in moved.rglob("*.yaml"):
        os.utime(path, ns=(1, 1))
    forbid_building(monkeypatch)

    assert load_pack(moved, None) == fresh
    assert load_pack(moved, tmp_path / "cache") == fresh


def test_a_rule_that_was_changed_in_an_installed_wheel_counts(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped(monkeypatch, folder, tmp_path / "compiled.msgpack")
    path = folder / "dat/rule.yaml"
    status = path.stat()
    path.write_text(path.read_text().replace("A dataset", "X dataset"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert load_pack(folder, None).rules[0].title.startswith("X dataset")


def test_what_a_pack_of_others_holds_compiled_is_not_looked_at(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped(monkeypatch, folder, tmp_path / "compiled.msgpack")
    monkeypatch.setattr(store, "builtin_packs", lambda: tmp_path / "others")
    built: list[Path] = []
    monkeypatch.setattr(store, "_build", lambda where, _: built.append(where))

    load_pack(folder, None)

    assert built == [folder]


def test_a_damaged_file_of_a_wheel_is_no_harm(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "compiled.msgpack"
    fresh = load_pack(folder, None)
    shipped(monkeypatch, folder, place)
    place.write_bytes(place.read_bytes()[:-1])

    assert load_pack(folder, None) == fresh
