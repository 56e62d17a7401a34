namespace Broker.Tests.Silo.Publishing;

/// <summary>Where a delivery fails or its silo is killed.</summary>
internal enum PublishStep
{
    /// <summary>Nothing fails.</summary>
    None,

    /// <summary>The entry can't be written; that piece of work is undone.</summary>
    Append,

    /// <summary>The checkpoint can't be written; the group is lost and the store takes nothing until a restart.</summary>
    Sign,

    /// <summary>The group's commit fails.</summary>
    CommitOfTheSigned,

    /// <summary>Killed once the checkpoint is signed and durable.</summary>
    KillAfterSigning,

    /// <summary>Killed with an errand that never reached its witness.</summary>
    KillBeforeTheWitness,

    /// <summary>Killed before the witness's answer came back.</summary>
    KillAfterTheWitness,

    /// <summary>The cosignature is there and the published checkpoint can't be written.</summary>
    Publish,

    /// <summary>The commit of the published checkpoint fails.</summary>
    CommitOfThePublished,

    /// <summary>Killed once the checkpoint is published and before the requester has an answer.</summary>
    KillAfterPublishing,

    /// <summary>The vault is sealed while the delivery waits for witnesses.</summary>
    SealedMeanwhile,
}
