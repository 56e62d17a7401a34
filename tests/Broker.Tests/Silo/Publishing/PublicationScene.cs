using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Tests.Silo.Publishing;

/// <summary>A silo with witnesses, and the courier between them.</summary>
internal sealed class PublicationScene : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TestAccount @operator = TestAccount.New("operator");
    private readonly string quorum;
    private SiloHost? running;

    private PublicationScene(string quorum, params string[] names)
    {
        this.quorum = quorum;
        Witnesses = [.. names.Select(name => new TestWitness(name))];
    }

    public TestWitness[] Witnesses { get; }

    public SiloHost Silo => running ?? throw new InvalidOperationException("the silo does not run");

    public string Data => folder.At("data");

    public IPublicationGrain Publication => Silo.Grains.GetGrain<IPublicationGrain>($"publication/{Silo.Vault.Origin}");

    public IDisclosureLogGrain Log => Silo.Grains.GetGrain<IDisclosureLogGrain>($"log/{Silo.Vault.Origin}");

    public NoteVerifier LogKey => new(Silo.Service<Broker.Silo.Vault.PublishedKeys>().Log!, Ed25519.Verify);

    public string Policy => string.Concat(Witnesses.Select(witness => witness.PolicyLine)) + quorum;

    public CheckpointVerifier Verifier
    {
        get
        {
            Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(Policy), out WitnessPolicy? policy, out _));
            return new CheckpointVerifier(LogKey.Key, policy, Ed25519.Verify);
        }
    }

    /// <summary>One witness, which is the quorum.</summary>
    public static Task<PublicationScene> StartAsync() => StartAsync("quorum w1\n", "w1");

    public static async Task<PublicationScene> StartAsync(string quorum, params string[] witnesses)
    {
        var scene = new PublicationScene(quorum, witnesses);
        await scene.StartSiloAsync();
        return scene;
    }

    public async Task StartSiloAsync(string? policy = null)
    {
        await File.WriteAllTextAsync(folder.At("witnesses"), policy ?? Policy);
        running = await SiloHost.StartAsync(Data, @operator, options => options.Witnesses = folder.At("witnesses"));
    }

    public async Task StopSiloAsync()
    {
        await Silo.DisposeAsync();
        running = null;
    }

    /// <summary>Kills the silo: the next one starts on the files as they are at this moment, whatever this one would still write.</summary>
    public async Task KillAsync()
    {
        using var image = new TemporaryFolder();
        Copy(Data, image.Path);
        await StopSiloAsync();
        Copy(image.Path, Data);
        await StartSiloAsync();
    }

    /// <summary>Puts the files of a silo's folder into the place of another's.</summary>
    public static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(to))
        {
            File.Delete(file);
        }

        foreach (string file in Directory.EnumerateFiles(from).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }

    /// <summary>Stops the silo and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopSiloAsync();
        await StartSiloAsync();
    }

    /// <summary>Carries what is due once; how many errands that were.</summary>
    public async Task<int> CarryOnceAsync()
    {
        IReadOnlyList<WitnessErrand> errands = await Publication.Errands();
        foreach (WitnessErrand errand in errands)
        {
            await Publication.Answer(Witnesses.Single(witness => witness.Name == errand.Witness).Take(errand, LogKey));
        }

        return errands.Count;
    }

    /// <summary>Carries until nothing is due, or some rounds are over.</summary>
    public async Task CarryAsync()
    {
        for (int round = 0; round < 8 && await CarryOnceAsync() > 0; round++)
        {
        }
    }

    /// <summary>An entry whose content is the key's alone.</summary>
    public async Task<long> AppendAsync(string key) => await Silo.Store.WriteAsync(connection => Silo.Service<LogEntries>().Append(
        connection, key, new VaultEventEntry(Silo.Vault.Origin.ToString(), VaultEvent.Unseal, BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(key))))));

    public async Task<byte[]?> ReadAsync(string path) => await Log.Read(path) is { Found: true } file ? file.Content : null;

    /// <summary>What a reader has: every file that the published checkpoint calls for, checked under the quorum.</summary>
    public async Task<LogReport> VerifyAsync(TreeHead? earlier = null)
    {
        var files = new Dictionary<string, byte[]?>(StringComparer.Ordinal) { [TilePath.Checkpoint] = await ReadAsync(TilePath.Checkpoint) };
        if (files[TilePath.Checkpoint] is { } note && Verifier.TryOpen(note, out Checkpoint? checkpoint, out _))
        {
            foreach (string path in TilePath.AllOf(checkpoint.Head.Size).Select(tile => tile.ToString()))
            {
                files[path] = await ReadAsync(path);
            }
        }

        return LogVerification.Check(path => files.GetValueOrDefault(path), Verifier, earlier);
    }

    /// <summary>The whole log as it is signed, published or not, under the log's key alone.</summary>
    public LogReport VerifySigned() => LogVerification.Check(
        path => Silo.Store.Read(connection => path == TilePath.Checkpoint ? LogStore.ReadSigned(connection) : LogStore.ReadFile(connection, path)),
        new CheckpointVerifier(LogKey.Key, WitnessPolicy.None, Ed25519.Verify));

    /// <summary>The facts of every entry of a kind.</summary>
    public int Count(LogEntryKind kind) => Silo.Store.Read(connection => LogStore.Newest(connection, int.MaxValue))
        .Count(row => LogEntry.TryParse(row.Entry, Silo.Vault.Origin.ToString(), out LogEntry? entry, out _) && entry!.Kind == kind);

    public async ValueTask DisposeAsync()
    {
        if (running is not null)
        {
            await running.DisposeAsync();
        }

        foreach (TestWitness witness in Witnesses)
        {
            witness.Dispose();
        }

        folder.Dispose();
    }
}
