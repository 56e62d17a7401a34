using System.Globalization;
using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Grains;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>Takes a depositor's batch: once for each idempotency key, package by package, in one durable write.</summary>
internal sealed class BatchIntake(DepositStore deposits, DepositIntake intake, CalendarClock calendar, CountryDrains drains, VaultService vault)
{
    private const int LongestKey = 64;
    private const string Accepted = "accepted";

    private static readonly IReadOnlyDictionary<RecordId, KnownRecord> NoneKnown = new Dictionary<RecordId, KnownRecord>();

    /// <summary>Whether a text has the form of an idempotency key.</summary>
    public static bool IsKey(string idempotencyKey) =>
        idempotencyKey.Length is > 0 and <= LongestKey && idempotencyKey.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>The answer to the batch. The depositor was authenticated; other batches of its may be taken at the same time.</summary>
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
        if (Earlier(depositor, idempotencyKey, body) is { } earlier)
        {
            return earlier;
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
        DateOnly day = deposits.OpenDay(calendar.Today);
        IReadOnlyList<Examined> examined = Examine(depositor, packages, day, kept);

        // That a record is new is found out by the write, which is the only one to know: batches of one depositor come through many grains at once.
        IReadOnlyDictionary<RecordId, KnownRecord> known = NoneKnown;
        while (true)
        {
            (List<DepositLine> lines, List<AdmittedRecord> admitted) = Sort(examined, known);
            if (admitted.Count == 0)
            {
                // Nothing is kept of it: the same batch gets the same answer again.
                return new DepositOutcome(lines.Exists(line => line.Code == Accepted) ? Outcome.Ok : NoneAccepted(lines), lines);
            }

            switch (await deposits.Write(depositor.Id, day, admitted, key, body, DepositLines.Encode(lines)))
            {
                case BatchWrite.DayRooted:
                    day = deposits.OpenDay(calendar.Today);
                    examined = Examine(depositor, packages, day, kept);
                    break;
                case BatchWrite.RecordsKnown:
                    known = deposits.FindRecords(admitted.Select(record => record.Record).Concat(known.Keys));
                    break;
                case BatchWrite.KeyAnswered:
                    return Earlier(depositor, key, body) ?? throw new DamagedStoreException();
                default:
                    admitted.ForEach(record => drains.Ask(record.Country));
                    return new DepositOutcome(Outcome.Ok, lines);
            }
        }
    }

    /// <summary>The answer that the key was given; null when it was given none. Another batch under it is refused.</summary>
    private DepositOutcome? Earlier(Account depositor, string key, byte[] body) => deposits.FindAnswer(depositor.Id, key) is not { } earlier ? null
        : earlier.Body.AsSpan().SequenceEqual(body) ? new DepositOutcome(Outcome.Ok, DepositLines.Decode(earlier.Answer))
        : new DepositOutcome(Outcome.Refuse("conflict", "this idempotency key was used for another batch; nothing was changed"), []);

    private List<Examined> Examine(Account depositor, IReadOnlyList<ReadOnlyMemory<byte>> packages, DateOnly day, KeptArrival? kept)
    {
        DateOnly arrived = kept?.Day < day ? kept.Day : day;
        var examined = new List<Examined>(packages.Count);
        foreach (ReadOnlyMemory<byte> package in packages)
        {
            Examined one = vault.OpenMany(() => intake.Admit(depositor, package, day, kept?.LogSize));
            examined.Add(one.Admitted is { } record ? one with { Admitted = record with { Contribution = record.Contribution with { Arrived = arrived } } } : one);
        }

        return examined;
    }

    /// <summary>The line of each package, and the records to store: all that were admitted and are not known.</summary>
    private static (List<DepositLine> Lines, List<AdmittedRecord> Admitted) Sort(IReadOnlyList<Examined> examined, IReadOnlyDictionary<RecordId, KnownRecord> known)
    {
        var lines = new List<DepositLine>(examined.Count);
        var admitted = new List<AdmittedRecord>(examined.Count);
        var inBatch = new HashSet<RecordId>();
        foreach ((AdmittedRecord? record, string id, string code) in examined)
        {
            if (record is null)
            {
                lines.Add(new DepositLine(id, code, ""));
            }
            else if (known.TryGetValue(record.Record, out KnownRecord? stored))
            {
                lines.Add(Again(id, record, stored));
            }
            else if (!inBatch.Add(record.Record))
            {
                lines.Add(new DepositLine(id, "record-exists", ""));
            }
            else
            {
                admitted.Add(record);
                lines.Add(new DepositLine(id, code, record.Receipt));
            }
        }

        return (lines, admitted);
    }

    /// <summary>The same package again is the same deposit, unless it is gone; another package under its id is none.</summary>
    private static DepositLine Again(string id, AdmittedRecord record, KnownRecord known) =>
        known.State == RecordState.Withdrawn ? new DepositLine(id, "record-withdrawn", "")
        : known.State == RecordState.Expired ? new DepositLine(id, "record-expired", "")
        : known.Package.AsSpan().SequenceEqual(record.PackageDigest) ? new DepositLine(id, Accepted, known.Receipt)
        : new DepositLine(id, "record-exists", "");

    private static Outcome NoneAccepted(List<DepositLine> lines) => Outcome.Refuse(
        "packages-refused",
        "no package of the batch was accepted",
        [.. lines.Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1} {(line.Record.Length == 0 ? "-" : line.Record)} {line.Code}"))]);
}
