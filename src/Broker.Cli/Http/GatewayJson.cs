using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broker.Cli;

/// <summary>How answers are read: exact names, no doubles, nothing missing; members that a newer gateway adds are passed over.</summary>
internal static class GatewayJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    public static T Read<T>(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, Options) ?? throw new CommandFailure("the gateway's answer is empty");
        }
        catch (JsonException)
        {
            throw new CommandFailure("the gateway's answer could not be read");
        }
    }
}
