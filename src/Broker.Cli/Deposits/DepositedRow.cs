namespace Broker.Cli;

/// <summary>What the broker said to one sealed row.</summary>
/// <param name="Row">Where it comes from.</param>
/// <param name="Record">Its id.</param>
/// <param name="Code"><c>accepted</c>, or the refusal's code.</param>
internal sealed record DepositedRow(string Row, string Record, string Code)
{
    public const string Accepted = "accepted";

    public bool IsAccepted => Code == Accepted;

    /// <summary>The refusal in one line: the row's line in its file, the record, the code, and what the code means.</summary>
    public string RefusalWords => $"line {Row[(Row.LastIndexOf(' ') + 1)..]}, record {Record}: {Code}: {DepositCodeWords.Of(Code)}";
}
