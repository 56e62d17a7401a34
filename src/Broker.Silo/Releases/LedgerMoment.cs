using Broker.DisclosureControl;

namespace Broker.Silo.Releases;

/// <summary>What the source ledger's answers depend on, besides the source.</summary>
/// <param name="Rho">What the period costs a source.</param>
/// <param name="Cap">The yearly cap.</param>
/// <param name="Measured">How many periods of the country were measured before: each of them may have debited.</param>
internal readonly record struct LedgerMoment(Rational Rho, Rational Cap, long Measured);
