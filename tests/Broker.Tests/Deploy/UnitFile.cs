namespace Broker.Tests.Deploy;

/// <summary>A systemd unit as lines of `directive=value` by section; a directive may be there more than once.</summary>
internal sealed class UnitFile
{
    private readonly List<(string Section, string Name, string Value)> lines = [];

    public static UnitFile Read(string path)
    {
        var unit = new UnitFile();
        var section = "";
        foreach (var line in File.ReadLines(path).Select(text => text.Trim()).Where(text => text.Length > 0 && text[0] != '#'))
        {
            var split = line.IndexOf('=', StringComparison.Ordinal);
            if (line[0] == '[')
            {
                section = line.Trim('[', ']');
            }
            else if (split > 0)
            {
                unit.lines.Add((section, line[..split], line[(split + 1)..]));
            }
            else
            {
                throw new InvalidDataException("a line of the unit is neither a section nor a directive");
            }
        }

        return unit;
    }

    /// <summary>All values of a directive of the section Service.</summary>
    public IReadOnlyList<string> Service(string name) => [.. lines.Where(line => line.Section == "Service" && line.Name == name).Select(line => line.Value)];
}
