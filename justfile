python := ".venv/bin/python"

# set up for development
setup:
    python3 -m venv .venv
    .venv/bin/pip install -q -e '.[dev]'

# run the tests
test *arguments:
    {{python}} -m pytest -q {{arguments}}

# format, lint and type-check
lint:
    .venv/bin/ruff format .
    .venv/bin/ruff check .
    .venv/bin/mypy
    .venv/bin/lint-imports

# run the examples of all rules
rules:
    .venv/bin/rai-lint test rules

# write the pages of rules and guidelines from their files
pages:
    rm -rf docs/rules docs/guidelines
    .venv/bin/rai-lint rules --pages docs --measured benchmarks/accuracy/published.json

# everything that must hold, in a clean clone
ci:
    .ci/run
