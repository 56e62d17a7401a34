using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Broker.Cli;
using Broker.DisclosureControl;

namespace Broker.Tests.Cli;

/// <summary><c>broker release</c>: runs over plain records, without any broker.</summary>
public sealed class ReleaseSimulationTests : IDisposable
{
    private const string Secret = "the-secret-witness";

    private static readonly CommandRun Nowhere = new(() => throw new InvalidOperationException("a simulation asks nobody"));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("2014-01-32,CF71,one-sided,a,s,public", "date")]
    [InlineData("2014-1-3,CF71,one-sided,a,s,public", "date")]
    [InlineData("2014-01-03,CF99,one-sided,a,s,public", "area")]
    [InlineData("2014-01-03,,one-sided,a,s,public", "area")]
    [InlineData("2014-01-03,CF71,looting,a,s,public", "kind")]
    [InlineData("2014-01-03,CF71,one-sided,,s,public", "organisation")]
    [InlineData("2014-01-03,CF71,one-sided,a,,public", "source")]
    [InlineData("2014-01-03,CF71,one-sided,a,s,everyone", "tier")]
    [InlineData("2014-01-03,CF71,one-sided,a,s", "columns")]
    [InlineData("", "columns")]
    public async Task Simulate_ABadRow_IsToldByLineAndCodeAndNothingRuns(string row, string code)
    {
        var file = Write("bad.csv", $"date,area,kind,organisation,source,tier\n2014-01-03,CF71,one-sided,{Secret},{Secret},public\n{row}\n");
        var (exit, output, error) = await Nowhere.RunAsync("release", "simulate", "--records", file, "--block", "2014-01", "--runs", "2", "--json");
        Assert.Equal(ExitCodes.No, exit);
        Assert.Equal($"line 3: {code}\n", output);
        Assert.Empty(error);
        Assert.DoesNotContain(Secret, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("date,area,kind,organisation\n")]
    [InlineData("date,area,kind,organisation,source,note\n")]
    [InlineData("date,area,kind,organisation,source,source\n")]
    [InlineData("")]
    public async Task Simulate_AnotherHeader_IsRefused(string header)
    {
        var (exit, output, error) = await Nowhere.RunAsync("release", "simulate", "--records", Write("header.csv", header), "--block", "2014-01");
        Assert.Equal(ExitCodes.Failure, exit);
        Assert.Empty(output);
        Assert.Contains("line 1", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\"b", 0, "quotes")]
    [InlineData("a\"b", 0, "quotes")]
    [InlineData("\"a", 0, "quotes")]
    [InlineData("a", 3_000_000, "a field that is too long")]
    [InlineData("\"a", 3_000_000, "a field that is too long")]
    public async Task Simulate_QuotesOrAFieldWithoutEnd_AreToldByLine(string organisation, int longer, string words)
    {
        var file = Write("quotes.csv", $"date,area,kind,organisation,source\n2014-01-03,CF71,one-sided,a,s\n2014-01-03,CF71,one-sided,{organisation}{new string('a', longer)},{Secret}\n2014-01-03,CF71,one-sided,a,s\n");
        Assert.Equal((ExitCodes.Failure, "", $"`{file}`: line 3: {words}\n"), await Nowhere.RunAsync("release", "simulate", "--records", file, "--block", "2014-01", "--runs", "1"));
    }

    [Fact]
    public async Task Simulate_BytesThatAreNoUtf8_AreRefused()
    {
        var file = Path.Combine(folder.Path, "bytes.csv");
        await File.WriteAllBytesAsync(file, [.. "date,area,kind,organisation,source\n2014-01-03,CF71,one-sided,a,"u8, 0xFF, .. "\n"u8]);
        Assert.Equal((ExitCodes.Failure, "", $"`{file}` is not UTF-8\n"), await Nowhere.RunAsync("release", "simulate", "--records", file, "--block", "2014-01"));
    }

    // One generator decides everything, whatever the number of cores: the same seed, the same bytes.
    [Fact]
    public async Task Simulate_Seeded_HasTheGoldenLines()
    {
        var lines = await JsonLines("--runs", "150");
        Assert.Equal(151, lines.Length);
        Assert.StartsWith("{\"kind\":\"release-simulation/1\",\"country\":\"CAF\",\"period\":\"2014-01\",\"runs\":150,\"rho\":\"9/64\",\"plan\":\"", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"run\":1,\"rho\":\"9/64\",\"plan\":\"", lines[1], StringComparison.Ordinal);
        Assert.Equal(lines, await JsonLines("--runs", "150"));
        Assert.Equal(lines[1..65], (await JsonLines("--runs", "64"))[1..]);
        Assert.Equal(Golden, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..32]);
    }

    private const string Golden = "c0f256d1836d30a879c8e184124bfc38";

    [Fact]
    public async Task Simulate_EachLine_HoldsWhatTheProductDerives()
    {
        var lines = await JsonLines("--runs", "3");
        using var header = JsonDocument.Parse(lines[0]);
        var text = header.RootElement.GetProperty("planText").GetString()!;
        Assert.True(MeasurementPlan.TryParse(Encoding.ASCII.GetBytes(text), out var plan));
        Assert.Equal(plan!.Hash, header.RootElement.GetProperty("plan").GetString());
        Assert.Equal(plan.Keys.Count, header.RootElement.GetProperty("cells").GetArrayLength());
        Assert.Equal("64/5", header.RootElement.GetProperty("sigma2")[0].GetString());
        foreach (var line in lines[1..])
        {
            using var run = JsonDocument.Parse(line);
            Assert.Equal(plan.Tiers.Count, run.RootElement.GetProperty("strata").GetArrayLength());
            Assert.All(run.RootElement.GetProperty("strata").EnumerateArray(), stratum => Assert.Equal(plan.Keys.Count + plan.Areas.Count, stratum.GetArrayLength()));
            foreach (var tier in run.RootElement.GetProperty("tiers").EnumerateArray())
            {
                Assert.Equal(["tier", "z", "variance", "shown", "estimate", "low", "high"], tier.EnumerateObject().Select(member => member.Name));
                for (var cell = 0; cell < plan.Keys.Count; cell++)
                {
                    var isShown = tier.GetProperty("shown")[cell].GetInt32() == 1;
                    Assert.All(["estimate", "low", "high"], name => Assert.Equal(isShown, tier.GetProperty(name)[cell].ValueKind == JsonValueKind.Number));
                    Assert.True(!isShown || tier.GetProperty("low")[cell].GetInt64() <= tier.GetProperty("estimate")[cell].GetInt64());
                    Assert.True(!isShown || tier.GetProperty("variance")[cell].GetDouble() > 0);
                }
            }

            // The closed tier's value is the sum of the strata where no noise is added to it.
            var raw = run.RootElement.GetProperty("tiers")[2].GetProperty("z");
            Assert.Equal(run.RootElement.GetProperty("strata").EnumerateArray().Sum(stratum => stratum[0].GetInt64()), raw[0].GetInt64());
        }
    }

    // Whoever reads one line knows its run, its plan and its cells.
    [Fact]
    public async Task Simulate_WithoutAHeader_IsOneLineARun()
    {
        var with = await JsonLines("--runs", "7");
        Assert.Equal(with[1..], await Lines("release", "simulate", "--records", Sixty(), "--block", "2014-01", "--json", "--runs", "7"));
        using var header = JsonDocument.Parse(with[0]);
        using var run = JsonDocument.Parse(with[7]);
        Assert.Equal(7, run.RootElement.GetProperty("run").GetInt32());
        Assert.Equal(header.RootElement.GetProperty("cells").GetRawText(), run.RootElement.GetProperty("cells").GetRawText());
    }

    // Noise is independent from run to run, and around the same counts: 60 sources, none of them in the output.
    [Fact]
    public async Task Simulate_ManyRuns_DrawEachTimeAnew()
    {
        var lines = await JsonLines("--runs", "400");
        var country = lines[1..].Select(line =>
        {
            using var run = JsonDocument.Parse(line);
            return run.RootElement.GetProperty("strata")[0][0].GetInt64();
        }).ToArray();
        Assert.InRange(country.Average(), 60 - 0.8, 60 + 0.8);
        Assert.True(country.Distinct().Count() > 10);
        Assert.DoesNotContain("office", string.Concat(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_APlanText_IsUsedAsItStands()
    {
        using var header = JsonDocument.Parse((await JsonLines("--runs", "1"))[0]);
        var plan = Write("plan.txt", header.RootElement.GetProperty("planText").GetString()!);
        var lines = await Lines("release", "simulate", "--records", Sixty(), "--plan", plan, "--runs", "1", "--json");
        using var again = JsonDocument.Parse(lines[0]);
        Assert.Equal(header.RootElement.GetProperty("plan").GetString(), again.RootElement.GetProperty("plan").GetString());
    }

    [Theory]
    [InlineData("small", "9/64", 22)]
    [InlineData("medium", "5/64", 22)]
    [InlineData("large", "5/64", 76)]
    public async Task Simulate_AClassUnderAPolicy_ChoosesItsPlan(string volume, string rho, int cells)
    {
        var lines = await Lines(
            "release", "simulate", "--records", Sixty(), "--block", "2014-01", "--runs", "1", "--json", "--class", volume, "--policy", Path.Combine(Repository.Root, "policies", "caf-2013.yaml"));
        using var header = JsonDocument.Parse(lines[0]);
        Assert.Equal((rho, cells), (header.RootElement.GetProperty("rho").GetString(), header.RootElement.GetProperty("cells").GetArrayLength()));
    }

    [Theory]
    [InlineData("--block is a four-week block", "--block", "2014-20")]
    [InlineData("--block is a four-week block", "--runs", "5")]
    [InlineData("--runs is 1 to", "--block", "2014-01", "--runs", "0")]
    [InlineData("nothing is known here of this country", "--block", "2014-01", "--country", "XXA")]
    [InlineData("--plan stands alone", "--plan", "p", "--class", "large")]
    [InlineData("class S has no flash", "--block", "2014-W05")]
    [InlineData("no file", "--block", "2014-01", "--policy", "nowhere.yaml")]
    public async Task Simulate_WhatMakesNoPlan_IsRefusedInOneLine(string words, params string[] options)
    {
        var (exit, output, error) = await Nowhere.RunAsync(["release", "simulate", "--records", Sixty(), .. options]);
        Assert.Equal(ExitCodes.Failure, exit);
        Assert.Empty(output);
        Assert.StartsWith(words, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_APlanThatIsNotCanonical_IsRefused()
    {
        var (exit, _, error) = await Nowhere.RunAsync("release", "simulate", "--records", Sixty(), "--plan", Write("plan.txt", "measurement-plan/2\n"));
        Assert.Equal(ExitCodes.Failure, exit);
        Assert.Contains("is not the canonical text of a measurement plan", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_ForPeople_SaysSharesAndRanges()
    {
        var output = await Nowhere.OkAsync("release", "simulate", "--records", Sixty(), "--block", "2014-01", "--runs", "200");
        Assert.Contains("60 records in 2014-01, 1 outside of it", output, StringComparison.Ordinal);
        Assert.Contains("tier elected-member: shown in % of 200 runs", output, StringComparison.Ordinal);
        Assert.Matches("  country +100[.]0 %   about +[0-9.]+   likely between [0-9.]+ and [0-9.]+", output);
        Assert.Contains(Wording.FixedSentence, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_OfTheSample_SayNothingOfSourcesAndOffices()
    {
        var file = Path.Combine(folder.Path, "plain.csv");
        Assert.Contains("678 records", await Nowhere.OkAsync("release", "records", "--ged", Repository.Sample("ged-car-2012-2014.csv"), "--out", file), StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(file);
        Assert.Equal(679, lines.Length);
        Assert.Equal("date,area,kind,organisation,source", lines[0]);
        Assert.All(lines[1..], line => Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2},(CAF|CF[0-9]+),(one-sided|state-based|non-state),organisation-[0-9]{3},source-[0-9]{4}$", line));
        Assert.Contains("records in 2013-09", await Nowhere.OkAsync("release", "simulate", "--records", file, "--block", "2013-09", "--runs", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_IntoAnotherFile_LeaveItAlone()
    {
        var file = Write("key", "something else\n");
        var (exit, _, error) = await Nowhere.RunAsync("release", "records", "--ged", Repository.Sample("ged-car-2012-2014.csv"), "--out", file);
        Assert.Equal(ExitCodes.Failure, exit);
        Assert.Contains("is something else", error, StringComparison.Ordinal);
        Assert.Equal("something else\n", await File.ReadAllTextAsync(file));
    }

    private Task<string[]> JsonLines(params string[] options) =>
        Lines(["release", "simulate", "--records", Sixty(), "--block", "2014-01", "--json", "--header", .. options]);

    // Each time with the same seed.
    private static async Task<string[]> Lines(params string[] args) =>
        (await new CommandRun(() => throw new InvalidOperationException("a simulation asks nobody")).OkAsync(args)).TrimEnd('\n').Split('\n');

    // Sixty sources of six offices in Bangui, and a record of another block.
    private string Sixty() => Write("sixty.csv", string.Concat(
        Enumerable.Range(0, 60).Select(i => $"2014-01-{2 + (i % 20):D2},{(i % 2 == 0 ? "CF71" : "CF711")},one-sided,office-{i % 6},source-{i}\n")
            .Prepend("date,area,kind,organisation,source\n").Append("2015-01-01,CAF,non-state,office-1,source-1\n")));

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
