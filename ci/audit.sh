#!/usr/bin/env bash
# Asks the advisories of PyPI about the libraries that rai-lint needs, in the versions that are installed today. The argument is a folder for two environments.
# Ends with 1 for a weakness that is known. Where the advisories cannot be asked (no network, no pip-audit to be had) it says so and ends with 0.
set -euo pipefail

work=${1:?a folder for the environments}
top=$(cd "$(dirname "$0")/.." && pwd)
python3 -m venv "$work/plain"
python3 -m venv "$work/tool"

unasked() {
    echo "the advisories were not asked: $*"
    exit 0
}

"$work/plain/bin/pip" install -q "$top" || unasked "the libraries could not be installed"
"$work/tool/bin/pip" install -q pip-audit || unasked "there is no pip-audit to be had"
# Without the project itself, which no advisory names.
"$work/plain/bin/pip" freeze | grep -v '^rai-lint' >"$work/installed.txt"
code=0
"$work/tool/bin/pip-audit" --no-deps --disable-pip --progress-spinner off --timeout 20 -r "$work/installed.txt" >"$work/said.txt" 2>&1 || code=$?
cat "$work/said.txt"
left=$(grep -c 'could not be audited' "$work/said.txt" || true)
if [ "$code" -eq 0 ] && [ "$left" -gt 0 ]; then unasked "this index knows none for $left of $(wc -l <"$work/installed.txt") libraries"; fi
if [ "$code" -eq 0 ]; then exit 0; fi
# The tool ends with 1 for a weakness and for a network that is not there; only the first names one.
if grep -qE '^Found [0-9]+ known vulnerabilit' "$work/said.txt"; then exit 1; fi
unasked "pip-audit ended with $code"
