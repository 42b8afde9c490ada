#!/usr/bin/env bash
# Installs rai-lint from RAI_SOURCE (its checkout) into a virtual environment of its own, and puts it on the path of the
# steps that follow.
set -euo pipefail

home="${RUNNER_TEMP:-${TMPDIR:-/tmp}}/rai-lint-venv"
"${RAI_PYTHON:-python3}" -I -m venv "$home"
"$home/bin/python" -I -m pip install --quiet --disable-pip-version-check "$RAI_SOURCE"
if [ -n "${GITHUB_PATH:-}" ]; then
  printf '%s\n' "$home/bin" >>"$GITHUB_PATH"
fi
