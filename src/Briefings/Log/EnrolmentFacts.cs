namespace Broker.Briefings;

/// <summary>What the entry of an enrolment commits to.</summary>
public sealed record EnrolmentFacts
{
    /// <summary>Largest text, in bytes.</summary>
    public const int MaxBytes = 1024;

    private const string Use = "enrolment-facts";

    /// <summary>The account that was made.</summary>
    public required AccountName Account { get; init; }

    /// <summary>What the account may be: a slug such as <c>depositor</c> or <c>policy-officer</c>.</summary>
    public required string Role { get; init; }

    /// <summary>SHA-256 of the account's public key.</summary>
    public required Sha256Digest KeyDigest { get; init; }

    /// <summary>The day of the enrolment, UTC.</summary>
    public required DateOnly Enrolled { get; init; }

    /// <summary>The one text of these facts.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public byte[] Encode(string origin) => new FactsWriter(origin, Use)
        .Line("account", Account)
        .Line("role", Role)
        .Line("key", KeyDigest)
        .Line("enrolled", Enrolled)
        .Bytes(bytes => Fault(bytes, origin));

    /// <summary>Reads the facts of an entry of the log <paramref name="origin"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, string origin, out EnrolmentFacts? facts, out FactsFault fault)
    {
        FactsReader reader = new(text, origin, Use, MaxBytes);
        EnrolmentFacts read = new()
        {
            Account = reader.Account("account"u8),
            Role = reader.Slug("role"u8),
            KeyDigest = reader.Digest("key"u8),
            Enrolled = reader.Date("enrolled"u8),
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
