using Engine.Parity.Grains;
using Engine.Parity.Hosting;

namespace Engine.Parity.Probes;

/// <summary>What crosses between grains, and as what.</summary>
internal static class MessageProbes
{
    private const int BigBytes = 8 * 1024 * 1024;

    public static IEnumerable<Probe> All =>
    [
        new("bytes between grains of one silo", host => host.Inside.GetGrain<ICallerGrain>("caller/copy").CopyAsync("turn/copy")),
        new("`[Immutable]` bytes between grains of one silo", HandOver),
        new("enum, record, immutable array, dictionary, nullable, dates", Parcel),
        new("default immutable array", DefaultArray),
        new("heir of a message type", Heir),
        new("null arguments and results", Nulls),
        new("empty text and empty bytes", Empty),
        new("text outside of the basic plane", host => EchoText(host, "Ñ 𝟜 ሀ العربية")),
        new("message of 8 MiB", Big),
        new("key with slashes", host => Key(host, "echo/caf/2014/a/b")),
        new("key with unicode, spaces and signs", host => Key(host, "echo/Bangui — بانغي #+%&?= 𝟜")),
        new("key of 400 characters", host => Key(host, "echo/" + new string('k', 395))),
        new("two interfaces of one class and key", TwoInterfaces),
        new("interface without a class", Nobody),
    ];

    private static async Task<string> HandOver(ParityHost host) =>
        await host.Inside.GetGrain<ICallerGrain>("caller/hand").HandOverAsync("turn/hand") ? "the same object" : "a copy";

    private static async Task<string> Parcel(ParityHost host)
    {
        var sent = new Parcel(
            Hue.Cold, [3, 1, 2], new Dictionary<string, long> { ["a"] = 1, ["b"] = long.MaxValue }, null, new DateOnly(2014, 2, 28),
            new DateTimeOffset(2014, 3, 1, 12, 0, 0, TimeSpan.FromHours(1)), 12.30m, Guid.Parse("6f1d4a3e-0000-4000-8000-000000000001"), [0, 255],
            new Disc("disc", 0.5), "text");
        var got = await host.Grains.GetGrain<IEchoGrain>("echo/parcel").ParcelAsync(sent);
        var same = got with { Numbers = sent.Numbers, Names = sent.Names, Bytes = sent.Bytes } == sent
            && got.Numbers.SequenceEqual(sent.Numbers) && got.Bytes.SequenceEqual(sent.Bytes)
            && got.Names.Count == sent.Names.Count && sent.Names.All(pair => got.Names[pair.Key] == pair.Value);
        return same ? "equal" : "changed";
    }

    private static async Task<string> DefaultArray(ParityHost host)
    {
        var sent = new Parcel(Hue.None, default, [], 1, default, default, 0, default, [], new Disc("", 0), null);
        var got = await host.Grains.GetGrain<IEchoGrain>("echo/default").ParcelAsync(sent);
        return got.Numbers.IsDefault ? "default" : $"empty: {Outcome.YesNo(got.Numbers.IsEmpty)}";
    }

    private static async Task<string> Heir(ParityHost host)
    {
        var got = await host.Grains.GetGrain<IEchoGrain>("echo/heir").FigureAsync(new Disc("disc", 2));
        return got is Disc { Name: "disc", Radius: 2 } ? "whole" : "cut";
    }

    private static async Task<string> Nulls(ParityHost host)
    {
        var grain = host.Grains.GetGrain<IEchoGrain>("echo/null");
        return await grain.TextAsync(null) is null && await grain.BytesAsync(null) is null ? "null" : "something";
    }

    private static async Task<string> Empty(ParityHost host)
    {
        var grain = host.Grains.GetGrain<IEchoGrain>("echo/empty");
        return await grain.TextAsync("") is "" && await grain.BytesAsync([]) is { Length: 0 } ? "empty" : "something else";
    }

    private static async Task<string> EchoText(ParityHost host, string text) =>
        Outcome.Of(await host.Grains.GetGrain<IEchoGrain>("echo/text").TextAsync(text), text, "equal", "changed");

    private static async Task<string> Big(ParityHost host)
    {
        var sent = new byte[BigBytes];
        for (var i = 0; i < sent.Length; i++)
        {
            sent[i] = unchecked((byte)(i * 31));
        }

        var got = await host.Grains.GetGrain<IEchoGrain>("echo/big").BytesAsync(sent);
        return got.AsSpan().SequenceEqual(sent) ? "equal" : "changed";
    }

    private static async Task<string> Key(ParityHost host, string key) =>
        Outcome.Of(await host.Grains.GetGrain<IEchoGrain>(key).KeyAsync(), key, "the same in the grain", "another in the grain");

    private static async Task<string> TwoInterfaces(ParityHost host)
    {
        await host.Grains.GetGrain<IEchoGrain>("echo/two").KeyAsync();
        return await host.Grains.GetGrain<INamedGrain>("echo/two").NameAsync() == "somebody" ? "one grain" : "two grains";
    }

    private static Task<string> Nobody(ParityHost host) => Outcome.Of(() => host.Grains.GetGrain<INobodyGrain>("nobody/x").AskAsync());
}
