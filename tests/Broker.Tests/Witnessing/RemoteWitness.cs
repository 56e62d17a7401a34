using System.Globalization;
using Broker.Cli;
using Broker.DisclosureControl.Tests;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Tests.Witnessing;

/// <summary>A witness behind HTTP, asked by an operator with two histories.</summary>
internal sealed class RemoteWitness : IDisposable
{
    private readonly WitnessScene scene;
    private readonly HttpClient http;

    /// <summary><paramref name="line"/> is what the witness says when it listens.</summary>
    public RemoteWitness(WitnessScene scene, string line)
    {
        this.scene = scene;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(line.Split(' ').Single(word => word.StartsWith("http://", StringComparison.Ordinal))) };
    }

    public string MonitorPath { get; } = $"/{WitnessLogFile.HashOf(WitnessScene.Origin)}/checkpoint";

    public Task<HttpResponseMessage> PostAsync(byte[] body, string path = "/add-checkpoint") => http.PostAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(body));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path) => http.SendAsync(new HttpRequestMessage(method, path));

    public async Task<(int Status, string Body)> AddAsync(AddCheckpoint request)
    {
        using var answer = await PostAsync(request.Format());
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Adds what monitors get, if there is any.</summary>
    public async Task NoteLatestAsync(CosignedHistory cosigned)
    {
        using var answer = await http.GetAsync(new Uri(MonitorPath, UriKind.Relative));
        if (answer.IsSuccessStatusCode)
        {
            var note = await answer.Content.ReadAsByteArrayAsync();
            Assert.True(Checkpoint.TryOpen(note, new NoteVerifier(scene.Log, Ed25519.Verify), out var latest, out _));
            cosigned.Add(latest.Head);
        }
    }

    /// <summary>Sends a step on either history; false once the witness is gone.</summary>
    public async Task<bool> AttackAsync(CosignedHistory cosigned, SeededRandom random)
    {
        var history = random.Below(3) > 0 ? scene.Honest : scene.Forked;
        var from = cosigned.Largest;
        var size = Math.Min(WitnessHistory.Most, from + random.Below(3));
        try
        {
            var (status, body) = await AddAsync(scene.Request(history, from, size));
            if (status == 200)
            {
                Assert.NotNull(scene.TimeOf(body, scene.Checkpoint(history, size)));
                cosigned.Add(history.Head(size));
            }
            else if (status == 409)
            {
                Assert.True(int.Parse(body, CultureInfo.InvariantCulture) > from, "the witness forgot");
                await NoteLatestAsync(cosigned);
            }

            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public void Dispose() => http.Dispose();
}
