using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>Reads the values that are given to the proof commands. An option's values come as a list, so that "absent" and "twice" are seen here.</summary>
internal static class ProofArguments
{
    /// <summary>No proof between trees of up to 2^63-1 entries has more hashes.</summary>
    internal const int MaxHashes = 64;

    /// <summary>A hash in hexadecimal, of either case: people paste from tools that print either.</summary>
    internal static bool TryHash(string option, IReadOnlyList<string>? values, out Hash32 hash, [NotNullWhen(false)] out string? problem)
    {
        hash = default;
        problem = TakeOne(option, values, out var text)
            ?? (TryHex(text, out hash) ? null : $"`{option}` is not 64 hexadecimal digits");
        return problem is null;
    }

    /// <summary>A decimal number from 0 to 2^63-1, digits only.</summary>
    internal static bool TryNumber(string option, IReadOnlyList<string>? values, out long number, [NotNullWhen(false)] out string? problem)
    {
        number = 0;
        problem = TakeOne(option, values, out var text)
            ?? (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
                ? null
                : $"`{option}` is not a number from 0 to {long.MaxValue}");
        return problem is null;
    }

    /// <summary>Hashes with commas between; an empty text is the empty proof, which a tree of one entry has.</summary>
    internal static bool TryProof(string option, IReadOnlyList<string>? values, [NotNullWhen(true)] out Hash32[]? proof, [NotNullWhen(false)] out string? problem)
    {
        proof = null;
        problem = TakeOne(option, values, out var text);
        if (problem is not null)
        {
            return false;
        }

        var parts = text.Length == 0 ? [] : text.Split(',', MaxHashes + 2);
        if (parts.Length > MaxHashes)
        {
            problem = $"`{option}` has more than {MaxHashes} hashes";
            return false;
        }

        var hashes = new Hash32[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!TryHex(parts[i], out hashes[i]))
            {
                problem = $"hash {i + 1} of `{option}` is not 64 hexadecimal digits";
                return false;
            }
        }

        proof = hashes;
        return true;
    }

    private static string? TakeOne(string option, IReadOnlyList<string>? values, out string text)
    {
        text = values is [var only] ? only : "";
        return values?.Count switch
        {
            null or 0 => $"`{option}` is missing",
            1 => null,
            _ => $"`{option}` is given more than once",
        };
    }

    private static bool TryHex(string text, out Hash32 hash) =>
        Hash32.TryParseHex(text.Length == 2 * Hash32.Size ? text.ToLowerInvariant() : text, out hash);
}
