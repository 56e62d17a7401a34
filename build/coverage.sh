#!/usr/bin/env bash
# Reads what build/test.sh collected of Policy.Tests and fails unless every line and every branch of the files that decide was run.
# Prints the lines that were not. Nothing is left out: a file that decides and is not in the report is a failure too.
set -euo pipefail
cd "$(dirname "$0")/.."
deciding='BudgetNarrowing CaveatBounds CompiledForbid CompiledNames CompiledPolicy CompiledTier ConsentedStrata DecisionWriter PolicyNarrowing ReachNarrowing RequestShape RuleNarrowing Strata TierNarrowing TierReach'
report=$(find "${1:-artifacts/test-results}" -name coverage.cobertura.xml -print -quit 2>/dev/null || true)
[ -n "$report" ] || { echo "coverage of decisions: nothing was collected" >&2; exit 1; }

# The lines of a class stand twice, below its methods and by themselves: the second time counts.
awk -v deciding="$deciding" '
function value(name,    found) {
    found = match($0, " " name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : ""
    return found
}
BEGIN { wanted = split(deciding, names, " "); for (i = 1; i <= wanted; i++) decides[names[i]] = 1 }
/<class / { file = value("filename"); sub(/.*\//, "", file); sub(/\.cs$/, "", file); inMethods = 0 }
/<methods>/ { inMethods = 1 }
/<\/methods>/ { inMethods = 0 }
/<line / && !inMethods && (file in decides) {
    seen[file] = 1; lines++; number = value("number")
    if (value("hits") > 0) hit++; else missed[++misses] = file ".cs:" number ": not run"
    if (match($0, /\([0-9]+\/[0-9]+\)/)) {
        split(substr($0, RSTART + 1, RLENGTH - 2), part, "/"); taken += part[1]; branches += part[2]
        if (part[1] < part[2]) missed[++misses] = file ".cs:" number ": " part[1] " of " part[2] " branches"
    }
}
END {
    for (name in decides) if (!(name in seen)) missed[++misses] = name ".cs: nothing of it was measured"
    printf "coverage of decisions: %d of %d branches, %d of %d lines, %d files\n", taken, branches, hit, lines, wanted
    for (i = 1; i <= misses; i++) print "  " missed[i] > "/dev/stderr"
    exit misses > 0 || branches == 0
}' "$report"
