# The whole gate is `just check`.

default:
    @just --list

# all that must hold before a commit lands
check: lint types imports locks-agree test

# form and style
lint:
    ruff check
    ruff format --check

# correct form and style
fix:
    ruff check --fix
    ruff format

# types, strictly
types:
    mypy

# which package may import which
imports:
    lint-imports

# all tests; their files in memory where 8 GB of it are free, for on a disk they wait for it most of the time
test *ARGS:
    #!/usr/bin/env bash
    set -euo pipefail
    where=()
    if python tests/space_in_memory.py; then
        export PYTEST_DEBUG_TEMPROOT=/dev/shm
        where=(-o tmp_path_retention_policy=failed -o tmp_path_retention_count=1)
    fi
    exec pytest -n 2 --dist worksteal "${where[@]}" {{ARGS}}

# all tests with their files on disk, where writes that must be durable are so
test-on-disk *ARGS:
    pytest -n 2 --dist worksteal {{ARGS}}

# the migration that changed models need, under that name
migration NAME:
    PYTHONPATH=tests python -c "import django_home; from django.core.management import call_command; call_command('makemigrations', 'storage', name='{{NAME}}')"

# coverage by branch, with a table of what is not reached
coverage:
    pytest -n 2 --cov --cov-report=term-missing:skip-covered

# pin the newest dependencies that are at least a week old
lock:
    uv lock --upgrade
    uv export -q --frozen --no-emit-project --no-header --no-annotate --group build --no-dev --format requirements-txt -o locks/runtime.txt
    uv export -q --frozen --no-emit-project --no-header --no-annotate --group build --no-dev --all-extras --format requirements-txt -o locks/extras.txt
    uv export -q --frozen --no-emit-project --no-header --no-annotate --group build --group dev --format requirements-txt -o locks/dev.txt
    date -u +%F > locks/resolved.txt

# every dependency named in pyproject.toml is pinned in the locks
locks-agree:
    python tests/locks_agree.py

# the locks are no older than SECURITY.md allows: before a release
locks-fresh:
    python tests/locks_agree.py --fresh

# whether somebody has warned of a version in the locks (asks api.osv.dev)
advisories:
    python tests/locks_agree.py --script > locks/.audited.py
    uv audit --preview-features audit-command --script locks/.audited.py; status=$?; rm locks/.audited.py; exit $status

# the public vectors again, from their generators; must change nothing
vectors:
    for generator in tests/vectors/*/generate.py; do python $generator; done
    git diff --exit-code tests/vectors

# the generated pages again: commands, codes, the law's fifty lines, settings, values
codes:
    python tests/docs/codes_table.py
    python tests/docs/settings_table.py
    python tests/docs/values_table.py

# measure against the tools of today and the machine's limits (an hour; --quick: minutes)
bench *ARGS:
    python -m bench {{ARGS}}

# the demo with ten thousand odd files, with a 2 GiB image, and without: time, memory, check.sh
scale *ARGS:
    python -m bench.scale {{ARGS}}

# fuzz every reader of foreign bytes, coverage-guided (--minutes 30, --target NAME)
fuzz *ARGS:
    python -m fuzz {{ARGS}}

# read random threads twice, by our code and by a model of the specification's section 9 (--threads N, --seed N)
threads *ARGS:
    python -m fuzz.threads {{ARGS}}

# make every forgery that the bench knows and ask every judge (--seeds 10, --sample N, --kind, --forger)
forge *ARGS:
    python -m forge {{ARGS}}

# try a node's peer door with all that its description allows and forbids (--minutes 30, --seed N)
fuzz-door *ARGS:
    python -m fuzz.door {{ARGS}}

# a thousand simulated networks (--seeds, --first, --nodes, --minutes)
simulate *ARGS:
    python -m storms simulate --seeds 1000 --nodes 20 {{ARGS}}

# kill running nodes a thousand times (--seed N, --home DIR --resume: in parts)
kill *ARGS:
    python -m storms kill --kills 1000 {{ARGS}}

# pictures of every page in three languages, wide and narrow, into a folder (--only desk,thread, --dark, --print)
pictures *ARGS:
    python tests/console/pictures.py {{ARGS}}

# words for translation: extract, merge, compile
words:
    python -m rogatory.console.catalogues
    python -m rogatory.node.court.report.catalogues
    python -m rogatory.node.letters.catalogues
