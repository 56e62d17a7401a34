using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Silo.Storage;

namespace Broker.Silo.Releases;

/// <summary>The consents of a country as one count of contributions sees them: each is looked up and checked once.</summary>
/// <remarks>
/// In a transaction it sees what the transaction sees. Without one it sees the last committed state of each moment; whoever counts so looks at the
/// generations before and after, which a consent raises.
/// </remarks>
internal sealed class ConsentView(ConsentStore consents, IStore store, StoreConnection? within, string country)
{
    private readonly Dictionary<(OrganisationKey Depositor, string From), StandingConsent?> known = [];

    /// <summary>The consent that stands for a depositor's records of a revision; null when none was given, or the last was a revocation.</summary>
    /// <exception cref="Vault.DamagedStoreException">The rows of consents are not what the log says.</exception>
    public StandingConsent? Of(OrganisationKey depositor, string from)
    {
        if (!known.TryGetValue((depositor, from), out StandingConsent? found))
        {
            (AccountName name, Sha256Digest revision) = (new AccountName(depositor.Value), Sha256Digest.Parse(from));
            found = within is null
                ? store.Read(connection => consents.Find(connection, name, country, revision).Last)
                : consents.Find(within, name, country, revision).Last;
            known[(depositor, from)] = found = found is { Terms.IsRevocation: false } ? found : null;
        }

        return found;
    }
}
