using System.CommandLine;
using Broker.Policy;
using Broker.Policy.Proof;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary><c>broker policy prove</c>.</summary>
internal static class PolicyProveCommand
{
    public static Command Create(CommandContext context)
    {
        var (file, tests, format) = (PolicyOptions.File(), PolicyOptions.Tests(), PolicyReport.FormatOption(hasCases: true));
        var against = PolicyOptions.Against("Prove too that nothing is permitted that this earlier policy refuses; YAML");
        Command command = new("prove", "Prove what the policy promises over every request that there can be, or show one that breaks it") { file, tests, against, format };
        command.SetAction(result =>
            Prove(result.Of(file), result.GetValue(tests), result.GetValue(against)).Tell(context, result.Of(format), result.InvocationConfiguration.Output));
        return command;
    }

    private static PolicyReport Prove(string file, string? tests, string? against) =>
        against is null ? Prove(file, tests, null, null) : PolicyOptions.With(against, earlier => Prove(file, tests, against, earlier));

    // A policy that leaves a conflict open is refused; whom that lets in is shown all the same.
    private static PolicyReport Prove(string file, string? tests, string? against, SharingPolicy? earlier)
    {
        var reading = PolicyInput.Policy(file);
        return reading switch
        {
            { Policy: { } policy } => Closed(policy, PolicyInput.Tests(tests, file, policy)),
            { Faulty: { } faulty } => Open(faulty, PolicyInput.Tests(tests, file, faulty)),
            _ => LintReport.Of(file, reading),
        };

        // Its tests may name the very rule that is gone: their errors are told beside the policy's own and hide nothing.
        PolicyReport Open(FaultyPolicy faulty, PolicyTestsReading? read) =>
            ProveReport.Of(file, PathOf(read), null, [.. reading.Diagnostics, .. read?.Diagnostics ?? []], PolicyProver.Prove(faulty, read?.Tests?.Bounds ?? [], earlier), against);

        PolicyReport Closed(SharingPolicy policy, PolicyTestsReading? read) => read is { Tests: null }
            ? LintReport.Of(PathOf(read)!, null, read.Diagnostics)
            : ProveReport.Of(file, PathOf(read), policy, [], PolicyProver.Prove(policy, read?.Tests?.Bounds ?? [], earlier), against);

        string? PathOf(PolicyTestsReading? read) => read is null ? null : tests ?? PolicyInput.TestsBeside(file);
    }
}
