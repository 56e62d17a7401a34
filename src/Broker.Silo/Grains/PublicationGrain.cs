using Broker.Contracts;
using Broker.Silo.Log;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>Publication as the gateway carries it: errands out, replies back.</summary>
[GrainType("publication")]
internal sealed class PublicationGrain(Publication publication, VaultService vault) : Grain, IPublicationGrain
{
    private const string KeyPrefix = "publication/";

    private static PublicationState Nothing { get; } = new(0, 0, "none", null, []);

    private bool IsThisLog => string.Equals(this.GetPrimaryKeyString(), KeyPrefix + vault.Origin, StringComparison.Ordinal);

    public Task<IReadOnlyList<WitnessErrand>> Errands() => Task.FromResult(IsThisLog ? publication.Errands() : []);

    public Task Answer(WitnessReply reply) => IsThisLog ? publication.Answer(reply) : Task.CompletedTask;

    public Task<PublicationState> State() => Task.FromResult(IsThisLog ? publication.State() : Nothing);
}
