using System.Text;
using Broker.Sealing;

namespace Broker.Cli;

/// <summary>The vault's state as the gateway tells it, every part in its strict form: what goes to a terminal can't hold more.</summary>
internal sealed class VaultView
{
    private const string Unsealed = "unsealed";
    private const string SealedState = "sealed";
    private const string Uninitialised = "uninitialised";
    private const int Most = 1_000_000;
    private const int ShownOfKey = 6;

    private VaultView(VaultAnswer answer, byte[] siloKey, SharePurpose asking, VaultPlan? plan)
    {
        (State, SiloKey, Asking, Plan, Inbox, Generation) = (answer.State, siloKey, asking, plan, answer.Inbox, answer.Generation);
        (Epochs, InstalledEpoch) = (answer.Epochs, answer.InstalledEpoch);
        Groups = [.. answer.Groups.Select(group => new VaultGroupView(group.Name, group.Threshold, group.Members, group.Given))];
    }

    public string State { get; }

    /// <summary>32 bytes; believed only when a custodian knows its fingerprint from the silo's console.</summary>
    public byte[] SiloKey { get; }

    /// <summary>What shares are taken for now; the default value for nothing.</summary>
    public SharePurpose Asking { get; }

    public IReadOnlyList<VaultGroupView> Groups { get; }

    public long Generation { get; }

    public IReadOnlyList<string> Epochs { get; }

    public string InstalledEpoch { get; }

    /// <summary>The plan that waits for approval or confirmation, or null.</summary>
    public VaultPlan? Plan { get; }

    public long Inbox { get; }

    /// <summary>Where a ceremony stands, in one line.</summary>
    public string Progress
    {
        get
        {
            var purpose = Asking.Kind is SharePurposeKind.Rekey or SharePurposeKind.Confirm ? [Asking.Kind == SharePurposeKind.Rekey ? "approval" : "confirmation"] : Array.Empty<string>();
            var groups = Asking == default ? [] : Groups.Select(group => group.Words);
            return string.Join(" · ", [State, .. purpose, .. groups]);
        }
    }

    /// <summary>All of it, for people. The silo key is cut short: its fingerprint comes from the silo's console and not from here.</summary>
    public IEnumerable<string> Lines()
    {
        var rest = Progress[State.Length..];
        yield return $"{State} · silo key {Sealing.SiloKey.Fingerprint(SiloKey)[..ShownOfKey]}…{rest}";
        if (Generation > 0)
        {
            yield return $"key ring generation {Generation}, epochs {string.Join(", ", Epochs)}";
        }

        yield return InstalledEpoch.Length > 0 ? $"depositors seal to epoch {InstalledEpoch}" : "no epoch key is installed: depositors cannot seal yet";
        yield return Inbox == 0 ? "the inbox is empty" : $"{Inbox} in the inbox";
        if (Plan is not null && Asking != default)
        {
            yield return $"a plan waits: {Asking}";
        }
    }

    public static VaultView From(VaultAnswer answer)
    {
        var siloKey = new byte[X25519PrivateKey.Size];
        var plan = PlanOf(answer.Plan);
        SharePurpose asking = default;
        var isSound = answer.State is Unsealed or SealedState or Uninitialised
            && answer.SiloKey.Length == 2 * siloKey.Length
            && Convert.FromHexString(answer.SiloKey, siloKey, out _, out _) == System.Buffers.OperationStatus.Done
            && (answer.Asking.Length == 0 || SharePurpose.TryParse(answer.Asking, out asking))
            && answer.Groups.Count <= Slip39.MaxShares && answer.Groups.All(IsSound)
            && answer.Epochs.Append(answer.InstalledEpoch).All(epoch => epoch.Length == 0 || EpochId.TryParse(epoch, out _))
            && (answer.Plan.Length == 0 || plan is not null);
        return isSound ? new VaultView(answer, siloKey, asking, plan) : throw new CommandFailure("the gateway's answer about the vault could not be read");
    }

    private static VaultPlan? PlanOf(string text)
        => VaultPlan.TryParse(Encoding.UTF8.GetBytes(text), out var plan, out _) ? plan : null;

    private static bool IsSound(VaultGroupAnswer group)
        => group.Name.Length is > 0 and < 32 && group.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
            && group.Threshold is >= 0 and < Most && group.Members is >= 0 and < Most && group.Given.Count <= Slip39.MaxShares;
}
