namespace Orleans.Embedded.Tests.Harness;

/// <summary>A private folder for a socket.</summary>
public sealed class SocketFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine");

    public string Folder => _folder.FullName;

    public string Socket => Path.Combine(_folder.FullName, "silo.sock");

    public void Dispose() => _folder.Delete(recursive: true);
}
