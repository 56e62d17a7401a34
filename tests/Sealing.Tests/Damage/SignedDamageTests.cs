using System.Text;
using System.Text.RegularExpressions;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Damage;

/// <summary>What only a depositor can send: a package altered in one bit and signed again. The line that was hit decides the code.</summary>
public sealed partial class SignedDamageTests : IDisposable
{
    private const int HeadLines = 8;

    private readonly DepositScene scene = new();
    private readonly byte[] head;

    public SignedDamageTests()
    {
        Assert.True(DepositPackage.TryRead(scene.Seal(), out var parts, out _));
        var manifest = Encoding.ASCII.GetString(parts.Manifest.Span[..^1].ToArray().TakeWhile(octet => octet < 0x80).ToArray());
        head = Encoding.ASCII.GetBytes(manifest[..manifest.IndexOf("observation 0020", StringComparison.Ordinal)]);
    }

    public void Dispose() => scene.Dispose();

    [Fact]
    public void EveryBitOfTheHead_FlippedAndSignedAgain_IsRefusedForItsLine()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, mask) in Flips(head.Length))
        {
            byte[]? sealedTo = null;
            string? expected = null;
            var forge = new PackageForge(scene)
            {
                // The observation stays sealed to the head as it was.
                EditAad = _ => sealedTo!,
                EditHead = text =>
                {
                    sealedTo = Encoding.ASCII.GetBytes(text);
                    var altered = Flip(text, place, mask);
                    expected = altered is null ? null : HeadCode(altered, text);
                    return altered ?? text;
                },
            };
            var package = forge.Build();
            if (expected is not null)
            {
                AssertCode(expected, package, $"byte {place} mask {mask}");
                seen.Add(expected);
            }
        }

        Assert.Equal(
            ["caveats-digest", "head-malformed", "manifest-malformed", "open-failed", "source-digest", "unknown-epoch", "unknown-schema", "wrong-depositor", "wrong-origin"],
            seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryBitOfTheObservationLine_FlippedAndSignedAgain_IsRefusedForItsWord()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, mask) in Flips("observation 0020.0001.0003 1104 ".Length + 65))
        {
            string? expected = null;
            var forge = new PackageForge(scene)
            {
                EditObservationLine = line =>
                {
                    var altered = Flip(line, place, mask);
                    expected = altered is null ? null : ObservationLineCode(altered);
                    return altered ?? line;
                },
            };
            if (TryBuild(forge) is { } package && expected is not null)
            {
                AssertCode(expected, package, $"byte {place} mask {mask}");
                seen.Add(expected);
            }
        }

        Assert.Equal(["manifest-malformed", "observation-digest", "unknown-suite"], seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryByteOfTheSealedObservation_AlteredAndSignedAgain_DoesNotOpen()
    {
        for (var i = 0; i < 32 + 32 + 1024 + 16; i++)
        {
            var place = i;
            foreach (var mask in (byte[])[0x01, 0x80])
            {
                var forge = new PackageForge(scene)
                {
                    EditSealed = bytes =>
                    {
                        bytes[place] ^= mask;
                        return bytes;
                    },
                };
                AssertCode("open-failed", forge.Build(), $"byte {place} mask {mask}");
            }
        }
    }

    [Fact]
    public void EveryLengthOfTheSealedObservation_SignedAgain_DoesNotOpen()
    {
        for (var length = 0; length < 32 + 32 + 1024 + 16; length++)
        {
            var cut = length;
            AssertCode("open-failed", new PackageForge(scene) { EditSealed = bytes => bytes[..cut] }.Build(), $"cut to {cut}");
        }

        AssertCode("open-failed", new PackageForge(scene) { EditSealed = bytes => [.. bytes, 0] }.Build(), "a byte more");
        AssertCode("open-failed", new PackageForge(scene) { EditSealed = bytes => [.. bytes, .. bytes] }.Build(), "doubled");
    }

    [Fact]
    public void EveryFillerByte_Set_IsAPaddingRefusal()
    {
        for (var i = 4 + scene.Observation.Length; i < Padding.MinPaddedLength; i++)
        {
            var place = i;
            var forge = new PackageForge(scene)
            {
                EditPadded = padded =>
                {
                    padded[place] = 1;
                    return padded;
                },
            };
            AssertCode("padding", forge.Build(), $"filler {place}");
        }
    }

    private static IEnumerable<(int Place, int Mask)> Flips(int length) => Enumerable.Range(0, length).SelectMany(_ => Enumerable.Range(0, 7), (place, bit) => (place, 1 << bit));

    // Null where the outcome is no text, which nobody can sign as a note: unsigned, it is `manifest-malformed`.
    private static string? Flip(string text, int place, int mask)
    {
        if (place >= text.Length)
        {
            return null;
        }

        var flipped = (char)(text[place] ^ mask);
        return flipped is '\n' or (>= ' ' and not '\u007f') ? text[..place] + flipped + text[(place + 1)..] : null;
    }

    // A line feed more or less at the end of the text is no text either.
    private static byte[]? TryBuild(PackageForge forge)
    {
        try
        {
            return forge.Build();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The code of a head that differs from the original in one character.</summary>
    private static string HeadCode(string altered, string original)
    {
        if (!altered.EndsWith('\n'))
        {
            // The observation's line is no line of its own then.
            return "manifest-malformed";
        }

        var (lines, before) = (altered.Split('\n'), original.Split('\n'));
        var hit = Enumerable.Range(0, HeadLines).First(i => lines[i] != before[i]);
        if (hit == 3 && lines[hit].StartsWith("schema ", StringComparison.Ordinal))
        {
            return "unknown-schema";
        }

        var code = HeadForms()[hit].IsMatch(lines[hit]) ? new[] { "wrong-origin", "open-failed", "wrong-depositor", "", "caveats-digest", "unknown-epoch", "source-digest", "open-failed" }[hit] : "head-malformed";
        return lines.Length == before.Length ? code : "head-malformed";
    }

    private static Regex[] HeadForms() => [DomainLine(), RecordLine(), DepositorLine(), Nothing(), CaveatsLine(), EpochLine(), SourceLine(), CommitLine()];

    private static string ObservationLineCode(string altered)
    {
        var line = ObservationLine().Match(altered);
        return !line.Success ? "manifest-malformed" : line.Groups[1].Value == "0020.0001.0003" ? "observation-digest" : "unknown-suite";
    }

    private void AssertCode(string expected, byte[] package, string how)
    {
        var refusal = scene.Receive(package, out var observation);
        Assert.True(refusal is { } code && DepositRefusals.Code(code) == expected, $"{how}: {refusal} where `{expected}` was due");
        Assert.Empty(observation);
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9./-]{0,62}/deposit/v1\z")]
    private static partial Regex DomainLine();

    [GeneratedRegex(@"\Arecord [a-z2-7]{25}[aeimquy4]\z")]
    private static partial Regex RecordLine();

    [GeneratedRegex(@"\Adepositor [0-9a-f]{16}\z")]
    private static partial Regex DepositorLine();

    [GeneratedRegex(@"\Acaveats [0-9a-f]{64}\z")]
    private static partial Regex CaveatsLine();

    [GeneratedRegex(@"\Avault-key [0-9a-f]{8} [0-9a-f]{32}\z")]
    private static partial Regex EpochLine();

    [GeneratedRegex(@"\Asource age (0|[1-9][0-9]*) [0-9a-f]{64}\z")]
    private static partial Regex SourceLine();

    [GeneratedRegex(@"\Acommit [0-9a-f]{64}\z")]
    private static partial Regex CommitLine();

    [GeneratedRegex(@"\Aobservation ([^ \n]+) (?:0|[1-9][0-9]*) [0-9a-f]{64}\n\z")]
    private static partial Regex ObservationLine();

    [GeneratedRegex(@"(?!)")]
    private static partial Regex Nothing();
}
