namespace Broker.Tests.Silo;

/// <summary>Where a measurement or what follows it fails.</summary>
internal enum DrawFault
{
    None,

    /// <summary>The table is drawn and inserted; the commit fails, and the store takes no write until a restart.</summary>
    CommitAfterTheDraw,

    /// <summary>The table is drawn; its insertion fails and that piece of work is undone.</summary>
    StatementAfterTheDraw,

    /// <summary>The measurement is durable; its publication fails.</summary>
    Publication,
}
