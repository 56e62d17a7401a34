using System.Globalization;
using System.Text;
using Broker.Sealing.Interop;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class GuardedMemoryTests
{
    private readonly SeededRandom random = new("guarded");

    [Fact]
    public void Chunk_OutsideOfALease_IsNotReadable()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // An arena of its own: keys of tests that run at the same time share the process-wide one.
        var arena = new KeyArena(Sodium.LockPages);
        using var key = arena.Store(random.Bytes(32));
        Assert.Equal("---p", Protection(key.DangerousGetHandle()));
        using (key.Open())
        {
            Assert.Equal("r--p", Protection(key.DangerousGetHandle()));
            using (key.Open())
            {
                Assert.Equal("r--p", Protection(key.DangerousGetHandle()));
            }

            using var added = arena.Store(random.Bytes(32));
            Assert.Equal("r--p", Protection(key.DangerousGetHandle()));
        }

        Assert.Equal("---p", Protection(key.DangerousGetHandle()));
    }

    [Fact]
    public void Lease_OfEachKey_GivesItsOwnBytes()
    {
        var arena = new KeyArena(Sodium.LockPages);
        var expected = Enumerable.Range(0, KeyChunk.Slots + 3).Select(_ => random.Bytes(32)).ToList();
        var handles = expected.ConvertAll(bytes => arena.Store(bytes));
        for (var i = 0; i < expected.Count; i++)
        {
            using var lease = handles[i].Open();
            Assert.True(lease.Bytes.SequenceEqual(expected[i]));
        }

        handles.ForEach(handle => handle.Dispose());
    }

    [Fact]
    public void Slot_AfterDispose_IsZeroedAndUsedAgain()
    {
        var arena = new KeyArena(Sodium.LockPages);
        var first = arena.Store(random.Bytes(64));
        var address = first.DangerousGetHandle();
        first.Dispose();
        using var second = arena.Store(new byte[1]);
        Assert.Equal(address, second.DangerousGetHandle());
        using var whole = new KeyHandleView(second);
        Assert.All(whole.Slot(), octet => Assert.Equal(0, octet));
    }

    [Fact]
    public void Dispose_DuringALease_WaitsForItsEnd()
    {
        var arena = new KeyArena(Sodium.LockPages);
        var bytes = random.Bytes(32);
        var handle = arena.Store(bytes);
        using (var lease = handle.Open())
        {
            handle.Dispose();
            Assert.True(lease.Bytes.SequenceEqual(bytes));
        }

        Assert.Throws<ObjectDisposedException>(() => handle.Open().Dispose());
    }

    [Fact]
    public void Arena_WhenPagesCannotBeLocked_SaysSo()
    {
        Assert.False(new KeyArena((_, _) => -1).IsLocked);
        Assert.True(new KeyArena((_, _) => 0).IsLocked);
    }

    [Fact]
    public void KeyMemoryIsLocked_WhenTrue_ShowsInVmLck()
    {
        using var key = SecretKey.Generate(random.Fill);
        if (!OperatingSystem.IsLinux() || !SodiumLibrary.KeyMemoryIsLocked)
        {
            return;
        }

        var line = File.ReadLines("/proc/self/status").Single(text => text.StartsWith("VmLck:", StringComparison.Ordinal));
        var kibibytes = int.Parse(line["VmLck:".Length..^"kB".Length], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        Assert.True(kibibytes * 1024 >= KeyChunk.SlotSize * KeyChunk.Slots);
    }

    [Fact]
    public void SecretKey_UsedByManyThreads_StaysWhole()
    {
        var bytes = random.Bytes(32);
        using var key = SecretKey.FromBytes(bytes);
        Parallel.For(0, 2000, _ =>
        {
            using var other = SecretKey.FromBytes(bytes);
            other.Use(bytes, static (content, expected) => Assert.True(content.SequenceEqual(expected)));
            key.Use(bytes, static (content, expected) => Assert.True(content.SequenceEqual(expected)));
        });
    }

    [Fact]
    public void Derive_WithDifferentLabels_GivesIndependentKeys()
    {
        using var key = SecretKey.FromBytes(random.Bytes(32));
        var derived = new[] { "ring", "hpke-psk", "ring " }.Select(label => Copy(key.Derive(label))).ToList();
        Assert.Equal(3, derived.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(derived[0], Copy(key.Derive(Encoding.UTF8.GetBytes("ring"))));
    }

    [Fact]
    public void Key_AfterDispose_IsRefused()
    {
        var key = SecretKey.Generate(random.Fill);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.Derive("ring"));
        var signing = Ed25519SigningKey.Generate(random.Fill);
        signing.Dispose();
        Assert.Throws<ObjectDisposedException>(() => signing.Sign([], new byte[64]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Keys_OfAnotherLength_AreRefused(int length)
    {
        Assert.Throws<ArgumentException>(() => SecretKey.FromBytes(new byte[length]));
        Assert.Throws<ArgumentException>(() => X25519PrivateKey.FromBytes(new byte[length]));
        Assert.Throws<ArgumentException>(() => Ed25519SigningKey.FromSeed(new byte[length]));
    }

    [Fact]
    public void Export_OfEachKey_GivesWhatMadeIt()
    {
        var (bytes, copy) = (random.Bytes(32), new byte[32]);
        using var exchange = X25519PrivateKey.FromBytes(bytes);
        exchange.Export(copy);
        Assert.Equal(bytes, copy);
        using var signing = Ed25519SigningKey.FromSeed(bytes);
        copy.AsSpan().Clear();
        signing.ExportSeed(copy);
        Assert.Equal(bytes, copy);
    }

    private static byte[] Copy(SecretKey key)
    {
        var bytes = new byte[32];
        key.Use(bytes, static (content, target) => content.CopyTo(target));
        key.Dispose();
        return bytes;
    }

    private static string Protection(nint address)
    {
        foreach (var line in File.ReadLines("/proc/self/maps"))
        {
            var words = line.Split(' ', '-');
            if (long.Parse(words[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) <= address
                && address < long.Parse(words[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture))
            {
                return line.Split(' ')[1];
            }
        }

        return "none";
    }

    /// <summary>The whole slot of a key that is shorter than its slot.</summary>
    private sealed unsafe class KeyHandleView(KeyHandle handle) : IDisposable
    {
        public byte[] Slot()
        {
            using var lease = handle.Open();
            return new ReadOnlySpan<byte>((void*)handle.DangerousGetHandle(), KeyChunk.SlotSize).ToArray();
        }

        public void Dispose() => handle.Dispose();
    }
}
