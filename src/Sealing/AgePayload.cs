using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Broker.Sealing.Interop;

namespace Broker.Sealing;

/// <summary>The payload of an age file: STREAM of ChaCha20-Poly1305 over chunks of 64 KiB.</summary>
/// <remarks>
/// Reference: c2sp.org/age, "Payload". Form: nonce (16 bytes), chunks. Chunk nonce: counter (11 bytes, big endian), final flag
/// (1 byte). The last chunk is empty only when the whole payload is.
/// </remarks>
internal static class AgePayload
{
    internal const int NonceSize = 16;

    private const int ChunkSize = AgeChunks.ChunkSize;
    private const int TagSize = 16;
    private const int SealedChunkSize = ChunkSize + TagSize;

    internal static void Write(Stream output, Stream plaintext, ReadOnlySpan<byte> fileKey, RandomFill random)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Span<byte> key = stackalloc byte[32];
        random(nonce);
        output.Write(nonce);
        DeriveKey(fileKey, nonce, key);
        WriteChunks(output, plaintext, key);
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>Stops at the first chunk that does not hold; what was written before it must not be used.</summary>
    internal static AgeFailure Open(Stream output, Stream payload, ReadOnlySpan<byte> fileKey)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        Span<byte> key = stackalloc byte[32];
        if (payload.ReadAtLeast(nonce, NonceSize, throwOnEndOfStream: false) != NonceSize)
        {
            // The specification counts the nonce to the header.
            return AgeFailure.Header;
        }

        DeriveKey(fileKey, nonce, key);
        var opened = TryOpenChunks(output, payload, key);
        CryptographicOperations.ZeroMemory(key);
        return opened ? AgeFailure.None : AgeFailure.Payload;
    }

    private static void WriteChunks(Stream output, Stream plaintext, ReadOnlySpan<byte> key)
    {
        using var chunks = new AgeChunks(plaintext);
        byte[]? sealedChunk = null;
        try
        {
            Span<byte> nonce = stackalloc byte[12];
            for (var counter = 0UL; chunks.TryRead(out var chunk, out var final); counter++)
            {
                // The first chunk is the longest. What is in this buffer is as public as the file, so the shared pool's will do.
                sealedChunk ??= ArrayPool<byte>.Shared.Rent(chunk.Length + TagSize);
                SetNonce(nonce, counter, final);
                _ = Sodium.ChaChaEncrypt(sealedChunk, 0, chunk, (ulong)chunk.Length, [], 0, 0, nonce, key);
                output.Write(sealedChunk, 0, chunk.Length + TagSize);
            }
        }
        finally
        {
            if (sealedChunk is not null)
            {
                ArrayPool<byte>.Shared.Return(sealedChunk);
            }
        }
    }

    private static bool TryOpenChunks(Stream output, Stream payload, ReadOnlySpan<byte> key)
    {
        var plaintext = SecretPool.Rent(ChunkSize);
        var (filled, spare) = (ArrayPool<byte>.Shared.Rent(SealedChunkSize), ArrayPool<byte>.Shared.Rent(SealedChunkSize));
        try
        {
            return TryOpenChunks(output, payload, key, plaintext, ref filled, ref spare);
        }
        finally
        {
            SecretPool.Return(plaintext);
            ArrayPool<byte>.Shared.Return(filled);
            ArrayPool<byte>.Shared.Return(spare);
        }
    }

    private static bool TryOpenChunks(Stream output, Stream payload, ReadOnlySpan<byte> key, byte[] plaintext, ref byte[] filled, ref byte[] spare)
    {
        Span<byte> nonce = stackalloc byte[12];
        var length = payload.ReadAtLeast(filled.AsSpan(0, SealedChunkSize), SealedChunkSize, throwOnEndOfStream: false);
        for (var counter = 0UL; ; counter++)
        {
            var following = length == SealedChunkSize ? payload.ReadAtLeast(spare.AsSpan(0, SealedChunkSize), SealedChunkSize, throwOnEndOfStream: false) : 0;
            if (length < TagSize || (length == TagSize && counter > 0))
            {
                return false;
            }

            SetNonce(nonce, counter, final: following == 0);
            if (Sodium.ChaChaDecrypt(plaintext, 0, 0, filled, (ulong)length, [], 0, nonce, key) != 0)
            {
                return false;
            }

            output.Write(plaintext, 0, length - TagSize);
            if (following == 0)
            {
                return true;
            }

            (filled, spare, length) = (spare, filled, following);
        }
    }

    private static void SetNonce(Span<byte> nonce, ulong counter, bool final)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(nonce[3..], counter);
        nonce[11] = final ? (byte)1 : (byte)0;
    }

    private static void DeriveKey(ReadOnlySpan<byte> fileKey, ReadOnlySpan<byte> nonce, Span<byte> key) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, key, nonce, "payload"u8);
}
