# What developers run; `just` lists it.

default:
    @just --list

# Install the project and what developing it needs.
install:
    python -m pip install -c constraints.txt -e '.[dev]'

# Lint and check types.
lint:
    ruff check .
    ruff format --check .
    mypy

# Run the tests.
test:
    python -m pytest -n auto

# Known vulnerabilities of what is installed.
audit:
    python -m pip install -q pip-audit
    pip-audit --skip-editable

# Licences of what a user installs; fails on the GPL.
licences:
    python -m benchmarks.licences

# How time and memory of each command grow.
growth *options:
    python -m benchmarks.growth {{options}}

# Alignment accuracy on gold data in a folder.
bench data='../shared/gold':
    python -m benchmarks.accuracy --data {{data}}

# Read changed inputs of every kind: only errors of the packages, in bounded time and memory.
fuzz cases='1000' seed='0':
    python -m benchmarks.fuzz --cases {{cases}} --seed {{seed}}
