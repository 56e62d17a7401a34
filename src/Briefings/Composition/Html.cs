using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Broker.Briefings;

/// <summary>Collects HTML. Literals are markup; every hole of an interpolated string is escaped text, unless it is <see cref="Html"/> itself.</summary>
internal sealed class Html
{
    private readonly StringBuilder text = new(16_384);

    public Html Add([InterpolatedStringHandlerArgument("")] ref Handler markup) => this;

    public override string ToString() => text.ToString();

    // INVARIANT: no string reaches the page but through here or as a literal of this assembly.
    private void Escape(string value)
    {
        foreach (char character in value)
        {
            _ = character switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\'' => text.Append("&#39;"),
                _ => text.Append(character),
            };
        }
    }

    [InterpolatedStringHandler]
    internal readonly ref struct Handler
    {
        private readonly Html html;

        public Handler(int literalLength, int formattedCount, Html html)
        {
            this.html = html;
            html.text.EnsureCapacity(html.text.Length + literalLength + (formattedCount * 16));
        }

        public void AppendLiteral(string markup) => html.text.Append(markup);

        public void AppendFormatted(string? value) => html.Escape(value ?? string.Empty);

        public void AppendFormatted(long value) => html.text.Append(value.ToString(CultureInfo.InvariantCulture));

        public void AppendFormatted(DateOnly value) => html.text.Append(Ascii.Date(value));

        public void AppendFormatted(Sha256Digest value) => html.text.Append(value);

        public void AppendFormatted(Html fragment) => html.text.Append(fragment.text);
    }
}
