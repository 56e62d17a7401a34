using System.Text.Json;

namespace Broker.Cli;

/// <summary>The figures of a run, as summary.json holds them: whole numbers only, no place finer than the dataset's first level.</summary>
internal sealed record DemoSummary
{
    public required int Deposited { get; init; }

    /// <summary>Rows that could not be mapped and packages that the broker refused.</summary>
    public required int Refused { get; init; }

    public required int Organisations { get; init; }

    /// <summary>Four-week blocks that were measured.</summary>
    public required int Blocks { get; init; }

    /// <summary>Entries in the disclosure log.</summary>
    public required long Entries { get; init; }

    /// <summary>Who had to cosign before anything was published.</summary>
    public required string Witness { get; init; }

    /// <summary>Entries under the last checkpoint that the witness cosigned, by its own copy.</summary>
    public required long Cosigned { get; init; }

    public required int Releases { get; init; }

    public required int ReceiptsVerified { get; init; }

    public required bool LogVerified { get; init; }

    /// <summary>How often silo or gateway was started again.</summary>
    public required int Restarts { get; init; }

    public required int Seconds { get; init; }

    public required DemoMemory PeakMemoryMiB { get; init; }

    public required SortedDictionary<string, int> RowsByYear { get; init; }

    /// <summary>The empty key is for rows without an area.</summary>
    public required SortedDictionary<string, int> RowsByAdm1 { get; init; }

    public required int Withdrawn { get; init; }

    /// <summary>Requests that the sharing policy refused, in the order in which they were made.</summary>
    public required IReadOnlyList<DemoRefusal> RefusedRequests { get; init; }

    private static readonly JsonSerializerOptions Form = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Form), (byte)'\n'];

    /// <summary>Counts what the broker accepted, by a column of the row.</summary>
    public static SortedDictionary<string, int> Count(IEnumerable<DemoDeposit> deposits, Func<MappedRow, string> column)
    {
        SortedDictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (var deposit in deposits.Where(deposit => deposit.Answer.IsAccepted))
        {
            counts[column(deposit.Row)] = counts.GetValueOrDefault(column(deposit.Row)) + 1;
        }

        return counts;
    }
}
