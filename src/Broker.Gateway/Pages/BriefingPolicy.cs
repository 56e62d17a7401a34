using System.Security.Cryptography;

namespace Broker.Gateway.Pages;

/// <summary>
/// The content security policy of a briefing page. A briefing carries its style inside, because it must look the same from a
/// disk. Allowed are exactly the style elements that are in these bytes, each by its SHA-256, and nothing else: a style
/// attribute, a script, a form or anything remote stays dead even if it got into the page. That is stricter than
/// <c>'unsafe-inline'</c>, and works since the gateway sees the very bytes. References: CSP Level 3, section 6.7.
/// </summary>
internal static class BriefingPolicy
{
    private const int MostStyles = 8;

    public static string For(ReadOnlySpan<byte> html)
    {
        var hashes = new List<string>();
        while (hashes.Count < MostStyles && TryNextStyle(ref html, out var style))
        {
            hashes.Add($"'sha256-{Convert.ToBase64String(SHA256.HashData(style))}'");
        }

        var source = hashes.Count == 0 ? "'none'" : string.Join(' ', hashes);
        return $"default-src 'none'; style-src {source}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    // A style's text runs to the next end tag, whatever is in it (HTML, section 13.1.2.6).
    private static bool TryNextStyle(ref ReadOnlySpan<byte> html, out ReadOnlySpan<byte> style)
    {
        style = [];
        var open = html.IndexOf("<style"u8);
        var start = open < 0 ? -1 : html[open..].IndexOf((byte)'>');
        if (start < 0)
        {
            return false;
        }

        var rest = html[(open + start + 1)..];
        var end = rest.IndexOf("</style"u8);
        if (end < 0)
        {
            return false;
        }

        style = rest[..end];
        html = rest[end..];
        return true;
    }
}
