using System.Text;

namespace Broker.Tests.Demo;

[Collection(DemoCollection.Name)]
public sealed class LeakScanTests(DemoRun run)
{
    [Fact]
    public void Files_ThatTheDemoLeaves_HoldNoValueOfASealedColumn()
    {
        Assert.True(run.ExitCode == 0, run.Output);
        SealedValues values = SealedValues.OfTheSamples();
        Assert.True(values.Count > 5_000);

        // A silo that is killed at the very end leaves its socket, which holds no bytes.
        string[] files = [.. Directory.EnumerateFiles(run.Out, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) != ".sock")];
        Assert.Contains(files, file => Path.GetFileName(file) == "broker.db");
        Assert.Contains(files, file => Path.GetFileName(file) == "briefing.html");
        Assert.Contains(files, file => file.EndsWith(".age", StringComparison.Ordinal)); // even what organisations sealed to themselves

        string[] leaking = [.. files.Where(file => values.AreIn(File.ReadAllBytes(file))).Select(file => Path.GetRelativePath(run.Out, file))];

        Assert.Empty(leaking);
    }

    [Fact]
    public void Output_OfTheDemo_HoldsNoValueOfASealedColumn() =>
        Assert.False(SealedValues.OfTheSamples().AreIn(Encoding.UTF8.GetBytes(run.Output)));
}
