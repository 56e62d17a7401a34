namespace Engine.Parity;

/// <summary>The committed table of outcomes (docs/specs/engine-parity.md): a row a probe, a column an engine.</summary>
public static class ParityTable
{
    private const int ProbeCell = 1;

    // Between outcomes of which an engine promises none.
    private const string Either = " / ";

    /// <summary>The outcomes of one engine by probe.</summary>
    /// <exception cref="FormatException">The page has no such table.</exception>
    public static IReadOnlyList<(string Probe, string Outcome)> Read(IEnumerable<string> lines, string engine)
    {
        var rows = lines.Where(line => line.StartsWith('|')).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToArray();
        var head = Array.FindIndex(rows, row => row[ProbeCell] == "probe");
        var column = head < 0 ? -1 : Array.IndexOf(rows[head], engine);
        return column < 0
            ? throw new FormatException($"no table with a column `{engine}`")
            : [.. rows.Skip(head + 2).Select(row => (row[ProbeCell], row[column]))];
    }

    /// <summary>What of the outcomes is not as expected, and what of the expected was not asked.</summary>
    public static IReadOnlyList<string> Differences(
        IReadOnlyList<(string Probe, string Outcome)> expected, IReadOnlyList<(string Probe, string Outcome)> actual)
    {
        var wanted = expected.ToDictionary(row => row.Probe, row => row.Outcome, StringComparer.Ordinal);
        return
        [
            .. actual.Where(row => wanted.GetValueOrDefault(row.Probe)?.Split(Either).Contains(row.Outcome) != true)
                .Select(row => $"{row.Probe}: {row.Outcome}, expected: {wanted.GetValueOrDefault(row.Probe) ?? "no such probe"}"),
            .. expected.ExceptBy(actual.Select(row => row.Probe), row => row.Probe).Select(row => $"{row.Probe}: not asked"),
        ];
    }
}
