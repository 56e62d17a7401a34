namespace Broker.Faults.Scene;

/// <summary>Copies a data folder that nobody writes to, in the place of whatever is there.</summary>
internal static class DataCopy
{
    private const string MemoryFile = "-shm";

    public static void Make(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(to))
        {
            File.Delete(file);
        }

        foreach (string file in Directory.EnumerateFiles(from).Where(file => !file.EndsWith(MemoryFile, StringComparison.Ordinal)))
        {
            File.WriteAllBytes(Path.Combine(to, Path.GetFileName(file)), Read(file));
        }
    }

    // The lock of a silo that runs keeps File.ReadAllBytes out, which asks for a lock of its own; the file behind it is empty.
    private static byte[] Read(string file) => file.EndsWith(".lock", StringComparison.Ordinal) ? [] : ReadShared(file);

    private static byte[] ReadShared(string file)
    {
        using var shared = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] content = new byte[shared.Length];
        shared.ReadExactly(content);
        return content;
    }
}
