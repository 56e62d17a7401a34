namespace Broker.Silo.Doctor;

/// <summary>What one check says.</summary>
/// <param name="Check">Name of the check, one word.</param>
/// <param name="State">What it found.</param>
/// <param name="Says">What is so, in plain words; never content, keys or names of people.</param>
/// <param name="Do">What to do about it; empty unless something is wrong.</param>
internal sealed record Finding(string Check, FindingState State, string Says, string Do)
{
    public static Finding Ok(string check, string says) => new(check, FindingState.Ok, says, "");

    public static Finding Skipped(string check, string says) => new(check, FindingState.Skipped, says, "");

    public static Finding Wrong(string check, string says, string todo) => new(check, FindingState.Wrong, says, todo);
}
