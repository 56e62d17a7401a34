namespace Broker.Contracts;

/// <summary>What anyone may know of one witness.</summary>
/// <param name="Name">Its name in the witness policy.</param>
/// <param name="Url">Its submission prefix; empty when the policy has none, so that nothing is sent to it.</param>
/// <param name="State">
/// <c>current</c>: it cosigned the newest signed checkpoint; <c>waiting</c>: it was asked, or is about to be; <c>silent</c>: it gave no answer to the
/// last request; <c>refuses</c>: its last answer was a refusal, or did not verify; <c>ahead</c>: it saw a log that this one does not extend, so
/// an older database was put back: nothing is published until the newer one is restored.
/// </param>
/// <param name="CosignedSize">Entries under the last checkpoint that it cosigned; 0 for none.</param>
/// <param name="LastAnswer">When it answered last since the silo's start, by the silo's clock; null when it did not.</param>
[GenerateSerializer, Immutable, Alias("broker.witness-state")]
public sealed record WitnessState(
    [property: Id(0)] string Name,
    [property: Id(1)] string Url,
    [property: Id(2)] string State,
    [property: Id(3)] long CosignedSize,
    [property: Id(4)] DateTimeOffset? LastAnswer);
