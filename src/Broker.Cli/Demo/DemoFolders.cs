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

    /// <summary>The auditor's office's own: key and memory of its witness.</summary>
    public string Witness => Path.Combine(Root, "witness");

    public static DemoFolders Prepare(string root)
    {
        DemoFolders folders = new(Path.GetFullPath(root));
        folders.RefuseIfRunning();
        Directory.CreateDirectory(folders.Root);
        // What an earlier run proved must not stand beside what this one did not.
        foreach (var file in new[] { "summary.json", "briefing.html", "briefing.json", "receipt", "trust" })
        {
            File.Delete(Path.Combine(folders.Root, file));
        }

        foreach (var folder in new[] { folders.Data, folders.Organisations, folders.People, folders.LogMirror, folders.Witness })
        {
            MakeFresh(folder);
        }

        PrivateFile.CreateFolder(folders.Run);
        PrivateFile.CreateFolder(folders.Logs);
        return folders;
    }

    // The silo of another demo holds a lock on its folder for as long as it runs.
    private void RefuseIfRunning()
    {
        var path = Path.Combine(Data, "silo", "broker.db.lock");
        try
        {
            if (File.Exists(path))
            {
                using FileStream free = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            }
        }
        catch (IOException)
        {
            throw new CommandFailure($"another demo is running on `{Root}`; nothing was changed: stop it first, or choose another --out");
        }
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
