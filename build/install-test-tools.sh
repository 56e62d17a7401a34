#!/usr/bin/env bash
# Installs what the live tests talk to: the age tool, strace, a verifier of logs in Go, Node and the packages of tests/interop. It never fails the build: a test whose
# tool is missing is skipped and says so, and the reason is printed here.
set -uo pipefail
cd "$(dirname "$0")/.."
workshop=artifacts/interop

# A command on the path, or a file.
have() { command -v "$1" >/dev/null 2>&1 || [ -e "$1" ]; }

install() {
    have "$1" && return 0
    local line="apt-get update && apt-get install -y --no-install-recommends $2"
    command -v apt-get >/dev/null 2>&1 || { echo "$1 is missing and there is no apt-get: its live tests are skipped" >&2; return 1; }
    local runner=(bash -c)
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || { echo "$1 is missing and this user may not install it: its live tests are skipped; run: sudo sh -c '$line'" >&2; return 1; }
        runner=(sudo bash -c)
    fi
    echo "installing $2" >&2
    DEBIAN_FRONTEND=noninteractive "${runner[@]}" "$line" >/dev/null 2>&1
    have "$1" || { echo "$2 could not be installed: its live tests are skipped" >&2; return 1; }
}

# Two verifiers of logs of our own over Debian's golang.org/x/mod: built, like all that is fetched, below artifacts.
library=/usr/share/gocode
build_verifiers() {
    mkdir -p "$workshop"
    rm -f "$workshop/tlog" "$workshop/sumdb"
    install go golang-go && install "$library/src/golang.org/x/mod/sumdb/tlog" golang-golang-x-mod-dev || return 0
    local verifier
    for verifier in tlog sumdb; do
        GO111MODULE=off GOFLAGS='' GOPROXY=off GOPATH=$library GOCACHE=$PWD/$workshop/go-cache CGO_ENABLED=0 \
            go build -trimpath -o "$workshop/$verifier" "tests/interop/$verifier/main.go" >&2 \
            || echo "the verifier of tests/interop/$verifier does not build: its live tests are skipped" >&2
    done
}

install age age || true
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || install /usr/share/postgresql-common postgresql || true
install strace strace || true
build_verifiers
install node nodejs || exit 0

# The packages live under artifacts: nothing fetched lies in the tree. A stamp says which lock file they are of.
mkdir -p "$workshop"
cp tests/interop/*.mjs tests/interop/package.json tests/interop/package-lock.json tests/interop/.npmrc "$workshop/"
stamp=$(sha256sum tests/interop/package-lock.json | cut -d' ' -f1)
[ "$(cat "$workshop/stamp" 2>/dev/null)" = "$stamp" ] && exit 0
rm -rf "$workshop/stamp" "$workshop/node_modules"
install npm npm || exit 0
if (cd "$workshop" && npm ci --no-audit --no-fund --ignore-scripts --fetch-retries=1 --loglevel=error >npm.log 2>&1); then
    echo "$stamp" >"$workshop/stamp"
else
    rm -rf "$workshop/node_modules"
    echo "npm could not install the packages of tests/interop (see $workshop/npm.log): Node's live tests are skipped" >&2
fi
