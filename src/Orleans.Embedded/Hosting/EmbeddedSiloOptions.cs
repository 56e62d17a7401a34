using System.Reflection;

namespace Orleans.Hosting;

/// <summary>Settings of the single silo; checked at start.</summary>
public sealed class EmbeddedSiloOptions
{
    public static readonly TimeSpan DefaultResponseTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DefaultIdleCollection = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan DefaultMinimumReminderPeriod = TimeSpan.FromMinutes(1);
    public const int DefaultMaxFrameBytes = 96 * 1024 * 1024;
    public const int DefaultMaxQueued = 10_000;

    /// <summary>
    /// The Unix domain socket to listen on; null: in process only. A missing parent folder is made with mode 0700,
    /// one that others may write to is refused.
    /// </summary>
    public string? SocketPath { get; set; }

    /// <summary>The assemblies whose grain classes this silo runs. At least one.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>Which types of the assemblies are looked at; the tests keep their faulty grains out with it.</summary>
    internal Func<Type, bool> TypeFilter { get; set; } = _ => true;

    /// <summary>How long a caller waits before <see cref="TimeoutException"/>.</summary>
    public TimeSpan ResponseTimeout { get; set; } = DefaultResponseTimeout;

    /// <summary>An activation without a request for this long is deactivated.</summary>
    public TimeSpan IdleCollection { get; set; } = DefaultIdleCollection;

    /// <summary>A reminder with a shorter period is refused.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = DefaultMinimumReminderPeriod;

    /// <summary>The longest frame on the socket, in bytes, in either direction.</summary>
    public int MaxFrameBytes { get; set; } = DefaultMaxFrameBytes;

    /// <summary>Requests that may wait at one grain before more are refused.</summary>
    public int MaxQueued { get; set; } = DefaultMaxQueued;

    /// <summary>User ids besides the silo's own whose processes may connect (Linux).</summary>
    public ISet<uint> AllowedUserIds { get; } = new HashSet<uint>();

    /// <summary>The clock of timeouts, timers and collection. Not the product's clock, which may be simulated.</summary>
    public TimeProvider EngineTime { get; set; } = TimeProvider.System;
}
