namespace Broker.Silo.Deposits;

/// <summary>What the checks of one package found.</summary>
/// <param name="Admitted">The record in its stored form; null when the package was refused.</param>
/// <param name="Record">The record's id as text; empty when the head was not readable.</param>
/// <param name="Code"><c>accepted</c>, or the refusal's code.</param>
internal readonly record struct Examined(AdmittedRecord? Admitted, string Record, string Code)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "examined package";
}
