using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Broker.Sealing.Tests.Vectors;

/// <summary>Reads the form of rfc9421-ed25519.json: a public key, and cases each with a request, the signature base and whether it is valid.</summary>
internal static partial class HttpSignatureVectors
{
    public static IEnumerable<VectorCase> Read(VectorFile file)
    {
        var document = file.Json();
        var publicKey = Convert.FromBase64String(document.Text("public_key_b64"));
        var index = 0;
        foreach (var test in document.GetProperty("cases").EnumerateArray())
        {
            var isValid = test.GetProperty("valid").GetBoolean();
            _ = test.GetProperty("request").Text("method");
            yield return new VectorCase(
                $"{file.Label} #{index++} {test.Text("name")}", isValid ? VectorKind.MustHold : VectorKind.MustFail, () => Run(test, publicKey, isValid));
        }
    }

    private static void Run(JsonElement test, byte[] publicKey, bool isValid)
    {
        var request = test.GetProperty("request");
        var (input, header) = (Header(request, "signature-input")!, Header(request, "signature")!);
        var (label, parameters) = (input[..input.IndexOf('=', StringComparison.Ordinal)], input[(input.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        Assert.StartsWith($"{label}=:", header, StringComparison.Ordinal);
        var signature = Convert.FromBase64String(header[(label.Length + 2)..^1]);

        var signed = SlowBase(request, parameters);
        Assert.Equal(isValid, signed is not null && Ed25519.Verify(publicKey, Encoding.UTF8.GetBytes(signed), signature));
        if (isValid)
        {
            Assert.Equal(test.Text("base"), signed);
        }

        AssertNotOfOurProfile(request, publicKey, Encoding.UTF8.GetBytes(test.TryGetProperty("body", out var body) ? body.GetString()! : string.Empty));
    }

    /// <summary>The signature base, worked out from RFC 9421 §2.5 for plain fields and the derived components of requests; null when a component is missing.</summary>
    private static string? SlowBase(JsonElement request, string parameters)
    {
        var lines = new StringBuilder();
        var covered = parameters[1..parameters.IndexOf(')', StringComparison.Ordinal)];
        foreach (Match component in Component().Matches(covered))
        {
            var value = Value(request, component.Groups[1].Value);
            if (value is null)
            {
                return null;
            }

            lines.Append(component.Value).Append(": ").Append(value).Append('\n');
        }

        return lines.Append("\"@signature-params\": ").Append(parameters).ToString();
    }

    private static string? Value(JsonElement request, string component)
    {
        var target = request.Text("target");
        var query = target.IndexOf('?', StringComparison.Ordinal);
        return component switch
        {
            "@method" => request.Text("method"),
            "@authority" => request.Text("authority").ToLowerInvariant(),
            "@path" => query < 0 ? target : target[..query],
            "@query" => query < 0 ? "?" : target[query..],
            "@request-target" => target,
            "@scheme" => "https",
            "@target-uri" => $"https://{request.Text("authority")}{target}",
            _ when component.StartsWith('@') => throw new FormatException($"the component `{component}` is not known"),
            _ => Header(request, component),
        };
    }

    private static string? Header(JsonElement request, string name)
    {
        var values = request.GetProperty("headers").EnumerateArray()
            .Where(pair => string.Equals(pair[0].GetString(), name, StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair[1].GetString()!.Trim()).ToList();
        return values.Count > 0 ? string.Join(", ", values) : null;
    }

    // A signature that holds, over components that leave out what ours covers, is no request of ours.
    private static void AssertNotOfOurProfile(JsonElement request, byte[] publicKey, byte[] body)
    {
        var target = request.Text("target");
        var query = target.IndexOf('?', StringComparison.Ordinal);
        var headers = new RequestHeaders(
            request.Text("method"), request.Text("authority"), query < 0 ? target : target[..query], query < 0 ? "?" : target[query..],
            Header(request, "content-digest") ?? string.Empty, Header(request, "content-type") ?? "text/plain",
            Header(request, "signature-input")!, Header(request, "signature")!);
        Assert.Equal(
            RequestFailure.Malformed,
            RequestSignature.Check(headers, SHA256.HashData(body), publicKey, DateTimeOffset.FromUnixTimeSeconds(1618884473), out _, out _));
    }

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Component();
}
