namespace Broker.Briefings;

/// <summary>The two files of one briefing: the same content for a tool and for a reader.</summary>
/// <param name="Json">Format <c>briefing/1</c>, ASCII.</param>
/// <param name="Html">One self-contained page, UTF-8, no script, nothing remote.</param>
/// <param name="ReleaseHash">What both name: <see cref="ReleaseText.Hash"/> of the table.</param>
public sealed record ComposedBriefing(byte[] Json, byte[] Html, Sha256Digest ReleaseHash);
