namespace Broker.Briefings;

/// <summary>For whom a requester acts: a state or an organisation.</summary>
/// <param name="IsState">A state by its ISO 3166-1 alpha-3 code; else an organisation by its slug in the sharing policy.</param>
/// <param name="Code">The code or slug.</param>
public readonly record struct Affiliation(bool IsState, string Code)
{
    /// <summary>A state.</summary>
    public static Affiliation State(string code) => new(true, code);

    /// <summary>An organisation.</summary>
    public static Affiliation Organisation(string slug) => new(false, slug);

    /// <summary><c>state LUX</c> or <c>organisation ngo-b</c>.</summary>
    public override string ToString() => (IsState ? "state " : "organisation ") + Code;

    internal static bool TryParse(ReadOnlySpan<byte> text, out Affiliation affiliation)
    {
        affiliation = default;
        if (!LineReader.TryField(ref text, out ReadOnlySpan<byte> word))
        {
            return false;
        }

        bool state = word.SequenceEqual("state"u8) && Ascii.IsCountry(text);
        if (!state && !(word.SequenceEqual("organisation"u8) && Ascii.IsSlug(text)))
        {
            return false;
        }

        affiliation = new Affiliation(state, Ascii.Text(text));
        return true;
    }
}
