#!/usr/bin/env bash
# Runs a built program with the runtime that `dotnet` belongs to, wherever that is installed.
set -euo pipefail
if [ -z "${DOTNET_ROOT:-}" ]; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi
exec "$@"
