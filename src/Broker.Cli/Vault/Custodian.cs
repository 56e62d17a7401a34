using System.Globalization;

namespace Broker.Cli;

/// <summary>One custodian of a vault: group and number from 1, as <c>operators/2</c>.</summary>
internal readonly record struct Custodian(string Group, int Number)
{
    /// <summary>The name of the custodian's files, as <c>operators-2</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Group}-{Number}");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Group}/{Number}");

    public static bool TryParse(string text, out Custodian custodian)
    {
        custodian = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash is < 1 or > 31 || !text[..slash].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 16
            || text[slash + 1] == '0')
        {
            return false;
        }

        custodian = new Custodian(text[..slash], number);
        return true;
    }
}
