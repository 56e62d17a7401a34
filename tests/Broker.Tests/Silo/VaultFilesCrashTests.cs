using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

/// <summary>The vault's files after a crash before any one of their steps, and after another crash before any step of the recovery.</summary>
public sealed class VaultFilesCrashTests : IDisposable
{
    private static readonly byte[] Old = [1, 1, 1, 1];
    private static readonly byte[] New = [2, 2];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void CommitRekey_CrashedAnywhere_LeavesTheOldPairOrTheNewOne()
    {
        var seen = new HashSet<byte>();
        int runs = OverAllCrashes(
            () =>
            {
                File.WriteAllBytes(folder.At("vault"), Old);
                File.WriteAllBytes(folder.At("key-ring"), Old);
                File.WriteAllBytes(folder.At("shares.next"), Old);
            },
            files => files.CommitRekey(New, New),
            () =>
            {
                byte[] vault = File.ReadAllBytes(folder.At("vault"));
                Assert.Contains(vault, (byte[][])[Old, New]);
                Assert.Equal(vault, File.ReadAllBytes(folder.At("key-ring")));
                Assert.Equal(["key-ring", "vault"], Names());
                seen.Add(vault[0]);
            });

        Assert.True(runs > 20);
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void WriteRing_CrashedAnywhere_LeavesTheOldRingOrTheNewOne()
    {
        var seen = new HashSet<byte>();
        OverAllCrashes(
            () => File.WriteAllBytes(folder.At("key-ring"), Old),
            files => files.WriteRing(New),
            () =>
            {
                byte[] ring = File.ReadAllBytes(folder.At("key-ring"));
                Assert.Contains(ring, (byte[][])[Old, New]);
                Assert.Equal(["key-ring"], Names());
                seen.Add(ring[0]);
            });

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void WriteInit_CrashedAnywhere_LeavesNoVaultWithoutItsRingAndShares()
    {
        var seen = new HashSet<bool>();
        OverAllCrashes(
            () => { },
            files => files.WriteInit(New, New, New),
            () =>
            {
                bool initialised = File.Exists(folder.At("vault"));
                Assert.True(!initialised || (File.Exists(folder.At("key-ring")) && File.Exists(folder.At("shares.issued"))));
                seen.Add(initialised);
            });

        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void Recover_AfterAWriteThatWasCutShort_LeavesNothingOfIt()
    {
        File.WriteAllBytes(folder.At("key-ring"), Old);
        foreach (string name in (string[])["key-ring.new", "key-ring.next.new", "vault.new", "vault.next.new", "shares.next.new", "shares.issued.new"])
        {
            File.WriteAllBytes(folder.At(name), New);
        }

        new VaultFiles(folder.Path).Recover();

        Assert.Equal(["key-ring"], Names());
        Assert.Equal(Old, File.ReadAllBytes(folder.At("key-ring")));
    }

    /// <summary>How many pairs of crashes there were.</summary>
    private int OverAllCrashes(Action prepare, Action<VaultFiles> change, Action check)
    {
        int runs = 0;
        for (int first = 0; ; first++)
        {
            bool changed = false;
            for (int second = 0; ; second++)
            {
                Clear();
                prepare();
                changed = IsWhole(first, change);
                bool recovered = IsWhole(second, files => files.Recover());
                new VaultFiles(folder.Path).Recover();
                check();
                runs++;
                if (recovered)
                {
                    break;
                }
            }

            if (changed)
            {
                return runs;
            }
        }
    }

    /// <summary>Does it until it crashes before the given step; true when it came to its end.</summary>
    private bool IsWhole(int step, Action<VaultFiles> act)
    {
        int left = step;
        try
        {
            act(new VaultFiles(folder.Path, () => _ = left-- > 0 ? 0 : throw new TimeoutException()));
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void Clear()
    {
        foreach (string file in Directory.EnumerateFiles(folder.Path))
        {
            File.Delete(file);
        }
    }

    private List<string> Names() => [.. Directory.EnumerateFiles(folder.Path).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];
}
