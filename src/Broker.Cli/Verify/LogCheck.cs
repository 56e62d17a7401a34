using System.Globalization;
using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>What was given to <c>broker verify log</c>.</summary>
internal sealed record LogCheck
{
    internal const string DirectoryOption = "--dir";
    internal const string TrustOption = "--trust";
    internal const string EarlierOption = "--earlier";

    internal string? Directory { get; init; }

    internal string? Trust { get; init; }

    internal string? Earlier { get; init; }

    internal VerifyOutcome Run(VerifyDelegate ed25519)
    {
        if (string.IsNullOrEmpty(Directory) || string.IsNullOrEmpty(Trust))
        {
            return VerifyOutcome.Malformed(
                $"`{(string.IsNullOrEmpty(Directory) ? DirectoryOption : TrustOption)}` is missing");
        }

        try
        {
            return RunCore(Directory, Trust, ed25519);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new VerifyOutcome(false, "nothing was verified: a file can't be read");
        }
    }

    private VerifyOutcome RunCore(string directory, string trustFile, VerifyDelegate ed25519)
    {
        // One byte more than is allowed, so that the parser sees and refuses a file that is too long.
        var trustBytes = LogDirectory.ReadLimited(trustFile, TrustFile.MaxLength + 1);
        if (trustBytes is null || !TrustFile.TryParse(trustBytes, out var trust, out var trustFault))
        {
            return new VerifyOutcome(false, "nothing was verified: the trust file is missing or malformed");
        }

        var log = CheckpointVerifier.Of(trust, ed25519);
        TreeHead? earlier = null;
        if (Earlier is not null)
        {
            var note = LogDirectory.ReadLimited(Earlier, SignedNote.MaxLength);
            if (note is null || !log.TryOpen(note, out var kept, out _))
            {
                return new VerifyOutcome(false, "nothing was verified: the earlier checkpoint is missing or not of this log");
            }

            earlier = kept.Head;
        }

        return Describe(trust, LogVerification.Check(path => LogDirectory.Read(directory, path), log, earlier), earlier);
    }

    private static VerifyOutcome Describe(TrustFile trust, LogReport report, TreeHead? earlier)
    {
        if (report.IsClean && report.Checkpoint is { } checkpoint)
        {
            var prefix = earlier is { } kept
                ? string.Create(CultureInfo.InvariantCulture, $"extends    the earlier checkpoint of {kept.Size} entries\n")
                : "";
            return new VerifyOutcome(true, string.Create(
                CultureInfo.InvariantCulture,
                $"""
                the log holds: every entry, every tile and the root agree with the signed checkpoint
                origin     {checkpoint.Origin}
                entries    {report.Entries}
                root       {checkpoint.Head.Root}
                {prefix}signed by  {trust.Log}
                """));
        }

        var place = report.File is null
            ? string.Create(CultureInfo.InvariantCulture, $"entries 0 to {report.Index - 1}")
            : $"`{report.File}`";
        return new VerifyOutcome(false, string.Create(
            CultureInfo.InvariantCulture,
            $"""
            the log does not hold: {LogFaultWords.Of(report.Fault)}
            where      {place}
            origin     {trust.Log.Name}
            entries    {report.Entries} read before the fault
            """));
    }
}
