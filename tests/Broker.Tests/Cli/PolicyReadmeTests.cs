using Broker.Cli;

namespace Broker.Tests.Cli;

/// <summary>policies/README.md as an officer follows it: each offline command of it is run, in its order, and answers as the page says.</summary>
public sealed class PolicyReadmeTests : IDisposable
{
    private const string No = "  # no";
    private static readonly string[] Online = ["activate", "status"];

    private readonly TemporaryFolder folder = new();
    private readonly CommandRun nowhere = new(() => throw new InvalidOperationException("what the page shows offline asks nobody"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Commands_OfThePage_DoWhatItSays()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "policies", "README.md"));
        folder.Write("own.csv", Blocks(page, "csv").Single());
        var run = 0;
        foreach (var line in Blocks(page, "sh").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
        {
            var words = line.Replace(No, "", StringComparison.Ordinal).Split(' ');
            if (words is ["cp", var from, var to])
            {
                File.Copy(At(from), At(to));
            }
            else if (words[0] == "sed")
            {
                Substitute(line);
            }
            else if (!Online.Contains(words[2]))
            {
                var (code, output, error) = await nowhere.RunAsync([.. words[1..].Select(At)]);
                Assert.True(code == (line.EndsWith(No, StringComparison.Ordinal) ? ExitCodes.No : ExitCodes.Ok), $"{line}\n{output}{error}");
                run++;
            }
        }

        Assert.True(run >= 9);
    }

    // sed -i 's/old/new/' file
    private void Substitute(string line)
    {
        var parts = line.Split('\'')[1].Split('/');
        var path = At(line.Split(' ')[^1]);
        var (text, old) = (File.ReadAllText(path), parts[1]);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, parts[2], StringComparison.Ordinal));
    }

    private string At(string word) => word.StartsWith("policies/", StringComparison.Ordinal) ? Path.Combine(Repository.Root, word)
        : word.StartsWith("my-policy", StringComparison.Ordinal) || word == "own.csv" ? folder.At(word)
        : word;

    private static IEnumerable<string> Blocks(string page, string language) =>
        page.Split($"```{language}\n").Skip(1).Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]);
}
