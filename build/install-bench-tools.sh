#!/usr/bin/env bash
# Installs what `make bench` measures the broker beside: PostgreSQL's server programs. It never fails the build: without them their rows
# are left out, and the reason is printed. No server of the package's own is started or needed: the bench makes one in a temporary folder.
set -uo pipefail

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
