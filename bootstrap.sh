#!/bin/sh
# Make .venv ready: `bootstrap.sh run` for the site, `bootstrap.sh dev` for tests and checks too.
# Needs a Python from 3.12 on and nothing else; a second call finds nothing to do.
set -eu
cd "$(dirname "$0")"

group=${1:-run}
case $group in
    run) lock=requirements/runtime.txt ;;
    dev) lock=requirements/dev.txt ;; # holds all of runtime.txt
    *) echo "bootstrap.sh: say run or dev, not $group" >&2; exit 2 ;;
esac
stamp=.venv/.redress-$group
locked=$(cksum < "$lock")

is_done() {
    [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$locked" ] && .venv/bin/python -c '' 2>/dev/null
}

# A Python that is only named is not enough: pyenv leaves names behind that start nothing.
starts() {
    "$1" -c 'import sys, venv, ssl; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

find_python() {
    pyenv=${PYENV_ROOT:-${HOME:-/nonexistent}/.pyenv}/versions
    for candidate in ${REDRESS_PYTHON:+"$REDRESS_PYTHON"} python3.13 python3.14 python3.12 \
        "$pyenv"/3.13*/bin/python3 "$pyenv"/3.14*/bin/python3 "$pyenv"/3.12*/bin/python3 \
        /opt/homebrew/bin/python3.13 /opt/homebrew/bin/python3 \
        /usr/local/bin/python3.13 /usr/local/bin/python3 python3; do
        if starts "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# uv installs in seconds what pip installs in a minute; it is an advantage, not a need.
find_uv() {
    if command -v uv; then return; fi
    if .uv/bin/uv --version >/dev/null 2>&1; then echo .uv/bin/uv; return; fi
    base=${python:-python3}
    rm -rf .uv
    "$base" -m venv .uv >/dev/null 2>&1 || return 1
    .uv/bin/python -m pip install -q --disable-pip-version-check \
        --require-hashes -r requirements/uv.txt >&2 || return 1
    echo .uv/bin/uv
}

explain() {
    cat >&2 <<'TEXT'
No Python from 3.12 on was found, and none could be fetched. Install one of these, then try again:
  Debian 13, Ubuntu 24.04:  apt-get install python3 python3-venv
  macOS:                    brew install python@3.13
  anywhere, with pyenv:     pyenv install 3.13
or say where one is:        REDRESS_PYTHON=/path/to/python3.13 make run
TEXT
    exit 1
}

if is_done; then exit 0; fi
if command -v flock >/dev/null 2>&1; then # two calls at once: the second waits, then finds it done
    mkdir -p var
    exec 9> var/bootstrap.lock
    flock 9
    if is_done; then exit 0; fi
fi

python=$(find_python) || python=
if ! .venv/bin/python -c '' 2>/dev/null || ! starts .venv/bin/python; then rm -rf .venv; fi
uv=$(find_uv) || uv=

with_uv() {
    echo "Installing the packages of $lock with uv."
    if [ ! -w "${HOME:-/nonexistent}" ]; then export UV_CACHE_DIR="$PWD/.uv/cache"; fi
    export UV_PYTHON_INSTALL_DIR="$PWD/.uv/python"
    if [ ! -d .venv ]; then
        [ -n "$python" ] || echo "No Python from 3.12 on was found; uv fetches one."
        "$uv" venv -q --python "${python:-3.13}" .venv || return 1
    fi
    "$uv" pip install -q --python .venv/bin/python --require-hashes -r "$lock"
}

with_pip() {
    [ -n "$python" ] || explain
    echo "Installing the packages of $lock with pip, which takes a minute."
    if ! "$python" -m venv .venv; then
        echo "On Debian and Ubuntu: apt-get install python3-venv" >&2
        return 1
    fi
    .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
}

if [ -z "$uv" ] || ! with_uv; then with_pip; fi

echo "$locked" > "$stamp"
if [ "$group" = dev ]; then cksum < requirements/runtime.txt > .venv/.redress-run; fi
