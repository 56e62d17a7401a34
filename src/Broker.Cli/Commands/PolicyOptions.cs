using System.CommandLine;
using System.Globalization;
using Broker.Policy;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary>Arguments and options that several commands about policies share, and the files behind them.</summary>
internal static class PolicyOptions
{
    private const string DayForm = "yyyy-MM-dd";

    public static Argument<string> File(string name = "file", string description = "Sharing policy, YAML") => new(name) { Description = description };

    public static Option<string> Tests() => CommonOptions.Text("--tests", "Tests of the policy, YAML; default FILE.tests.yaml beside FILE.yaml", required: false);

    public static Option<string> Against(string description) => CommonOptions.Text("--against", description, required: false);

    public static DateOnly? Day(string? text) => text is null ? null
        : DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw new CommandFailure("--on is a day as 2014-02-24");

    /// <summary>Reads a policy and goes on with it; a file with errors is told as lint does.</summary>
    public static PolicyReport With(string file, Func<SharingPolicy, PolicyReport> report)
    {
        var reading = PolicyInput.Policy(file);
        return reading.Policy is SharingPolicy policy ? report(policy) : LintReport.Of(file, reading);
    }

    /// <summary>The same with a second file that may be left out.</summary>
    public static PolicyReport With(string file, string? other, Func<SharingPolicy, SharingPolicy?, PolicyReport> report) =>
        With(file, policy => other is null ? report(policy, null) : With(other, second => report(policy, second)));

    /// <summary>Reads a policy and its tests, which must be there.</summary>
    public static PolicyReport WithTests(string file, string? given, Func<SharingPolicy, PolicyTests, string, PolicyReport> report) => With(file, policy =>
    {
        var path = given ?? PolicyInput.TestsBeside(file);
        var reading = PolicyInput.Tests(path, file, policy)!;
        return reading.Tests is { } tests ? report(policy, tests, path) : LintReport.Of(path, null, reading.Diagnostics);
    });
}
