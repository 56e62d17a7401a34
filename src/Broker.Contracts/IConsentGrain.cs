namespace Broker.Contracts;

/// <summary>What a depositor agreed to about its records of a country; key <c>consent/&lt;iso3&gt;/&lt;account&gt;</c>.</summary>
[Alias("broker.consent")]
public interface IConsentGrain : IGrainWithStringKey
{
    /// <summary>Gives a consent, or takes one back; the body is a <c>consent/1</c> text with the depositor's signed note.</summary>
    [Alias("give")]
    Task<ConsentOutcome> Give(SignedCall call);

    /// <summary>The depositor's own records that are still to be counted, by revision, and its consents; the body is empty.</summary>
    [Alias("status")]
    Task<ConsentStatusOutcome> Status(SignedCall call);
}
