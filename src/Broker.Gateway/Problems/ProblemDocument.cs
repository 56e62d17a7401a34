using System.Text.Json.Serialization;

namespace Broker.Gateway.Problems;

/// <summary>The problem document as sent (RFC 9457, with our members).</summary>
internal sealed record ProblemDocument(
    string Type,
    string Title,
    int Status,
    string Code,
    string WhatIsSafe,
    string WhatToDo,
    string Reference,
    IReadOnlyList<string> Details,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Rules,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Revision);

/// <summary>Its writer, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class ProblemJson : JsonSerializerContext;
