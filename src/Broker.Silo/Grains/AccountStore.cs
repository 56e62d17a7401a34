using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The rows of accounts, and the one that the configuration names.</summary>
internal sealed class AccountStore(SqliteStore store, VaultService vault, LogEntries entries, SiloOptions options, CalendarClock calendar)
{
    public Account? Find(AccountId id)
    {
        byte[] tag = Tag(id);
        List<(long Depositor, byte[] Sealed)> found = store.Read(connection => connection.Rows(
            row => (row.GetInt64(0), row.Bytes(1)), "SELECT depositor, sealed FROM accounts WHERE account = $1", tag));
        return found.Count == 0
            ? Configured(id)
            : Account.TryRead(id, vault.OpenAtRest(SealedColumns.Accounts.Place(tag, found[0].Depositor), found[0].Sealed));
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
            ? new Account(id, Account.Operator, "operator", "", "", signingKey, [])
            : null;

    private byte[] Facts(Account enrolled) => new EnrolmentFacts
    {
        Account = AccountName.Parse(enrolled.Id.ToString()),
        Role = enrolled.Role,
        KeyDigest = Sha256Digest.Of(enrolled.SigningKey),
        Enrolled = calendar.Today,
    }.Encode(vault.Origin.ToString());

    private byte[] Tag(AccountId id) => vault.Tag("account", id.ToString());
}
