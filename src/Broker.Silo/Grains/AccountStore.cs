using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The rows of accounts, and the one that the configuration names.</summary>
internal sealed class AccountStore(IStore store, VaultService vault, LogEntries entries, SiloOptions options, CalendarClock calendar)
{
    private static readonly byte[] StandInTag = new byte[16];
    private static readonly AccountId Other = AccountId.Parse("ffffffffffffffff");

    private readonly Lock gate = new();

    // Guarded by the gate.
    private (EpochId Epoch, byte[] Sealed)? standIn;

    public Account? Find(AccountId id) => FindOrStandIn(id) is { } found && found.Id == id ? found : null;

    /// <summary>The account, or one with another id and a key that nobody has, found with the same work.</summary>
    /// <remarks>
    /// How long a refusal takes must not tell whether the account exists: a row is read, opened and parsed in either case.
    /// </remarks>
    public Account FindOrStandIn(AccountId id)
    {
        byte[] tag = Tag(id);
        byte[] nobody = StandIn();
        (bool Exists, long Depositor, byte[] Sealed) row = store.Read(connection => connection.Rows(
            row => (row.GetInt64(0) == 1, row.GetInt64(1), row.Bytes(2)),
            "SELECT 1, depositor, sealed FROM accounts WHERE account = $1 UNION ALL SELECT 0, 1, $2 LIMIT 1", tag, nobody)[0]);
        Account? configured = Configured(id);
        AccountId found = row.Exists ? id : NobodysId(id);
        string place = SealedColumns.Accounts.Place(row.Exists ? tag : StandInTag, row.Depositor);
        Account? read = Account.TryRead(found, vault.OpenAtRest(place, row.Sealed));
        return (row.Exists ? read : configured ?? read) ?? throw new DamagedStoreException();
    }

    /// <summary>Stores an account and its entry in the log, once; false when there is no slot left for another depositor.</summary>
    public Task<bool> Keep(Account enrolled)
    {
        byte[] text = enrolled.Format();
        byte[] tag = Tag(enrolled.Id);
        CommittedPending entry = entries.Commit(LogEntryKind.Enrolment, $"enrolment/{enrolled.Id}", Facts(enrolled));
        bool isDepositor = string.Equals(enrolled.Role, Account.Depositor, StringComparison.Ordinal);
        return store.WriteAsync(connection =>
        {
            if (connection.Number("SELECT 1 FROM accounts WHERE account = $1", tag) is not null)
            {
                return true;
            }

            if (isDepositor && connection.Number("SELECT count(*) FROM accounts WHERE depositor = 1") >= ReleaseEntry.MostSlots)
            {
                return false;
            }

            int depositor = isDepositor ? 1 : 0;
            connection.Execute(
                "INSERT INTO accounts (account, depositor, sealed) VALUES ($1, $2, $3)",
                tag, depositor, vault.SealAtRest(SealedColumns.Accounts.Place(tag, depositor), text));
            entries.Append(connection, entry);
            return true;
        });
    }

    /// <summary>The operator that the configuration names, who enrols the first members.</summary>
    private Account? Configured(AccountId id) =>
        options.TryOperator(out AccountId account, out byte[] signingKey) && account == id
            ? new Account(id, Account.Operator, "operator", "", "", default, signingKey, [])
            : null;

    private byte[] Facts(Account enrolled) => new EnrolmentFacts
    {
        Account = AccountName.Parse(enrolled.Id.ToString()),
        Role = enrolled.Role,
        KeyDigest = Sha256Digest.Of(enrolled.SigningKey),
        Enrolled = calendar.Today,
    }.Encode(vault.Origin.ToString());

    // Of the size of a stored account, under today's epoch as most are. Its signing key is a fresh one that is thrown away: a point of
    // another kind would be refused before any work is done.
    private byte[] StandIn()
    {
        lock (gate)
        {
            EpochId epoch = vault.CurrentEpoch.Id;
            if (standIn is not { } made || made.Epoch != epoch)
            {
                using Ed25519SigningKey nobodys = Ed25519SigningKey.Generate(vault.Random);
                using X25519PrivateKey unused = X25519PrivateKey.Generate(vault.Random);
                var account = new Account(default, Account.Depositor, "nobody of no name", "", "", default, nobodys.PublicKey, unused.PublicKey);
                standIn = made = (epoch, vault.SealAtRest(SealedColumns.Accounts.Place(StandInTag, 1), account.Format()));
            }

            return made.Sealed;
        }
    }

    // Any id but the one that was asked for.
    private static AccountId NobodysId(AccountId id) => id == default ? Other : default;

    private byte[] Tag(AccountId id) => vault.Tag("account", id.ToString());
}
