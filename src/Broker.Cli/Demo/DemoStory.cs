namespace Broker.Cli;

/// <summary>What happened, in the order in which it happened, and whether everything held.</summary>
internal sealed class DemoStory
{
    private readonly List<(string Chapter, string Line)> lines = [];
    private readonly List<string> failures = [];

    public IReadOnlyList<string> Failures => failures;

    public IEnumerable<IGrouping<string, string>> Chapters => lines.GroupBy(line => line.Chapter, line => line.Line);

    public void Tell(string chapter, string line) => lines.Add((chapter, line));

    /// <summary>A promise of the product that this run must keep.</summary>
    public void Expect(bool held, string chapter, string promise)
    {
        lines.Add((chapter, (held ? "held: " : "FAILED: ") + promise));
        if (!held)
        {
            failures.Add(promise);
        }
    }
}
