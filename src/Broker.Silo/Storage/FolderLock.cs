namespace Broker.Silo.Storage;

/// <summary>Holds a data folder for one silo: two would each have a calendar and nonces of their own.</summary>
internal static class FolderLock
{
    public static FileStream Take(string path)
    {
        try
        {
            return new FileStream(path, OwnerOnly(FileShare.None));
        }
        catch (IOException)
        {
            throw new StoreUnavailableException("another silo is running on this data folder; nothing was changed: stop it first, or name another folder");
        }
    }

    public static FileStreamOptions OwnerOnly(FileShare share) => new()
    {
        Mode = FileMode.OpenOrCreate,
        Access = FileAccess.ReadWrite,
        Share = share,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    };
}
