using System.Globalization;

namespace Broker.Faults.Room;

/// <summary>What came of a disk that ran full and then had room again, under one silo that was never restarted.</summary>
/// <param name="AckedBefore">Receipts that were given before the disk was full.</param>
/// <param name="Full">Answers <c>507 storage-full</c>.</param>
/// <param name="Other">Answers that were neither a receipt nor that.</param>
/// <param name="WhileFull">Whether the folder, copied while the disk was full, held everything with a receipt and its log verified.</param>
/// <param name="AckedAfter">Receipts that were given once there was room.</param>
/// <param name="Unanswered">Deposits that got no receipt even then.</param>
/// <param name="Lost">Deposits with a receipt that are not there in the end.</param>
/// <param name="Sound">Whether rows and log agree with themselves in the end.</param>
internal sealed record RoomResult(int AckedBefore, int Full, int Other, bool WhileFull, int AckedAfter, int Unanswered, int Lost, bool Sound)
{
    public bool IsSound => AckedBefore > 0 && Full > 0 && Other == 0 && WhileFull && AckedAfter > 0 && Unanswered == 0 && Lost == 0 && Sound;

    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"full disk of 8 MB: acked {AckedBefore}, then 507 storage-full {Full} times, other refusals {Other}, held and verified while full: {WhileFull}; with room again acked {AckedAfter}, without receipt {Unanswered}, acked lost {Lost}, sound: {Sound}");
}
