using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Broker.Contracts;

namespace Broker.Gateway.SignedRequests;

/// <summary>What a grain answered: a refusal, or JSON to send.</summary>
/// <param name="Outcome">Whether it was refused.</param>
/// <param name="Json">The answer.</param>
/// <param name="Status">The answer's HTTP status.</param>
internal readonly record struct Reply(Outcome Outcome, byte[] Json, int Status = StatusCodes.Status200OK)
{
    /// <summary>The answer, made only when nothing was refused.</summary>
    public static Reply From<T>(Outcome outcome, Func<T> answer, JsonTypeInfo<T> type) =>
        new(outcome, outcome.IsOk ? JsonSerializer.SerializeToUtf8Bytes(answer(), type) : []);
}
