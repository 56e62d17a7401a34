namespace Broker.Tests.Silo;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("broker-silo-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
