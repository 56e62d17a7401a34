using System.Globalization;
using System.Text;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>The auditor's office of the demo: its witness is a process of its own, and nothing of the demo's log is published without it.</summary>
internal sealed class DemoWitness : IAsyncDisposable
{
    /// <summary>Its name in the witness policy.</summary>
    public const string Name = "auditors-office.localhost/1";

    private const string Executable = "broker";
    private const string TrustFileName = "trust";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly DemoOptions options;
    private readonly DemoFolders folders;
    private readonly string keyFile;
    private HostProcess? process;

    private DemoWitness(DemoOptions options, DemoFolders folders, string keyFile, Uri url, string policyFile)
        => (this.options, this.folders, this.keyFile, Url, PolicyFile) = (options, folders, keyFile, url, policyFile);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The file that names it to the silo.</summary>
    public string PolicyFile { get; }

    /// <summary>How often it was started again.</summary>
    public int Restarts => process?.Restarts ?? 0;

    /// <summary>The most memory that any of its lives held.</summary>
    public int PeakMiB => process?.PeakMiB ?? 0;

    /// <summary>Makes the office's key and its line of the witness policy; nothing runs yet.</summary>
    public static DemoWitness Make(CommandContext context, DemoOptions options, DemoFolders folders)
    {
        var keyFile = Path.Combine(folders.Witness, "key");
        Uri url = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{DemoHosts.FreePort()}"));
        WitnessFolder.Create(WitnessFolder.FolderOf(keyFile));
        using var key = WitnessKey.Create(keyFile, Name, context.Random);
        var policyFile = Path.Combine(folders.Data, "witnesses");
        File.WriteAllText(policyFile, $"witness {Name} {key.Key} {url.GetLeftPart(UriPartial.Authority)}\nquorum {Name}\n", new UTF8Encoding(false));
        return new DemoWitness(options, folders, keyFile, url, policyFile);
    }

    /// <summary>Starts it on the log's own key: an office compares it with the operator's by another channel, once.</summary>
    public void Start(CommandContext context, byte[] trust, CancellationToken interrupted)
    {
        var trustFile = Path.Combine(folders.Witness, TrustFileName);
        PrivateFile.Write(trustFile, trust);
        process = HostProcess.Run(
            context.Clock,
            HostFiles.Existing(options.Witness ?? Path.Combine(AppContext.BaseDirectory, Executable + (OperatingSystem.IsWindows() ? ".exe" : ""))),
            ["witness", "serve", "--key", keyFile, "--log", trustFile, "--url", Url.GetLeftPart(UriPartial.Authority), "--stop-with-input"],
            Path.Combine(folders.Logs, "witness.out"),
            interrupted,
            holdsInput: true);
    }

    /// <summary>Waits until all that is signed is published: what a story looks at next may be an entry of a moment ago.</summary>
    public static async Task CaughtUpAsync(CommandContext context, GatewayClient client, CancellationToken cancellation)
    {
        var start = context.Clock.GetTimestamp();
        while ((await client.GetAsync("/status", cancellation)).Read<PublicationAnswer>().Log is var log && log.Published < log.Signed)
        {
            if (context.Clock.GetElapsedTime(start) > Patience)
            {
                throw new CommandFailure("the witness does not cosign");
            }

            await Task.Delay(Look, context.Clock, cancellation);
        }
    }

    /// <summary>The office's own copy of the log's checkpoint, as monitors get it; null when it is none.</summary>
    public async Task<Checkpoint?> LatestAsync(CommandContext context, TrustFile trust, CancellationToken cancellation)
    {
        using GatewayClient client = new(context, Url);
        var note = await client.GetBytesAsync($"/{WitnessLogFile.HashOf(trust.Log.Name)}/checkpoint", cancellation);
        return Checkpoint.TryOpen(note, new NoteVerifier(trust.Log, Sealing.Ed25519.Verify), out var checkpoint, out _) ? checkpoint : null;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }
    }
}
