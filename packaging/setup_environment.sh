#!/bin/sh
# Make .venv and install the program in it: `setup_environment.sh [run|development]`.
# Regular user's rights are enough; as root with apt, a missing Python or its venv module is installed, and said in one line.
set -eu
cd "$(dirname "$0")/.."
purpose=${1:-run}
environment=.venv

say() { printf '%s\n' "$*"; }
die() { printf '%s\n' "$*" >&2; exit 1; }
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

install() { # package…: the first try fails where the package lists were never fetched
    say "Installing system packages: $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1 && return 0
    apt-get update -q >/dev/null 2>&1 || true
    apt-get install -y -q --no-install-recommends "$@" >/dev/null 2>&1
}

suits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() { # a name may be there and still not run (version managers leave such), so each is tried
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if suits "$candidate"; then
            printf '%s' "$candidate"
            return 0
        fi
    done
    return 1
}

get_python() {
    find_python && return 0
    if may_install; then
        for packages in "python3 python3-venv" "python3.11 python3.11-venv"; do
            # shellcheck disable=SC2086 # two words are meant
            install $packages >&2 && find_python && return 0
        done
    fi
    die "Python 3.11 or newer is needed and was not found. Type this, then try again:
    sudo apt-get install -y python3.11 python3.11-venv"
}

usable() { # an environment that was moved, or whose Python is gone, is made anew
    [ -x $environment/bin/python ] && suits $environment/bin/python &&
        $environment/bin/python -m pip --version >/dev/null 2>&1
}

make_environment() {
    python=$(get_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$python" -c 'import venv, ensurepip' >/dev/null 2>&1; then
        package=python$version-venv
        { may_install && install "$package"; } ||
            die "Python's venv module is missing. Type this, then try again:
    sudo apt-get install -y $package"
    fi
    say "Making $environment with Python $version"
    "$python" -m venv --clear $environment
}

cpu_torch() { # where nothing shows an NVIDIA card, PyTorch's own index saves a download of 2 GB of CUDA libraries
    [ "$(uname -s)" = Linux ] || return 0
    [ ! -e /proc/driver/nvidia/version ] && [ ! -e /dev/dxg ] || return 0
    # A pip that was told where to look (a mirror, a folder of wheels) is left to it.
    [ -z "$($environment/bin/python -m pip config list 2>/dev/null | grep -E 'index-url|find-links|no-index')" ] || return 0
    index=https://download.pytorch.org/whl/cpu
    $environment/bin/python -c "import urllib.request as u; u.urlopen('$index/torch/', timeout=5)" >/dev/null 2>&1 ||
        return 0
    printf '%s' "--extra-index-url $index"
}

usable || make_environment
project=.
[ "$purpose" = run ] || project='.[dev]'
say "Installing Palimpsest and what it needs in $environment (the first time takes some minutes)"
quiet='--quiet --quiet'
[ ! -t 1 ] || quiet= # somebody watches: pip shows how far each download is
# shellcheck disable=SC2046,SC2086 # several words are meant
$environment/bin/python -m pip install $quiet --disable-pip-version-check $(cpu_torch) --editable "$project"
touch $environment/installed
[ "$purpose" = run ] || touch $environment/installed-for-development
