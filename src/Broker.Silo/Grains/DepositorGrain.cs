using System.Globalization;
using System.Security.Cryptography;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Deposits;
using Broker.Silo.Log;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>A depositor's records: takes batches, answers for them, withdraws them.</summary>
[GrainType("depositor")]
internal sealed class DepositorGrain(
    DepositStore deposits, DepositIntake intake, LogEntries entries, VaultService vault, CalendarClock calendar, IGrainFactory grains)
    : Grain, IDepositorGrain
{
    private const int MostTags = 10_000;
    private const int LongestKey = 64;
    private const string Accepted = "accepted";

    private string OwnerText => this.GetPrimaryKeyString().Split('/')[1];

    public async Task<DepositOutcome> Deposit(SignedCall call, string idempotencyKey)
    {
        (Account? depositor, Outcome refusal) = await Authorise(call, "/deposits");
        if (depositor is null)
        {
            return new DepositOutcome(refusal, []);
        }

        if (idempotencyKey.Length is 0 or > LongestKey || !idempotencyKey.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return new DepositOutcome(Answers.Malformed("idempotency key"), []);
        }

        byte[] body = SHA256.HashData(call.Body);
        if (deposits.FindAnswer(depositor.Id, idempotencyKey) is { } earlier)
        {
            return earlier.Body.AsSpan().SequenceEqual(body)
                ? new DepositOutcome(Outcome.Ok, DepositLines.Decode(earlier.Answer))
                : new DepositOutcome(Outcome.Refuse("conflict", "this idempotency key was used for another batch; nothing was changed"), []);
        }

        if (!DepositPackage.TryReadBatch(call.Body, out IReadOnlyList<ReadOnlyMemory<byte>> packages, out DepositRefusal malformed))
        {
            return new DepositOutcome(Outcome.Refuse("malformed", $"the batch is not well-formed: {DepositRefusals.Code(malformed)}"), []);
        }

        return await TakeBatch(depositor, packages, idempotencyKey, body);
    }

    public async Task<WithdrawOutcome> Withdraw(SignedCall call)
    {
        (Account? depositor, Outcome refusal) = await Authorise(call, "/deposits/withdraw");
        if (depositor is null)
        {
            return new WithdrawOutcome(refusal, [], -1);
        }

        if (RequestText.Read(call.Body, "withdraw/1", "record") is not [var text] || !RecordId.TryParse(text, out RecordId record))
        {
            return new WithdrawOutcome(Answers.Malformed("withdrawal"), [], -1);
        }

        byte[] facts = new WithdrawalFacts
        {
            Depositor = AccountName.Parse(depositor.Id.ToString()),
            Record = RecordName.Parse(text),
            Withdrawn = calendar.Today,
        }.Encode(vault.Origin.ToString());

        // First, so that the record's contribution is where the withdrawal deletes it; and what was measured but not yet published (a
        // crash in between) is published, so that the answer lists every release.
        foreach (string country in deposits.Countries())
        {
            await grains.GetGrain<ICountryIntake>($"country/{country}").Pull();
            await grains.GetGrain<ICountryIntake>($"country/{country}").PublishMeasured();
        }

        long? index = await deposits.Withdraw(depositor.Id, record, entries.Commit(LogEntryKind.Withdrawal, $"withdrawal/{text}", facts), entries);
        if (index is null)
        {
            return new WithdrawOutcome(Outcome.Refuse("unknown-record", "this depositor has no such record; nothing was changed"), [], -1);
        }

        return new WithdrawOutcome(Outcome.Ok, Releases(depositor.Id).GetValueOrDefault(text, []), index.Value);
    }

    public async Task<StatusOutcome> Status(SignedCall call)
    {
        (Account? depositor, Outcome refusal) = await Authorise(call, "/deposits/status");
        if (depositor is null)
        {
            return new StatusOutcome(refusal, []);
        }

        Dictionary<string, List<string>> releases = Releases(depositor.Id);
        return new StatusOutcome(Outcome.Ok, [.. deposits.Records(depositor.Id).Select(row => new RecordStatus(
            row.Record.ToString(), row.Withdrawn ? "withdrawn" : "sealed", releases.GetValueOrDefault(row.Record.ToString(), [])))]);
    }

    public async Task<OpeningsOutcome> Openings(SignedCall call)
    {
        (Account? depositor, Outcome refusal) = await Authorise(call, "/ledger/openings");
        if (depositor is null)
        {
            return new OpeningsOutcome(refusal, []);
        }

        string[]? tags = RequestText.ReadList(call.Body, "openings/1", "tag", MostTags);
        if (tags is null || !tags.All(tag => tag.Length == 32 && tag.All(char.IsAsciiHexDigitLower)) || !IsAscending(tags))
        {
            return new OpeningsOutcome(Answers.Malformed("demand for openings"), []);
        }

        return new OpeningsOutcome(Outcome.Ok, [.. tags.Select(tag => new Opening(tag, deposits.Opening(depositor.Id, Convert.FromHexString(tag))))]);
    }

    private async Task<(Account? Depositor, Outcome Refusal)> Authorise(SignedCall call, string path)
    {
        (Account? account, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Depositor, path);
        if (account is not null && !string.Equals(account.Id.ToString(), OwnerText, StringComparison.Ordinal))
        {
            (account, refusal) = (null, Answers.Unauthorised);
        }

        if (account is null)
        {
            // Anyone can name a depositor that does not exist: it must not stay in memory.
            DeactivateOnIdle();
        }

        return (account, refusal);
    }

    private async Task<DepositOutcome> TakeBatch(Account depositor, IReadOnlyList<ReadOnlyMemory<byte>> packages, string key, byte[] body)
    {
        // The day is fixed once a batch. When the calendar roots that day while the batch is checked, the batch is taken again as of
        // the next day: no commitment is ever left out of its day's root.
        while (true)
        {
            DateOnly day = deposits.OpenDay(calendar.Today);
            (List<DepositLine> lines, List<AdmittedRecord> admitted) = Examine(depositor, packages, day);
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

    private (List<DepositLine> Lines, List<AdmittedRecord> Admitted) Examine(Account depositor, IReadOnlyList<ReadOnlyMemory<byte>> packages, DateOnly day)
    {
        var lines = new List<DepositLine>(packages.Count);
        var admitted = new List<AdmittedRecord>(packages.Count);
        var inBatch = new HashSet<RecordId>();
        foreach (ReadOnlyMemory<byte> package in packages)
        {
            (AdmittedRecord? record, string id, string code) = intake.Admit(depositor, package, day);
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
                admitted.Add(record);
                lines.Add(new DepositLine(id, code, record.Receipt));
            }
        }

        return (lines, admitted);
    }

    /// <summary>The same package again is the same deposit, unless it was withdrawn; another package under its id is none.</summary>
    private static DepositLine Again(string id, AdmittedRecord record, (byte[] Package, string Receipt, bool Withdrawn) known) =>
        known.Withdrawn ? new DepositLine(id, "record-withdrawn", "")
        : known.Package.AsSpan().SequenceEqual(record.PackageDigest) ? new DepositLine(id, Accepted, known.Receipt)
        : new DepositLine(id, "record-exists", "");

    private static Outcome NoneAccepted(List<DepositLine> lines) => Outcome.Refuse(
        "packages-refused",
        "no package of the batch was accepted",
        [.. lines.Select((line, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1} {(line.Record.Length == 0 ? "-" : line.Record)} {line.Code}"))]);

    private static bool IsAscending(string[] tags) => !tags.Zip(tags.Skip(1)).Any(pair => string.CompareOrdinal(pair.First, pair.Second) >= 0);

    private Dictionary<string, List<string>> Releases(AccountId depositor)
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (SlotOpening opening in deposits.Openings(depositor))
        {
            string release = $"{opening.Country}/{opening.Period}/final/{opening.Tier}";
            foreach (RecordName record in opening.Records)
            {
                if (!found.TryGetValue(record.ToString(), out List<string>? list))
                {
                    found[record.ToString()] = list = [];
                }

                list.Add(release);
            }
        }

        return found;
    }
}
