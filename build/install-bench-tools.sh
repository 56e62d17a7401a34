#!/usr/bin/env bash
# Installs what `make bench` measures the broker beside: the packages of bench/peers, and PostgreSQL's server programs. It never fails the
# build: without them their rows are left out, and the reason is printed. No server of the package's own is started or needed: the bench
# makes one in a temporary folder.
set -uo pipefail
cd "$(dirname "$0")/.."

# The packages live under artifacts: nothing fetched lies in the tree. A stamp says which lock file they are of.
install_peers() {
    local workshop=artifacts/bench-peers stamp
    mkdir -p "$workshop"
    cp bench/peers/peers.mjs bench/peers/package.json bench/peers/package-lock.json bench/peers/.npmrc "$workshop/"
    stamp=$(sha256sum bench/peers/package-lock.json | cut -d' ' -f1)
    if ! command -v node >/dev/null 2>&1; then
        rm -f "$workshop/stamp"
        echo "node is missing: the rows of Cedar and casbin are left out; build/install-test-tools.sh installs it where it may" >&2
        return 0
    fi
    [ "$(cat "$workshop/stamp" 2>/dev/null)" = "$stamp" ] && return 0
    rm -rf "$workshop/stamp" "$workshop/node_modules"
    if command -v npm >/dev/null 2>&1 && (cd "$workshop" && npm ci --no-audit --no-fund --ignore-scripts --fetch-retries=1 --loglevel=error >npm.log 2>&1); then
        echo "$stamp" >"$workshop/stamp"
    else
        rm -rf "$workshop/node_modules"
        echo "npm could not install the packages of bench/peers (see $workshop/npm.log): the rows of Cedar and casbin are left out" >&2
    fi
}

install_peers
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && exit 0
line='apt-get update && (apt-get install -y --no-install-recommends postgresql-15 || apt-get install -y --no-install-recommends postgresql)'
if ! command -v apt-get >/dev/null 2>&1; then
    echo "PostgreSQL is missing and there is no apt-get: its rows are left out" >&2
    exit 0
fi

runner=(bash -c)
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1 || ! sudo -n true 2>/dev/null; then
        echo "PostgreSQL is missing and this user may not install it: its rows are left out; run: sudo sh -c '$line'" >&2
        exit 0
    fi
    runner=(sudo bash -c)
fi

echo "installing PostgreSQL" >&2
DEBIAN_FRONTEND=noninteractive "${runner[@]}" "$line" >/dev/null 2>&1
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo "PostgreSQL could not be installed: its rows are left out" >&2
exit 0
