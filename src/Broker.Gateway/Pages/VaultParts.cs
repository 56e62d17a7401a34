using System.Security.Cryptography;
using Broker.Contracts;

namespace Broker.Gateway.Pages;

/// <summary>The vault on the operator's page: who has given, which epochs there are, what waits, what to do next.</summary>
internal static class VaultParts
{
    private const int FingerprintBytes = 16;
    private const string Uninitialised = "uninitialised";

    public static Html Section(VaultState vault) => Parts.Section("vault", "The vault", Html.Of($"""
        <p><strong>Next:</strong> {Next(vault)}</p>
        <dl class="facts">
        {Parts.Fact("State", State(vault))}
        {Parts.Fact("Silo key", Html.Of($"""<code class="hash">{Fingerprint(vault.SiloKey)}</code> custodians compare it with what a person reads to them at the silo’s console, never with this page alone"""))}
        {Html.Each(vault.Groups, group => Parts.Fact($"Custodians: {group.Name}", vault.Asking.Length == 0 ? Html.Of($"{group.Threshold} of {group.Members} are needed") : Given(group)))}
        {(vault.Groups.Count == 0 ? Html.Empty : Parts.Fact("Groups needed", Html.Of($"{vault.GroupsNeeded} of {vault.Groups.Count}")))}
        {Parts.Fact("Asked for", Asked(vault.Asking))}
        {Parts.Fact("Epochs", Epochs(vault))}
        {Parts.Fact("Key ring", vault.Generation == 0 ? Html.Of($"not open") : Html.Of($"generation {vault.Generation}"))}
        {Parts.Fact("Inbox", Inbox(vault.Inbox))}
        </dl>
        {(vault.Plan.Length == 0 ? Html.Empty : Html.Of($"<h3>Plan that waits</h3>{Parts.Verbatim("Plan that waits", vault.Plan)}"))}
        """));

    /// <summary>What to do next, one sentence a state.</summary>
    public static string Next(VaultState vault) => vault switch
    {
        { State: Uninitialised } => "the operator makes the vault with broker vault init, and hands each custodian a share.",
        { State: not Silo.Unsealed } => "custodians give their shares with broker vault unseal, each on an own machine, until enough of every group have given.",
        _ when vault.Asking.StartsWith("rekey ", StringComparison.Ordinal) => "today’s custodians read the plan below and agree to it with broker vault approve.",
        _ when vault.Asking.StartsWith("confirm ", StringComparison.Ordinal) => "the new custodians show with broker vault confirm that their shares work; until then the old ones hold.",
        { InstalledEpoch: "" } => "the epoch’s key is fetched with broker vault epoch, signed offline and installed; depositors can’t seal before that.",
        { Epochs: [.., var newest] } when newest != vault.InstalledEpoch => "the new epoch’s key is fetched with broker vault epoch, signed offline and installed; depositors seal to the one before until then.",
        { Inbox: > 0 } => "nothing; the silo is working off its inbox.",
        _ => "nothing; the vault asks nothing of anyone now.",
    };

    /// <summary>The first 16 bytes of SHA-256 of the silo key, as the silo prints it on its console.</summary>
    public static string Fingerprint(byte[] siloKey) =>
        siloKey.Length == 0 ? "none" : Convert.ToHexStringLower(SHA256.HashData(siloKey).AsSpan(0, FingerprintBytes));

    /// <summary>As <c>1 of 2 given (operators/1)</c>.</summary>
    private static Html Given(VaultGroupState group)
    {
        var names = group.Given.Count == 0 ? "" : $" ({string.Join(", ", group.Given.Select(number => $"{group.Name}/{number}"))})";
        return Html.Of($"{group.Given.Count} of {group.Threshold} given{names}; the group has {group.Members}");
    }

    private static Html State(VaultState vault) => vault.State switch
    {
        Silo.Unsealed => Html.Of($"""<span class="state open">unsealed</span> a seal, a stop or a crash seals it"""),
        Uninitialised => Html.Of($"""<span class="state shut">uninitialised</span> there is no key yet"""),
        _ => Html.Of($"""<span class="state shut">sealed</span> no key that opens a record is in the silo’s memory"""),
    };

    private static Html Asked(string asking) => asking.Length == 0
        ? Html.Of($"no shares")
        : Html.Of($"""shares to <code class="hash">{asking}</code>, forgotten after 15 minutes""");

    private static Html Epochs(VaultState vault)
    {
        var installed = vault.InstalledEpoch.Length == 0
            ? Html.Of($"depositors have none to seal to")
            : Html.Of($"depositors seal to <code>{vault.InstalledEpoch}</code>");
        return vault.Epochs.Count == 0 ? installed : Html.Of($"<code>{string.Join(", ", vault.Epochs)}</code>; {installed}");
    }

    private static Html Inbox(long waiting) => waiting == 0
        ? Html.Of($"empty")
        : Html.Of($"{waiting} {(waiting == 1 ? "batch waits" : "batches wait")}, sealed and without a receipt yet");
}
