namespace Broker.Contracts;

/// <summary>Publication of the disclosure log: what witnesses are asked and what they answer; key <c>publication/&lt;origin&gt;</c>.</summary>
/// <remarks>
/// The silo has no network: the gateway carries errands to the witnesses and their replies back. It need not be trusted with either: the silo
/// verifies each cosignature itself. Works while the vault is sealed: what is published was signed before.
/// Reference: docs/specs/disclosure-log.md, "Publication".
/// </remarks>
[Alias("broker.publication")]
public interface IPublicationGrain : IGrainWithStringKey
{
    /// <summary>What is to be sent to witnesses now, at most one errand for each; empty when all have cosigned the newest checkpoint.</summary>
    [Alias("errands"), ReadOnly]
    Task<IReadOnlyList<WitnessErrand>> Errands();

    /// <summary>Hands over what a witness answered, or that it did not. What does not verify changes nothing but the witness's state.</summary>
    [Alias("answer")]
    Task Answer(WitnessReply reply);

    /// <summary>What anyone may know: how far the log is signed and published, and what publication waits for.</summary>
    [Alias("state"), ReadOnly]
    Task<PublicationState> State();
}
