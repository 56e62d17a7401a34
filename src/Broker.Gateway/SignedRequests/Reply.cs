using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Broker.Contracts;

namespace Broker.Gateway.SignedRequests;

/// <summary>What a grain answered: a refusal, or JSON to send.</summary>
internal readonly record struct Reply(Outcome Outcome, byte[] Json)
{
    /// <summary>The answer, made only when nothing was refused.</summary>
    public static Reply From<T>(Outcome outcome, Func<T> answer, JsonTypeInfo<T> type) =>
        new(outcome, outcome.IsOk ? JsonSerializer.SerializeToUtf8Bytes(answer(), type) : []);
}
