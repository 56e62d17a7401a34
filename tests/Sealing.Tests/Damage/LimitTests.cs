using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Damage;

/// <summary>Small and huge sizes, in the header's words and in fact.</summary>
public sealed class LimitTests
{
    private static readonly (string Name, long Limit)[] Fields =
        [("manifest", DepositLimits.Manifest), ("caveats", DepositLimits.Caveats), ("observation", DepositLimits.Observation), ("source", DepositLimits.Source)];

    [Fact]
    public void Size_WrittenAnyhow_IsRefusedWithItsCode()
    {
        using var scene = new DepositScene();
        var package = scene.Seal();
        var oracle = new PackageOracle(package);
        var codes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, limit) in Fields)
        {
            foreach (var size in Spellings(limit))
            {
                var altered = Rewrite(package, name, size);
                var refusal = scene.Receive(altered, out _);
                Assert.NotNull(refusal);
                Assert.True(oracle.Expect(altered) == DepositRefusals.Code(refusal.Value), $"{name} `{size}`: {refusal}");
                codes.Add(DepositRefusals.Code(refusal.Value));
            }
        }

        Assert.Equal(["framing", "too-large"], codes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Size_OfHugeParts_IsRefusedWithoutMemoryForThem()
    {
        foreach (var size in (long[])[DepositLimits.Source + 1L, int.MaxValue, 1L << 31, 1L << 32, long.MaxValue])
        {
            var header = Encoding.ASCII.GetBytes($"broker-deposit/1\nmanifest {size}\ncaveats {size}\nobservation {size}\nsource {size}\n\n");
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.False(DepositPackage.TryRead(header, out _, out var refusal));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4096);
            Assert.Equal(DepositRefusal.TooLarge, refusal);
        }
    }

    [Theory]
    [InlineData(0, DepositLimits.Manifest, "manifest-malformed")]
    [InlineData(0, DepositLimits.Manifest + 1, "too-large")]
    [InlineData(1, DepositLimits.Caveats, "caveats-digest")]
    [InlineData(1, DepositLimits.Caveats + 1, "too-large")]
    [InlineData(2, DepositLimits.Observation, "observation-digest")]
    [InlineData(2, DepositLimits.Observation + 1, "too-large")]
    [InlineData(3, DepositLimits.Source, "source-digest")]
    [InlineData(3, DepositLimits.Source + 1, "too-large")]
    public void Part_AtAndOverItsLimit_IsRefusedWithItsCode(int part, int size, string expected)
    {
        using var scene = new DepositScene();
        var oracle = new PackageOracle(scene.Seal());
        var package = PackageOracle.Join([.. oracle.Parts.Select((content, index) => index == part ? new byte[size] : content)]);
        Assert.Equal(expected, oracle.Expect(package));
        Assert.Equal(expected, DepositRefusals.Code(scene.Receive(package, out _)!.Value));
    }

    [Fact]
    public void Head_AtAndOverItsLimit_IsRefusedWithItsCode()
    {
        using var scene = new DepositScene();
        var size = 0;
        var whole = new PackageForge(scene) { EditHead = head => Fill(head, DepositLimits.Head, ref size) }.Build();
        Assert.Equal((DepositLimits.Head, DepositRefusal.HeadMalformed), (size, scene.Receive(whole, out _)));
        var over = new PackageForge(scene) { EditHead = head => Fill(head, DepositLimits.Head + 1, ref size) }.Build();
        Assert.Equal((DepositLimits.Head + 1, DepositRefusal.TooLarge), (size, scene.Receive(over, out _)));
    }

    [Fact]
    public void Caveats_AtTheirLimit_AreTaken()
    {
        using var scene = new DepositScene { Caveats = [.. Enumerable.Repeat((byte)'a', DepositLimits.Caveats)] };
        Assert.Null(scene.Receive(scene.Seal(), out _));
    }

    [Fact]
    public void Attachments_UpTo64_AreTakenAndNoMore()
    {
        static string Lines(int count) => string.Concat(Enumerable.Range(1, count).Select(n => $"attachment {n} 1 {new string('0', 64)}\n"));
        using var scene = new DepositScene();
        DepositRefusal? Receive(int count) => scene.Receive(
            new PackageForge(scene) { EditHead = head => head.Replace("commit ", Lines(count) + "commit ", StringComparison.Ordinal) }.Build(), out _);
        Assert.Null(Receive(DepositLimits.Attachments));
        Assert.Equal(DepositRefusal.HeadMalformed, Receive(DepositLimits.Attachments + 1));
    }

    private static string Fill(string head, int length, ref int size)
    {
        var filled = head + new string('x', length - head.Length - 1) + "\n";
        size = filled.Length;
        return filled;
    }

    private static byte[] Rewrite(byte[] package, string name, string size)
    {
        var text = Encoding.Latin1.GetString(package);
        var start = text.IndexOf($"\n{name} ", StringComparison.Ordinal) + name.Length + 2;
        return Encoding.Latin1.GetBytes(text[..start] + size + text[text.IndexOf('\n', start)..]);
    }

    private static List<string> Spellings(long limit) =>
    [
        "", "0", "1", "00", "-0", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "1,0", "١", "1\r", "1\0",
        .. new[] { limit, limit + 1, (1L << 31) - 1, 1L << 31, (1L << 32) - 1, 1L << 32, (1L << 53) - 1, 1L << 53, long.MaxValue }
            .Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        "9223372036854775808", "18446744073709551615", "18446744073709551616", new string('9', 64), $"0{limit}",
    ];
}
