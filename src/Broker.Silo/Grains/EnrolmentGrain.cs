using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>Enrols one account.</summary>
/// <remarks>
/// A grain of its own beside <see cref="AccountGrain"/>: it waits for the operator's account, and an account that waited for another
/// one could be made to wait for itself by whoever names two accounts crosswise.
/// </remarks>
[GrainType("enrolment")]
internal sealed class EnrolmentGrain(AccountStore accounts, VaultService vault, IGrainFactory grains) : Grain, IAccountGrain
{
    private const string KeyPrefix = "account/";

    private string IdText => this.GetPrimaryKeyString()[KeyPrefix.Length..];

    public async Task<EnrolOutcome> Enrol(SignedCall call)
    {
        // Anyone can name an account that does not exist: it must not stay in memory.
        DeactivateOnIdle();
        (Account? signer, Outcome refusal) = await new Authoriser(grains, vault).Check(call, Account.Operator, $"/accounts/{IdText}");
        if (signer is null)
        {
            return new EnrolOutcome(refusal, []);
        }

        if (!AccountId.TryParse(IdText, out AccountId id) || Account.TryRead(id, call.Body) is not { } enrolled)
        {
            return new EnrolOutcome(Answers.Malformed("enrolment"), []);
        }

        if (accounts.Find(id) is { } known && !known.Format().AsSpan().SequenceEqual(enrolled.Format()))
        {
            return new EnrolOutcome(Outcome.Refuse("conflict", "this account is enrolled with other keys or another role; nothing was changed"), []);
        }

        if (!await accounts.Keep(enrolled))
        {
            return new EnrolOutcome(Outcome.Refuse("too-many-depositors", "this instance has as many depositors as a release has slots for; nothing was changed"), []);
        }

        byte[] secret = enrolled.SealingKey.Length == 0 ? [] : vault.SealEnrolmentSecret(id, enrolled.SealingKey);
        return new EnrolOutcome(Outcome.Ok, secret);
    }
}
