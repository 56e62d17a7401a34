using System.Globalization;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>What a witness answers to a checkpoint. Reference: C2SP tlog-witness, add-checkpoint.</summary>
/// <param name="Status">An HTTP status.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="Body">Signature lines, a size, or a sentence.</param>
internal sealed record WitnessResponse(int Status, string ContentType, string Body)
{
    public const int Ok = 200;
    public const int Malformed = 400;
    public const int NotTrusted = 403;
    public const int Unknown = 404;
    public const int Conflict = 409;
    public const int Inconsistent = 422;
    public const int Broken = 503;
    private const string Text = "text/plain; charset=utf-8";

    /// <summary>The log is of none that this witness knows.</summary>
    public static WitnessResponse UnknownLog { get; } = Refused(Unknown);

    /// <summary>A cosignature, as a line of a note.</summary>
    public static WitnessResponse Cosigned(string line) => new(Ok, Text, line);

    /// <summary>The old size of the request is not that of the last checkpoint that was cosigned.</summary>
    public static WitnessResponse NotAt(long size) => new(Conflict, WitnessAnswer.SizeMediaType, string.Create(CultureInfo.InvariantCulture, $"{size}\n"));

    /// <summary>A refusal with a sentence for whoever reads the answer.</summary>
    public static WitnessResponse Refused(int status) => new(status, Text, status switch
    {
        Malformed => "not an add-checkpoint request\n",
        NotTrusted => "not signed by the key that this witness trusts for the log\n",
        Unknown => "no such log here\n",
        Inconsistent => "the checkpoint is not consistent with the last one that was cosigned\n",
        Broken => "the witness can't keep what it cosigns, so it cosigns nothing\n",
        _ => "not taken\n",
    });
}
