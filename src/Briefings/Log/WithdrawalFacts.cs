namespace Broker.Briefings;

/// <summary>What the entry of a withdrawal commits to.</summary>
public sealed record WithdrawalFacts
{
    /// <summary>Largest text, in bytes.</summary>
    public const int MaxBytes = 1024;

    private const string Use = "withdrawal-facts";

    /// <summary>The depositor who withdrew.</summary>
    public required AccountName Depositor { get; init; }

    /// <summary>The record.</summary>
    public required RecordName Record { get; init; }

    /// <summary>The day of the withdrawal, UTC.</summary>
    public required DateOnly Withdrawn { get; init; }

    /// <summary>The one text of these facts.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public byte[] Encode(string origin) => new FactsWriter(origin, Use)
        .Line("depositor", Depositor)
        .Line("record", Record)
        .Line("withdrawn", Withdrawn)
        .Bytes(bytes => Fault(bytes, origin));

    /// <summary>Reads the facts of an entry of the log <paramref name="origin"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, string origin, out WithdrawalFacts? facts, out FactsFault fault)
    {
        FactsReader reader = new(text, origin, Use, MaxBytes);
        WithdrawalFacts read = new()
        {
            Depositor = reader.Account("depositor"u8),
            Record = reader.Record("record"u8),
            Withdrawn = reader.Date("withdrawn"u8),
        };
        fault = reader.Finish();
        facts = fault == FactsFault.None ? read : null;
        return facts is not null;
    }

    private static FactsFault Fault(byte[] bytes, string origin)
    {
        _ = TryParse(bytes, origin, out _, out FactsFault fault);
        return fault;
    }
}
