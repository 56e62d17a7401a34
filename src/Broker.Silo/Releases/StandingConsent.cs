using Broker.Briefings;

namespace Broker.Silo.Releases;

/// <summary>A depositor's last consent, or its revocation, for the records of one revision.</summary>
/// <param name="Terms">What the depositor signed.</param>
/// <param name="Given">The day of it, UTC.</param>
/// <param name="Entry">Index of its entry in the log.</param>
internal sealed record StandingConsent(ConsentTerms Terms, DateOnly Given, long Entry)
{
    /// <summary>The revision that the records are treated as deposited under.</summary>
    public string To { get; } = Terms.To.ToString();
}
