using System.Text;
using Broker.Contracts;

namespace Broker.Silo.Deposits;

/// <summary>The answer to a batch as it is kept for its idempotency key: three fields a line, parted by tabs, notes with escaped line feeds.</summary>
internal static class DepositLines
{
    public static byte[] Encode(IReadOnlyList<DepositLine> lines) => Encoding.UTF8.GetBytes(
        string.Concat(lines.Select(line => $"{line.Record}\t{line.Code}\t{line.Receipt.Replace("\n", "\\n", StringComparison.Ordinal)}\n")));

    public static IReadOnlyList<DepositLine> Decode(byte[] stored) =>
    [
        .. Encoding.UTF8.GetString(stored).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line =>
        {
            string[] fields = line.Split('\t');
            return new DepositLine(fields[0], fields[1], fields[2].Replace("\\n", "\n", StringComparison.Ordinal));
        }),
    ];
}
