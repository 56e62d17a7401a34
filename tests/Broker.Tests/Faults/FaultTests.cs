using Broker.Faults.Crash;
using Broker.Faults.Duplicates;
using Broker.Faults.Errors;
using Broker.Faults.Power;
using Broker.Faults.Room;
using Broker.Faults.Scene;

namespace Broker.Tests.Faults;

/// <summary>Faults on real silos, in the short form; `make crash` and `make soak` run the long ones.</summary>
[Collection(nameof(FaultCollection))]
public sealed class FaultTests : IDisposable
{
    private const int Rounds = 5;
    private const int RoundsOnPostgres = 3;
    private const int Keys = 20;
    private const int Width = 64;
    private const int Deposits = 60;
    private const int Images = 24;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Silo_KilledUnderLoad_LosesAndDoublesNothing()
    {
        CrashResult result = await CrashRun.RunAsync(folder.At("broker"), Rounds, _ => { });

        Assert.True(result.IsSound, result.Line("sqlite", "silo"));
    }

    [DatabaseTheory]
    [InlineData("silo")]
    [InlineData("postgres")]
    public async Task SiloOnPostgres_KilledUnderLoadOrItsServer_LosesAndDoublesNothing(string killed)
    {
        using DatabaseServer server = DatabaseServer.TryStart()!;

        CrashResult result = await CrashRun.RunAsync(folder.At("broker"), RoundsOnPostgres, _ => { }, server, killed == "postgres");

        Assert.True(result.IsSound, result.Line("postgres", killed));
    }

    [Fact]
    public async Task Deposit_SentManyTimesAtOnce_IsOneRecordWithOneReceipt()
    {
        DuplicateResult result = await DuplicateRun.RunAsync(folder.At("broker"), Keys, Width);

        Assert.True(result.IsRight, result.Line);
    }

    [StraceFact]
    public async Task PowerCut_UnderLoad_LosesNothingAcknowledged_AndWithoutSyncsItDoes()
    {
        PowerRecording recording = await PowerRecording.MakeAsync(folder.At("broker"), Deposits);

        PowerResult result = await PowerReplay.RunAsync(recording, SyncRule.AsRecorded, Images, folder.At("images"));
        Assert.True(result.IsSound, result.Line(SyncRule.AsRecorded));

        // The control: a silo that syncs less would be found out.
        PowerResult careless = await PowerReplay.RunAsync(recording, SyncRule.AsNormal, Images, folder.At("images"));
        Assert.True(careless.Lost > 0, careless.Line(SyncRule.AsNormal));
    }

    [StraceFact]
    public async Task Store_WhoseWritesOrSyncsFail_AcknowledgesNothingAfterwards()
    {
        Injection[] injections =
        [
            new(true, Injection.InputOutput, 1), new(true, Injection.InputOutput, 6), new(true, Injection.NoSpace, 9),
            new(false, Injection.InputOutput, 30), new(false, Injection.NoSpace, 40),
        ];

        ErrorResult result = await ErrorRun.RunAsync(folder.At("broker"), injections, _ => { });

        Assert.True(result.IsSound, result.Line);
    }

    [SmallDiskFact]
    public async Task Disk_ThatIsFull_IsAnswered507_AndGoesOnWithoutARestart()
    {
        RoomResult? result = await RoomRun.RunAsync(folder.At("broker"));

        Assert.True(result?.IsSound, result?.Line);
    }
}
