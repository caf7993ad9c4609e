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

# Alignment accuracy on gold data in a folder.
bench data='../shared/gold':
    python -m benchmarks.accuracy --data {{data}}

# Read changed inputs of every kind: only errors of the packages, in bounded time and memory.
fuzz cases='1000' seed='0':
    python -m benchmarks.fuzz --cases {{cases}} --seed {{seed}}
