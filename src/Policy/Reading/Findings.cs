namespace Broker.Policy.Reading;

/// <summary>Collects what is found in one file.</summary>
internal sealed class Findings(string file)
{
    private readonly List<PolicyDiagnostic> _found = [];

    internal bool HasErrors => Errors > 0;

    internal int Errors { get; private set; }

    /// <summary>Whether nothing more is listed.</summary>
    internal bool IsFull => _found.Count >= PolicyLimits.Diagnostics;

    internal void Error(YamlNode at, string code, string message) => Error(at.Line, at.Column, code, message);

    internal void Error(int line, int column, string code, string message)
    {
        Errors++;
        if (_found.Count < PolicyLimits.Diagnostics)
        {
            _found.Add(new PolicyDiagnostic(file, line, column, code, message, IsError: true));
        }
        else if (_found.Count == PolicyLimits.Diagnostics)
        {
            _found.Add(new PolicyDiagnostic(file, line, column, PolicyCodes.TooManyFindings, "too many findings, the rest is not listed", IsError: true));
        }
    }

    internal void Warn(YamlNode at, string code, string message)
    {
        if (_found.Count < PolicyLimits.Diagnostics)
        {
            _found.Add(new PolicyDiagnostic(file, at.Line, at.Column, code, message, IsError: false));
        }
    }

    internal IReadOnlyList<PolicyDiagnostic> InOrder() =>
        [.. _found.OrderBy(f => f.Line).ThenBy(f => f.Column).ThenBy(f => f.Code, StringComparer.Ordinal)];

    /// <summary>A text of the file for a message: short, in backticks.</summary>
    internal static string Quote(string text) => text.Length <= 60 ? $"`{text}`" : $"`{text[..60]}…`";
}
