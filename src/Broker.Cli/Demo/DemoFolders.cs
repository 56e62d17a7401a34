namespace Broker.Cli;

/// <summary>The folders that the demo makes. One that is there is deleted first, but only if an earlier demo made it.</summary>
internal sealed class DemoFolders
{
    private const string Marker = ".made-by-broker-demo";

    private DemoFolders(string root) => Root = root;

    public string Root { get; }

    /// <summary>Data of silo and gateway, their logs and socket.</summary>
    public string Data => Path.Combine(Root, "data");

    public string Run => Path.Combine(Data, "run");

    public string Logs => Path.Combine(Data, "logs");

    /// <summary>The depositing organisations' own keys, receipts and sealed copies.</summary>
    public string Organisations => Path.Combine(Root, "organisations");

    /// <summary>The other members' own keys.</summary>
    public string People => Path.Combine(Root, "people");

    public string LogMirror => Path.Combine(Root, "log-mirror");

    public static DemoFolders Prepare(string root)
    {
        DemoFolders folders = new(Path.GetFullPath(root));
        Directory.CreateDirectory(folders.Root);
        foreach (var folder in new[] { folders.Data, folders.Organisations, folders.People, folders.LogMirror })
        {
            MakeFresh(folder);
        }

        PrivateFile.CreateFolder(folders.Run);
        PrivateFile.CreateFolder(folders.Logs);
        return folders;
    }

    private static void MakeFresh(string folder)
    {
        if (Directory.Exists(folder))
        {
            if (!File.Exists(Path.Combine(folder, Marker)))
            {
                throw new CommandFailure($"`{folder}` was not made by a demo: it is left alone; choose another --out");
            }

            Directory.Delete(folder, recursive: true);
        }

        PrivateFile.CreateFolder(folder);
        File.WriteAllText(Path.Combine(folder, Marker), "");
    }
}
