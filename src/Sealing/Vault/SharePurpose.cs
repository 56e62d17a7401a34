using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>What a share is given for: <c>unseal</c>, <c>rekey &lt;plan digest&gt;</c> or <c>confirm &lt;plan digest&gt;</c>.</summary>
/// <remarks>A share that was sealed for one purpose opens for no other. A digest is 64 lower-case hexadecimal characters.</remarks>
public readonly record struct SharePurpose
{
    private SharePurpose(SharePurposeKind kind, string planDigest) => (Kind, PlanDigest) = (kind, planDigest);

    /// <summary>To open the vault.</summary>
    public static SharePurpose Unseal { get; } = new(SharePurposeKind.Unseal, string.Empty);

    /// <summary>Which of the three.</summary>
    public SharePurposeKind Kind { get; }

    /// <summary>The plan's digest in hexadecimal; empty for <c>unseal</c>, null for the default value.</summary>
    public string PlanDigest { get; }

    /// <summary>To agree to a plan.</summary>
    /// <exception cref="ArgumentException">The digest is not 32 bytes.</exception>
    public static SharePurpose Rekey(ReadOnlySpan<byte> planDigest) => new(SharePurposeKind.Rekey, Text(planDigest));

    /// <summary>To show that the shares of a plan work.</summary>
    /// <exception cref="ArgumentException">The digest is not 32 bytes.</exception>
    public static SharePurpose Confirm(ReadOnlySpan<byte> planDigest) => new(SharePurposeKind.Confirm, Text(planDigest));

    /// <summary>True when the text is a purpose in its one spelling.</summary>
    public static bool TryParse(string? text, out SharePurpose purpose) => TryParse(Encoding.UTF8.GetBytes(text ?? string.Empty), out purpose);

    /// <inheritdoc cref="TryParse(string?, out SharePurpose)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out SharePurpose purpose)
    {
        purpose = default;
        if (utf8.SequenceEqual("unseal"u8))
        {
            purpose = Unseal;
        }
        else if (utf8.StartsWith("rekey "u8) && LineReader.TryParseHex(utf8["rekey ".Length..], VaultPlan.DigestSize, out var rekeyed))
        {
            purpose = Rekey(rekeyed);
        }
        else if (utf8.StartsWith("confirm "u8) && LineReader.TryParseHex(utf8["confirm ".Length..], VaultPlan.DigestSize, out var confirmed))
        {
            purpose = Confirm(confirmed);
        }

        return purpose != default;
    }

    /// <summary>The one spelling; empty for the default value.</summary>
    public override string ToString() => Kind switch
    {
        SharePurposeKind.Unseal => "unseal",
        SharePurposeKind.Rekey => $"rekey {PlanDigest}",
        SharePurposeKind.Confirm => $"confirm {PlanDigest}",
        _ => string.Empty,
    };

    private static string Text(ReadOnlySpan<byte> planDigest) => planDigest.Length == VaultPlan.DigestSize
        ? Hex.Format(planDigest)
        : throw Errors.WrongLength(nameof(planDigest), VaultPlan.DigestSize, planDigest.Length);
}
