#!/usr/bin/env bash
# Runs the checks of the category Soak, already built. Some measure time and want a machine that does little else.
set -uo pipefail
cd "$(dirname "$0")/.."
configuration=${1:-Release}
if [ -z "${DOTNET_ROOT:-}" ]; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi

status=0
for project in DisclosureControl.Tests Sealing.Tests Broker.Tests; do
    echo "== $project"
    dotnet test "tests/$project/$project.csproj" -c "$configuration" --no-build --nologo -v quiet --filter Category=Soak \
        --logger 'console;verbosity=detailed' 2>&1 | grep -vE '^\s*$|^(Test run for|VSTest version|Starting test execution|A total of)'
    [ "${PIPESTATUS[0]}" = 0 ] || status=1
done
exit $status
