using System.Globalization;
using System.Security.Cryptography;
using Broker.Briefings;
using Broker.Policy;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Where a depositor agrees that its records of an earlier revision are treated as deposited under the one in force, and takes that back.</summary>
internal sealed class ConsentDesk(GatewayClient gateway, Member depositor)
{
    /// <summary>The depositor's own records that are still to be counted, by revision, and what it agreed to.</summary>
    public async Task<ConsentsAnswer> ReadAsync(string country, CancellationToken cancellation)
        => (await gateway.PostTextAsync(depositor, $"/policies/{country}/consents/status", "", cancellation)).Read<ConsentsAnswer>();

    /// <summary>A revision's file, which has to be the one that its name is the hash of.</summary>
    public async Task<SharingPolicy> PolicyAsync(string country, string revision, CancellationToken cancellation)
    {
        var file = await gateway.GetBytesAsync($"/policies/{country}/{revision}", cancellation);
        if (Convert.ToHexStringLower(SHA256.HashData(file)) != revision)
        {
            throw CommandFailure.No($"the gateway's file is not revision {revision}; nothing was signed");
        }

        return SharingPolicyReader.Read(file, $"{country}.yaml").Policy is { } policy && policy.Country == country
            ? policy
            : throw new CommandFailure($"revision {revision} is no sharing policy of this country that this tool can read; nothing was signed");
    }

    /// <summary>Signs that the records of one revision are treated as deposited under another; that revision itself takes an earlier consent back.</summary>
    /// <param name="country">ISO 3166-1 alpha-3.</param>
    /// <param name="line">What the depositor agreed to before: the note follows it, and is good for that place only.</param>
    /// <param name="to">The other revision.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>The index of its entry in the log.</returns>
    public async Task<long> SignAsync(string country, ConsentLineAnswer line, string to, CancellationToken cancellation)
    {
        var after = line.EntryIndex < 0 ? ConsentTerms.None : line.EntryIndex.ToString(CultureInfo.InvariantCulture);
        if (!ConsentTerms.TryRead(country, line.Revision, to, after, out var terms))
        {
            throw new CommandFailure("a country is three upper-case letters, a revision is 64 lower-case hexadecimal digits");
        }

        var note = depositor.SignNote(terms!.Text(Domains.Consent(depositor.Enrolled.Origin)));
        var text = $"consent/1\ncountry {country}\nfrom {terms.From}\nto {terms.To}\nafter {terms.AfterText}\nnote {note}\n";
        return (await gateway.PostTextAsync(depositor, $"/policies/{country}/consents", text, cancellation)).Read<ConsentAnswer>().EntryIndex;
    }
}
