using System.Globalization;

namespace Broker.Bench.Harness;

/// <summary>Numbers that whoever runs the bench may set in the environment.</summary>
internal static class Wish
{
    /// <summary>The number that is wished for, or the usual one.</summary>
    internal static int Of(string variable, int usual, int fewest, int most)
    {
        string? wished = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrEmpty(wished)
            ? usual
            : int.TryParse(wished, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= fewest && number <= most
                ? number
                : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{variable} is a whole number from {fewest} to {most}"));
    }
}
