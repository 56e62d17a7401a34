using System.Security.Cryptography;
using Broker.Sealing;
using Broker.Silo.Storage;

namespace Broker.Silo.Vault;

/// <summary>The key files that a self-unsealing development silo makes beside the data that they protect.</summary>
/// <remarks>
/// <c>development.key</c> is the root key, <c>development.identity</c> the key that signs epoch keys, which is offline in production: good
/// for a demonstration, no protection at all against whoever has the folder. Hence the warning at each start and the refusal in production.
/// </remarks>
internal sealed class DevelopmentKeys(string folder, VaultFiles files)
{
    private const int KeySize = 32;

    private string RootPath => Path.Combine(folder, "development.key");

    private string IdentityPath => Path.Combine(folder, "development.identity");

    /// <summary>Whether this folder was ever unsealed by a key file.</summary>
    public bool RootExists => File.Exists(RootPath);

    /// <summary>Reads the development root key, or makes one when there is no key ring yet that another key would open.</summary>
    public SecretKey Root(RandomFill random) => Key(RootPath, random, key => SecretKey.FromBytes(key));

    /// <summary>Reads or makes the development identity key.</summary>
    public Ed25519SigningKey Identity(RandomFill random) => Key(IdentityPath, random, key => Ed25519SigningKey.FromSeed(key));

    private T Key<T>(string path, RandomFill random, Func<byte[], T> make)
    {
        byte[] key = GC.AllocateArray<byte>(KeySize, pinned: true);
        try
        {
            if (File.Exists(path))
            {
                Read(path, key);
            }
            else if (files.RingExists)
            {
                throw new InvalidDataException($"`{Path.GetFileName(path)}` is missing while a key ring exists; nothing was changed: put the file back");
            }
            else
            {
                random(key);
                DurableFile.Write(path, key);
            }

            return make(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static void Read(string path, byte[] key)
    {
        // Without a buffer of the framework's, which would keep a copy that nobody zeroes.
        using var file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, BufferSize = 0 });
        if (file.Length != KeySize)
        {
            throw new InvalidDataException($"`{Path.GetFileName(path)}` is not a key of {KeySize} bytes; nothing was changed: put the right file back");
        }

        file.ReadExactly(key);
    }
}
