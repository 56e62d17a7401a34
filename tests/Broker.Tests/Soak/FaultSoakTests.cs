using Broker.Faults.Duplicates;
using Broker.Faults.Errors;
using Broker.Faults.Power;
using Broker.Tests.Faults;
using Xunit.Abstractions;

namespace Broker.Tests.Soak;

/// <summary>The long forms of the faults, on real silos. `make soak` runs them; `make crash` the kills.</summary>
[Trait("Category", "Soak")]
[Collection(nameof(FaultCollection))]
public sealed class FaultSoakTests(ITestOutputHelper output) : IDisposable
{
    private const int Keys = 500;
    private const int Width = 64;
    private const int Deposits = 600;
    private const int Images = 1000;
    private const int ControlImages = 200;
    private const int Calls = 100;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Deposits_SentManyTimesAtOnce_AreOneRecordWithOneReceiptEach()
    {
        DuplicateResult result = await DuplicateRun.RunAsync(folder.At("broker"), Keys, Width);

        output.WriteLine(result.Line);
        Assert.True(result.IsRight, result.Line);
    }

    [StraceFact]
    public async Task PowerCuts_UnderLoad_LoseNothingAcknowledged_AndWithoutSyncsTheyDo()
    {
        PowerRecording recording = await PowerRecording.MakeAsync(folder.At("broker"), Deposits);
        Assert.True(recording.DatabaseWrites > 0, "no checkpoint was made under load");

        PowerResult result = await PowerReplay.RunAsync(recording, SyncRule.AsRecorded, Images, folder.At("images"));
        output.WriteLine(result.Line(SyncRule.AsRecorded));
        Assert.True(result.IsSound, result.Line(SyncRule.AsRecorded));

        foreach (SyncRule rule in new[] { SyncRule.AsNormal, SyncRule.AsOff })
        {
            PowerResult careless = await PowerReplay.RunAsync(recording, rule, ControlImages, folder.At("images"));
            output.WriteLine(careless.Line(rule));
            Assert.True(careless.Lost > 0, careless.Line(rule));
        }
    }

    [StraceFact]
    public async Task Stores_WhoseWritesOrSyncsFail_AcknowledgeNothingAfterwards()
    {
        ErrorResult result = await ErrorRun.RunAsync(folder.At("broker"), Injection.UpTo(Calls), output.WriteLine);

        output.WriteLine(result.Line);
        Assert.True(result.IsSound, result.Line);
    }
}
