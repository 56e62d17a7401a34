using Broker.Sealing.Interop;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

/// <summary>Cutting a plaintext into chunks, whatever its stream says of its length and however little it gives at a time.</summary>
public sealed class AgeChunksTests
{
    private const int Chunk = 64 * 1024;

    public static TheoryData<int, bool, int, int> Streams()
    {
        var data = new TheoryData<int, bool, int, int>();
        foreach (var length in (int[])[0, 1, 4095, 4096, 4097, Chunk - 1, Chunk, Chunk + 1, 2 * Chunk, (3 * Chunk) + 7])
        {
            data.Add(length, true, int.MaxValue, length);
            data.Add(length, false, int.MaxValue, length);
            data.Add(length, false, 1000, length);
            data.Add(length, true, 1000, length / 2);
            data.Add(length, true, 1000, length + 5);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void TryRead_OfAStream_GivesFullChunksAndOneLast(int length, bool seekable, int atATime, int saidLength)
    {
        var content = new SeededRandom("chunks").Bytes(length);
        using var chunks = new AgeChunks(new AwkwardStream(content, seekable, atATime, saidLength));
        var read = new List<byte>();
        var last = false;
        while (chunks.TryRead(out var chunk, out var final))
        {
            Assert.False(last);
            Assert.True(chunk.Length == Chunk || final);
            last = final;
            read.AddRange(chunk);
        }

        Assert.True(last);
        Assert.Equal(content, read);
        Assert.False(chunks.TryRead(out _, out _));
    }

    [Fact]
    public void Seal_OfASmallRecord_AllocatesNoWholeChunks()
    {
        using var scene = new DepositScene { Observation = new byte[2000], Source = new byte[500] };
        var size = scene.Seal().Length;
        var before = GC.GetAllocatedBytesForCurrentThread();
        scene.Seal();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, size, Chunk / 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2048)]
    [InlineData(200_000)]
    public void Write_AgainAndAgain_AllocatesHardlyAnything(int length)
    {
        var random = new SeededRandom("allocation");
        using var identity = X25519PrivateKey.Generate(random.Fill);
        byte[][] recipients = [identity.PublicKey, identity.PublicKey];
        using var plaintext = new MemoryStream(random.Bytes(length), writable: false);
        using var output = new MemoryStream(length + 4096);
        var allocated = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            plaintext.Position = 0;
            output.SetLength(0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            AgeEnvelope.Write(output, plaintext, recipients, static buffer => buffer.Fill(7));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(allocated, 0, 256);
    }

    [Fact]
    public void SecretPool_GivesZerosAndNoArrayTwice()
    {
        var rented = Enumerable.Range(0, 40).Select(i => SecretPool.Rent(i % 2 == 0 ? 1 : SecretPool.Large)).ToList();
        Assert.Equal(rented.Count, rented.Distinct<byte[]>(ReferenceEqualityComparer.Instance).Count());
        foreach (var array in rented)
        {
            Assert.Equal(-1, array.AsSpan().IndexOfAnyExcept((byte)0));
            array.AsSpan().Fill(0xAA);
            SecretPool.Return(array);
            Assert.Equal(-1, array.AsSpan().IndexOfAnyExcept((byte)0));
        }

        Assert.Equal(SecretPool.Small, SecretPool.Rent(SecretPool.Small).Length);
        Assert.Equal(SecretPool.Large, SecretPool.Rent(SecretPool.Small + 1).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => SecretPool.Rent(SecretPool.Large + 1));
    }

    [Fact]
    public void Dispose_Twice_GivesNothingToThePoolThatNobodyRented()
    {
        var chunks = new AgeChunks(new MemoryStream(new byte[Chunk + 1]));
        while (chunks.TryRead(out _, out _))
        {
        }

        chunks.Dispose();
        chunks.Dispose();

        var rented = Enumerable.Range(0, 40).Select(_ => SecretPool.Rent(SecretPool.Large)).ToList();
        Assert.All(rented, array => Assert.Equal(SecretPool.Large, array.Length));
        Assert.Throws<ArgumentException>(() => SecretPool.Return([]));
    }

    private sealed class AwkwardStream(byte[] content, bool seekable, int atATime, int saidLength) : Stream
    {
        private int position;

        public override bool CanRead => true;

        public override bool CanSeek => seekable;

        public override bool CanWrite => false;

        public override long Length => seekable ? saidLength : throw new NotSupportedException();

        public override long Position
        {
            get => seekable ? position : throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var given = content.AsSpan(position, Math.Min(Math.Min(buffer.Length, atATime), content.Length - position));
            given.CopyTo(buffer);
            position += given.Length;
            return given.Length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
