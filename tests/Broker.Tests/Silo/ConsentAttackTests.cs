using System.Globalization;
using Broker.Briefings;
using Broker.Silo.Releases;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>Whoever edits the store's consents, with the silo's keys or without: nothing is widened that no depositor signed, and the audit tells.</summary>
public sealed class ConsentAttackTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("DELETE FROM consents WHERE entry = $2")] // the revocation is gone
    [InlineData("DELETE FROM consents")]
    [InlineData("DELETE FROM consents WHERE entry = $1")]
    [InlineData("UPDATE consents SET sealed = zeroblob(length(sealed)) WHERE entry = $2")]
    [InlineData("UPDATE consents SET entry = $2 + 1 WHERE entry = $2")]
    [InlineData("UPDATE consents SET sealed = (SELECT sealed FROM consents WHERE entry = $1) WHERE entry = $2")]
    public async Task Revocation_WhoseRowIsDeletedOrDamaged_OpensNothingAndTheAuditDiffers(string change)
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-01-29");
        long given = await scene.GiveAsync();
        long revoked = await scene.RevokeAsync(given);

        await scene.Silo.Store.WriteAsync(connection =>
        {
            connection.Execute(change.Replace("$1", given.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("$2", revoked.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        });

        Assert.Contains(false, await scene.RebuildAsync());
        Assert.Empty((await scene.Silo.AdvanceAsync(ConsentScene.CutOff)).Closed);
        Assert.Empty(await scene.ReleasesOf(scene.Record));
    }

    [Fact]
    public async Task Consent_WrittenWithTheSilosOwnKeys_WidensNothingWithoutItsDepositorsSignature()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-01-29");
        var facts = new ConsentFacts { Depositor = AccountName.Parse(scene.Other.Id.ToString()), Terms = scene.Agreement, Consented = ConsentScene.Day };

        // Everything that the silo can make: the row, the entry, its facts. Only the note is not the depositor's.
        await scene.Silo.Store.WriteAsync(connection => scene.Silo.Service<ConsentStore>().Append(connection, facts, scene.Note(scene.Depositor, scene.Agreement), 0));

        Assert.Contains(false, await scene.RebuildAsync());
        Assert.Empty((await scene.Silo.AdvanceAsync(ConsentScene.CutOff)).Closed);
    }

    [Fact]
    public async Task Consent_DatedBackWithTheSilosOwnKeys_WidensNothing()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.MissTheCutOffAsync();
        long given = await scene.GiveAsync();

        // The depositor signed it, but not its day: that one is what the log commits to.
        await scene.Silo.Store.WriteAsync(connection =>
        {
            (byte[] name, byte[] stored) = connection.Rows(row => (row.Bytes(0), row.Bytes(1)), "SELECT name, sealed FROM consents")[0];
            string place = SealedColumns.Consents.Place(name, given);
            byte[] value = scene.Silo.Vault.OpenPaddedAtRest(place, stored).ToArray();
            int day = value.AsSpan().IndexOf("consented 2013-02-18"u8) + "consented 2013-02-1".Length;
            value[day] = (byte)'7';
            connection.Execute("UPDATE consents SET sealed = $1", scene.Silo.Vault.SealPaddedAtRest(place, value));
        });
        await scene.ReleaseAsync();

        Assert.Contains(false, await scene.RebuildAsync());
        Assert.Empty((await scene.Silo.AdvanceAsync("2013-02-19")).Closed);
    }

    [Fact]
    public async Task Revocation_TakenOutTogetherWithTheLogsNameForIt_IsFoundByTheAudit()
    {
        await using ConsentScene scene = await ConsentScene.StartAsync(folder.Path);
        await scene.Silo.AdvanceAsync("2013-01-29");
        long revoked = await scene.RevokeAsync(await scene.GiveAsync());

        await scene.ExecuteAsync("DELETE FROM consents WHERE entry = $1", revoked);
        await scene.ExecuteAsync("UPDATE log_entries SET key = zeroblob(length(key)) WHERE idx = $1", revoked);

        Assert.DoesNotContain(true, await scene.RebuildAsync());
    }
}
