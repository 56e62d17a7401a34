namespace Broker.Faults.Power;

/// <summary>The data folder as a disk may hold it: a name is durable once the folder was synced, a file's content once the file was.</summary>
/// <remarks>
/// Changes of names reach the disk in their order, as journals of file systems have it, but any number of the last ones may be missing. The data folder itself exists.
/// </remarks>
internal sealed class ModelDisk
{
    private readonly Dictionary<string, ModelFile> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelFile> durableNames = new(StringComparer.Ordinal);
    private readonly List<Action<Dictionary<string, ModelFile>>> changes = [];
    private readonly Dictionary<int, (ModelFile? File, long Count)> syncs = [];
    private long changesTaken;

    public void Take(DiskEvent step)
    {
        switch (step.Kind)
        {
            case DiskEventKind.Create when names.ContainsKey(step.Name):
                break;
            case DiskEventKind.Create:
                var made = new ModelFile();
                Change(all => all[step.Name] = made);
                break;
            case DiskEventKind.Write or DiskEventKind.Truncate:
                names[step.Name].Write(step);
                break;
            case DiskEventKind.Rename or DiskEventKind.Link or DiskEventKind.Unlink:
                Name(step);
                break;
            case DiskEventKind.SyncBegin:
                ModelFile? file = step.Name.Length == 0 ? null : names[step.Name];
                syncs[step.Thread] = (file, file?.Written ?? changesTaken + changes.Count);
                break;
            case DiskEventKind.SyncEnd:
                Sync(step.Thread);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step));
        }
    }

    /// <summary>Writes one of the folders that a power cut now can leave.</summary>
    public void Save(string folder, PowerCut cut, Dice dice)
    {
        Directory.CreateDirectory(folder);
        var kept = new Dictionary<string, ModelFile>(durableNames, StringComparer.Ordinal);
        int count = cut switch
        {
            PowerCut.NothingUnsynced => 0,
            PowerCut.Everything => changes.Count,
            _ => dice.Next(changes.Count + 1),
        };
        foreach (Action<Dictionary<string, ModelFile>> change in changes.Take(count))
        {
            change(kept);
        }

        foreach ((string name, ModelFile file) in kept)
        {
            File.WriteAllBytes(Path.Combine(folder, name), file.After(cut, dice));
        }
    }

    private void Name(DiskEvent step)
    {
        if (!names.TryGetValue(step.Name, out ModelFile? file))
        {
            return; // a name that is memory only
        }

        Change(all =>
        {
            if (step.Kind != DiskEventKind.Unlink)
            {
                all[step.To] = file;
            }

            if (step.Kind != DiskEventKind.Link)
            {
                all.Remove(step.Name);
            }
        });
    }

    private void Change(Action<Dictionary<string, ModelFile>> change)
    {
        change(names);
        changes.Add(change);
    }

    private void Sync(int thread)
    {
        (ModelFile? file, long count) = syncs[thread];
        if (file is not null)
        {
            file.Sync(count);
            return;
        }

        int fresh = (int)Math.Max(0, count - changesTaken);
        foreach (Action<Dictionary<string, ModelFile>> change in changes.Take(fresh))
        {
            change(durableNames);
        }

        changes.RemoveRange(0, fresh);
        changesTaken += fresh;
    }
}
