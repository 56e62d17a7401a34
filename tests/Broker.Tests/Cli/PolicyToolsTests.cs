using System.Text.Json;
using Broker.Cli;
using Broker.Policy;

namespace Broker.Tests.Cli;

/// <summary>What policy officers do with a file on their own machine, through the command line, with each exit code.</summary>
public sealed class PolicyToolsTests : IDisposable
{
    private const string Conflict = "{ affiliated-with: conflicts }";

    private static readonly CommandRun Nowhere = new(() => throw new InvalidOperationException("nothing of this asks a broker"));
    private static readonly string Caf = Path.Combine(Repository.Root, "policies", "caf-2013.yaml");
    private static readonly string Template = Path.Combine(Repository.Root, "policies", "template.yaml");
    private static readonly string[] Delegate = ["--role", "delegate", "--tier", "elected-member", "--purpose", "council-briefing", "--on", "2014-02-24"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task EveryTool_OnThePoliciesOfTheTree_SaysYes()
    {
        foreach (var file in new[] { Caf, Template })
        {
            foreach (var tool in new[] { "lint", "test", "coverage", "prove" })
            {
                var output = await Nowhere.OkAsync("policy", tool, file);
                Assert.Single(output.Split('\n'), line => line.Contains("no errors", StringComparison.Ordinal) || line.Contains("tests pass", StringComparison.Ordinal)
                    || line.Contains("points are shown", StringComparison.Ordinal) || line.Contains("claims hold", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Explain_TheConflictStatesDelegate_IsToldByTheRuleOfTheFile()
    {
        var (code, output, _) = await Nowhere.RunAsync(["policy", "explain", Caf, "--state", "CAF", .. Delegate]);
        Assert.Equal(ExitCodes.No, code);
        Assert.Equal(
            $"""
            Refused by rule-3: a state alleged to perpetrate never learns what is known of it.
            asked: a requester of state `CAF`, in role `delegate`: tier `elected-member` for `council-briefing` on 2014-02-24
            kind: explicit-forbid (explicit: a forbid speaks of it)
            determined by rule-3 ({Caf}:{LineOf(Caf, "- forbid: any")}), which forbids tiers `elected-member`, `consortium` to those affiliated with a declared conflict that has begun, for any purpose; because a state alleged to perpetrate never learns what is known of it
            revision: {RevisionOf(Caf)}

            """,
            output);
    }

    [Fact]
    public async Task Explain_AnOutsider_IsToldTheNearMissAndTheMissingFact()
    {
        var (code, output, _) = await Nowhere.RunAsync("policy", "explain", Caf, "--organisation", "ngo-b", "--tier", "elected-member", "--purpose", "council-briefing", "--on", "2014-02-24");
        Assert.Equal(ExitCodes.No, code);
        Assert.Equal(
            $"""
            Refused: releases of tier `elected-member` go to `elected-members` only.
            asked: a requester of organisation `ngo-b`: tier `elected-member` for `council-briefing` on 2014-02-24
            kind: not-in-audience (implicit: the requester is not in the tier's audience)
            near miss: rule-1 ({Caf}:{LineOf(Caf, "- permit: release")}), which permits releases of tier `elected-member` for `council-briefing`, `early-warning`; kept by the audience: audience `elected-members` asks for role `delegate`
            missing: the requester has no state, and the tier's audience asks for one
            missing: the requester has no role, and the tier's audience asks for one
            revision: {RevisionOf(Caf)}

            """,
            output);
    }

    [Fact]
    public async Task Explain_APermit_IsYesAndAnIllFormedFactIsNamed()
    {
        var (code, output, _) = await Nowhere.RunAsync(["policy", "explain", Caf, "--state", "LUX", .. Delegate]);
        Assert.Equal(ExitCodes.Ok, code);
        Assert.StartsWith("Permitted by rule-1", output, StringComparison.Ordinal);
        var (refused, words, _) = await Nowhere.RunAsync(["policy", "explain", Caf, "--state", "lux", "--actor", "FPRC", "--actor", "fprc", .. Delegate]);
        Assert.Equal(ExitCodes.No, refused);
        Assert.Contains("not well formed: state\nnot well formed: actors\n", words, StringComparison.Ordinal);
        var (usage, _, error) = await Nowhere.RunAsync("policy", "explain", Caf, "--tier", "public", "--purpose", "evaluation", "--on", "today");
        Assert.Equal((ExitCodes.Failure, "--on is a day as 2014-02-24\n"), (usage, error));
    }

    [Fact]
    public async Task Prove_WithTheRuleOfTheConflictBroken_PrintsTheCounterexample()
    {
        var broken = folder.Write("caf-2013.yaml", Text(Caf).Replace(Conflict, "{ states: [CAF] }", StringComparison.Ordinal));
        File.Copy(Path.ChangeExtension(Caf, ".tests.yaml"), folder.At("caf-2013.tests.yaml"));
        var (code, output, _) = await Nowhere.RunAsync("policy", "prove", broken);
        Assert.Equal(ExitCodes.No, code);
        var lines = output.Split('\n');
        Assert.StartsWith($"{broken}:", lines[0], StringComparison.Ordinal);
        Assert.EndsWith("[conflict-without-forbid]", lines[0], StringComparison.Ordinal);
        Assert.Equal("refuted: no requester affiliated with a declared conflict that has begun is permitted anything beyond the public tier [conflict-states]", lines[1]);
        Assert.Equal(
            "  counterexample: A requester of state `AZE`, in role `delegate`, affiliated with `fprc` is permitted tier `elected-member` for `early-warning` on 2013-01-01 by rule-1, "
            + "and is affiliated with the conflict of `CAF`, `fprc`, `anti-balaka` declared since 2013-01-01.",
            lines[2]);
        Assert.Equal(7, lines.Count(line => line.StartsWith("proved: ", StringComparison.Ordinal)));
        Assert.Contains("audience-at-most consortium", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prove_WithoutTests_SaysThatNoBoundWasProved()
    {
        var alone = folder.Write("alone.yaml", Text(Caf));
        var (code, output, _) = await Nowhere.RunAsync("policy", "prove", alone);
        Assert.Equal(ExitCodes.Ok, code);
        Assert.EndsWith("\nno tests stand beside the file, so no bound of an audience was proved\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("audience-at-most", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_ToAnOutputThatTakesNothing_IsAFailureThatSaysSo()
    {
        var report = new PolicyReport(["a line"], new { kind = "policy-lint/1" }, Suite: null, ExitCodes.Ok);
        var failure = Assert.Throws<CommandFailure>(() => report.Tell(context: null!, "json", new FullDisk()));
        Assert.Equal("the answer could not be written: the output is closed or its disk is full; nothing was changed", failure.Message);
        Assert.Equal(ExitCodes.Failure, failure.ExitCode);
    }

    [Fact]
    public async Task Prove_WithTheRuleOfTheConflictGoneThatTestsName_PrintsTheCounterexampleAndTheErrorsOfTheTests()
    {
        var text = Text(Caf);
        var rule = text.IndexOf("  - forbid: any\n", StringComparison.Ordinal);
        var broken = folder.Write("caf-2013.yaml", text[..rule] + text[text.IndexOf("\ncustody:", rule, StringComparison.Ordinal)..]);
        File.Copy(Path.ChangeExtension(Caf, ".tests.yaml"), folder.At("caf-2013.tests.yaml"));
        var (code, output, _) = await Nowhere.RunAsync("policy", "prove", broken);
        Assert.Equal(ExitCodes.No, code);
        Assert.StartsWith($"{broken}:", output, StringComparison.Ordinal);
        Assert.Contains("[conflict-without-forbid]\n", output, StringComparison.Ordinal);
        Assert.Contains("[unknown-rule]\n", output, StringComparison.Ordinal);
        Assert.Contains("[conflict-states]\n  counterexample: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prove_ABoundThatIsTooNarrow_NamesWhoIsPermittedBesides()
    {
        var file = folder.Write("small.yaml", Text(Template));
        var tests = folder.Write("bounds.yaml", "sharing-policy-tests: template\naudiences-at-most:\n  delegates-only: { states: [LUX], role: delegate }\n");
        var (code, output, _) = await Nowhere.RunAsync("policy", "prove", file, "--tests", tests);
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("refuted: tier `delegates-only` is permitted at most to `LUX` in role `delegate` [audience-at-most delegates-only]\n  counterexample: A requester of state `RWA`", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prove_AgainstANarrowerRevision_FindsWhatIsNewlyPermitted()
    {
        var narrow = folder.Write("narrow.yaml", Text(Template).Replace("for: [early-warning, evaluation]", "for: [early-warning]", StringComparison.Ordinal));
        var (code, output, _) = await Nowhere.RunAsync("policy", "prove", Template, "--against", narrow);
        Assert.Equal(ExitCodes.No, code);
        Assert.Contains("[no-wider]\n  counterexample: A requester of organisation", output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, (await Nowhere.RunAsync("policy", "prove", narrow, "--against", Template)).Code);
    }

    [Fact]
    public async Task Diff_TellsRequestsTiersAndRecords()
    {
        var other = folder.Write("other.yaml", Text(Template).Replace("states: [LUX, RWA] ", "states: [LUX, RWA, TCD] ", StringComparison.Ordinal));
        var (same, unchanged, _) = await Nowhere.RunAsync("policy", "diff", Template, Template);
        Assert.Equal(ExitCodes.Ok, same);
        Assert.StartsWith("0 of ", unchanged, StringComparison.Ordinal);
        var (code, output, _) = await Nowhere.RunAsync("policy", "diff", Template, other);
        Assert.Equal(ExitCodes.No, code);
        Assert.StartsWith("newly permitted, ", output, StringComparison.Ordinal);
        Assert.Contains("as a requester of state `TCD`, in role `delegate`: tier `delegates-only` for `early-warning`", output, StringComparison.Ordinal);
        Assert.Contains("  earlier: Refused: releases of tier `delegates-only` go to `delegates` only.\n  later: Permitted by rule-1", output, StringComparison.Ordinal);
        Assert.Contains("tier `consortium` lets out no more than it did\n", output, StringComparison.Ordinal);
        Assert.Contains("[audience]\n", output, StringComparison.Ordinal);
        Assert.Contains("records deposited for `public` under the earlier revision, which count from tier `public` on, count from tier `consortium` on until their depositors consent", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WithoutOneState_TellsTwelveOfTwoThousand()
    {
        var log = folder.Write("requests.jsonl", string.Concat(Enumerable.Range(0, 2014).Select(i => Line(i, i % 170 == 3 ? "RWA" : "LUX", permitted: true))));
        var without = folder.Write("without.yaml", Text(Caf).Replace("LUX, RWA,", "LUX,", StringComparison.Ordinal).Replace("      RWA: 2013-01-01/2014-12-31\n", string.Empty, StringComparison.Ordinal));
        var (code, output, _) = await Nowhere.RunAsync("policy", "replay", without, "--requests", log);
        Assert.Equal(ExitCodes.No, code);
        Assert.StartsWith("12 requests as a requester of state `RWA`, in role `delegate`: tier `elected-member` for `council-briefing` on 2014-02-24 (entries 3, 173,", output, StringComparison.Ordinal);
        Assert.Contains(" and others)\n  then: Permitted by rule-1 of revision ", output, StringComparison.Ordinal);
        Assert.EndsWith("\n  now: Refused: releases of tier `elected-member` go to `elected-members` only.\n12 of 2,014 would change\n", output, StringComparison.Ordinal);
        Assert.Equal("0 of 2,014 would change\n", await Nowhere.OkAsync("policy", "replay", Caf, "--requests", log));
        Assert.Equal(ExitCodes.No, (await Nowhere.RunAsync("policy", "replay", without, "--requests", log, "--against", Caf)).Code);
        Assert.Equal(ExitCodes.Ok, (await Nowhere.RunAsync("policy", "replay", without, "--requests", log, "--against", without)).Code);
    }

    [Fact]
    public async Task Replay_OfALogThatCannotBeRead_ReplaysNothing()
    {
        var log = folder.Write("requests.jsonl", Line(1, "LUX", permitted: true) + Line(2, "lux", permitted: true));
        var (code, output, error) = await Nowhere.RunAsync("policy", "replay", Caf, "--requests", log);
        Assert.Equal((ExitCodes.Failure, string.Empty, $"{log}:2: not a logged request (log-state); nothing was replayed\n"), (code, output, error));
    }

    [Fact]
    public async Task Tests_ThatFailOrMiss_AreToldByFileAndLine()
    {
        var file = folder.Write("template.yaml", Text(Template));
        var tests = folder.Write("template.tests.yaml", "sharing-policy-tests: template\ndecisions:\n  - { name: a slip, requester: {}, tier: public, purpose: evaluation, on: 2014-01-01, expect: refuse }\n");
        var (code, output, _) = await Nowhere.RunAsync("policy", "test", file);
        Assert.Equal((ExitCodes.No, $"{tests}:3: a slip: expected refuse, got: Permitted: what tier `public` publishes is for anyone.\n1 of 1 test fails\n"), (code, output));
        var (short_, missing, _) = await Nowhere.RunAsync("policy", "coverage", file);
        Assert.Equal(ExitCodes.No, short_);
        Assert.StartsWith("no test shows a request that rule-1 (line ", missing, StringComparison.Ordinal);
        Assert.Contains("\n0 of ", missing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("coverage")]
    [InlineData("explain", "--tier", "public", "--purpose", "evaluation")]
    [InlineData("prove")]
    [InlineData("replay", "--requests", "none.jsonl")]
    public async Task AFileWithErrors_IsToldAsLintDoes(string tool, params string[] more)
    {
        var bad = folder.Write("bad.yaml", "sharing-policy: x\n");
        var (lint, expected, _) = await Nowhere.RunAsync("policy", "lint", bad);
        var (code, output, _) = await Nowhere.RunAsync(["policy", tool, bad, .. more]);
        Assert.Equal((ExitCodes.No, ExitCodes.No, expected), (lint, code, output));
        Assert.Contains($"{bad}:1:1: a sharing policy lacks the key `country` [missing-key]\n", output, StringComparison.Ordinal);
        Assert.EndsWith($"`{bad}` has 10 errors\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestsWithErrors_AreToldWithTheirPlaces()
    {
        var tests = folder.Write("bad.tests.yaml", "sharing-policy-tests: other\nextra: 1\n");
        foreach (var tool in new[] { "test", "coverage", "prove" })
        {
            var (code, output, _) = await Nowhere.RunAsync("policy", tool, Caf, "--tests", tests);
            Assert.Equal(ExitCodes.No, code);
            Assert.StartsWith($"{tests}:1:23: the tests are of `other` and the policy is `caf-2013` [other-policy]\n{tests}:2:1: unknown key `extra`", output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    [InlineData("diff", "none.yaml")]
    [InlineData("prove", "--format", "xml")]
    [InlineData("explain", "--format", "junit")]
    public async Task AFileThatIsNotThere_OrWrongUsage_IsTwo(string tool, params string[] more) =>
        Assert.Equal(ExitCodes.Failure, (await Nowhere.RunAsync(["policy", tool, folder.At("none.yaml"), .. more])).Code);

    [Fact]
    public async Task APolicyWithoutTests_CanBeProvedAndNotTested()
    {
        var file = folder.Write("alone.yaml", Text(Template));
        Assert.Equal(ExitCodes.Ok, (await Nowhere.RunAsync("policy", "prove", file)).Code);
        var (code, _, error) = await Nowhere.RunAsync("policy", "test", file);
        Assert.Equal((ExitCodes.Failure, $"no file `{folder.At("alone.tests.yaml")}`\n"), (code, error));
    }

    [Fact]
    public async Task Lint_AFileOfTenMegabytes_IsRefusedByItsPlace()
    {
        var file = folder.Write("large.yaml", "a: " + new string('x', 10_000_000));
        var (code, output, _) = await Nowhere.RunAsync("policy", "lint", file);
        Assert.Equal((ExitCodes.No, $"{file}:1:1: the file is larger than 1 MiB [file-too-large]\n`{file}` has 1 error\n"), (code, output));
    }

    [Fact]
    public async Task Lint_ARuleThatDecidesNothing_IsAWarningAndStillGood()
    {
        var file = folder.Write("idle.yaml", Text(Template).Replace("rules:\n", "rules:\n  - forbid: consortium\n    to: { states: [LUX] }\n    because: it was agreed so\n", StringComparison.Ordinal)
            .Replace("- permit: release\n    to: consortium", "- forbid: consortium\n    to: anyone\n    because: it is closed\n  - permit: release\n    to: consortium", StringComparison.Ordinal));
        var output = await Nowhere.OkAsync("policy", "lint", file);
        Assert.Contains("warning: ", output, StringComparison.Ordinal);
        Assert.Contains("[rule-unreachable]", output, StringComparison.Ordinal);
    }

    private static string Line(int entry, string state, bool permitted) =>
        $"{{\"format\":\"request-log/1\",\"entry\":{entry},\"day\":\"2014-02-24\",\"state\":{JsonSerializer.Serialize(state)},\"organisation\":null,\"role\":\"delegate\",\"actors\":[],"
        + $"\"tier\":\"elected-member\",\"purpose\":\"council-briefing\",\"country\":\"CAF\",\"revision\":\"{new string('0', 64)}\",\"permitted\":{(permitted ? "true" : "false")},\"rule\":\"rule-1\"}}\n";

    private static string Text(string file) => File.ReadAllText(file);

    private static int LineOf(string file, string text) => File.ReadLines(file).TakeWhile(line => !line.Contains(text, StringComparison.Ordinal)).Count() + 1;

    private static string RevisionOf(string file) => SharingPolicyReader.Read(File.ReadAllBytes(file), file).Policy!.Revision;

    private sealed class FullDisk : TextWriter
    {
        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => throw new IOException("no space left on the device");
    }
}
