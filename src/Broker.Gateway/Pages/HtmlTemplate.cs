using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Broker.Gateway.Pages;

/// <summary>The compiler hands the literal parts and the holes of an interpolated string here: holes are encoded, always.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate
{
    private readonly StringBuilder builder;

    public HtmlTemplate(int literalLength, int formattedCount) => builder = new StringBuilder(literalLength + (formattedCount * 16));

    public void AppendLiteral(string literal) => builder.Append(literal);

    public void AppendFormatted(Html html) => builder.Append(html);

    public void AppendFormatted(string? text) => builder.Append(Html.Encode(text ?? ""));

    public void AppendFormatted(long number) => builder.Append(number.ToString(CultureInfo.InvariantCulture));

    // For text between tags only: a day is an element, so that it does not break at its hyphens.
    public void AppendFormatted(DateOnly day) =>
        builder.Append(CultureInfo.InvariantCulture, $"<time>{day:yyyy-MM-dd}</time>");

    internal string Finish() => builder.ToString();
}
