using System.Text.Encodings.Web;

namespace Broker.Gateway.Pages;

/// <summary>
/// Text that is safe in a page. It can be made in one way only, by an interpolated string whose literal parts are ours and
/// whose holes are encoded (<see cref="HtmlTemplate"/>), so there is no call that could forget to encode.
/// </summary>
internal readonly struct Html
{
    private readonly string? text;

    private Html(string text) => this.text = text;

    public static Html Empty => default;

    public static Html Of(HtmlTemplate template) => new(template.Finish());

    /// <summary>The parts one after another.</summary>
    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts.Select(part => part.ToString())));

    /// <summary>A part for each item.</summary>
    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> part) => Join(items.Select(part));

    public override string ToString() => text ?? "";

    /// <summary>Encodes text from elsewhere; characters that reorder or hide others are shown by their number instead.</summary>
    internal static string Encode(string text) => HtmlEncoder.Default.Encode(Visible.Of(text));
}
