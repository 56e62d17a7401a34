namespace Broker.Faults.Power;

/// <summary>Which of the recorded syncs of the database and its log are believed; all but the first are controls, in which deposits must be found lost.</summary>
internal enum SyncRule
{
    /// <summary>Every one, as they were made.</summary>
    AsRecorded,

    /// <summary>Those that <c>synchronous=NORMAL</c> would make: the log's only right before the database is written.</summary>
    AsNormal,

    /// <summary>None, as with <c>synchronous=OFF</c>.</summary>
    AsOff,
}
