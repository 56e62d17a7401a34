namespace Broker.Cli;

/// <summary>One tool at a time works on a folder: a lock file that the system lets go of when its holder ends, however it ends.</summary>
internal sealed class FileLock : IDisposable
{
    private const int Tries = 1200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly FileStream held;

    private FileLock(FileStream held) => this.held = held;

    /// <summary>Waits up to a minute for another tool that holds the lock. The file stays; only the hold on it counts.</summary>
    public static async Task<FileLock> TakeAsync(string path, CancellationToken cancellation)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException) when (attempt < Tries)
            {
                await Task.Delay(Pause, cancellation);
            }
            catch (IOException)
            {
                throw new CommandFailure($"`{path}` is held by another tool; nothing was changed");
            }
        }
    }

    public void Dispose() => held.Dispose();
}
