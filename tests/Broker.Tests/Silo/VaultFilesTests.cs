using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

public sealed class VaultFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("an older generation")]
    [InlineData("the same generation with other content")]
    public async Task Ring_ThatWasPutInTheNewestOnesPlace_IsRefusedAsDamaged(string what)
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        byte[] first = await File.ReadAllBytesAsync(folder.At("key-ring"));
        using TemporaryFolder copy = scene.Copy();
        await scene.RotateAsync();
        await scene.StopAsync();
        byte[] newest = await File.ReadAllBytesAsync(folder.At("key-ring"));

        if (what.StartsWith("the same", StringComparison.Ordinal))
        {
            // Another ring of the same generation and the same custodians: a rotation of the copy.
            await using VaultScene twin = await scene.OnAsync(copy.Path);
            await twin.UnsealAsync();
            await twin.RotateAsync();
            await File.WriteAllBytesAsync(folder.At("key-ring"), await File.ReadAllBytesAsync(copy.At("key-ring")));
        }
        else
        {
            await File.WriteAllBytesAsync(folder.At("key-ring"), first);
        }

        await scene.RestartAsync();
        await scene.GiveAllAsync(null, "operators/1", "operators/2");
        VaultOutcome refused = await scene.GiveAsync("auditors/1");
        Assert.Equal("vault-damaged", refused.Outcome.Code);
        Assert.Contains(what.StartsWith("the same", StringComparison.Ordinal) ? "another file was put in its place" : "an older file was put back", refused.Outcome.Sentence, StringComparison.Ordinal);
        Assert.Equal("sealed", refused.State.State);

        await File.WriteAllBytesAsync(folder.At("key-ring"), newest);
        await scene.UnsealAsync();
    }

    [Fact]
    public async Task Ring_NewerThanTheStores_IsAcceptedAndLogged()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        using TemporaryFolder before = scene.Copy();
        EpochId second = await scene.RotateAsync();
        await scene.StopAsync();
        File.Copy(folder.At("key-ring"), before.At("key-ring"), overwrite: true);

        await using VaultScene again = await scene.OnAsync(before.Path);
        await again.UnsealAsync();

        Assert.Equal(second, again.Silo.Vault.CurrentEpoch.Id);
        Assert.Equal(["unseal", "rotate", "unseal"], VaultLog.Events(again.Silo));
        Assert.Equal([1L, 2L], VaultLog.Generations(again.Silo));
        Assert.True(VaultLog.IsClean(again.Silo));
    }

    [Fact]
    public async Task Store_ThatForgotItsRing_OpensNothing()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM meta WHERE key = 'key-ring'"));
        await scene.SealAsync();

        Assert.Equal("vault-damaged", await scene.GiveAllAsync(null, "operators/1", "operators/2", "auditors/1"));
    }

    [Fact]
    public async Task Ring_PutBackWithTheStoresRecordOfIt_IsRefusedBecauseTheLogNamesALaterOne()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        EpochId first = scene.Silo.Vault.CurrentEpoch.Id;
        await scene.RotateAsync();
        await scene.InstallAsync();
        byte[] older = await File.ReadAllBytesAsync(folder.At("key-ring"));
        string record = scene.Silo.Store.Read(connection => connection.Text("SELECT value FROM meta WHERE key = 'key-ring'"))!;
        Assert.Equal("ok", (await scene.EndEpochAsync(first)).Outcome.Code);
        await scene.SealAsync();
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("UPDATE meta SET value = $1 WHERE key = 'key-ring'", record));
        await File.WriteAllBytesAsync(folder.At("key-ring"), older);

        Assert.Equal("vault-damaged", await scene.GiveAllAsync(null, "operators/1", "operators/2", "auditors/1"));

        Assert.False(scene.Silo.Vault.IsUnsealed);
        Assert.Equal(["unseal", "rotate", "end-epoch", "seal"], VaultLog.Events(scene.Silo));
    }

    [Fact]
    public async Task Log_ThatWasChangedWhileSealed_KeepsTheVaultSealed()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        await scene.SealAsync();
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("UPDATE log_entries SET entry = zeroblob(length(entry)) WHERE idx = 0"));

        Assert.Equal("vault-damaged", await scene.GiveAllAsync(null, "operators/1", "operators/2", "auditors/1"));
        Assert.False(scene.Silo.Vault.IsUnsealed);
    }

    [Fact]
    public async Task Note_ThatWasPutBackOfAnEpochThatIsOver_IsNotServedOnceTheRingIsOpen()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        string old = (await scene.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Status()).EpochKeyNote;
        EpochId first = scene.Silo.Vault.CurrentEpoch.Id;
        await scene.RotateAsync();
        await scene.InstallAsync();
        await scene.EndEpochAsync(first);
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("UPDATE meta SET value = $1 WHERE key = $2", old, PublishedKeys.NoteKey));
        await scene.RestartAsync();
        Assert.Equal(first.ToString(), (await scene.Vault.Status()).InstalledEpoch);

        await scene.UnsealAsync();

        Assert.Equal("", (await scene.Vault.Status()).InstalledEpoch);
        Assert.Equal("", (await scene.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Status()).EpochKeyNote);
        Assert.Equal("ok", (await scene.InstallAsync()).Outcome.Code);
    }

    [Fact]
    public async Task Note_OfAnotherIdentity_IsNeverServed()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        await scene.StopAsync();
        using TemporaryFolder copy = scene.Copy();
        await using var stranger = await VaultScene.StartAsync(copy.Path);

        SiloState state = await stranger.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Status();

        Assert.Equal("", state.EpochKeyNote);
        Assert.Contains(state.Warnings, warning => warning.Contains("not signed by the configured identity", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Silo_InDevelopmentWithBothFilesOfTheVaultGone_RefusesToStartAndMakesNoKeyFile()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        await scene.StopAsync();
        string[] both = ["vault", "key-ring"];
        Array.ForEach(both, name => File.Move(folder.At(name), folder.At($"{name}.aside")));

        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => SiloHost.StartAsync(folder.Path, scene.Operator));

        Assert.Contains("nothing was changed", refused.Message, StringComparison.Ordinal);
        Array.ForEach(both, name => File.Move(folder.At($"{name}.aside"), folder.At(name)));
        await scene.RestartAsync();
        await scene.UnsealAsync();
    }

    [Theory]
    [InlineData("vault")]
    [InlineData("key-ring")]
    public async Task Silo_WithAFileOfTheVaultGone_RefusesToStartAndChangesNothing(string missing)
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.Path);
        await scene.StopAsync();
        File.Move(folder.At(missing), folder.At("aside"));

        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(scene.RestartAsync);

        Assert.Contains($"`{missing}` is missing", refused.Message, StringComparison.Ordinal);
        File.Move(folder.At("aside"), folder.At(missing));
        await scene.RestartAsync();
        await scene.UnsealAsync();
    }

    [Fact]
    public async Task Silo_WithAVaultFileOfAnotherOrigin_RefusesToStart()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        await scene.StopAsync();
        string text = await File.ReadAllTextAsync(folder.At("vault"));
        await File.WriteAllTextAsync(folder.At("vault"), text.Replace("origin broker.localhost", "origin broker.example", StringComparison.Ordinal));

        await Assert.ThrowsAsync<InvalidDataException>(scene.RestartAsync);
    }

    [Fact]
    public async Task Silo_OnAFolderWithADevelopmentKey_NeverStartsWithCustodians()
    {
        await using (SiloHost development = await SiloHost.StartAsync(folder.Path))
        {
            Assert.True(development.Vault.IsUnsealed);
        }

        InvalidDataException refused = await Assert.ThrowsAsync<InvalidDataException>(() => VaultScene.StartAsync(folder.Path));
        Assert.Contains("unseals itself", refused.Message, StringComparison.Ordinal);
        InvalidDataException production = await Assert.ThrowsAsync<InvalidDataException>(() => SiloHost.StartAsync(folder.Path, null, options =>
        {
            (options.Environment, options.SimulatedClock, options.Identity) = (SiloOptions.ProductionEnvironment, null, new string('a', 64));
        }));
        Assert.Equal(refused.Message, production.Message);

        await File.WriteAllTextAsync(folder.At("vault"), "anything");
        foreach (bool selfUnseal in (bool[])[true, false])
        {
            InvalidDataException both = await Assert.ThrowsAsync<InvalidDataException>(() => SiloHost.StartAsync(folder.Path, null, options =>
                (options.SelfUnseal, options.Identity) = (selfUnseal, new string('a', 64))));
            Assert.Contains("`vault` and a `development.key`", both.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Silo_InDevelopmentOnAFolderWithAVault_StartsSealedAlthoughItMayUnsealItself()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        await scene.StopAsync();

        await using SiloHost silo = await SiloHost.StartAsync(folder.Path, scene.Operator, options => options.Identity = new string('a', 64));

        Assert.False(silo.Vault.IsUnsealed);
        Assert.False(File.Exists(folder.At("development.key")));
        Assert.Equal("sealed", (await silo.Grains.GetGrain<IVaultGrain>("vault/this").Status()).State);
    }

    [Fact]
    public async Task Init_ThatWasInterrupted_IsDoneAgain()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);
        byte[] ring = await File.ReadAllBytesAsync(folder.At("key-ring"));
        await scene.StopAsync();
        File.Delete(folder.At("vault"));

        await scene.RestartAsync();
        Assert.Equal("uninitialised", await scene.StateAsync());
        Assert.Equal("ok", (await scene.InitAsync()).Outcome.Code);
        Assert.NotEqual(ring, await File.ReadAllBytesAsync(folder.At("key-ring")));
        scene.Custodians.Open(await scene.IssuedAsync());
        await scene.UnsealAsync();
    }

    [Fact]
    public void Ring_Replaced_IsOverwrittenInPlace()
    {
        var files = new VaultFiles(folder.Path);
        byte[] old = [.. Enumerable.Range(0, 9000).Select(i => (byte)((i % 250) + 1))];
        files.WriteRing(old);
        DurableFile.Link(folder.At("key-ring"), folder.At("second-name"));

        files.WriteRing([1, 2, 3]);

        Assert.Equal([1, 2, 3], files.ReadRing());
        Assert.Equal(new byte[9000], File.ReadAllBytes(folder.At("second-name")));
        Assert.False(File.Exists(folder.At("key-ring.old")));
        Assert.False(File.Exists(folder.At("key-ring.next")));
    }

    [Fact]
    public void Recover_WhereBothNamesAreStillOneFile_DoesNotDestroyTheRing()
    {
        var files = new VaultFiles(folder.Path);
        files.WriteRing([1, 2, 3]);
        DurableFile.Link(folder.At("key-ring"), folder.At("key-ring.old"));
        File.WriteAllBytes(folder.At("vault.next"), [9]);
        File.WriteAllBytes(folder.At("key-ring.next"), [9]);

        files.Recover();

        Assert.Equal([1, 2, 3], files.ReadRing());
        Assert.Equal(["key-ring"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Recover_WithNoRingBesideAnOldOne_LeavesTheOldOne()
    {
        File.WriteAllBytes(folder.At("key-ring.old"), [1, 2, 3]);

        new VaultFiles(folder.Path).Recover();

        Assert.Equal([1, 2, 3], File.ReadAllBytes(folder.At("key-ring.old")));
    }

    [Fact]
    public void Files_AfterAChangeThatFailed_AreNotChangedUntilARestart()
    {
        var files = new VaultFiles(folder.Path);
        files.WriteRing([1]);
        Directory.CreateDirectory(folder.At("key-ring.next", "in-the-way"));

        Assert.ThrowsAny<Exception>(() => files.WriteRing([2]));
        Directory.Delete(folder.At("key-ring.next"), recursive: true);

        Assert.Throws<StoreUnavailableException>(() => files.WriteRing([3]));
        Assert.Equal([1], files.ReadRing());
    }

    [Fact]
    public async Task Files_OfTheVault_AreTheOwnersAlone()
    {
        await using VaultScene scene = await VaultScene.InitialisedAsync(folder.Path);

        foreach (string name in (string[])["vault", "key-ring", "shares.issued"])
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.At(name)));
        }
    }
}
