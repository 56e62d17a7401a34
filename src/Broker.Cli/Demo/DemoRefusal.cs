namespace Broker.Cli;

/// <summary>A request that the sharing policy refused: who asked, and in whose words it said no.</summary>
/// <param name="Who">The requester's name.</param>
/// <param name="Purpose">The purpose that was named.</param>
/// <param name="Code">The problem's code.</param>
/// <param name="Sentence">The rule in one plain sentence.</param>
/// <param name="Rules">The determining rules; empty when no rule speaks.</param>
/// <param name="Revision">The revision that decided.</param>
internal sealed record DemoRefusal(string Who, string Purpose, string Code, string Sentence, IReadOnlyList<string> Rules, string Revision);
