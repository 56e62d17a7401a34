using Broker.Cli;
using Broker.Tests.Cli;
using Broker.Tests.Journeys;
using Broker.Transparency;

namespace Broker.Tests.Witnessing;

/// <summary><c>broker witness</c> as an office types it.</summary>
public sealed class WitnessCommandTests : IDisposable
{
    private readonly WitnessScene scene = new();
    private readonly CommandRun broker = new(() => new SocketsHttpHandler(), TimeProvider.System);

    [Fact]
    public async Task New_PrintsLinesThatAreAWitnessPolicy()
    {
        var output = await broker.OkAsync("witness", "new", "--name", "witness.example/2", "--out", scene.At("second"), "--url", "https://witness.example/");
        var lines = output.Split('\n');
        var policy = string.Concat(lines.Where(line => line.StartsWith("witness ", StringComparison.Ordinal) || line.StartsWith("quorum ", StringComparison.Ordinal)).Select(line => line + "\n"));

        Assert.True(WitnessPolicy.TryParse(System.Text.Encoding.UTF8.GetBytes(policy), out var parsed, out _));
        var witness = Assert.Single(parsed.Witnesses);
        Assert.Equal(("witness.example/2", "https://witness.example", "witness.example/2"), (witness.Name, witness.Url, parsed.Quorum));
        Assert.Contains($"verifier key {witness.Key}", lines);
        Assert.DoesNotContain(File.ReadAllText(scene.At("second")).Split('\n')[2]["seed ".Length..], output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_OverAKeyOrItsMemory_ChangesNeither()
    {
        var before = await File.ReadAllBytesAsync(scene.KeyFile);
        Assert.Equal(2, (await broker.RunAsync("witness", "new", "--name", "w", "--out", scene.KeyFile)).Code);
        Directory.Delete(scene.State, recursive: true);
        Assert.Equal(2, (await broker.RunAsync("witness", "new", "--name", "w", "--out", scene.KeyFile)).Code);

        Assert.Equal(before, await File.ReadAllBytesAsync(scene.KeyFile));
        Assert.False(Directory.Exists(scene.State));
    }

    [Fact]
    public async Task Show_SaysWhatWasCosignedAndAForkLoudly()
    {
        using (var state = scene.Open())
        {
            Assert.Contains($"log {WitnessScene.Origin}: nothing cosigned yet", await broker.OkAsync("witness", "show", "--key", scene.KeyFile), StringComparison.Ordinal);
            state.Logs[0].Answer(scene.Request(scene.Honest, 0, 30), WitnessScene.Now);
            Assert.Contains($"30 entries, root {scene.Honest.Head(30).Root}", await broker.OkAsync("witness", "show", "--key", scene.KeyFile), StringComparison.Ordinal);
            state.Logs[0].Answer(scene.Request(scene.Forked, 30, 30), WitnessScene.Now);
        }

        var (code, output, _) = await broker.RunAsync("witness", "show", "--key", scene.KeyFile);
        Assert.Equal(1, code);
        Assert.Contains("FORKED", output, StringComparison.Ordinal);
        Assert.Contains(scene.ForkFile, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--log", "no-such-file")]
    [InlineData("--key", "no-such-file")]
    [InlineData("--state", "no-such-folder")]
    [InlineData("--url", "http://192.0.2.1:5090")]
    [InlineData("--url", "https://127.0.0.1:5090")]
    public async Task Serve_WithAWrongOption_EndsInOneLine(string option, string value)
    {
        Dictionary<string, string> options = new() { ["--key"] = scene.KeyFile, ["--log"] = scene.Trust, ["--state"] = scene.State, ["--url"] = "http://127.0.0.1:0" };
        options[option] = value;

        var (code, _, error) = await broker.RunAsync(["witness", "serve", .. options.SelectMany(pair => new[] { pair.Key, pair.Value })]);

        Assert.NotEqual(0, code);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("something went wrong", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_AsAProcess_CosignsAndEndsWithItsInputAndRefusesABrokenMemory()
    {
        string[] serve = ["witness", "serve", "--key", scene.KeyFile, "--log", scene.Trust, "--url", "http://127.0.0.1:0", "--stop-with-input"];
        await using (var first = JourneyHost.StartTool(serve))
        {
            using RemoteWitness remote = new(scene, await first.LineAsync("listens at"));
            Assert.Equal(200, (await remote.AddAsync(scene.Request(scene.Honest, 0, 30))).Status);
            await using var second = JourneyHost.StartTool(serve);
            Assert.Contains("another witness runs on", await second.ErrorAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await first.EndInputAsync());
        }

        File.Delete(scene.CheckpointFile);
        await using var third = JourneyHost.StartTool(serve);
        Assert.Contains("must not cosign again under the same key", await third.ErrorAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => scene.Dispose();
}
