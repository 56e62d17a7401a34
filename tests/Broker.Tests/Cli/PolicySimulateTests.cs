using System.Text.Json;
using Broker.Cli;

namespace Broker.Tests.Cli;

/// <summary><c>broker policy simulate</c> and <c>schema</c>: an organisation's own records under a policy, without any broker.</summary>
public sealed class PolicySimulateTests : IDisposable
{
    private const string Secret = "the-secret-witness";
    private const string Rows =
        "date,area,kind,organisation,source,tier,purposes,never-to,embargo\n" +
        "2014-01-03,CF71,one-sided,the-secret-office,the-secret-witness-1,,,,\n" +
        "2014-01-03,CF71,one-sided,the-secret-office,the-secret-witness-2,elected-member,,,\n" +
        "2014-01-04,CF71,state-based,the-secret-office,the-secret-witness-2,consortium,,FRA,\n" +
        "2014-01-05,CF99,state-based,the-secret-office,the-secret-witness-3,,,,\n" +
        "2014-01-05,CF71,state-based,the-secret-office,the-secret-witness-4,,evaluation,,\n" +
        "2014-01-05,CF71,state-based,the-secret-office,the-secret-witness-5,,,ngo-b LUX,\n" +
        "2014-01-05,CF71,state-based,the-secret-office,the-secret-witness-6,,,,2014-06-01\n" +
        "2014-05-05,CF71,state-based,the-secret-office,the-secret-witness-6,,,,\n" +
        "2014-01-05,CF71,state-based,the-secret-office,the-secret-witness-6,,Nope,,\n" +
        "2014-01-05,CF71,looting,the-secret-office,the-secret-witness-6,,,,\n" +
        "2014-01-05,CF71,one-sided,the-secret-office,the-secret-witness-6,,,,1 June\n";

    private static readonly string Policy = Path.Combine(Repository.Root, "policies", "caf-2013.yaml");
    private static readonly CommandRun Nowhere = new(() => throw new InvalidOperationException("a simulation asks nobody"));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Simulate_OwnRecords_SaysByLineAndCodeWhatCountsAndWhatDoesNot()
    {
        var (exit, output, error) = await Run("--format", "json");
        Assert.Equal((ExitCodes.No, ""), (exit, error));
        using var document = JsonDocument.Parse(output);
        var root = document.RootElement;
        Assert.Equal(("policy-simulation/1", "2014-01", "final", "small", "2014-02-17"), (Text(root, "kind"), Text(root, "period"), Text(root, "vintage"), Text(root, "class"), Text(root, "on")));
        Assert.Equal((6, 5), (root.GetProperty("records").GetInt32(), root.GetProperty("sources").GetInt32()));
        Assert.Equal([9], Numbers(root, "notInPeriod"));
        Assert.Equal(
            ["5 place-unknown", "10 caveats-purposes", "11 kind-unknown", "12 caveats-embargo"],
            root.GetProperty("refused").EnumerateArray().Select(row => $"{row.GetProperty("line").GetInt32()} {Text(row, "code")}"));
        Assert.Equal(
            ["public 1: 3 highest-tier; 4 highest-tier never-to more-closed; 6 purposes more-closed; 7 never-to never-to more-closed; 8 embargo",
             "elected-member 2: 4 highest-tier; 6 purposes more-closed; 7 never-to more-closed; 8 embargo",
             "consortium 3: 6 purposes; 7 never-to; 8 embargo"],
            root.GetProperty("tiers").EnumerateArray().Select(Told));
        Assert.Equal("sealed-embargo", Text(root.GetProperty("tiers")[2].GetProperty("closed")[2], "code"));
        Assert.Equal("tier-not-open", Text(root.GetProperty("tiers")[2].GetProperty("closed")[0], "code"));
    }

    [Fact]
    public async Task Simulate_EachTier_HasItsTermsAndExactCells()
    {
        var (_, output, _) = await Run("--format", "json");
        using var document = JsonDocument.Parse(output);
        var tiers = document.RootElement.GetProperty("tiers");
        Assert.Equal(
            ["public TLP:CLEAR anyone 2014-03-17 10 5", "elected-member TLP:AMBER+STRICT none 2014-02-20 5 1", "consortium TLP:RED none 2014-02-17 5 1"],
            tiers.EnumerateArray().Select(tier => $"{Text(tier, "tier")} {Text(tier, "marking")} {Text(tier, "onward")} {Text(tier, "issued")} {tier.GetProperty("sourceThreshold")} {tier.GetProperty("roundTo")}"));
        Assert.Equal(["country 1"], Counted(tiers[0]));
        Assert.Equal(["country 2", "area/CF71 2", "category/one-sided 2"], Counted(tiers[1]));

        // The second source's record in the most closed tier is of a less grave kind: it counts once, where its gravest is.
        Assert.Equal(["country 2", "area/CF71 2", "category/one-sided 2"], Counted(tiers[2]));
        Assert.Equal(["council-briefing", "early-warning"], tiers[1].GetProperty("purposes").EnumerateArray().Select(purpose => purpose.GetString()));
    }

