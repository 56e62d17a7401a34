using System.Globalization;
using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>The sections in words: how sure, what was suppressed, how to check, where shapes and names come from.</summary>
internal static class BriefingNotes
{
    public static void AddSureness(Html page, BriefingContent content)
    {
        page.Add($"""
            <section aria-labelledby="sure">
            <h2 id="sure">How sure is this?</h2>
            <ul class="notes">
            <li><strong>Each number has a range.</strong> Noise is added on purpose, so that nobody can be sure from this page whether one source spoke. Over all numbers, shown or not, the range holds what was counted 95 times in 100; a number that is only just shown tends to lean high.</li>
            <li><strong>{Wording.FixedSentence}</strong> Places that nobody can report from look quiet.</li>
            <li><strong>The numbers count sources, not victims or events.</strong> A source is a person or partner in the country, and counts at most once in the period. Ten sources may speak of one event; one source may speak of ten.</li>
            <li><strong>Some sources rest.</strong> What can be learnt of one source in a year has a limit. A source that has reached it, and an organisation’s sources beyond its cap, are not counted for a while: a fall may come from that alone, and a rise when they are counted again.</li>
            <li><strong>{(content.Input.Previous is null ? "There is no earlier issue to compare with." : "Changes are named only when the noise can rarely explain them, about one time in twenty for each number.")}</strong> Do not read a trend from two numbers whose ranges overlap.</li>
            </ul>
            </section>

            """);
    }

    public static void AddSuppression(Html page, BriefingContent content)
    {
        TierTerms terms = content.Table.Terms;
        int seen = content.Document.Cells.Count;
        int suppressed = content.Document.Cells.Count(cell => !cell.IsPublished);
        page.Add($"""
            <section aria-labelledby="suppressed">
            <h2 id="suppressed">What was suppressed, and why</h2>
            <p>{Tally(seen, suppressed)} A suppressed cell says “{Wording.TooFew}”. The words are the same for few and for none, because telling them apart would tell that somebody spoke.</p>
            <ul class="notes">
            <li>A number is shown only when it is above {content.Document.SourceThreshold - 1} sources by more than the noise explains (threshold {content.Document.SourceThreshold}).{HardFloor(content)}</li>
            <li>{(content.Places.Count == 0 ? "Areas and kinds of event by themselves are for more closed tiers." : $"An area is shown only when at least {Ascii.Number(Math.Max(MeasurementPlan.LeastOrganisations, terms.OrganisationThreshold))} organisations stood behind it {OrganisationsWhen(content)}, judged on a noisy number too.")}</li>
            <li>{Rounding(content)}</li>
            <li>Names, exact places, exact dates and words of sources never enter a briefing.</li>
            </ul>
            </section>

            """);
    }

    public static void AddProvenance(Html page, BriefingContent content)
    {
        BriefingDocument document = content.Document;
        page.Add($"""
            <section aria-labelledby="check">
            <h2 id="check">Check this briefing yourself</h2>
            <p>This release was written to the disclosure log <strong>{document.Origin}</strong> before it left. With this file, its receipt and the log’s trust file you can check that, without a network and without asking anybody:</p>
            <pre><code>broker verify receipt --briefing briefing.html --receipt receipt --trust trust</code></pre>
            <p>The check fails if one byte of this file was changed, or if the log was rewritten.</p>
            <dl class="proof">
            <div><dt>Release hash</dt><dd><code>{document.ReleaseHash}</code></dd></div>
            <div><dt>Plan hash</dt><dd><code>{document.PlanHash}</code></dd></div>
            <div><dt>Sharing policy</dt><dd>{document.PolicyName}, revision <code>{document.PolicyRevision}</code></dd></div>
            <div><dt>Privacy cost (rho, zCDP)</dt><dd>{document.Rho} for each source, over all tiers; {document.TierRho} through this tier alone{HardFloorCost(content.Table.Plan)}</dd></div>
            <div><dt>Variance of the noise</dt><dd>{Variances(document)}; this tier sees {document.NoiseFactor} times that, before the table is made to add up</dd></div>
            </dl>
            </section>

            """);
    }

    public static void AddFooter(Html page, BriefingContent content)
        => page.Add($"""
            <footer>
            <p>Made with Natural Earth (public domain shapes, simplified). Place codes and names: common operational datasets (P-codes) of the United Nations humanitarian coordination office, through HDX. Borders and names do not imply any opinion on the legal status of a territory.</p>
            <p>Briefing {content.Input.Number}, {content.Input.CountryName}, {content.Document.Period}, tier {content.Document.Tier}. It is the same file, byte for byte, for every member of its audience.</p>
            </footer>

            """);

    private static string Tally(int seen, int suppressed)
        => $"This tier’s table has {Ascii.Number(seen)} {(seen == 1 ? "cell" : "cells")}; "
            + (suppressed == 0 ? "none is suppressed." : $"{Ascii.Number(suppressed)} {(suppressed == 1 ? "is" : "are")} suppressed.");

    private static string OrganisationsWhen(BriefingContent content) => content.Table.Plan.Vintage == ReleaseVintage.Final
        ? "in this period"
        : "in the last four weeks that had their final";

    private static string HardFloor(BriefingContent content) => content.Table.Plan.HardFloor > 0
        ? " " + Wording.HardFloorSentence(content.Table.Plan.HardFloor)
        : string.Empty;

    // In thousandths, rounded up: a report, and the same digits on every machine.
    private static string HardFloorCost(MeasurementPlan plan) => plan.HardFloor > 0
        ? string.Create(CultureInfo.InvariantCulture, $"; beside it, for the hard floor, a delta of at most {Math.Ceiling(plan.HardFloorDelta * 1e7) / 1e7:0.0000000}")
        : string.Empty;

    private static string Rounding(BriefingContent content) => content.Table.Terms.RoundTo > 1
        ? $"Numbers are rounded to {Ascii.Number(content.Table.Terms.RoundTo)}, and ranges outwards."
        : content.Table.Plan.HardFloor > 0 ? "Numbers are whole. Each stands by itself: areas and kinds need not sum to the country."
        : "Numbers are whole, and made to add up: areas and kinds each sum to the country before any is suppressed.";

    private static string Variances(BriefingDocument document)
        => string.Join(", ", document.Variances.Select(group => $"{group.Group} {group.Variance}"));
}
