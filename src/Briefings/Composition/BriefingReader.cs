using System.Text.Json;

namespace Broker.Briefings;

/// <summary>Reads the JSON of a briefing strictly, for tools that verify one.</summary>
/// <remarks>
/// Whatever was read is written again and must give the very same bytes: an unknown or repeated key, another order, other
/// spaces or another spelling of a value is refused. Then the release hash is computed from the cells and compared.
/// </remarks>
public static class BriefingReader
{
    /// <summary>Largest file, in bytes.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Reads a briefing, or says with a closed code why it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out BriefingDocument? document, out BriefingReadFault fault)
    {
        document = null;
        if (json.Length > MaxBytes)
        {
            fault = BriefingReadFault.TooLarge;
            return false;
        }

        byte[] bytes = json.ToArray();
        fault = Read(bytes, out BriefingDocument? read);
        if (read is not null && fault == BriefingReadFault.None)
        {
            fault = !BriefingJson.Write(read).AsSpan().SequenceEqual(bytes) ? BriefingReadFault.Canonical
                : ReleaseText.Hash(read) != read.ReleaseHash ? BriefingReadFault.ReleaseHash
                : BriefingReadFault.None;
        }

        document = fault == BriefingReadFault.None ? read : null;
        return document is not null;
    }

    private static BriefingReadFault Read(byte[] bytes, out BriefingDocument? document)
    {
        document = null;
        try
        {
            using JsonDocument parsed = JsonDocument.Parse(bytes, Strict);
            BriefingFields root = new(parsed.RootElement);
            if (root.Text("format") != BriefingDocument.Format)
            {
                return BriefingReadFault.Format;
            }

            BriefingDocument read = ReadDocument(root);
            root.Require(!root.IsSound || BriefingAlertReader.IsConsistent(read));
            document = root.IsSound ? read : null;
            return root.IsSound ? BriefingReadFault.None : BriefingReadFault.Value;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped lone surrogate, which is JSON but no text.
            return BriefingReadFault.Json;
        }
    }

    private static BriefingDocument ReadDocument(BriefingFields root)
    {
        BriefingFields period = root.Object("period");
        BriefingFields policy = root.Object("policy");
        BriefingFields plan = root.Object("plan");
        BriefingFields threshold = root.Object("threshold");
        return new BriefingDocument
        {
            Origin = root.Text("origin", Ascii.IsOrigin),
            Number = root.Number("number", 1),
            Country = root.Text("country", Ascii.IsCountry),
            Period = period.Text("id", Ascii.IsPeriod),
            PeriodStart = period.Date("start"),
            PeriodEnd = period.Date("end"),
            Issued = root.Date("issued"),
            NextIssue = root.IsNull("nextIssue") ? null : root.Date("nextIssue"),
            Vintage = root.Text("vintage", text => text.SequenceEqual("flash"u8) || text.SequenceEqual("final"u8)),
            Tier = root.Text("tier", Ascii.IsSlug),
            Audience = root.Text("audience", Ascii.IsWords),
            Marking = root.Text("marking", text => Markings.All.Contains(Ascii.Text(text))),
            PolicyName = policy.Text("name", Ascii.IsSlug),
            PolicyRevision = policy.Digest("revision"),
            PlanHash = plan.Digest("hash"),
            Rho = plan.Text("rho", Ascii.IsFraction),
            TierRho = plan.Text("tierRho", Ascii.IsFraction),
            NoiseFactor = plan.Number("noiseFactor", 1),
            Variances = plan.Object("variances").Each((name, value) => new BriefingVariance(name, value)),
            SourceThreshold = threshold.Number("sources", 1),
            OrganisationThreshold = threshold.Number("organisations", 0),
            RoundTo = threshold.Number("roundTo", 1),
            ReleaseHash = root.Digest("releaseHash"),
            Cells = root.Array("cells", ReadCell),
            Alerts = BriefingAlertReader.Read(root),
        };
    }

    private static BriefingCell ReadCell(BriefingFields cell)
    {
        bool published = cell.Text("status", text => text.SequenceEqual("published"u8) || text.SequenceEqual("suppressed"u8)) == "published";
        (string? area, string? category) = (cell.Area(), cell.Category());
        string words = cell.Text("words");
        if (!published)
        {
            return new BriefingCell(area, category, false, 0, 0, 0, words);
        }

        BriefingFields estimate = cell.Object("estimate");
        BriefingCell read = new(area, category, true, estimate.Long("about"), estimate.Long("low"), estimate.Long("high"), words);
        cell.Require(read.Low <= read.About && read.About <= read.High);
        return read;
    }
}
