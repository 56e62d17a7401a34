using System.Security.Cryptography;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Silo.Vault;

/// <summary>The files of the vault in the data folder: the sealed key ring and, in development only, the key files.</summary>
/// <remarks>
/// A development silo makes <c>development.key</c> (the root key) and <c>development.identity</c> (the key that signs epoch keys,
/// which is offline in production) beside the data that they protect: good for a demonstration, no protection at all against whoever has the
/// folder. Hence the warning at each start and the refusal in production.
/// </remarks>
internal sealed class VaultFiles(string folder)
{
    private const int KeySize = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string RootPath => Path.Combine(folder, "development.key");

    private string IdentityPath => Path.Combine(folder, "development.identity");

    private string RingPath => Path.Combine(folder, "key-ring");

    public bool RingExists => File.Exists(RingPath);

    public byte[] ReadRing() => File.ReadAllBytes(RingPath);

    public void WriteRing(byte[] ring) => WriteDurably(RingPath, ring);

    /// <summary>Reads the development root key, or makes one when there is no key ring yet that another key would open.</summary>
    public SecretKey DevelopmentRoot(RandomFill random) => DevelopmentKey(RootPath, random, key => SecretKey.FromBytes(key));

    /// <summary>Reads or makes the development identity key.</summary>
    public Ed25519SigningKey DevelopmentIdentity(RandomFill random) => DevelopmentKey(IdentityPath, random, key => Ed25519SigningKey.FromSeed(key));

    private T DevelopmentKey<T>(string path, RandomFill random, Func<byte[], T> make)
    {
        byte[] key = GC.AllocateArray<byte>(KeySize, pinned: true);
        try
        {
            if (File.Exists(path))
            {
                using FileStream file = File.OpenRead(path);
                if (file.Length != KeySize)
                {
                    throw new InvalidDataException($"`{Path.GetFileName(path)}` is not a key of {KeySize} bytes; nothing was changed: put the right file back");
                }

                file.ReadExactly(key);
            }
            else if (RingExists)
            {
                throw new InvalidDataException($"`{Path.GetFileName(path)}` is missing while a key ring exists; nothing was changed: put the file back");
            }
            else
            {
                random(key);
                WriteDurably(path, key);
            }

            return make(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private void WriteDurably(string path, byte[] content)
    {
        string temporary = path + ".new";
        using (var file = new FileStream(temporary, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
            BufferSize = 0,
        }))
        {
            file.Write(content);
            DurableFile.Sync(file);
        }

        File.Move(temporary, path, overwrite: true);
        DurableFile.SyncFolder(folder);
    }
}
