# The whole gate is `just check`.

default:
    @just --list

# run the whole gate: everything that must pass before a commit
check: lint imports locks-agree types-and-tests

# types use one core for half a minute: the tests begin beside them
[parallel]
[private]
types-and-tests: types test

# check form and style
lint:
    ruff check
    ruff format --check

# correct form and style
fix:
    ruff check --fix
    ruff format

# check types, strictly
types:
    mypy

# check which package imports which
imports:
    lint-imports

# run the tests of the gate: of long tables of cases and kill runs those whose turn it is; with arguments, all that they choose
test *ARGS:
    #!/usr/bin/env bash
    set -euo pipefail
    turn=()
    if [ -z "{{ARGS}}" ]; then turn=(--turn "$((16#$(git rev-parse --short=12 HEAD 2>/dev/null || echo 0)))"); fi
    exec just tests-in-memory "${turn[@]}" {{ARGS}}

# run every case of every test, as before a release
every-case *ARGS:
    just tests-in-memory {{ARGS}}

# on a disk most of the time would be waiting: files in memory if 8 GB are free
[private]
tests-in-memory *ARGS:
    #!/usr/bin/env bash
    set -euo pipefail
    where=()
    if python tests/space_in_memory.py; then
        export PYTEST_DEBUG_TEMPROOT=/dev/shm
        where=(-o tmp_path_retention_policy=failed -o tmp_path_retention_count=1)
    fi
    # Two workers more than two cores: a third of the time workers wait for processes, browsers and disks.
    exec pytest -n 4 --dist worksteal "${where[@]}" {{ARGS}}

# run all tests with their files on disk, where durable writes are durable
test-on-disk *ARGS:
    pytest -n 4 --dist worksteal {{ARGS}}

# make the migration for changed models, with this name
migration NAME:
    PYTHONPATH=tests python -c "import django_home; from django.core.management import call_command; call_command('makemigrations', 'storage', name='{{NAME}}')"

# measure branch coverage, with a table of the lines not reached
coverage:
    pytest -n 2 --cov --cov-report=term-missing:skip-covered

# pin the newest dependencies that are at least a week old
lock:
    uv lock --upgrade
    uv export -q --frozen --no-emit-project --no-header --no-annotate --group build --no-dev --format requirements-txt -o locks/runtime.txt
    uv export -q --frozen --no-emit-project --no-header --no-annotate --group build --no-dev --all-extras --format requirements-txt -o locks/extras.txt
    uv export -q --frozen --no-emit-project --no-header --no-annotate --group build --group dev --format requirements-txt -o locks/dev.txt
    date -u +%F > locks/resolved.txt
    just licences
    just constraints

# list the licences of what an installation brings again, in locks/licences.toml and NOTICE
licences:
    #!/usr/bin/env bash
    set -euo pipefail
    export PATH="$PWD/.venv-uv/bin:$PATH"
    folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
    uv venv -q --no-config "$folder"
    VIRTUAL_ENV="$folder" uv pip sync -q --no-config --require-hashes locks/extras.txt
    PYTHONPATH=. "$folder/bin/python" -m release.licences
    python -m release.notice

# write constraints.txt, for pip, from the locks
constraints:
    python -c "from release import locked; (locked.ROOT / 'constraints.txt').write_text(locked.constraints(), encoding='utf-8')"

# pack all wheels, signed by this key (PEM), and install them in a fresh environment without a network
offline KEY OUT="dist":
    python -m release.offline {{OUT}} --key {{KEY}} --try

# run docs/operate/first-drill.md in an empty home from a clone (as root also: --archive FILE --key release.pub, without a network)
first-drill *ARGS:
    python -m release.first_drill {{ARGS}}

# keep of a release what later versions are tested on: its wheel, and what its demo leaves behind (after the tag)
keep-release WHEEL COMMIT:
    PYTHONPATH=.:tests python tests/release/versions/keep.py {{WHEEL}} {{COMMIT}}

# print the bill of materials of what an installation brings (CycloneDX 1.6), dated by the last commit
sbom:
    @python -m release.sbom --made-at "$(git log -1 --format=%ct)"

