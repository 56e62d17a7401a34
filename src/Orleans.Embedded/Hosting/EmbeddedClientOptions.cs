namespace Orleans.Hosting;

/// <summary>Settings of a client in another process; checked at start.</summary>
public sealed class EmbeddedClientOptions
{
    public static readonly TimeSpan DefaultConnectWait = TimeSpan.FromSeconds(2);

    /// <summary>The silo's Unix domain socket. Required.</summary>
    public string SocketPath { get; set; } = "";

    /// <summary>How long a caller waits before <see cref="TimeoutException"/>.</summary>
    public TimeSpan ResponseTimeout { get; set; } = EmbeddedSiloOptions.DefaultResponseTimeout;

    /// <summary>How long a call made while disconnected waits before <see cref="Runtime.SiloUnavailableException"/>.</summary>
    public TimeSpan ConnectWait { get; set; } = DefaultConnectWait;

    /// <summary>The longest frame on the socket, in bytes, in either direction.</summary>
    public int MaxFrameBytes { get; set; } = EmbeddedSiloOptions.DefaultMaxFrameBytes;

    /// <summary>The clock of timeouts and of the pauses between attempts to connect.</summary>
    public TimeProvider EngineTime { get; set; } = TimeProvider.System;
}
