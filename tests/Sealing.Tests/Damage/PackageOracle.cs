using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Broker.Sealing.Tests.Damage;

/// <summary>
/// Says which code docs/specs/envelope.md demands for a damaged copy of a package that was accepted, without the product's code:
/// nobody but the depositor signs, so a manifest that differs never verifies, and a part that differs never has its digest.
/// </summary>
internal sealed partial class PackageOracle
{
    public const string Accepted = "accepted";

    private static readonly (int Index, BigInteger Limit)[] Limits = [(1, 16 * 1024), (2, 8 * 1024), (3, 256 * 1024), (4, 64 * 1024 * 1024)];

    private readonly byte[][] original;

    public PackageOracle(byte[] package)
    {
        Assert.Null(Cut(package, out original));
    }

    /// <summary>The parts of the package: manifest, caveats, observation, source.</summary>
    public IReadOnlyList<byte[]> Parts => original;

    public string Expect(byte[] package)
    {
        if (Cut(package, out var parts) is { } framing)
        {
            return framing;
        }

        if (!parts[0].AsSpan().SequenceEqual(original[0]))
        {
            return Manifest(parts[0]);
        }

        // The order of the page: observation, caveats, source.
        return !parts[2].AsSpan().SequenceEqual(original[2]) ? "observation-digest"
            : !parts[1].AsSpan().SequenceEqual(original[1]) ? "caveats-digest"
            : !parts[3].AsSpan().SequenceEqual(original[3]) ? "source-digest"
            : Accepted;
    }

    /// <summary>A container of these parts, with their sizes.</summary>
    public static byte[] Join(IReadOnlyList<byte[]> parts) =>
    [
        .. Encoding.ASCII.GetBytes($"broker-deposit/1\nmanifest {parts[0].Length}\ncaveats {parts[1].Length}\nobservation {parts[2].Length}\nsource {parts[3].Length}\n\n"),
        .. parts.SelectMany(part => part),
    ];

    private static string? Cut(byte[] package, out byte[][] parts)
    {
        parts = [];
        var header = Header().Match(Encoding.Latin1.GetString(package, 0, Math.Min(package.Length, 256)));
        if (!header.Success)
        {
            return "framing";
        }

        var sizes = Limits.Select(limit => BigInteger.Parse(header.Groups[limit.Index].Value, CultureInfo.InvariantCulture)).ToArray();
        if (sizes.Any(size => size > long.MaxValue))
        {
            // Not a number that the format has.
            return "framing";
        }

        if (sizes.Zip(Limits).Any(pair => pair.First > pair.Second.Limit))
        {
            return "too-large";
        }

        var at = header.Length;
        if (sizes.Aggregate(BigInteger.Add) != package.Length - at)
        {
            return "framing";
        }

        parts = [.. sizes.Select(size => package[at..(at += (int)size)])];
        return null;
    }

    private static string Manifest(byte[] manifest)
    {
        var whole = Encoding.Latin1.GetString(manifest);
        var end = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        var text = end < 1 ? string.Empty : whole[..(end + 1)];
        var lastLine = text[(text[..Math.Max(0, text.Length - 1)].LastIndexOf('\n') + 1)..];
        var isText = text.Length > 1 && IsUtf8(manifest.AsSpan(0, text.Length)) && text.All(octet => octet is '\n' or (>= ' ' and not '\u007f'));
        if (!isText || lastLine.Length == text.Length || !lastLine.StartsWith("observation ", StringComparison.Ordinal))
        {
            return "manifest-malformed";
        }

        return text.Length - lastLine.Length > 8 * 1024 ? "too-large" : "manifest-signature";
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\Abroker-deposit/1\nmanifest (0|[1-9][0-9]*)\ncaveats (0|[1-9][0-9]*)\nobservation (0|[1-9][0-9]*)\nsource (0|[1-9][0-9]*)\n\n", RegexOptions.CultureInvariant)]
    private static partial Regex Header();
}