# build source distribution and wheel of the last commit, twice, and compare them byte for byte
distributions OUT="dist":
    python -m release.distributions {{OUT}} --compare

# check that the locks pin every dependency of pyproject.toml
locks-agree:
    python tests/locks_agree.py

# check before a release that the locks are no older than SECURITY.md allows
locks-fresh:
    python tests/locks_agree.py --fresh

# look up known vulnerabilities of the locked versions (asks api.osv.dev)
advisories:
    python tests/locks_agree.py --script > locks/.audited.py
    uv audit --preview-features audit-command --script locks/.audited.py; status=$?; rm locks/.audited.py; exit $status

# generate the public vectors again; nothing may change
vectors:
    for generator in tests/vectors/*/generate.py; do python $generator; done
    git diff --exit-code tests/vectors

# generate pages again: commands, codes, the law's fifty lines, settings, values
codes:
    python tests/docs/codes_table.py
    python tests/docs/settings_table.py
    python tests/docs/values_table.py

# play all cases over running nodes, and list those that do not go as written (NAME... for some, --home DIR)
cases *ARGS="--all":
    python -m rogatory.main exercise play --keep-going {{ARGS}}

# how time, memory and bytes grow from 1,000 requests, events and items on (--most 1000000: two hours and 40 GB)
growth *ARGS:
    python -m bench.growth {{ARGS}}

# exchange 5,000 messages in an hour between two nodes: none is lost, memory is flat (--minutes, --per-hour)
soak *ARGS:
    python -m bench.soak {{ARGS}}

# benchmark against today's tools and the machine's limits (an hour; --quick: minutes)
bench *ARGS:
    python -m bench {{ARGS}}

# run the demo with ten thousand unusual files, with a 2 GiB image, and without: time, memory, check.sh
scale *ARGS:
    python -m bench.scale {{ARGS}}

# fuzz every reader of foreign bytes, guided by coverage (--minutes 30, --target NAME)
fuzz *ARGS:
    python -m fuzz {{ARGS}}

# read random threads twice, by our code and by a model of the specification's section 9 (--threads N, --seed N)
threads *ARGS:
    python -m fuzz.threads {{ARGS}}

# make every known forgery and ask every judge (--seeds 10, --jobs N, --sample N, --kind, --forger)
forge *ARGS:
    python -m forge {{ARGS}}

# build the verifier in the browser, and print its SHA-256
page FILE="verifier/browser/dist/rogatory-verifier.html":
    node verifier/browser/build.mjs {{FILE}}

# show forgeries to the code of the verifier in the browser (--sample 200, --seed N, --kind)
forge-page *ARGS:
    python -m forge.page_answers {{ARGS}}

# fuzz a node's peer door, with requests inside and outside its description (--minutes 30, --seed N)
fuzz-door *ARGS:
    python -m fuzz.door {{ARGS}}

# simulate a thousand networks (--seeds, --first, --nodes, --minutes)
simulate *ARGS:
    python -m storms simulate --seeds 1000 --nodes 20 {{ARGS}}

# kill running nodes a thousand times (--seed N, --home DIR --resume: in parts)
kill *ARGS:
    python -m storms kill --kills 1000 {{ARGS}}

# kill running nodes, one of them on four hosts, while a standby is promoted and the object store fails (--kills N, --seed N, --home DIR)
failover *ARGS:
    PYTHONPATH=.:tests python tests/storms/failover_kills.py {{ARGS}}

# run a small State's node on one core and 1 GB, over a thin line that is cut (--mebibytes, --silence, --seed, --out FILE)
small-state *ARGS:
    PYTHONPATH=.:tests python tests/storms/small_state.py {{ARGS}}

# take pictures of every page in three languages, wide and narrow (--only desk,thread, --dark, --print)
pictures *ARGS:
    python tests/console/pictures.py {{ARGS}}

# extract, merge and compile the texts for translation
words:
    python -m rogatory.console.catalogues
    python -m rogatory.node.court.report.catalogues
    python -m rogatory.node.letters.catalogues
