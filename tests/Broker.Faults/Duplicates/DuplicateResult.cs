using System.Globalization;

namespace Broker.Faults.Duplicates;

/// <summary>What came of deposits that were each sent many times at once.</summary>
/// <param name="Keys">Idempotency keys.</param>
/// <param name="Width">Sendings of each at once.</param>
/// <param name="Different">Answers that were not, byte for byte, the first answer to their key, or no receipt.</param>
/// <param name="Unrefused">Keys under which another body was not answered 409.</param>
/// <param name="Records">Records that are stored afterwards.</param>
/// <param name="Sound">Whether each has its receipt, opens, and has one row of everything.</param>
internal sealed record DuplicateResult(int Keys, int Width, int Different, int Unrefused, long Records, bool Sound)
{
    public bool IsRight => Different == 0 && Unrefused == 0 && Records == Keys && Sound;

    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"duplicates: keys {Keys}, sendings of each at once {Width}, records {Records}, answers that differ {Different}, other bodies not refused {Unrefused}, store {(Sound ? "sound" : "NOT SOUND")}");
}
