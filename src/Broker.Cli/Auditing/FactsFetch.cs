using System.Globalization;
using Broker.Briefings;

namespace Broker.Cli;

/// <summary>Asks a gateway for what entries commit to, and writes down what it gives; nothing of it is checked against the log yet.</summary>
internal sealed class FactsFetch(GatewayClient gateway, Member auditor, FactsFile output)
{
    private const int LongestFacts = 4096;

    /// <summary>Asks for the entries from one on, below a size.</summary>
    /// <returns>The entries, ascending, whose facts the broker says are damaged in its store.</returns>
    /// <exception cref="CommandFailure">The answers are not facts in the order of the log, each entry once.</exception>
    public async Task<IReadOnlyList<long>> RunAsync(long from, long size, CancellationToken cancellation)
    {
        List<long> damaged = [];
        await using var writer = output.Create();
        for (long? next = from; next < size;)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"facts/1\nfrom {next}\n");
            var page = (await gateway.PostTextAsync(auditor, "/log/facts", text, cancellation)).Read<FactsAnswer>();
            Write(writer, page, next.Value, size);
            Check(page, next.Value);
            damaged.AddRange(page.Damaged.Where(index => index < size));
            next = page.Next;
        }

        return damaged;
    }

    // Those that are said to be damaged: ascending, and none of them given all the same.
    private static void Check(FactsAnswer page, long from)
    {
        var given = page.Entries.Select(entry => entry.Index).ToHashSet();
        var least = from;
        foreach (var index in page.Damaged)
        {
            if (index < least || index >= (page.Next ?? long.MaxValue) || given.Contains(index))
            {
                throw Disorder();
            }

            least = index + 1;
        }
    }

    private static void Write(StreamWriter writer, FactsAnswer page, long from, long size)
    {
        // INVARIANT: every page goes further, so that a gateway can't keep the tool busy beyond the log's size.
        if (page.Next <= from)
        {
            throw Disorder();
        }

        var least = from;
        foreach (var entry in page.Entries)
        {
            if (entry.Index < least || entry.Index >= (page.Next ?? long.MaxValue) || entry.Salt.Length != FactsHead.SaltSize || entry.Facts.Length is 0 or > LongestFacts)
            {
                throw Disorder();
            }

            least = entry.Index + 1;
            if (entry.Index < size)
            {
                FactsFile.Write(writer, entry.Index, [.. entry.Salt, .. entry.Facts]);
            }
        }
    }

    private static CommandFailure Disorder() => CommandFailure.No("the gateway's answer is not facts in the order of the log, each entry once: nothing was kept");
}
