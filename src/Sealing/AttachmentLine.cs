namespace Broker.Sealing;

/// <summary>One attachment named in a deposit head: its number (from 1), its size in bytes and its SHA-256 (32 bytes).</summary>
public sealed record AttachmentLine(int Number, long Size, byte[] Digest);
