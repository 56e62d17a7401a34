using System.Collections.Concurrent;
using Broker.DisclosureControl;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Seals and deposits the demo's rows, block after block, for every organisation with rows in it.</summary>
internal sealed class DemoDeposits(CommandContext context, GatewayClient client, DemoCast cast, GedImport import)
{
    private const int Parallel = 4;

    private readonly ConcurrentBag<DemoDeposit> answered = [];
    private EpochKey? epoch;

    /// <summary>Everything that was answered so far, in the order of the file.</summary>
    public IReadOnlyList<DemoDeposit> Answered => [.. answered.OrderBy(deposit => deposit.Row.Line)];

    /// <summary>Ordinals of the blocks that hold rows, in order.</summary>
    public IReadOnlyList<int> Blocks => [.. import.File.Rows.Select(BlockOf).Distinct().Order()];

    /// <summary>How many rows an office has in a block, deposited or not.</summary>
    public int RowsAhead(string office, int block) => import.File.Rows.Count(row => row.Office == office && BlockOf(row) == block);

    /// <summary>Deposits the rows of the blocks that are chosen.</summary>
    public async Task DepositAsync(Func<int, bool> blocks, Action<int> sent, CancellationToken cancellation)
    {
        var byOffice = import.File.Rows.Where(row => blocks(BlockOf(row))).GroupBy(row => row.Office).ToList();
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation };
        await System.Threading.Tasks.Parallel.ForEachAsync(byOffice, parallel, async (rows, token) => await DepositAsync(rows, sent, token));
    }

    private async Task DepositAsync(IGrouping<string, MappedRow> rows, Action<int> sent, CancellationToken cancellation)
    {
        using var member = cast.Organisations[rows.Key].Open();
        epoch ??= await EpochKeyDesk.FetchAsync(client, member, cancellation);
        RecordSealer sealer = new(member, epoch, import.Country, context.Random);
        DepositClient deposits = new(client, member);
        var byKey = rows.ToDictionary(import.KeyOf, StringComparer.Ordinal);
        deposits.Queue([.. rows.Select(row => sealer.Seal(row, import.Digest))]);
        foreach (var answer in await deposits.SendAsync(sent, cancellation))
        {
            var row = byKey[answer.Row];
            answered.Add(new DemoDeposit(row, rows.Key, BlockOf(row), answer));
        }
    }

    private static int BlockOf(MappedRow row) => FourWeekCalendar.Containing(row.Interval.From).Ordinal;
}
