#!/usr/bin/env bash
# Checks for what the build and the product need from the machine. Installs what is missing when it may; else says the one line to run.
set -euo pipefail

if ! command -v dotnet >/dev/null 2>&1; then
    echo "the .NET SDK 10 is missing: install it from https://dotnet.microsoft.com/download and run make again" >&2
    exit 1
fi

have_sodium() {
    local loader
    for loader in ldconfig /sbin/ldconfig /usr/sbin/ldconfig; do
        if command -v "$loader" >/dev/null 2>&1; then
            "$loader" -p | grep -qE 'libsodium\.so\.(23|26)'
            return
        fi
    done
    compgen -G '/usr/lib/*/libsodium.so.2[36]' >/dev/null || compgen -G '/usr/lib/libsodium.so.2[36]' >/dev/null
}

if have_sodium; then
    exit 0
fi

line='apt-get update && apt-get install -y --no-install-recommends libsodium23'
if ! command -v apt-get >/dev/null 2>&1; then
    echo "libsodium 1.0.18 or later is missing: install it with this machine's package manager and run make again" >&2
    exit 1
fi

if [ "$(id -u)" = 0 ]; then
    runner=(bash -c)
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    runner=(sudo bash -c)
else
    echo "libsodium is missing and this user may not install it; run: sudo sh -c '$line'" >&2
    exit 1
fi

echo "installing libsodium23" >&2
DEBIAN_FRONTEND=noninteractive "${runner[@]}" "$line" >/dev/null
have_sodium || { echo "libsodium23 was installed but is still not found; run: $line" >&2; exit 1; }
