using System.Text.Json;

namespace Broker.Sealing.Tests.Vectors;

/// <summary>The spelling of a reason in vectors: words with hyphens; <c>ok</c> for none.</summary>
internal static class Reasons
{
    public static string Code<T>(T reason)
        where T : struct, Enum => reason.ToString() == "None" ? "ok" : JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());
}
