using System.Text.Json;
using Broker.Silo;
using Broker.Silo.Backup;
using Broker.Silo.Doctor;
using Broker.Silo.Storage;
using Broker.Tests.Silo.Backup;
using Broker.Tests.Silo.Memory;

namespace Broker.Tests.Silo.Doctor;

/// <summary>What <c>doctor</c> finds at real silos and stores.</summary>
public sealed class DoctorLookTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Doctor_AtARealSilo_SaysWhatIsWrongAndEndsWithOne()
    {
        await using RemoteSilo silo = await RemoteSilo.StartAsync(folder);
        (int code, string output) = await VerbProcess.RunAsync(folder, "doctor", "--json");

        Assert.Equal(1, code);
        Dictionary<string, string> found = Found(output);
        // A development silo warns that it unsealed itself, and no backup was taken.
        Assert.Equal(("wrong", "wrong", "ok", "ok", "ok", "ok", "ok"), (found["silo"], found["backup"], found["vault"], found["layout"], found["log"], found["settings"], found["files"]));
        Assert.Equal(("ok", "skipped"), (found["core-dumps"], found["witnesses"]));
        Assert.True(found["locked-memory"] is "ok" or "wrong", "the limits of the silo's process were not read");

        Assert.Equal(0, (await VerbProcess.RunAsync(folder, "backup", folder.At("one.backup"))).Code);
        File.SetUnixFileMode(folder.At("data", "key-ring"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        found = Found((await VerbProcess.RunAsync(folder, "doctor", "--json")).Output);
        Assert.Equal(("ok", "wrong"), (found["backup"], found["files"]));
    }

    [Fact]
    public async Task Tool_HandsTheVerbOnToTheSilosProgram()
    {
        (int code, string output) = await VerbProcess.RunToolAsync(folder, "restore", folder.Write("none", "nothing"));
        Assert.Equal((1, "the file is not a backup (not-a-backup); nothing was changed\n"), (code, output));
    }

    [Fact]
    public async Task Doctor_WithoutASilo_SaysThatNoneAnswers()
    {
        (int code, string output) = await VerbProcess.RunAsync(folder, "doctor");

        Assert.Equal(1, code);
        Assert.Contains("no silo answers at `Silo:Socket`", output, StringComparison.Ordinal);
        Assert.Contains("the data folder is not there", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_WithAWrongCommandLine_SaysHowAndEndsWithTwo()
    {
        (int code, string output) = await VerbProcess.RunAsync(folder, "backup");
        Assert.Equal(2, code);
        Assert.Contains("Broker.Silo restore FILE", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verb_ThatCannotBeDone_SaysWhyAndEndsWithOne()
    {
        (int code, string output) = await VerbProcess.RunAsync(folder, "restore", folder.Write("none", "nothing"));
        Assert.Equal(1, code);
        Assert.Equal("the file is not a backup (not-a-backup); nothing was changed\n", output);
    }

    [Fact]
    public async Task Store_WithAChangedEntryTileOrCheckpoint_DoesNotVerify()
    {
        foreach (string change in (string[])
            [
                "UPDATE log_entries SET entry = zeroblob(40) WHERE idx = 2",
                "UPDATE log_files SET content = zeroblob(200) WHERE path = 'signed'",
                "DELETE FROM log_entries WHERE idx = (SELECT max(idx) FROM log_entries)",
                "DELETE FROM meta WHERE key = 'log-key'",
            ])
        {
            await using BackupScene scene = await BackupScene.StartAsync();
            Assert.Equal(("", ""), (Look(scene).Unreadable, Look(scene).LogFault));

            await scene.Silo.Store.WriteAsync(connection => connection.Execute(change));

            Assert.NotEmpty(Look(scene).LogFault);
        }
    }

    [Fact]
    public async Task Store_OfAnotherLayout_IsNotRead()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("PRAGMA user_version=5"));

        Assert.Contains("layout 5", Look(scene).Unreadable, StringComparison.Ordinal);
        Assert.Throws<BackupException>(() => scene.Backup());
        Assert.Contains("no store", StoreLook.Read(new SiloOptions { DataFolder = folder.Path }).Unreadable, StringComparison.Ordinal);
    }

    private static StoreFacts Look(BackupScene scene) => StoreLook.Read(BackupScene.Options(scene.Data));

    private static Dictionary<string, string> Found(string output)
    {
        using JsonDocument json = JsonDocument.Parse(output);
        return json.RootElement.GetProperty("checks").EnumerateArray().ToDictionary(
            one => one.GetProperty("check").GetString()!, one => one.GetProperty("state").GetString()!, StringComparer.Ordinal);
    }
}
