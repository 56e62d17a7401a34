using System.Globalization;
using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>How far the disclosure log is published, in a sentence: what has not been cosigned by enough witnesses leaves nobody's hands.</summary>
internal static class PublicationParts
{
    private const string None = "none";
    private const string Current = "current";
    private const string Ahead = "ahead";
    private const string Silent = "silent";
    private const string Refuses = "refuses";

    /// <summary>A line of a list of facts.</summary>
    public static Html Fact(PublicationState log) => Parts.Fact("Disclosure log", Html.Of(
        $"""<span class="state {(IsStopped(log) ? "shut" : "open")}">{(log.WaitingSince is null && !IsAhead(log) ? "published" : "waits")}</span> {Sentence(log)}"""));

    /// <summary>A warning when a witness stands in the way; nothing while all answer.</summary>
    public static Html Warning(PublicationState log) => IsStopped(log) ? Parts.Warnings([Sentence(log)]) : Html.Empty;

    /// <summary>The witnesses, one line of a list each; nothing when there are none.</summary>
    public static Html Witnesses(PublicationState log) => log.Witnesses.Count == 0 ? Html.Empty : Html.Of($"""
        <dl class="facts">
        {Parts.Fact("Needed to publish", Html.Of($"<code>{log.Quorum}</code>"))}
        {Html.Each(log.Witnesses, witness => Parts.Fact(witness.Name, Html.Of($"{Words(witness)}; cosigned {witness.CosignedSize} of {log.SignedSize} entries{Last(witness)}")))}
        </dl>
        """);

    /// <summary>One sentence or two, the same on every page.</summary>
    public static string Sentence(PublicationState log) => log switch
    {
        _ when IsAhead(log) => $"A log that this one does not extend was seen by {Names(log.Witnesses.Where(witness => witness.State == Ahead))}: an older database was put back. Nothing is published and nothing leaves until the newer one is restored.",
        { WaitingSince: { } since } => $"Publication waits since {Time(since)} for {Names(log.Witnesses.Where(witness => witness.State != Current))}: nothing leaves until enough of them cosign. {Number(log.PublishedSize)} of {Number(log.SignedSize)} entries are published.",
        { Quorum: None } => $"All {Number(log.PublishedSize)} entries are published. No witness has to cosign this log, so its readers must compare checkpoints among themselves.",
        _ => $"All {Number(log.PublishedSize)} entries are published, cosigned by {Names(log.Witnesses.Where(witness => witness.State == Current))}.",
    };

    private static bool IsAhead(PublicationState log) => log.Witnesses.Any(witness => witness.State == Ahead);

    // The moment between signing and cosigning is no alarm: it comes with every entry.
    private static bool IsStopped(PublicationState log) =>
        IsAhead(log) || (log.WaitingSince is not null && log.Witnesses.Any(witness => witness.State is Silent or Refuses));

    private static string Names(IEnumerable<WitnessState> witnesses)
    {
        var names = witnesses.Select(witness => witness.State is Silent or Refuses ? $"{witness.Name} ({witness.State})" : witness.Name).ToList();
        return names.Count switch
        {
            0 => "the witnesses",
            1 => names[0],
            _ => $"{string.Join(", ", names[..^1])} and {names[^1]}",
        };
    }

    private static string Words(WitnessState witness) => witness.State switch
    {
        Current => "has cosigned all that is signed",
        "waiting" => "is being asked",
        Silent => "does not answer",
        Refuses => "refuses, or its answer does not verify",
        Ahead => "saw a log that this one does not extend",
        _ => "is in a state that this gateway does not know",
    };

    private static string Last(WitnessState witness) => witness.LastAnswer is { } at ? $", answered last at {Time(at)}" : "";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
