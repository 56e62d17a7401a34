#!/usr/bin/env bash
# Runs every test project of the solution, already built, and ends with the true totals on one line.
# BROKER_VECTORS names further folders of vectors, separated by colons. The soak checks are left to `make soak`.
set -uo pipefail
cd "$(dirname "$0")/.."
configuration=${1:-Release}
results=artifacts/test-results
rm -rf "$results"
mkdir -p "$results"
export BROKER_TEST_RESULTS=$PWD/$results
filter='Category!=Soak'

# The tests run elsewhere: a folder that is named from here must be found there too.
if [ -n "${BROKER_VECTORS:-}" ]; then
    absolute=()
    IFS=: read -ra named <<<"$BROKER_VECTORS"
    for folder in "${named[@]}"; do
        absolute+=("$(realpath -m "$folder")")
    done
    BROKER_VECTORS=$(IFS=:; echo "${absolute[*]}")
    export BROKER_VECTORS
fi

if [ -z "${DOTNET_ROOT:-}" ]; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi

status=0 crashed=0
for project in tests/*/*.Tests.csproj; do
    name=$(basename "$project" .csproj)

    # A program that tests run, not a project of tests.
    grep -q '<IsTestProject>false' "$project" && continue
    echo "== $name"

    # The tests of sharing policies say besides which lines and branches of the library they ran.
    collect=()
    [ "$name" = Policy.Tests ] && collect=(--settings build/coverage.runsettings --collect 'XPlat Code Coverage')
    dotnet test "$project" -c "$configuration" --no-build --nologo -v quiet --filter "$filter" ${collect[@]+"${collect[@]}"} \
        --logger "trx;LogFileName=$name.trx" --results-directory "$results" 2>&1 | grep -vE '^\s*$|^(Test run for|VSTest version|Starting test execution|A total of|Results File|Attachments:)|coverage\.cobertura\.xml$'

    # INVARIANT: nothing stands between the pipe and this line; any command, as one of an `if`, would put its own status in the place of the suite's.
    suite=${PIPESTATUS[0]}
    [ "$suite" = 0 ] || status=1

    # A suite that ended badly without a failed test stopped on its way: what it did not come to counts as one failure.
    if [ ! -f "$results/$name.trx" ] || { [ "$suite" != 0 ] && grep -q '<Counters [^>]* failed="0"' "$results/$name.trx"; }; then
        echo "$name did not come to its end: it crashed" >&2
        crashed=$((crashed + 1))
    fi
done

passed=0 failed=$crashed skipped=0
for file in "$results"/*.trx; do
    [ -f "$file" ] || continue
    counters=$(grep -o '<Counters [^>]*>' "$file" | head -n 1)
    value() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<<"$counters"; }
    total=$(value total) executed=$(value executed)
    passed=$((passed + $(value passed)))
    failed=$((failed + $(value failed)))
    skipped=$((skipped + total - executed))
done

# A skipped check names its reason.
reasons=
grep -ho 'outcome="NotExecuted"[^>]*>' "$results"/*.trx >/dev/null 2>&1 &&
    reasons=$(sed -n '/outcome="NotExecuted"/,/<\/UnitTestResult>/p' "$results"/*.trx | grep -oE 'testName="[^"]*"|<Message>[^<]*' | sed 's/^/  /')$'\n'

# The same grains on Microsoft.Orleans: asked what the embedded engine is asked, where the packages restore; never taken as passed where they do not.
if timeout 120 dotnet restore build/orleans-packages.proj -p:Engine=orleans -p:AsksForOrleans=true -v quiet >/dev/null 2>&1; then
    if dotnet build tests/Engine.Parity/Engine.Parity.csproj -c "$configuration" -p:Engine=orleans --nologo -v quiet -clp:"ErrorsOnly;NoSummary" \
        && timeout 600 "artifacts/engine-orleans/bin/Engine.Parity/$(tr A-Z a-z <<<"$configuration")/Engine.Parity" --expected docs/specs/engine-parity.md >"$results/engine-parity-orleans.txt"; then
        passed=$((passed + 1))
    else
        echo "engine orleans: the parity program failed" >&2
        failed=$((failed + 1))
    fi
else
    skipped=$((skipped + 1))
    reasons+="  engine orleans: not checked, its packages do not restore here"$'\n'
fi
if [ -n "$reasons" ]; then
    echo "skipped, with their reasons:"
    printf %s "$reasons"
fi

# Each family of vectors says how many cases ran; one that says nothing did not run.
for family in age envelope hpke httpsig identity-file log note slip39 vault-file vault-plan vault-share witness wycheproof; do
    counts=$results/vectors-$family.txt
    if grep -q ': [1-9][0-9]* cases' "$counts" 2>/dev/null; then
        cat "$counts"
    else
        echo "vectors $family: none ran" >&2
        status=1
    fi
done
for folder in ${absolute[@]+"${absolute[@]}"}; do
    for family in "$folder"/*/; do
        family=$(basename "$family")
        [ -f "$results/vectors-$family.txt" ] || echo "vectors $family: not read, no test here reads it from further folders"
    done
done

build/coverage.sh "$results" || status=1

echo "left out: checks of the category Soak (make soak runs them)"
[ "$failed" = 0 ] || status=1
[ "$passed" -gt 0 ] || status=1
echo "$passed passed, $failed failed, $skipped skipped"
exit $status
