using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>Where an operator enrols members: by their public cards, never by their keys.</summary>
internal sealed class EnrolmentDesk(GatewayClient gateway, Member @operator)
{
    public const string Depositor = "depositor";

    private const string None = "-";

    public static IReadOnlyList<string> Roles { get; } = [Depositor, "requester", "auditor", "policy-officer", "operator"];

    private TrustFile? trust;

    /// <summary>Enrols a member and returns what to hand to it.</summary>
    /// <param name="card">The member's card.</param>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="state">ISO 3166-1 alpha-3 code of the state that it acts for, or null.</param>
    /// <param name="affiliation">A role word of sharing policies, as <c>delegate</c>, or null.</param>
    /// <param name="actors">Armed actors that a requester is affiliated with, by their names in sharing policies, in any order.</param>
    public async Task<Enrolment> EnrolAsync(MemberCard card, string role, string? state, string? affiliation, IReadOnlyList<string> actors, CancellationToken cancellation)
    {
        var pinned = trust ??= await FetchTrustAsync(cancellation);
        // Only depositors share a secret with the vault.
        var sealingKey = role == Depositor ? card.SealingKey : None;
        var sorted = actors.Count == 0 ? None : string.Join(' ', actors.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        var text = $"enrol/1\nrole {role}\nname {card.Name}\nstate {state ?? None}\naffiliation {affiliation ?? None}\nactors {sorted}\n"
            + $"signing-key {card.SigningKey}\nsealing-key {sealingKey}\n";
        var answer = (await gateway.PostTextAsync(@operator, $"/accounts/{card.Account}", text, cancellation)).Read<EnrolAnswer>();
        if (answer.Account != card.Account.ToString() || (answer.SealedSecret.Length > 0) != (role == Depositor))
        {
            throw new CommandFailure("the gateway answered for another enrolment");
        }

        return new Enrolment(Origin.Parse(pinned.Log.Name), card.Account, role, pinned, answer.SealedSecret);
    }

    private async Task<TrustFile> FetchTrustAsync(CancellationToken cancellation)
    {
        var file = @operator.Enrolment?.Trust.Format() ?? await gateway.GetBytesAsync("/keys/trust", cancellation);
        return TrustFile.TryParse(file, out var read, out _) && Origin.TryParse(read.Log.Name, out _)
            ? read
            : throw new CommandFailure("the gateway's trust file is malformed");
    }
}
