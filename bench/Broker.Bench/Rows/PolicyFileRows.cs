using System.Text;
using Broker.Bench.Harness;
using Broker.Policy;
using YamlDotNet.Core;

namespace Broker.Bench.Rows;

/// <summary>Reading policy files: one as large as may be, and files that are made to hurt.</summary>
internal static class PolicyFileRows
{
    // 200 ms a file.
    private const double AtLeast = 5;
    private const int Kilobytes40 = 40 * 1024;

    internal static IEnumerable<Row> All()
    {
        byte[] large = LargePolicy.Bytes();
        Sink.Demand(SharingPolicyReader.Read(large, "large.yaml").Policy is not null, "a policy of a megabyte");
        string text = Encoding.UTF8.GetString(large);
        yield return new Row(
            "sharing policy of 1 MB read and checked", Work.Repeat(() => Sink.Take(SharingPolicyReader.Read(large, "large.yaml").Policy!.Rules.Count)),
            "YamlDotNet scans the same bytes", Work.Repeat(() => Sink.Take(Scan(text)))) { AtLeast = AtLeast };
        foreach ((string name, byte[] bytes) in Bombs())
        {
            PolicyReading reading = SharingPolicyReader.Read(bytes, "bomb.yaml");
            Sink.Demand(reading.Policy is null && reading.Diagnostics.Any(d => d.IsError && d.Line > 0), "the refusal of a bomb");
            yield return new Row($"bomb refused: {name}", Work.Repeat(() => Sink.Take(SharingPolicyReader.Read(bytes, "bomb.yaml").Diagnostics.Count))) { AtLeast = AtLeast };
        }
    }

    private static long Scan(string text)
    {
        var scanner = new Scanner(new StringReader(text));
        long tokens = 0;
        while (scanner.MoveNext())
        {
            tokens++;
        }

        return tokens;
    }

    private static IEnumerable<(string Name, byte[] Bytes)> Bombs()
    {
        yield return ("40 KB of [", Ascii(new string('[', Kilobytes40)));
        yield return ("a billion laughs by aliases", Ascii("a: &a [x]\n" + string.Concat(Enumerable.Range(0, 25).Select(i => $"{(char)('b' + i)}: &{(char)('b' + i)} [*{(char)('a' + i)}, *{(char)('a' + i)}]\n"))));
        yield return ("a scalar of 10 MB", Ascii("sharing-policy: " + new string('x', 10_000_000) + "\n"));
        yield return ("40 KB of one key twice and again", Ascii(string.Concat(Enumerable.Repeat("country: CAF\n", Kilobytes40 / 13))));
        yield return ("40 KB of tags", Ascii(string.Concat(Enumerable.Repeat("- !!binary x\n", Kilobytes40 / 13))));
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);
}
