"""The revision that an id carries: a branch, tag or commit in a URL, a version in a registry."""

from __future__ import annotations

from urllib.parse import urlsplit

from rai_lint.model.value import ABSENT, Known, Unknown, Value

_REGISTRY = "models:/"
_HF = "hf://"

#: What stands before the revision in the addresses of a host, after owner and repository.
_MARKERS = {
    "github.com": ("raw", "blob", "tree"),
    "huggingface.co": ("resolve", "raw", "blob"),
    "hf.co": ("resolve", "raw", "blob"),
}
_RAW = "raw.githubusercontent.com"
_MEDIA = "media.githubusercontent.com"
_ARCHIVES = (".zip", ".tar.gz", ".tgz")


def revision_of(value: Value) -> Value:
    """Return the revision that an id carries, absent if it carries none that can be seen."""
    if isinstance(value, Known):
        found = _revision(value.value) if isinstance(value.value, str) else ""
        return Known(found, "implied") if found else ABSENT
    if isinstance(value, Unknown):
        return _of_unknown(value)
    return ABSENT


def _of_unknown(value: Unknown) -> Value:
    """Answer for an id that may be several, or of which only the shape is known."""
    several = [text for text in value.candidates if isinstance(text, str)]
    found = {_revision(text) for text in several}
    if found - {""}:
        return Unknown(value.text, "the id has several values", tuple(sorted(found - {""})))
    # `models:/` + name + "/" + version: a version is there, whichever it is.
    head, _, rest = value.text.partition(_REGISTRY)
    if head.strip("'\"f") == "" and rest and "/" in rest:
        return Unknown(value.text, "the version in the id is put together at run time")
    return ABSENT


def _revision(text: str) -> str:
    if text.startswith(_REGISTRY):
        return _of_registry(text.removeprefix(_REGISTRY))
    if text.startswith(_HF):
        return text.removeprefix(_HF).partition("@")[2].partition("/")[0]
    if not text.startswith(("http://", "https://")):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    host = (parts.hostname or "").removeprefix("www.")
    return _of_address(host, [part for part in parts.path.split("/") if part])


def _of_registry(name: str) -> str:
    """Return the version of `name/3`, `name/Production` or `name@alias`."""
    first, _, version = name.partition("/")
    return version or first.partition("@")[2]


def _of_address(host: str, parts: list[str]) -> str:
    if host == _RAW:
        return _at(parts, 2)
    if host == _MEDIA:
        return _at(parts, 3)
    for index in range(2, min(len(parts), 6)):
        before, named = parts[index - 1], parts[index]
        if before == "-" and named in ("raw", "archive"):  # GitLab
            return _at(parts, index + 1)
        if named in _MARKERS.get(host, ()):
            return _at(parts, index + 1)
        if host == "github.com" and named == "download" and before == "releases":
            return _at(parts, index + 1)
        if host == "github.com" and named == "archive":
            return _without_suffix(_at(parts, index + 1))
    return ""


def _at(parts: list[str], index: int) -> str:
    """Return the part at an index, past `refs/heads` and `refs/tags`."""
    if parts[index : index + 1] == ["refs"]:
        index += 2
    return parts[index] if index < len(parts) else ""


def _without_suffix(name: str) -> str:
    return next((name.removesuffix(end) for end in _ARCHIVES if name.endswith(end)), name)
