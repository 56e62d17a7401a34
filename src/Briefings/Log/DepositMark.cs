namespace Broker.Briefings;

/// <summary>What identifies a deposit in its receipt and its proof.</summary>
/// <param name="Record">The record.</param>
/// <param name="Commit">The salted commitment to its content, made by the depositor.</param>
/// <param name="Day">The day for which it was deposited, UTC.</param>
public readonly record struct DepositMark(RecordName Record, Sha256Digest Commit, DateOnly Day)
{
    /// <summary>Reads the three values in their one spelling.</summary>
    public static bool TryParse(string record, string commit, string day, out DepositMark mark)
        => TryParse(Ascii.Utf8(record), Ascii.Utf8(commit), Ascii.Utf8(day), out mark);

    /// <summary>Says nothing of what it names.</summary>
    public override string ToString() => "deposit";

    internal static bool TryParse(ReadOnlySpan<byte> record, ReadOnlySpan<byte> commit, ReadOnlySpan<byte> day, out DepositMark mark)
    {
        mark = default;
        if (!RecordName.TryParse(record, out RecordName name) || !Sha256Digest.TryParse(commit, out Sha256Digest digest) || !Ascii.TryDate(day, out DateOnly date))
        {
            return false;
        }

        mark = new DepositMark(name, digest, date);
        return true;
    }
}
