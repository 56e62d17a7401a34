using System.Globalization;
using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Grains;

namespace Broker.Silo.Deposits;

/// <summary>Takes a depositor's batch: once for each idempotency key, package by package, in one durable write.</summary>
internal sealed class BatchIntake(DepositStore deposits, DepositIntake intake, CalendarClock calendar, IGrainFactory grains)
{
    private const int LongestKey = 64;
    private const string Accepted = "accepted";

    /// <summary>Whether a text has the form of an idempotency key.</summary>
    public static bool IsKey(string idempotencyKey) =>
        idempotencyKey.Length is > 0 and <= LongestKey && idempotencyKey.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>The answer to the batch. The depositor was authenticated; its batches come one after another.</summary>
    /// <param name="depositor">The depositor.</param>
    /// <param name="batch">The packages, framed.</param>
    /// <param name="idempotencyKey">The key that this batch is known by.</param>
    /// <param name="kept">When it arrived, of a batch that the sealed vault's inbox kept; null when it arrives now.</param>
    public async Task<DepositOutcome> Take(Account depositor, byte[] batch, string idempotencyKey, KeptArrival? kept = null)
    {
        if (!IsKey(idempotencyKey))
        {
            return new DepositOutcome(Answers.Malformed("idempotency key"), []);
        }

        byte[] body = SHA256.HashData(batch);
        if (deposits.FindAnswer(depositor.Id, idempotencyKey) is { } earlier)
        {
            return earlier.Body.AsSpan().SequenceEqual(body)
                ? new DepositOutcome(Outcome.Ok, DepositLines.Decode(earlier.Answer))
                : new DepositOutcome(Outcome.Refuse("conflict", "this idempotency key was used for another batch; nothing was changed"), []);
        }

        return DepositPackage.TryReadBatch(batch, out IReadOnlyList<ReadOnlyMemory<byte>> packages, out DepositRefusal malformed)
            ? await TakeBatch(depositor, packages, idempotencyKey, body, kept)
            : new DepositOutcome(MalformedBatch(malformed), []);
    }

    /// <summary>The refusal of a batch that can't be cut into packages.</summary>
    public static Outcome MalformedBatch(DepositRefusal refusal) =>
        Outcome.Refuse("malformed", $"the batch is not well-formed: {DepositRefusals.Code(refusal)}");

    private async Task<DepositOutcome> TakeBatch(Account depositor, IReadOnlyList<ReadOnlyMemory<byte>> packages, string key, byte[] body, KeptArrival? kept)
    {
        // The day is fixed once a batch. When the calendar roots that day while the batch is checked, the batch is taken again as of
        // the next day: no commitment is ever left out of its day's root.
        while (true)
        {
            DateOnly day = deposits.OpenDay(calendar.Today);
            (List<DepositLine> lines, List<AdmittedRecord> admitted) = Examine(depositor, packages, day, kept);
            if (admitted.Count == 0)
            {
                // Nothing is kept of it: the same batch gets the same answer again.
                return new DepositOutcome(lines.Exists(line => line.Code == Accepted) ? Outcome.Ok : NoneAccepted(lines), lines);
            }

            if (!await deposits.Write(depositor.Id, day, admitted, key, body, DepositLines.Encode(lines)))
            {
                continue;
            }

            foreach (string country in admitted.Select(record => record.Country).Distinct(StringComparer.Ordinal))
            {
                await grains.GetGrain<ICountryIntake>($"country/{country}").Pull();
            }

            return new DepositOutcome(Outcome.Ok, lines);
        }
    }

    private (List<DepositLine> Lines, List<AdmittedRecord> Admitted) Examine(Account depositor, IReadOnlyList<ReadOnlyMemory<byte>> packages, DateOnly day, KeptArrival? kept)
    {
        DateOnly arrived = kept?.Day < day ? kept.Day : day;
        var lines = new List<DepositLine>(packages.Count);
        var admitted = new List<AdmittedRecord>(packages.Count);
        var inBatch = new HashSet<RecordId>();
        foreach (ReadOnlyMemory<byte> package in packages)
        {
            (AdmittedRecord? record, string id, string code) = intake.Admit(depositor, package, day, kept?.LogSize);
            if (record is null)
            {
                lines.Add(new DepositLine(id, code, ""));
            }
            else if (deposits.FindRecord(record.Record) is { } known)
            {
                lines.Add(Again(id, record, known));
            }
            else if (!inBatch.Add(record.Record))
            {
                lines.Add(new DepositLine(id, "record-exists", ""));
            }
            else
            {
                admitted.Add(record with { Contribution = record.Contribution with { Arrived = arrived } });
                lines.Add(new DepositLine(id, code, record.Receipt));
            }
        }

        return (lines, admitted);
    }

    /// <summary>The same package again is the same deposit, unless it is gone; another package under its id is none.</summary>
    private static DepositLine Again(string id, AdmittedRecord record, (byte[] Package, RecordState State, string Receipt) known) =>
        known.State == RecordState.Withdrawn ? new DepositLine(id, "record-withdrawn", "")
        : known.State == RecordState.Expired ? new DepositLine(id, "record-expired", "")
        : known.Package.AsSpan().SequenceEqual(record.PackageDigest) ? new DepositLine(id, Accepted, known.Receipt)
        : new DepositLine(id, "record-exists", "");

    private static Outcome NoneAccepted(List<DepositLine> lines) => Outcome.Refuse(
        "packages-refused",
        "no package of the batch was accepted",
        [.. lines.Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1} {(line.Record.Length == 0 ? "-" : line.Record)} {line.Code}"))]);
}
