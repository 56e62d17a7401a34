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

    private string OwnerText => this.GetPrimaryKeyString().Split('/')[1];

    public async Task<DepositOutcome> Deposit(SignedCall call, string idempotencyKey)
    {
        (Account? depositor, Outcome refusal) = await Authorise(call);
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
        (Account? depositor, Outcome refusal) = await Authorise(call);
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
        long? index = await deposits.Withdraw(depositor.Id, record, entries.Commit(LogEntryKind.Withdrawal, $"withdrawal/{text}", facts), entries);
        if (index is null)
        {
            return new WithdrawOutcome(Outcome.Refuse("unknown-record", "this depositor has no such record; nothing was changed"), [], -1);
        }

        await PullAll();
        return new WithdrawOutcome(Outcome.Ok, Releases(depositor.Id).GetValueOrDefault(text, []), index.Value);
    }

    public async Task<StatusOutcome> Status(SignedCall call)
    {
        (Account? depositor, Outcome refusal) = await Authorise(call);
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
        (Account? depositor, Outcome refusal) = await Authorise(call);
        if (depositor is null)
        {
            return new OpeningsOutcome(refusal, []);
        }

        string[]? tags = RequestText.ReadList(call.Body, "openings/1", "tag", MostTags);
        if (tags is null || !tags.All(tag => tag.Length == 32 && tag.All(char.IsAsciiHexDigitLower)))
        {
            return new OpeningsOutcome(Answers.Malformed("demand for openings"), []);
        }

        return new OpeningsOutcome(Outcome.Ok, [.. tags.Select(tag => new Opening(tag, deposits.Opening(depositor.Id, Convert.FromHexString(tag))))]);
    }

    private async Task<(Account? Depositor, Outcome Refusal)> Authorise(SignedCall call)
    {
        (Account? account, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Depositor);
        return account is not null && !string.Equals(account.Id.ToString(), OwnerText, StringComparison.Ordinal)
            ? (null, Answers.Unauthorised)
            : (account, refusal);
    }

    private async Task<DepositOutcome> TakeBatch(Account depositor, IReadOnlyList<ReadOnlyMemory<byte>> packages, string key, byte[] body)
    {
        var lines = new List<DepositLine>(packages.Count);
        var admitted = new List<AdmittedRecord>(packages.Count);
        var inBatch = new HashSet<RecordId>();
        foreach (ReadOnlyMemory<byte> package in packages)
        {
            (AdmittedRecord? record, string id, string code) = intake.Admit(depositor, package);
            if (record is null)
            {
                lines.Add(new DepositLine(id, code, ""));
            }
            else if (deposits.FindRecord(record.Record) is { } known)
            {
                bool same = known.Package.AsSpan().SequenceEqual(record.PackageDigest);
                lines.Add(same ? new DepositLine(id, "accepted", known.Receipt) : new DepositLine(id, "record-exists", ""));
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

        await deposits.Write(depositor.Id, calendar.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), admitted, key, body, DepositLines.Encode(lines));
        foreach (string country in admitted.Select(record => record.Country).Distinct(StringComparer.Ordinal))
        {
            await grains.GetGrain<ICountryIntake>($"country/{country}").Pull();
        }

        return new DepositOutcome(Outcome.Ok, lines);
    }

    private async Task PullAll()
    {
        foreach (string country in deposits.Countries())
        {
            await grains.GetGrain<ICountryIntake>($"country/{country}").Pull();
        }
    }

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
