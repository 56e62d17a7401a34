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
    DepositStore deposits, OpeningStore openings, DepositProofs proofs, BatchIntake batches, Inbox inbox, LogEntries entries, VaultService vault, CalendarClock calendar, IGrainFactory grains)
    : Grain, IDepositorGrain, IKeptDeposits
{
    private const int MostTags = 10_000;
    private const int MostProofs = 1_000;
    private const string Path = "/deposits";

    private static Outcome UnknownRecord { get; } = Outcome.Refuse("unknown-record", "this depositor has no such record; nothing was changed");

    // Told that there is none, its depositor would take it for gone, and it would be taken a moment later.
    private static Outcome StillInInbox { get; } =
        Outcome.Refuse("busy", "this depositor has no such record yet, but deposits that arrived while the vault was sealed are still being taken; nothing was changed: ask again");

    private string OwnerText => this.GetPrimaryKeyString().Split('/')[1];

    public async Task<DepositOutcome> Deposit(SignedCall call, string idempotencyKey)
    {
        if (!vault.IsUnsealed)
        {
            // Anyone can name a depositor, and nobody can be told apart now: it must not stay in memory.
            DeactivateOnIdle();
            Outcome kept = await inbox.Keep(call, OwnerText, idempotencyKey);
            return new DepositOutcome(kept, [], Kept: kept.IsOk);
        }

        (Account? depositor, Outcome refusal) = await Authorise(call, Path);
        return depositor is null ? new DepositOutcome(refusal, []) : await batches.Take(depositor, call.Body, idempotencyKey);
    }

    public async Task<DepositOutcome> TakeKept(SignedCall call, string idempotencyKey, DateTimeOffset arrived, DateOnly day, long logSize)
    {
        (Account? account, Outcome refusal) = await new Authoriser(grains, vault).CheckAsOf(call, Account.Depositor, Path, arrived);
        (Account? depositor, refusal) = OnlyOwner(account, refusal);
        return depositor is null ? new DepositOutcome(refusal, []) : await batches.Take(depositor, call.Body, idempotencyKey, new KeptArrival(day, logSize));
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

        Withdrawal? done = await deposits.Withdraw(depositor.Id, record, entries.Commit(LogEntryKind.Withdrawal, $"withdrawal/{text}", facts), entries);
        return done is null
            ? new WithdrawOutcome(inbox.IsEmpty ? UnknownRecord : StillInInbox, [], -1)
            : new WithdrawOutcome(Outcome.Ok, done.Releases, done.Entry, done.Before);
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
            row.Record.ToString(), StateWord(row.State), releases.GetValueOrDefault(row.Record.ToString(), [])))]);
    }

    public async Task<DepositProofsOutcome> Proofs(SignedCall call)
    {
        (Account? depositor, Outcome refusal) = await Authorise(call, "/deposits/proofs");
        if (depositor is null)
        {
            return new DepositProofsOutcome(refusal, []);
        }

        var records = new List<RecordId>();
        foreach (string text in RequestText.ReadList(call.Body, "deposit-proofs/1", "record", MostProofs) ?? [])
        {
            if (!RecordId.TryParse(text, out RecordId record))
            {
                return new DepositProofsOutcome(Answers.Malformed("demand for deposit proofs"), []);
            }

            records.Add(record);
        }

        return records.Count == 0 || records.Distinct().Count() != records.Count
            ? new DepositProofsOutcome(Answers.Malformed("demand for deposit proofs"), [])
            : new DepositProofsOutcome(Outcome.Ok, proofs.Of(depositor.Id, records));
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

        IReadOnlyList<byte[]> found = openings.Find(depositor.Id, [.. tags.Select(tag => Tag16.FromBytes(Convert.FromHexString(tag)))]);
        return new OpeningsOutcome(Outcome.Ok, [.. tags.Zip(found, (tag, opening) => new Opening(tag, opening))]);
    }

    private async Task<(Account? Depositor, Outcome Refusal)> Authorise(SignedCall call, string path)
    {
        (Account? account, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Depositor, path);
        return OnlyOwner(account, refusal);
    }

    private (Account? Depositor, Outcome Refusal) OnlyOwner(Account? account, Outcome refusal)
    {
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

    private static string StateWord(RecordState state) => state switch
    {
        RecordState.Sealed => "sealed",
        RecordState.Withdrawn => "withdrawn",
        RecordState.Expired => "expired",
        _ => throw new DamagedStoreException("a record has a state that this version does not know"),
    };

    private static bool IsAscending(string[] tags) => !tags.Zip(tags.Skip(1)).Any(pair => string.CompareOrdinal(pair.First, pair.Second) >= 0);

    private Dictionary<string, List<string>> Releases(AccountId depositor)
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (SlotOpening opening in openings.All(depositor))
        {
            string release = OpeningStore.Release(opening);
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
