#!/usr/bin/env bash
# Runs rai-lint once and leaves what each reader needs: annotations in the log, a summary of the job, a SARIF file.
# Ends with the exit code of rai-lint.
set -euo pipefail

sarif="${RAI_SARIF:-rai-lint.sarif}"
summary="$(mktemp)"
arguments=(--no-progress --format github --format markdown --output "$summary" --format sarif --output "$sarif")
if [ -n "${RAI_PROFILE:-}" ]; then arguments+=("--profile=$RAI_PROFILE"); fi
if [ -n "${RAI_FAIL_ON:-}" ]; then arguments+=("--fail-on=$RAI_FAIL_ON"); fi
if [ -n "${RAI_ARGS:-}" ]; then
  read -r -a further <<<"$RAI_ARGS"
  arguments+=("${further[@]}")
fi

code=0
rai-lint check "${arguments[@]}" -- "${RAI_PATH:-.}" || code=$?
if [ -n "${GITHUB_STEP_SUMMARY:-}" ] && [ -s "$summary" ]; then cat "$summary" >>"$GITHUB_STEP_SUMMARY"; fi
rm -f "$summary"
# A run that stopped (a wrong argument, a bug) has written no report; the step after this must not upload an old one.
if [ "$code" -le 1 ] && [ -n "${GITHUB_OUTPUT:-}" ]; then printf 'sarif-file=%s\n' "$sarif" >>"$GITHUB_OUTPUT"; fi
exit "$code"
