# make demo    the main job, end to end, on real records; writes artifacts/demo/
# make run     the demo's data behind http://localhost:5080 until you press Ctrl-C
# make test    every test; ends with a line `N passed, N failed, N skipped`; BROKER_VECTORS=<folder>:<folder> adds vectors
# make soak    checks that need many repetitions: the time that a refusal takes, long random histories, false alarms over many years,
#              disclosure control at full size
# make crash   a real silo killed by SIGKILL at random moments under load and started again: ROUNDS=<number> (200) STORE=sqlite|postgres KILL=silo|postgres; one line of figures,
#              and exit 1 when an acknowledged deposit was lost or doubled or recovery is slow
# make faults  what else machines do to a real silo, one line of figures each: FAULT=duplicates N=<keys> (500, 64 times each at once), power N=<images> (1,000),
#              errors N=<calls> (100), room (a full disk); without FAULT all of them. Exit 1 when something was lost, 2 when it can't be tried here
# make coverage   the tests of sharing policies alone, and whether every line and branch that decides was run
# make bench   speed figures as CPU time, each beside a floor measured in the same run, and PostgreSQL's; deposits over HTTP on both stores,
#              an import, briefings; writes artifacts/bench/sizing.md; BROKER_BENCH_RECORDS=<number>
# make bench-million   a broker that holds a million records: cold start, rate beside an empty one, bytes a record; makes them once (up to half an hour, some GB)
# make bench-sealing   the envelopes once more under BenchmarkDotNet
# make clean   removes artifacts/

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

export DOTNET_CLI_TELEMETRY_OPTOUT := 1
export DOTNET_NOLOGO := 1
export MSBUILDDISABLENODEREUSE := 1

CONFIGURATION := Release
BIN := artifacts/bin
BROKER := $(BIN)/Broker.Cli/release/broker
BUILD_FLAGS := -c $(CONFIGURATION) -v quiet -clp:"ErrorsOnly;NoSummary"

.PHONY: help tools product demo run test test-tools soak crash faults coverage bench bench-sealing clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

tools:
	@build/install-tools.sh

product: tools
	@dotnet build src/Broker.Cli/Broker.Cli.csproj $(BUILD_FLAGS)

demo: product
	@build/with-dotnet.sh $(BROKER) demo --out artifacts/demo

run: product
	@build/with-dotnet.sh $(BROKER) demo --out artifacts/run --keep --url http://localhost:5080

test-tools: tools
	@build/install-test-tools.sh

test: test-tools
	@dotnet build Broker.sln $(BUILD_FLAGS)
	@build/test.sh $(CONFIGURATION)

soak: tools
	@dotnet build tests/Sealing.Tests/Sealing.Tests.csproj $(BUILD_FLAGS)
	@dotnet build tests/DisclosureControl.Tests/DisclosureControl.Tests.csproj $(BUILD_FLAGS)
	@dotnet build tests/Broker.Tests/Broker.Tests.csproj $(BUILD_FLAGS)
	@build/soak.sh $(CONFIGURATION)

crash: tools
	@dotnet build tests/Broker.Faults/Broker.Faults.csproj $(BUILD_FLAGS)
	@build/with-dotnet.sh $(BIN)/Broker.Faults/release/Broker.Faults crash $(or $(ROUNDS),200) $(or $(STORE),sqlite) $(or $(KILL),silo)

faults: test-tools
	@dotnet build tests/Broker.Faults/Broker.Faults.csproj $(BUILD_FLAGS)
	@worst=0; for fault in $(or $(FAULT),duplicates power errors room); do \
		build/with-dotnet.sh $(BIN)/Broker.Faults/release/Broker.Faults $$fault $(N) || worst=$$(( $$? > worst ? $$? : worst )); done; exit $$worst

coverage: tools
	@dotnet build tests/Policy.Tests/Policy.Tests.csproj $(BUILD_FLAGS)
	@rm -rf artifacts/coverage
	@dotnet test tests/Policy.Tests/Policy.Tests.csproj -c $(CONFIGURATION) --no-build --nologo -v quiet --filter 'Category!=Soak' \
		--settings build/coverage.runsettings --collect 'XPlat Code Coverage' --results-directory artifacts/coverage
	@build/coverage.sh artifacts/coverage

bench: product
	@build/install-bench-tools.sh
	@dotnet build bench/Broker.Bench/Broker.Bench.csproj $(BUILD_FLAGS)
	@build/with-dotnet.sh $(BIN)/Broker.Bench/release/Broker.Bench

.PHONY: bench-million
bench-million: product
	@dotnet build bench/Broker.Bench/Broker.Bench.csproj $(BUILD_FLAGS)
	@build/with-dotnet.sh $(BIN)/Broker.Bench/release/Broker.Bench million

bench-sealing: tools
	@dotnet build bench/Sealing.Benchmarks/Sealing.Benchmarks.csproj $(BUILD_FLAGS)
	@build/with-dotnet.sh $(BIN)/Sealing.Benchmarks/release/Sealing.Benchmarks

clean:
	@rm -rf artifacts