    [Fact]
    public async Task Simulate_ForPeople_SaysThatNothingLeftAndNamesNobody()
    {
        var (exit, output, error) = await Run();
        Assert.Equal((ExitCodes.No, ""), (exit, error));
        Assert.Contains("nothing left this machine", output, StringComparison.Ordinal);
        Assert.Contains("never-to ngo-b: ngo-b is in the audience `task-force`", output, StringComparison.Ordinal);
        Assert.Contains("place-unknown: line 5\n", output, StringComparison.Ordinal);
        Assert.Contains("tier elected-member: TLP:AMBER+STRICT, to `elected-members` (AZE ", output, StringComparison.Ordinal);
        Assert.Contains("    country                            2      4.6     14.8 ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("the-secret", output + (await Run("--format", "json")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2014-05-31", "public 1", true, false)]
    [InlineData("2014-06-01", "public 2", false, false)]
    [InlineData("2015-06-30", "public 2", false, false)]
    [InlineData("2015-07-01", "public 0", false, true)]
    public async Task Simulate_OnAnotherDay_IsOfThatDay(string day, string counted, bool embargoed, bool lapsed)
    {
        var (_, output, _) = await Run("--format", "json", "--on", day);
        using var document = JsonDocument.Parse(output);
        Assert.StartsWith(counted, Told(document.RootElement.GetProperty("tiers")[0]), StringComparison.Ordinal);
        Assert.Equal((embargoed, lapsed), (output.Contains("\"sealed-embargo\"", StringComparison.Ordinal), output.Contains("\"sealed-lapsed\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Simulate_ColumnsInAnyOrderWithoutCaveats_AreTheMostOpenTiers()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(i => $"source-{i},office-{i % 6},one-sided,CF71,2014-01-03\n").Prepend("source,organisation,kind,area,date\n"));
        var output = await Nowhere.OkAsync("policy", "simulate", Policy, "--records", folder.Write("own.csv", rows), "--period", "2014-01", "--format", "json");
        using var document = JsonDocument.Parse(output);
        Assert.Equal(["country 60"], Counted(document.RootElement.GetProperty("tiers")[0]));
        Assert.InRange(document.RootElement.GetProperty("tiers")[0].GetProperty("cells")[0].GetProperty("chance").GetDouble(), 0.99, 1);
    }

    [Fact]
    public async Task Simulate_AWeek_HasNoTableForATierWithoutOne()
    {
        var rows = "date,area,kind,organisation,source\n2014-01-28,CF71,one-sided,a,s\n";
        var output = await Nowhere.OkAsync("policy", "simulate", Policy, "--records", folder.Write("own.csv", rows), "--period", "2014-W05", "--class", "medium", "--format", "json");
        using var document = JsonDocument.Parse(output);
        Assert.Equal(["no-table", null, null], document.RootElement.GetProperty("tiers").EnumerateArray().Select(tier => tier.GetProperty("nothing").GetString()));
    }

    [Theory]
    [InlineData("class S has no flash", "--period", "2014-W05")]
    [InlineData("`--period` needs", "--period", "2014-20")]
    [InlineData("--on is a day", "--period", "2014-01", "--on", "tomorrow")]
    [InlineData("no file", "--period", "2014-01", "--places", "nowhere.csv")]
    public async Task Simulate_WhatCannotBeTried_IsRefusedInOneLine(string words, params string[] options)
    {
        var (exit, output, error) = await Nowhere.RunAsync(["policy", "simulate", Policy, "--records", folder.Write("own.csv", Rows), .. options]);
        Assert.Equal(ExitCodes.Failure, exit);
        Assert.Contains(words, output + error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_AFaultyPolicy_SaysWhereAndNothingElse()
    {
        var file = Path.Combine(Repository.Root, "policies", "rejected", "bad-state.yaml");
        var (exit, output, _) = await Nowhere.RunAsync("policy", "simulate", file, "--records", folder.Write("own.csv", Rows), "--period", "2014-01");
        Assert.Equal(ExitCodes.No, exit);
        Assert.StartsWith($"{file}:13:30: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("tier", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,area,kind,organisation\n", "line 1: no column `source`")]
    [InlineData("date,area,kind,organisation,source,note\n", "line 1: columns are")]
    public async Task Simulate_AnotherHeader_IsRefused(string header, string words)
    {
        var (exit, _, error) = await Nowhere.RunAsync("policy", "simulate", Policy, "--records", folder.Write("own.csv", header), "--period", "2014-01");
        Assert.Equal(ExitCodes.Failure, exit);
        Assert.Contains(words, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sharing-policy.schema.json")]
    [InlineData("sharing-policy-tests.schema.json", "--tests")]
    public async Task Schema_OfTheTool_IsTheFileBesideThePolicies(string file, params string[] options) =>
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "policies", file)), await Nowhere.OkAsync(["policy", "schema", .. options]));

    private Task<(int Code, string Output, string Error)> Run(params string[] options) =>
        Nowhere.RunAsync(["policy", "simulate", Policy, "--records", folder.Write("own.csv", Rows), "--period", "2014-01", .. options]);

    private static string Told(JsonElement tier) => $"{Text(tier, "tier")} {tier.GetProperty("counted").GetInt32()}: " + string.Join("; ", tier.GetProperty("closed").EnumerateArray().Select(
        closed => $"{string.Join(' ', Numbers(closed, "lines"))} {string.Join(' ', closed.GetProperty("reasons").EnumerateArray().Select(reason => Text(reason, "code")))}"));

    private static IEnumerable<string> Counted(JsonElement tier) =>
        tier.GetProperty("cells").EnumerateArray().Where(cell => cell.GetProperty("sources").GetInt64() > 0).Select(cell => $"{Text(cell, "cell")} {cell.GetProperty("sources").GetInt64()}");

    private static IEnumerable<int> Numbers(JsonElement element, string name) => element.GetProperty(name).EnumerateArray().Select(number => number.GetInt32());

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
