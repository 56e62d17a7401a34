using System.Security.Cryptography;
using System.Text;
using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

/// <summary>Attackers of the two-person rule: each tries to put a sharing policy in force that no two people signed as it stands.</summary>
public sealed class PolicyActivationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Entry_OfAnActivation_ProvesBothSignaturesToWhoeverKnowsTheKeys()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ProposeAsync(scene.Author, "");
        await scene.ApproveAsync(scene.Author, revision);

        ApproveOutcome answer = await scene.ApproveAsync(scene.Second, revision);

        Assert.Equal((2, true), (answer.Approvals, answer.Active));
        byte[] bytes = scene.Silo.Store.Read(connection => LogStore.ReadEntry(connection, answer.EntryIndex))!;
        Assert.True(LogEntry.TryParse(bytes, scene.Silo.Vault.Origin.ToString(), out LogEntry? read, out _));
        var entry = Assert.IsType<PolicyRevisionEntry>(read);
        Assert.Equal(new PolicyActivationTerms("CAF", Sha256Digest.Parse(revision), null), entry.Terms);
        TestAccount[] ascending = [.. new[] { scene.Author, scene.Second }.OrderBy(officer => officer.Id.ToString(), StringComparer.Ordinal)];
        Assert.True(Holds(ascending[0], entry.First));
        Assert.True(Holds(ascending[1], entry.Second));
        Assert.False(Holds(ascending[1], entry.First with { Account = entry.Second.Account }));

        // The note again, from the entry and the key alone.
        bool Holds(TestAccount officer, EntrySignature signature) => officer.Id.ToString() == signature.Account.ToString() && NoteText.TryVerify(
            Encoding.UTF8.GetBytes($"{entry.Terms.Text($"{entry.Origin}/policy-activation/v1")}\n— {officer.Id} {Convert.ToBase64String(Convert.FromHexString(signature.Hex))}\n"),
            officer.Id.ToString(), officer.Signing.PublicKey, out _);
    }

    [Fact]
    public async Task OnePersonWithTwoAccounts_PutsNothingInForce()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        TestAccount twin = await scene.EnrolAsync(scene.Author.Twin("officer one again"));
        string revision = await scene.ProposeAsync(scene.Author, "");
        await scene.ApproveAsync(scene.Author, revision);

        ApproveOutcome refused = await scene.ApproveAsync(twin, revision);

        Assert.Equal(("one-person", 0, false), (refused.Outcome.Code, refused.Approvals, refused.Active));
        await scene.NothingIsInForceAsync();
        Assert.True((await scene.ApproveAsync(scene.Second, revision)).Active);
    }

    [Fact]
    public async Task AuthorAlone_HoweverOften_PutsNothingInForce()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ProposeAsync(scene.Author, "");

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal((1, false), Counted(await scene.ApproveAsync(scene.Author, revision)));
        }

        await scene.NothingIsInForceAsync();
    }

    [Fact]
    public async Task Approval_GivenBeforeAnotherRevisionCameIntoForce_IsVoid()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string waiting = await scene.ProposeAsync(scene.Author, "# waits\n");
        Assert.Equal((1, false), Counted(await scene.ApproveAsync(scene.Author, waiting)));
        string between = await scene.ActivateAsync("");

        ApproveOutcome stale = await scene.ApproveAsync(scene.Second, waiting);
        ApproveOutcome fresh = await scene.ApproveAsync(scene.Second, waiting, between);

        Assert.Equal("stale-approval", stale.Outcome.Code);
        Assert.Equal((1, false), Counted(fresh)); // the author's, which replaced none, does not count
        Assert.Equal(between, (await scene.Policy.Active()).Revision);
        Assert.Equal(["officer two"], Assert.Single((await scene.Policy.History()).Pending).SignedBy);
        Assert.True((await scene.ApproveAsync(scene.Author, waiting, between)).Active);
    }

    [Fact]
    public async Task Approval_ThatNamesAnotherRevisionAsReplaced_IsStale()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ProposeAsync(scene.Author, "");

        Assert.Equal("stale-approval", (await scene.ApproveAsync(scene.Author, revision, new string('0', 64))).Outcome.Code);
        Assert.Equal("malformed", (await scene.ApproveAsync(scene.Author, revision, revision)).Outcome.Code);
        Assert.Equal((1, false), Counted(await scene.ApproveAsync(scene.Second, revision)));
        await scene.NothingIsInForceAsync();
    }

    [Fact]
    public async Task Note_ForAnotherCountryRevisionUseOrInstance_IsRefused()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ProposeAsync(scene.Author, "");
        string origin = scene.Silo.Vault.Origin.ToString();
        string terms = $"country CAF\nrevision {revision}\nreplaces none\n";

        Assert.Equal("malformed", await scene.SendAsync(scene.Author, terms, $"{origin}/policy-activation/v1\n" + terms.Replace("CAF", "SSD", StringComparison.Ordinal)));
        Assert.Equal("malformed", await scene.SendAsync(scene.Author, terms, $"{origin}/policy-activation/v1\n" + terms.Replace(revision, new string('0', 64), StringComparison.Ordinal)));
        Assert.Equal("malformed", await scene.SendAsync(scene.Author, terms, $"{origin}/policy-activation/v1\ncountry CAF\nrevision {revision}\n"));
        Assert.Equal("malformed", await scene.SendAsync(scene.Author, terms, $"{origin}/emergency-approval/v1\n{terms}"));
        Assert.Equal("malformed", await scene.SendAsync(scene.Author, terms, $"other.example/policy-activation/v1\n{terms}"));
        Assert.Equal("malformed", await scene.SendAsync(scene.Author, terms.Replace("CAF", "SSD", StringComparison.Ordinal), $"{origin}/policy-activation/v1\n{terms}"));
        Assert.Equal("malformed", await scene.SendAsync(scene.Author, $"country CAF\nrevision {revision}\n", $"{origin}/policy-activation/v1\n{terms}"));
        Assert.Equal("ok", await scene.SendAsync(scene.Author, terms, $"{origin}/policy-activation/v1\n{terms}"));
    }

    [Fact]
    public async Task File_EditedByOneByte_CarriesNoApprovalOver()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        await scene.ApproveAsync(scene.Author, await scene.ProposeAsync(scene.Author, ""));

        string edited = await scene.ProposeAsync(scene.Author, "#\n");

        Assert.Equal((1, false), Counted(await scene.ApproveAsync(scene.Second, edited)));
        await scene.NothingIsInForceAsync();
    }

    [Fact]
    public async Task NoteOfAnotherOfficer_SentAgainAsOnesOwn_CountsForNobody()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ProposeAsync(scene.Author, "");
        string body = scene.Second.ApprovalText(scene.Silo.Vault.Origin, "CAF", revision);
        await scene.ApproveAsync(scene.Second, revision);

        SignedCall once = scene.Silo.Sign(scene.Author, "/policies/CAF/approvals", body);

        Assert.Equal("malformed", (await scene.Policy.Approve(once)).Outcome.Code);
        SignedCall own = scene.Silo.Sign(scene.Second, "/policies/CAF/approvals", body);
        Assert.Equal((1, false), Counted(await scene.Policy.Approve(own)));
        Assert.Equal("unauthorised", (await scene.Policy.Approve(own)).Outcome.Code);
        await scene.NothingIsInForceAsync();
    }

    [Fact]
    public async Task Note_OfAnOfficerWhoseRoleOrKeyIsAnotherToday_DoesNotCount()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ProposeAsync(scene.Author, "");
        await scene.ApproveAsync(scene.Author, revision);

        await scene.RewriteAsync(scene.Author, "auditor", scene.Author);
        Assert.Equal((1, false), Counted(await scene.ApproveAsync(scene.Second, revision)));
        await scene.RewriteAsync(scene.Author, "policy-officer", TestAccount.New("another key"));
        Assert.Equal((1, false), Counted(await scene.ApproveAsync(scene.Second, revision)));
        await scene.NothingIsInForceAsync();

        await scene.RewriteAsync(scene.Author, "policy-officer", scene.Author);
        Assert.True((await scene.ApproveAsync(scene.Second, revision)).Active);
    }

    [Fact]
    public async Task StoredNote_ChangedOrMovedInTheStore_DoesNotCount()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ProposeAsync(scene.Author, "");
        string edited = await scene.ProposeAsync(scene.Author, "#\n");
        await scene.ApproveAsync(scene.Author, revision);
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("UPDATE approvals SET revision = $1", edited));

        Assert.Equal((1, false), Counted(await scene.ApproveAsync(scene.Second, edited)));
        await scene.NothingIsInForceAsync();
    }

    [Fact]
    public async Task Approval_SentAgainOnceInForce_ChangesNothingAndThirdOfficersAreNotNamed()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ActivateAsync("");
        PolicyView before = await scene.Policy.Active();
        TestAccount third = await scene.EnrolAsync(TestAccount.New("officer three"));

        ApproveOutcome again = await scene.ApproveAsync(scene.Second, revision);
        ApproveOutcome late = await scene.ApproveAsync(third, revision);

        Assert.Equal((2, true, before.EntryIndex), (again.Approvals, again.Active, again.EntryIndex));
        Assert.Equal((2, true, before.EntryIndex), (late.Approvals, late.Active, late.EntryIndex));
        Assert.Equal(before.ActivatedBy, (await scene.Policy.Active()).ActivatedBy);
        Assert.Equal("stale-approval", (await scene.ApproveAsync(scene.Second, revision, new string('0', 64))).Outcome.Code);
    }

    [Fact]
    public async Task History_NamesEachRevisionWithItsEntryAndServesItsFile()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string first = await scene.ActivateAsync("");
        string second = await scene.ActivateAsync("# second\n");
        string pending = await scene.ProposeAsync(scene.Author, "# third\n");

        PolicyHistory history = await scene.Policy.History();

        Assert.Equal([(first, "none"), (second, first)], history.Revisions.Select(row => (row.Revision, row.Replaces)));
        Assert.True(history.Revisions[0].EntryIndex < history.Revisions[1].EntryIndex);
        Assert.All(history.Revisions, row => Assert.Equal(["officer one", "officer two"], row.ActivatedBy.Order(StringComparer.Ordinal)));
        Assert.Equal((pending, scene.Author.Id.ToString(), 0), (Assert.Single(history.Pending).Revision, history.Pending[0].ProposedBy, history.Pending[0].SignedBy.Count));
        foreach (string revision in new[] { first, second })
        {
            Assert.Equal(revision, Convert.ToHexStringLower(SHA256.HashData(await scene.Policy.Revision(revision))));
        }

        Assert.Empty(await scene.Policy.Revision(pending));
    }

    [Fact]
    public async Task File_DamagedInTheStore_IsServedToNobody()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ActivateAsync("");
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("UPDATE policies SET yaml = $1", "country: CAF\n"u8.ToArray()));

        foreach (Func<Task> read in (Func<Task>[])[() => scene.Policy.Revision(revision), scene.Policy.Active])
        {
            Exception refused = await Assert.ThrowsAsync<Orleans.Runtime.GrainCallFailedException>(read);
            Assert.Contains(nameof(DamagedStoreException), refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("a row of an activation that names an entry of something else")]
    [InlineData("a row that names the entry of another revision")]
    [InlineData("a row and an entry, signed by keys that are nobody's")]
    public async Task Activation_WrittenIntoTheStoreByHand_DecidesNothing(string attack)
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string good = await scene.ActivateAsync("");
        string forged = await scene.ProposeAsync(scene.Author, "# forged\n");
        TestAccount requester = await scene.Silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        long entry = await scene.Silo.Store.WriteAsync(connection =>
        {
            long last = connection.Number("SELECT max(idx) FROM log_entries")!.Value;
            long named = attack switch
            {
                _ when attack.Contains("something else", StringComparison.Ordinal) => last,
                _ when attack.Contains("another revision", StringComparison.Ordinal) => PolicyRevisions.InForce(connection, "CAF")!.Entry,
                _ => scene.ForgeEntry(connection, forged, good, last + 1),
            };
            connection.Execute("DELETE FROM activations");
            connection.Execute(
                "INSERT INTO activations (country, entry, revision, replaces, first, second) VALUES ('CAF', $1, $2, $3, $4, $5)",
                named, forged, good, scene.Author.Id.ToString(), scene.Second.Id.ToString());
            return named;
        });

        Assert.True(entry >= 0);
        Assert.Throws<DamagedStoreException>(() => scene.Silo.Service<PolicyStore>().Active("CAF"));
        Assert.Throws<DamagedStoreException>(() => scene.Silo.Service<PolicyStore>().Find("CAF", forged));
        Exception refused = await Assert.ThrowsAsync<Orleans.Runtime.GrainCallFailedException>(() => scene.Silo.RequestAsync(requester, "2013-01"));
        Assert.Contains(nameof(DamagedStoreException), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activation_TakenOutOfTheStore_BringsNoEarlierRevisionBack()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string first = await scene.ActivateAsync("");
        string second = await scene.ActivateAsync("# second\n");
        Assert.Equal(second, scene.Silo.Service<PolicyStore>().Active("CAF")!.Policy.Revision);

        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM activations WHERE revision = $1", second));

        Assert.Throws<DamagedStoreException>(() => scene.Silo.Service<PolicyStore>().Active("CAF"));
        Assert.Equal(first, scene.Silo.Service<PolicyStore>().Find("CAF", first)!.Policy.Revision); // records of its time stay bound by it
    }

    [Fact]
    public async Task Activation_SignedByTwoMembersWhoAreNoOfficers_DecidesNothing()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string good = await scene.ActivateAsync("");
        string forged = await scene.ProposeAsync(scene.Author, "# forged\n");
        TestAccount one = await scene.Silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        TestAccount other = await scene.Silo.EnrolAsync("requester", "another", "FRA", "delegate");
        await scene.Silo.Store.WriteAsync(connection =>
        {
            long entry = connection.Number("SELECT max(idx) FROM log_entries")!.Value + 1;
            scene.ForgeEntry(connection, forged, good, entry, (one, one.Signing), (other, other.Signing));
            connection.Execute(
                "INSERT INTO activations (country, entry, revision, replaces, first, second) VALUES ('CAF', $1, $2, $3, $4, $5)",
                entry, forged, good, one.Id.ToString(), other.Id.ToString());
        });

        Assert.Throws<DamagedStoreException>(() => scene.Silo.Service<PolicyStore>().Active("CAF"));
        Assert.Throws<DamagedStoreException>(() => scene.Silo.Service<PolicyStore>().Find("CAF", forged));
    }

    [Fact]
    public async Task Activation_TakenOutBetweenTwoOthers_BindsNoDepositOfItsTimeToTheOneBefore()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string first = await scene.ActivateAsync("");
        string second = await scene.ActivateAsync("# second\n");
        string third = await scene.ActivateAsync("# third\n");
        long size = (await scene.Policy.Active()).EntryIndex;
        PolicyStore policies = scene.Silo.Service<PolicyStore>();
        Assert.Equal(second, policies.ActiveAt("CAF", size)!.Policy.Revision);
        Assert.Equal(third, policies.ActiveAt("CAF", size + 1)!.Policy.Revision);
        Assert.Null(policies.ActiveAt("CAF", 0));

        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM activations WHERE revision = $1", second));
        Assert.Throws<DamagedStoreException>(() => policies.ActiveAt("CAF", size));

        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM activations WHERE revision = $1", first));
        Assert.Throws<DamagedStoreException>(() => policies.ActiveAt("CAF", size));
    }

    [Fact]
    public async Task Approval_GivenBeforeAnActivationThatWasTakenOutOfTheStore_IsVoid()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string first = await scene.ActivateAsync("");
        string waiting = await scene.ProposeAsync(scene.Author, "# waits\n");
        Assert.Equal((1, false), Counted(await scene.ApproveAsync(scene.Author, waiting, first)));
        string second = await scene.ActivateAsync("# second\n");
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("DELETE FROM activations WHERE revision = $1", second));

        Exception refused = await Assert.ThrowsAsync<Orleans.Runtime.GrainCallFailedException>(() => scene.ApproveAsync(scene.Second, waiting, first));

        Assert.Contains(nameof(DamagedStoreException), refused.Message, StringComparison.Ordinal);
        Assert.Null(scene.Silo.Store.Read(connection => PolicyRevisions.Find(connection, "CAF", waiting)));
    }

    [Fact]
    public async Task Revision_OfOneCountry_IsNoneOfAnother()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string revision = await scene.ActivateAsync("");
        string pending = await scene.ProposeAsync(scene.Author, "# waits\n");

        Assert.NotNull(scene.Silo.Service<PolicyStore>().Find("CAF", revision));
        Assert.Null(scene.Silo.Service<PolicyStore>().Find("TCD", revision));
        Assert.Null(scene.Silo.Service<PolicyStore>().Find("CAF", pending));
    }

    [Fact]
    public async Task Officer_WhoProposesOneFileAfterTheOther_LosesOwnOldestOnesOnly()
    {
        await using Scene scene = await Scene.StartAsync(folder.Path);
        string others = await scene.ProposeAsync(scene.Second, "# of another\n");
        var own = new List<string>();
        for (int i = 0; i < PolicyRevisions.MostPending + 2; i++)
        {
            own.Add(await scene.ProposeAsync(scene.Author, $"# {i}\n"));
        }

        Assert.Equal([others, .. own[2..]], (await scene.Policy.History()).Pending.Select(pending => pending.Revision));
        Assert.Equal("unknown-revision", (await scene.ApproveAsync(scene.Author, own[0])).Outcome.Code);
    }

    private static (int Approvals, bool Active) Counted(ApproveOutcome answer)
    {
        Assert.True(answer.Outcome.IsOk, answer.Outcome.Sentence);
        return (answer.Approvals, answer.Active);
    }

    private sealed class Scene(SiloHost silo, TestAccount author, TestAccount second) : IAsyncDisposable
    {
        public SiloHost Silo => silo;

        public TestAccount Author => author;

        public TestAccount Second => second;

        public IPolicyGrain Policy => silo.Grains.GetGrain<IPolicyGrain>("policy/CAF");

        public static async Task<Scene> StartAsync(string path)
        {
            SiloHost silo = await SiloHost.StartAsync(path);
            return new Scene(silo, await silo.EnrolAsync("policy-officer", "officer one"), await silo.EnrolAsync("policy-officer", "officer two"));
        }

        public async Task<TestAccount> EnrolAsync(TestAccount member)
        {
            EnrolOutcome answer = await silo.Grains.GetGrain<IAccountGrain>($"account/{member.Id}").Enrol(
                silo.Sign(silo.Operator, $"/accounts/{member.Id}", member.EnrolText("policy-officer", "-", "-")));
            Assert.Equal("ok", answer.Outcome.Code);
            return member;
        }

        /// <summary>Proposes the demo's policy with a comment in front, which makes it another revision.</summary>
        public async Task<string> ProposeAsync(TestAccount officer, string comment)
        {
            string text = comment + await File.ReadAllTextAsync(Path.Combine(Repository.Root, "policies", "caf-2013.yaml"));
            ProposeOutcome proposed = await Policy.Propose(silo.Sign(officer, "/policies/CAF/revisions", text));
            Assert.Equal("ok", proposed.Outcome.Code);
            return proposed.Revision;
        }

        public Task<ApproveOutcome> ApproveAsync(TestAccount officer, string revision, string replaces = "none") =>
            Policy.Approve(silo.Sign(officer, "/policies/CAF/approvals", officer.ApprovalText(silo.Vault.Origin, "CAF", revision, replaces)));

        /// <summary>Sends these lines with a note that signs that text; the code of the answer.</summary>
        public async Task<string> SendAsync(TestAccount officer, string lines, string signed)
        {
            string note = Convert.ToBase64String(NoteText.Sign(signed, officer.Id.ToString(), officer.Signing));
            return (await Policy.Approve(silo.Sign(officer, "/policies/CAF/approvals", $"approve/1\n{lines}note {note}\n"))).Outcome.Code;
        }

        public async Task<string> ActivateAsync(string comment)
        {
            string replaces = (await Policy.Active()).Revision is { Length: > 0 } inForce ? inForce : "none";
            string revision = await ProposeAsync(author, comment);
            Assert.False((await ApproveAsync(author, revision, replaces)).Active);
            Assert.True((await ApproveAsync(second, revision, replaces)).Active);
            return revision;
        }

        public async Task NothingIsInForceAsync()
        {
            Assert.Equal("", (await Policy.Active()).Revision);
            Assert.Equal(0, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM activations")));
        }

        /// <summary>Writes the account anew, with another role or key, as its operators could one day.</summary>
        public Task RewriteAsync(TestAccount member, string role, TestAccount keys) => silo.Store.WriteAsync(connection =>
        {
            byte[] tag = silo.Vault.Tag("account", member.Id.ToString());
            byte[] text = Encoding.UTF8.GetBytes(
                $"enrol/1\nrole {role}\nname {member.Name}\nstate -\naffiliation -\nactors -\nsigning-key {Convert.ToHexStringLower(keys.Signing.PublicKey)}\nsealing-key -\n");
            connection.Execute("UPDATE accounts SET sealed = $2 WHERE account = $1", tag, silo.Vault.SealAtRest(SealedColumns.Accounts.Place(tag, 0L), text));
        });

        /// <summary>Writes an entry behind the log's last that names the two officers, with signatures by keys of the forger's own.</summary>
        public long ForgeEntry(StoreConnection connection, string revision, string replaces, long index) =>
            ForgeEntry(connection, revision, replaces, index, (author, TestAccount.New("forger").Signing), (second, TestAccount.New("forger").Signing));

        /// <summary>As the other, of any two members and with any keys.</summary>
        public long ForgeEntry(
            StoreConnection connection, string revision, string replaces, long index,
            (TestAccount Account, Ed25519SigningKey Key) one, (TestAccount Account, Ed25519SigningKey Key) other)
        {
            var terms = new PolicyActivationTerms("CAF", Sha256Digest.Parse(revision), Sha256Digest.Parse(replaces));
            EntrySignature Sign((TestAccount Account, Ed25519SigningKey Key) by)
            {
                byte[] note = NoteText.Sign(terms.Text($"{silo.Vault.Origin}/policy-activation/v1"), by.Account.Id.ToString(), by.Key);
                return EntrySignature.Of(AccountName.Parse(by.Account.Id.ToString()), SignedNote.Signature(note));
            }

            byte[] entry = new PolicyRevisionEntry(silo.Vault.Origin.ToString(), terms, Sign(one), Sign(other)).Encode();
            connection.Execute(
                "INSERT INTO log_entries (idx, key, leaf, entry) VALUES ($1, $2, $3, $4)", index, RandomNumberGenerator.GetBytes(32), Broker.Transparency.MerkleHash.Leaf(entry).ToArray(), entry);
            return index;
        }

        public ValueTask DisposeAsync() => silo.DisposeAsync();
    }
}
