using System.Globalization;

namespace Broker.Faults.Errors;

/// <summary>What came of calls that were made to fail, one silo each.</summary>
/// <param name="Runs">Silos that were run.</param>
/// <param name="Reached">Those in which the call happened and failed.</param>
/// <param name="Acked">Deposits with a receipt.</param>
/// <param name="AckedAfter">Deposits that were sent after a failure that ends writing and got a receipt all the same.</param>
/// <param name="Lost">Deposits with a receipt that are not there after a restart.</param>
/// <param name="Unsound">Folders that do not open, or whose rows or log do not agree with themselves.</param>
internal sealed record ErrorResult(int Runs, int Reached, int Acked, int AckedAfter, int Lost, int Unsound)
{
    public bool IsSound => AckedAfter == 0 && Lost == 0 && Unsound == 0 && Reached == Runs && Runs > 0;

    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"EIO and ENOSPC at syncs and writes: silos {Runs}, failures reached {Reached}, acked {Acked}, acked after a failure {AckedAfter}, acked lost {Lost}, unsound {Unsound}");
}
