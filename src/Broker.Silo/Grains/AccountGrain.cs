using System.Security.Cryptography;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Calendar;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>An account: enrols it, and checks the signatures of its requests.</summary>
[GrainType("account")]
internal sealed class AccountGrain(SqliteStore store, VaultService vault, LogEntries entries, SiloOptions options, WallClock wall, CalendarClock calendar, IGrainFactory grains)
    : Grain, IAccountGrain, IAccountAuthority
{
    private const string KeyPrefix = "account/";

    private readonly NonceCache nonces = new(wall, store);
    private Account? account;

    private string EnrolPath => $"/accounts/{IdText}";

    private string IdText => this.GetPrimaryKeyString()[KeyPrefix.Length..];

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (vault.IsUnsealed)
        {
            account = Load();
        }

        return Task.CompletedTask;
    }

    public async Task<Authorisation> Authorise(SignedCall call)
    {
        account ??= Load();
        if (account is null)
        {
            // Anyone can name an account that does not exist: it must not stay in memory.
            DeactivateOnIdle();
            return Authorisation.Refused;
        }

        if (RequestSignature.Check(
                Authoriser.Headers(call), SHA256.HashData(call.Body), account.SigningKey, wall.Now, out AccountId keyId, out string nonce) is not null
            || keyId != account.Id
            || !await nonces.TryUse(nonce, call.SignatureInput))
        {
            return Authorisation.Refused;
        }

        return new Authorisation(true, account.Format());
    }

    public async Task<EnrolOutcome> Enrol(SignedCall call)
    {
        (Account? signer, Outcome refusal) = await Signer(call);
        if (signer is null)
        {
            return new EnrolOutcome(refusal, []);
        }

        if (!AccountId.TryParse(IdText, out AccountId id) || Account.TryRead(id, call.Body) is not { } enrolled)
        {
            return new EnrolOutcome(Answers.Malformed("enrolment"), []);
        }

        account ??= Load();
        if (account is not null && !account.Format().AsSpan().SequenceEqual(enrolled.Format()))
        {
            return new EnrolOutcome(Outcome.Refuse("conflict", "this account is enrolled with other keys or another role; nothing was changed"), []);
        }

        if (!await Keep(enrolled))
        {
            return new EnrolOutcome(Outcome.Refuse("too-many-depositors", "this instance has as many depositors as a release has slots for; nothing was changed"), []);
        }

        account = enrolled;
        byte[] secret = enrolled.SealingKey.Length == 0 ? [] : vault.SealEnrolmentSecret(id, enrolled.SealingKey);
        return new EnrolOutcome(Outcome.Ok, secret);
    }

    /// <summary>The operator who signed. An account that signs for itself is checked here: a grain can't call itself.</summary>
    private async Task<(Account? Signer, Outcome Refusal)> Signer(SignedCall call)
    {
        if (!vault.IsUnsealed || !RequestSignature.TryReadKeyId(Authoriser.Headers(call), out AccountId id)
            || !string.Equals(id.ToString(), IdText, StringComparison.Ordinal))
        {
            return await new Authoriser(grains, vault).Check(call, Account.Operator, EnrolPath);
        }

        if (!Authoriser.IsFor(call, EnrolPath) || !(await Authorise(call)).Accepted || account is not { } self)
        {
            return (null, Answers.Unauthorised);
        }

        return string.Equals(self.Role, Account.Operator, StringComparison.Ordinal) ? (self, Outcome.Ok) : (null, Answers.ForbiddenRole);
    }

    /// <summary>Stores the account and its entry; false when there is no slot left for another depositor.</summary>
    private Task<bool> Keep(Account enrolled)
    {
        byte[] text = enrolled.Format();
        string place = Place(enrolled.Id);
        CommittedPending entry = entries.Commit(LogEntryKind.Enrolment, $"enrolment/{enrolled.Id}", Facts(enrolled));
        bool isDepositor = string.Equals(enrolled.Role, Account.Depositor, StringComparison.Ordinal);
        return store.WriteAsync(connection =>
        {
            if (isDepositor && connection.Number("SELECT count(*) FROM accounts WHERE depositor = 1") >= ReleaseEntry.MostSlots)
            {
                return false;
            }

            int added = connection.Execute(
                "INSERT INTO accounts (account, depositor, sealed) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                Tag(enrolled.Id), isDepositor ? 1 : 0, vault.SealAtRest(place, text));
            if (added == 1)
            {
                entries.Append(connection, entry);
            }

            return true;
        });
    }

    private Account? Load()
    {
        if (!AccountId.TryParse(IdText, out AccountId id))
        {
            return null;
        }

        byte[]? stored = store.Read(connection => connection.Blob("SELECT sealed FROM accounts WHERE account = $1", Tag(id)));
        return stored is null ? Configured(id) : Account.TryRead(id, vault.OpenAtRest(Place(id), stored));
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

    private static string Place(AccountId id) => $"account/{id}";
}
