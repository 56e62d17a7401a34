using System.Buffers;
using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Backup;
using Broker.Tests.Silo.Memory;

namespace Broker.Tests.Silo.Backup;

/// <summary>The bytes of backups, searched for what must not be in them, in every form that it could be left in.</summary>
public sealed class BackupSecretsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Backup_OfARealSilo_HoldsNoContentAndNoKey()
    {
        await using RemoteSilo silo = await RemoteSilo.StartAsync(folder, "--Silo:SimulatedClock", "2012-12-31T00:00:00Z");
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "canary-depositor-name");
        var patterns = new SecretPatterns();
        var canaries = new Canaries();
        for (int i = 0; i < 8; i++)
        {
            canaries = new Canaries();
            byte[] package = await silo.SealAsync(depositor, canaries.Record, canaries.Text, canaries.Draw);
            DepositOutcome answer = await silo.DepositAsync(depositor, package);
            Assert.Equal("accepted", Assert.Single(answer.Lines).Code);
            canaries.AddTo(patterns, package);
        }

        (int code, string output) = await VerbProcess.RunAsync(folder, "backup", folder.At("one.backup"));

        Assert.True(code == 0, output);
        using var keys = new DiskKeys(folder.At("data"));
        patterns.AddAll(keys.Held()).AddAll(keys.Passing(depositor.Id, canaries.Record));
        patterns.AddText("a member's name", "canary-depositor-name");
        patterns.Add("the sealed key ring", (await File.ReadAllBytesAsync(folder.At("data", "key-ring"))).AsSpan(64, 64));
        patterns.Add("the development identity", (await File.ReadAllBytesAsync(folder.At("data", "development.identity"))).AsSpan(0, 32));
        patterns.AddText("control: a record's id", canaries.Record.ToString());
        Assert.Equal(["control: a record's id as UTF-8"], await SearchAsync(folder.At("one.backup"), patterns));
    }

    [Fact]
    public async Task Backup_OfAVaultWithCustodians_HoldsNoShareAndNoWord()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.At("data"));
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(scene.Silo.Vault, new TestObservation("s1", BackupScene.Day));
        await scene.Silo.DepositAsync(depositor, "k1", package);

        BackupVerbs.Backup(BackupScene.Options(folder.At("data")), folder.At("one.backup"), BackupScene.Now);

        var patterns = new SecretPatterns();
        Shares.AddTo(patterns, scene.Custodians);
        patterns.Add("the root key", Shares.Root(scene.Custodians));
        using var keys = new DiskKeys(folder.At("data"), Shares.Root(scene.Custodians));
        patterns.AddAll(keys.Held());
        patterns.Add("the vault file", (await File.ReadAllBytesAsync(folder.At("data", "vault"))).AsSpan(^64));
        patterns.AddText("control: a record's id", record.ToString());
        Assert.Equal(["control: a record's id as UTF-8"], await SearchAsync(folder.At("one.backup"), patterns));
    }

    private static async Task<IEnumerable<string>> SearchAsync(string file, SecretPatterns patterns)
    {
        string text = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
        SearchValues<string> values = SearchValues.Create([.. patterns.All.Select(secret => secret.Bytes)], StringComparison.Ordinal);
        return text.AsSpan().ContainsAny(values) ? patterns.All.Where(secret => text.Contains(secret.Bytes, StringComparison.Ordinal)).Select(secret => secret.Name) : [];
    }
}
