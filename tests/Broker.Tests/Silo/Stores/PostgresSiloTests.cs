namespace Broker.Tests.Silo.Stores;

/// <summary>Tests of the whole silo, run again with its store on PostgreSQL.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresSiloTests(PostgresServer server)
{
    [PostgresTheory]
    [InlineData(typeof(DepositTests), nameof(DepositTests.Deposit_OfASealedPackage_IsAcceptedWithAReceiptThatTheLogKeySigned))]
    [InlineData(typeof(DepositTests), nameof(DepositTests.Deposit_Repeated_GivesTheSameAnswerAndOneRecord))]
    [InlineData(typeof(DepositTests), nameof(DepositTests.Deposit_SameKeyWithAnotherBody_IsAConflictAndChangesNothing))]
    [InlineData(typeof(DepositTests), nameof(DepositTests.Deposit_DamagedAnywhere_IsRefusedWithACodeAndLeavesNothingBehind))]
    [InlineData(typeof(DepositTests), nameof(DepositTests.Call_Replayed_OrSignedBeforeTheStart_IsUnauthorised))]
    [InlineData(typeof(DepositTests), nameof(DepositTests.Call_SignedByAClockAhead_IsNotReplayableAfterARestart))]
    [InlineData(typeof(DepositTests), nameof(DepositTests.Deposit_WhoseDayIsRootedMeanwhile_StillGetsARoot))]
    [InlineData(typeof(DepositTests), nameof(DepositTests.KeyRing_MissingBesideData_IsRefusedAndNotReplaced))]
    [InlineData(typeof(DepositTests), nameof(DepositTests.SecondSilo_OnTheSameFolder_IsRefused))]
    [InlineData(typeof(ReleaseTests), nameof(ReleaseTests.Briefing_ForADelegateOfAnElectedMember_IsDeliveredWithAReceiptThatVerifies))]
    [InlineData(typeof(ReleaseTests), nameof(ReleaseTests.Release_FetchedAgainAfterDepositsWithdrawalsAndARestart_HasTheSameBytes))]
    [InlineData(typeof(ReleaseTests), nameof(ReleaseTests.Record_ThatEntered_IsInTheDepositorsOpeningAndNobodyElses))]
    [InlineData(typeof(ReleaseTests), nameof(ReleaseTests.Record_WithdrawnBeforeTheCutOff_EntersNothingAndItsKeyIsGone))]
    [InlineData(typeof(ReleaseTests), nameof(ReleaseTests.Record_WithdrawnAndDepositedAgain_StaysWithdrawn))]
    [InlineData(typeof(SiloLogTests), nameof(SiloLogTests.Log_ReadThroughItsGrain_VerifiesWhole))]
    [InlineData(typeof(SiloLogTests), nameof(SiloLogTests.Append_OfTheSameEventTwice_IsOneEntry))]
    [InlineData(typeof(SiloLogTests), nameof(SiloLogTests.Log_OfAnOlderTreeSize_IsStillServed))]
    [InlineData(typeof(ConsentTests), nameof(ConsentTests.Consent_OfOneDepositor_OpensItsRecordsAndNobodyElses))]
    [InlineData(typeof(ConsentTests), nameof(ConsentTests.Consent_TakenBackBeforeTheCutOff_OpensNothing))]
    [InlineData(typeof(InboxTests), nameof(InboxTests.Deposit_WhileSealed_IsKeptAndTakenByItselfAtTheUnsealing))]
    [InlineData(typeof(PolicyTests), nameof(PolicyTests.Policy_ApprovedByTwoOfficers_IsInForceAndLogged))]
    public async Task Silo_OnPostgres_DoesAsOnSqlite(Type tests, string test)
    {
        SiloHost.Database.Value = server.Of;
        using var instance = (IDisposable)Activator.CreateInstance(tests)!;
        await (Task)tests.GetMethod(test)!.Invoke(instance, null)!;
    }
}
