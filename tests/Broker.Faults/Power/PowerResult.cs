using System.Globalization;

namespace Broker.Faults.Power;

/// <summary>What the images of a recording showed.</summary>
/// <param name="Images">Images that were opened.</param>
/// <param name="LosingImages">Those in which a deposit with a receipt is missing.</param>
/// <param name="Lost">Deposits that are missing, over all images.</param>
/// <param name="Unopenable">Images that a silo does not take.</param>
/// <param name="Unsound">Images whose rows or log do not agree with themselves.</param>
/// <param name="Receipts">Receipts that the images were held against, over all images.</param>
internal sealed record PowerResult(int Images, int LosingImages, long Lost, int Unopenable, int Unsound, long Receipts)
{
    public bool IsSound => Lost == 0 && Unopenable == 0 && Unsound == 0 && Receipts > 0;

    public string Line(SyncRule rule) => string.Create(
        CultureInfo.InvariantCulture,
        $"power cut, syncs {rule}: images {Images}, receipts held against them {Receipts}, acked lost {Lost} (in {LosingImages} images), unopenable {Unopenable}, unsound {Unsound}");
}
