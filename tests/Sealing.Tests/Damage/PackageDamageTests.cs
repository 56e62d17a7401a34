using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Damage;

/// <summary>
/// Every damage that a channel, a disk or a broker's neighbour can do to one accepted package, each refused with the code that an
/// oracle of its own demands. <see cref="DepositScene.Receive"/> also holds that the opening buffer is zero after a refusal.
/// </summary>
public sealed class PackageDamageTests : IDisposable
{
    private readonly DepositScene scene = new();
    private readonly byte[] package;
    private readonly PackageOracle oracle;
    private readonly SortedDictionary<string, int> seen = new(StringComparer.Ordinal);

    public PackageDamageTests()
    {
        package = scene.Seal();
        oracle = new PackageOracle(package);
        Judge(package, "nothing");
        Assert.Equal(PackageOracle.Accepted, Assert.Single(seen).Key);
        seen.Clear();
    }

    public void Dispose() => scene.Dispose();

    [Fact]
    public void EveryBit_Flipped_IsRefusedWithItsCode()
    {
        for (var i = 0; i < package.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                package[i] ^= (byte)(1 << bit);
                Judge(package, $"byte {i} bit {bit}");
                package[i] ^= (byte)(1 << bit);
            }
        }

        AssertSeen(8 * package.Length, "caveats-digest", "framing", "manifest-malformed", "manifest-signature", "observation-digest", "source-digest");
    }

    [Fact]
    public void EveryByte_ReplacedByOneThatMeansSomething_IsRefusedWithItsCode()
    {
        foreach (var octet in "\n 09aA/=-\0\r\u007f\u00c3\u00ff")
        {
            for (var i = 0; i < package.Length; i++)
            {
                var before = package[i];
                package[i] = (byte)octet;
                if (before != package[i])
                {
                    Judge(package, $"byte {i} made {(int)octet}");
                }

                package[i] = before;
            }
        }

        Assert.DoesNotContain(PackageOracle.Accepted, seen.Keys);
    }

    [Fact]
    public void EveryTruncation_IsRefusedWithItsCode()
    {
        for (var length = 0; length < package.Length; length++)
        {
            Judge(package[..length], $"cut to {length}");
            Judge(package[(length + 1)..], $"cut from {length + 1}");
        }

        AssertSeen(2 * package.Length, "framing");
    }

    [Fact]
    public void EveryByte_InsertedDroppedOrDoubled_IsRefusedWithItsCode()
    {
        for (var i = 0; i <= package.Length; i++)
        {
            foreach (var octet in (byte[])[0, (byte)'\n', (byte)'0', (byte)'9'])
            {
                Judge([.. package[..i], octet, .. package[i..]], $"{octet} inserted at {i}");
            }

            if (i < package.Length)
            {
                Judge([.. package[..i], package[i], .. package[i..]], $"byte {i} doubled");
                Judge([.. package[..i], .. package[(i + 1)..]], $"byte {i} dropped");
            }
        }

        Assert.Contains("framing", seen.Keys);
        Assert.DoesNotContain(PackageOracle.Accepted, seen.Keys);
    }

    [Fact]
    public void EveryByte_InsertedOrDroppedWithTheSizesPutRight_IsRefusedWithItsCode()
    {
        for (var part = 0; part < 4; part++)
        {
            for (var i = 0; i < oracle.Parts[part].Length; i++)
            {
                var content = oracle.Parts[part];
                Judge(With(part, [.. content[..i], .. content[(i + 1)..]]), $"part {part} without byte {i}");
                Judge(With(part, [.. content[..i], content[i], .. content[i..]]), $"part {part} byte {i} doubled");
            }
        }

        AssertSeen(2 * oracle.Parts.Sum(part => part.Length), "caveats-digest", "manifest-malformed", "manifest-signature", "observation-digest", "source-digest");
    }

    [Fact]
    public void EveryPart_DoubledEmptiedOrPutInAnothersPlace_IsRefusedWithItsCode()
    {
        for (var part = 0; part < 4; part++)
        {
            var content = oracle.Parts[part];
            Judge(With(part, [.. content, .. content]), $"part {part} doubled");
            Judge(With(part, []), $"part {part} empty");
            var at = package.AsSpan().IndexOf(content);
            Judge([.. package[..at], .. content, .. package[at..]], $"part {part} twice in a row");
            Judge([.. package[..at], .. package[(at + content.Length)..]], $"part {part} left out");
            for (var other = 0; other < 4; other++)
            {
                if (other != part)
                {
                    Judge(With(part, oracle.Parts[other]), $"part {other} for {part}");
                    Judge(PackageOracle.Join([.. Enumerable.Range(0, 4).Select(n => oracle.Parts[n == part ? other : n == other ? part : n])]), $"parts {part} and {other} exchanged");
                }
            }
        }

        Judge([.. package, .. package], "the package doubled");
        Assert.Superset(new HashSet<string>(["framing", "manifest-malformed", "observation-digest", "caveats-digest", "source-digest"]), seen.Keys.ToHashSet());
        Assert.DoesNotContain(PackageOracle.Accepted, seen.Keys);
    }

    [Fact]
    public void EveryLine_DoubledDroppedOrExchanged_IsRefusedWithItsCode()
    {
        foreach (var first in Lines(package))
        {
            Judge([.. package[..first.End], .. package[first.Start..]], $"line at {first.Start} doubled");
            Judge([.. package[..first.Start], .. package[first.End..]], $"line at {first.Start} dropped");
            var content = package[first.Start..first.End];
            foreach (var second in Lines(package).Where(line => line.Start >= first.End && !content.AsSpan().SequenceEqual(package.AsSpan(line.Start, line.End - line.Start))))
            {
                Judge(
                    [
                        .. package[..first.Start], .. package[second.Start..second.End], .. package[first.End..second.Start],
                        .. content, .. package[second.End..],
                    ],
                    $"lines at {first.Start} and {second.Start} exchanged");
            }
        }

        Assert.Superset(new HashSet<string>(["framing", "manifest-signature", "manifest-malformed"]), seen.Keys.ToHashSet());
        Assert.DoesNotContain(PackageOracle.Accepted, seen.Keys);
    }

    // The lines of the clear part: the container's header, the manifest and the caveats.
    private List<(int Start, int End)> Lines(byte[] bytes)
    {
        var clear = bytes.Length - oracle.Parts[2].Length - oracle.Parts[3].Length;
        var lines = new List<(int Start, int End)>();
        for (var start = 0; start < clear;)
        {
            var end = bytes.AsSpan(start, clear - start).IndexOf((byte)'\n') + 1;
            lines.Add((start, start + end));
            start += end;
        }

        return lines;
    }

    private byte[] With(int part, byte[] content) => PackageOracle.Join([.. oracle.Parts.Select((each, index) => index == part ? content : each)]);

    private void Judge(byte[] damaged, string how)
    {
        var refusal = scene.Receive(damaged, out var observation);
        var code = refusal is { } refused ? DepositRefusals.Code(refused) : PackageOracle.Accepted;
        var expected = oracle.Expect(damaged);
        Assert.True(expected == code, $"{how}: `{code}` where `{expected}` was due");
        Assert.Equal(refusal is null, observation.Length > 0);
        seen[code] = seen.GetValueOrDefault(code) + 1;
    }

    private void AssertSeen(int cases, params string[] codes)
    {
        Assert.Equal(codes.Order(StringComparer.Ordinal), seen.Keys);
        Assert.Equal(cases, seen.Values.Sum());
    }
}
