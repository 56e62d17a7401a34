using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Policy;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

/// <summary>A member of the tests with the keys that its own tools would hold.</summary>
internal sealed class TestAccount
{
    private TestAccount(string name, Ed25519SigningKey? signing = null)
    {
        Name = name;
        Id = AccountId.New(RandomNumberGenerator.Fill);
        Signing = signing ?? Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
        SealingKey = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
    }

    public string Name { get; }

    public AccountId Id { get; }

    public Ed25519SigningKey Signing { get; }

    public X25519PrivateKey SealingKey { get; }

    public SecretKey? Secret { get; private set; }

    public static TestAccount New(string name) => new(name);

    /// <summary>Another account of the same person: one signing key, two ids.</summary>
    public TestAccount Twin(string name) => new(name, Signing);

    public string EnrolText(string role, string state, string affiliation, string actors = "-") =>
        $"enrol/1\nrole {role}\nname {Name}\nstate {state}\naffiliation {affiliation}\nactors {actors}\nsigning-key {Convert.ToHexStringLower(Signing.PublicKey)}\nsealing-key {Convert.ToHexStringLower(SealingKey.PublicKey)}\n";

    public string ApprovalText(Origin origin, string country, string revision, string replaces = "none")
    {
        string terms = $"country {country}\nrevision {revision}\nreplaces {replaces}\n";
        byte[] note = NoteText.Sign($"{origin}/policy-activation/v1\n{terms}", Id.ToString(), Signing);
        return $"approve/1\n{terms}note {Convert.ToBase64String(note)}\n";
    }

    public void OpenSecret(Origin origin, byte[] sealedSecret)
    {
        byte[] secret = new byte[32];
        Assert.True(Hpke.TryOpen(secret, SealingKey, Encoding.ASCII.GetBytes($"{origin}/enrolment/v1\n{Id}"), [], sealedSecret));
        Secret = SecretKey.FromBytes(secret);
    }

    /// <summary>A sealed package of one observation; each call makes another record.</summary>
    public (RecordId Record, byte[] Package) Seal(VaultService vault, TestObservation observation)
    {
        RecordId record = RecordId.New(RandomNumberGenerator.Fill);
        return (record, Seal(vault, observation, record));
    }

    /// <summary>A sealed package under the record's id.</summary>
    public byte[] Seal(VaultService vault, TestObservation observation, RecordId record) => DepositSealer.Seal(
        new SealRequest
        {
            Origin = vault.Origin,
            Record = record,
            Depositor = Id,
            Epoch = vault.CurrentEpoch,
            ManifestKey = Signing,
            SignerName = Id.ToString(),
            EnrolmentSecret = Secret!,
            Caveats = CaveatDocument.Format(observation.Caveats),
            Observation = ObservationText.Format(observation.For(record)),
            SourcePlaintext = Encoding.UTF8.GetBytes("canary-source-part"),
            SourceRecipients = [SealingKey.PublicKey],
        },
        RandomNumberGenerator.Fill);
}
