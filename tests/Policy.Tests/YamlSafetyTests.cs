using System.Diagnostics;
using System.Text;

namespace Broker.Policy.Tests;

/// <summary>Files made to hurt the reader. A stack overflow would end the test run itself.</summary>
[Collection(AloneCollection.Name)]
public sealed class YamlSafetyTests
{
    private const int Kilobytes40 = 40 * 1024;
    private const int Mebibyte = 1 << 20;
    private const string Odd = "[]{}:,-?&*!|>'\"%@`#\n \t.0aA~<=";

    public static TheoryData<string, string> Hostile => new()
    {
        { "[ on one line", new string('[', Kilobytes40) },
        { "{ on one line", new string('{', Kilobytes40) },
        { "[ a line each", Repeat("[\n", Kilobytes40) },
        { "[ 4000 a line", Repeat(new string('[', 4000) + "\n", Kilobytes40) },
        { "[ in a value", "a: " + Repeat("[\n ", Kilobytes40) },
        { "{a: nested", Repeat("{a: \n", Kilobytes40) },
        { "sequence dashes", Repeat("- ", 4000) },
        { "explicit keys", Repeat("? ", 4000) },
        { "deepening blocks", Deepening(400) },
        { "closing brackets", Repeat("]", 4000) },
        { "as many opening brackets after closing ones", Repeat("]]]]\n", 61_250) + Repeat("[[[[\n", 61_250) },
        { "as many opening braces after closing ones", Repeat("}}}}\n", 61_250) + Repeat("{{{{\n", 61_250) },
        { "closing brackets in a value", "a: " + Repeat("]\n ", 90_000) + "\nb: " + Repeat("[\n ", 90_000) },
        { "long plain scalar", "a: " + Repeat("word word\n  ", Mebibyte) },
        { "long quoted scalar", "a: \"" + Repeat("word\n  ", Mebibyte) },
        { "long literal", "a: |\n" + Repeat("  word\n", Mebibyte) },
        { "long comment", Repeat("# word\n", Mebibyte) },
        { "empty lines", Repeat("\n", Mebibyte) },
        { "a line of spaces", Repeat(new string(' ', 4000) + "\n", Mebibyte) },
        { "flat list", "a: [" + Repeat("b,\n ", Mebibyte) + "]" },
        { "flat keys", string.Concat(Enumerable.Range(0, 80_000).Select(i => $"k{i:D6}: 1\n")) },
        { "same keys", Repeat("k: 1\n", Mebibyte) },
        { "anchors", Repeat("&a ", 4000) },
        { "aliases", Repeat("*a\n", Mebibyte) },
        { "directives", Repeat("%YAML 1.1\n", Mebibyte) },
        { "documents", Repeat("---\n", Mebibyte) },
        { "document ends", Repeat("...\n", Mebibyte) },
        { "commas", "[" + Repeat(",\n", Mebibyte) },
        { "colons", Repeat(":\n", Mebibyte) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void HostileFile_IsRefusedWithoutACrashAndInTime(string name, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, Mebibyte)]);
        TimeSpan best = TimeSpan.MaxValue;
        PolicyReading reading = PolicyText.Read(string.Empty);

        // The least of a few tries: other processes may hold the machine.
        for (int i = 0; i < 10 && best > Limit(bytes); i++)
        {
            long start = Stopwatch.GetTimestamp();
            reading = SharingPolicyReader.Read(bytes, "hostile.yaml");
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }

        Assert.Null(reading.Policy);
        Assert.NotEmpty(reading.Diagnostics);
        Assert.True(best <= Limit(bytes), $"{name} took {best.TotalMilliseconds} ms");
    }

    [Fact]
    public void LargePolicy_OfTheBench_IsReadWithoutAFinding()
    {
        byte[] bytes = Bench.Rows.LargePolicy.Bytes();
        Assert.InRange(bytes.Length, 1_000_000, Mebibyte);
        PolicyReading reading = SharingPolicyReader.Read(bytes, "large.yaml");
        Assert.Empty(reading.Diagnostics);
        Assert.Equal((32, 8, 64, 62), (reading.Policy!.Audiences.Count, reading.Policy.Tiers.Count, reading.Policy.Rules.Count, reading.Policy.Conflicts.Count));
    }

    // Every state in every audience and every conflict: half a million warnings to make, two hundred to list.
    [Fact]
    public void ManyWarnings_OfAPolicy_AreMadeOnlyAsFarAsTheyAreListed()
    {
        string states = "[" + string.Join(",\n      ", StateCodes.All.Order(StringComparer.Ordinal)) + "]";
        string audiences = string.Concat(Enumerable.Range(0, 29).Select(i => $"  all-{i}: {{ states: {states} }}\n"));
        string conflicts = string.Concat(Enumerable.Range(0, 64).Select(_ => $"  - {{ states: {states}, since: 2013-01-01 }}\n"));
        string text = PolicyText.Small.Replace("conflicts:\n  - { states: [CAF], actors: [fprc], since: 2013-01-01 }\n", audiences + "conflicts:\n" + conflicts, StringComparison.Ordinal);
        PolicyReading reading = PolicyText.Read(text);
        Assert.NotNull(reading.Policy);
        Assert.Equal(200, reading.Diagnostics.Count);
        Assert.All(reading.Diagnostics, found => Assert.Equal(PolicyCodes.AudienceInConflict, found.Code));
    }

    [Fact]
    public void MutatedFile_OfAnyKind_NeverThrowsAndHasAPolicyOnlyWithoutErrors()
    {
        byte[] original = RepositoryFiles.Read("policies", "caf-2013.yaml");
        var dice = new Dice("mutated policy files");
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            PolicyReading reading = SharingPolicyReader.Read(Mutate(original, dice), "mutated.yaml");
            Assert.Equal(reading.Policy is null, reading.Diagnostics.Any(d => d.IsError));
            refused += reading.Policy is null ? 1 : 0;
        }

        Assert.InRange(refused, 1000, 3000);
    }

    private static byte[] Mutate(byte[] original, Dice dice)
    {
        List<byte> bytes = [.. original];
        for (int n = 1 + dice.Below(4); n > 0 && bytes.Count > 0; n--)
        {
            int at = dice.Below(bytes.Count), length = Math.Min(1 + dice.Below(12), bytes.Count - at);
            switch (dice.Below(5))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(dice.Below(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 2:
                    bytes.Insert(at, (byte)Odd[dice.Below(Odd.Length)]);
                    break;
                case 3:
                    bytes[at] = (byte)Odd[dice.Below(Odd.Length)];
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.Add((byte)'\n');
                    break;
            }
        }

        return [.. bytes];
    }

    // 200 ms for the sizes that a person could write; a whole mebibyte is scanned to its end before it is refused.
    private static TimeSpan Limit(byte[] bytes) => TimeSpan.FromMilliseconds(bytes.Length <= Kilobytes40 * 2 ? 200 : 1000);

    private static string Repeat(string text, int length) =>
        string.Concat(Enumerable.Repeat(text, (length / text.Length) + 1))[..length];

    private static string Deepening(int levels) =>
        string.Concat(Enumerable.Range(0, levels).Select(i => new string(' ', i) + "a:\n"));
}
