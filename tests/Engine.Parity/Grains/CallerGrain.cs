using System.Globalization;

namespace Engine.Parity.Grains;

[GrainType("parity.caller")]
internal sealed class CallerGrain : Grain, ICallerGrain
{
    public async Task<string> CopyAsync(string callee)
    {
        var target = GrainFactory.GetGrain<ITurnGrain>(callee);
        byte[] sent = [1, 2, 3];
        var returned = await target.KeepAsync(sent);
        sent[0] = 9;
        returned[1] = 9;
        var kept = await target.KeptAsync();
        return $"argument {(kept[0] == 1 ? "copied" : "shared")}, result {(kept[1] == 2 ? "copied" : "shared")}";
    }

    public async Task<bool> HandOverAsync(string callee)
    {
        byte[] bytes = [1];
        await GrainFactory.GetGrain<ITurnGrain>(callee).HandOverAsync(callee, bytes);
        return ReferenceEquals(bytes, Journal.Kept(callee));
    }

    public Task SendAsync(string callee, int count)
    {
        var target = GrainFactory.GetGrain<ITurnGrain>(callee);
        return Task.WhenAll(Enumerable.Range(0, count).Select(target.AppendAsync));
    }

    public Task<string> CircleAsync(string other, bool back)
    {
        var target = GrainFactory.GetGrain<ICallerGrain>(other);
        return back ? target.PingAsync() : target.CircleAsync(this.GetPrimaryKeyString(), back: true);
    }

    public Task<string> SelfAsync() => GrainFactory.GetGrain<ICallerGrain>(this.GetPrimaryKeyString()).PingAsync();

    public async Task<string> ContextAsync(string callee, string key)
    {
        var seen = await GrainFactory.GetGrain<ITurnGrain>(callee).ContextAsync(key);
        return $"{seen}, then {RequestContext.Get(key)}";
    }

    public async Task<int> FanOutAsync(int count)
    {
        var own = this.GetPrimaryKeyString();
        var keys = Enumerable.Range(0, count).Select(i => own + "/part/" + i.ToString(CultureInfo.InvariantCulture)).ToArray();
        var answers = await Task.WhenAll(keys.Select(key => GrainFactory.GetGrain<IEchoGrain>(key).KeyAsync()));
        return answers.Zip(keys).Count(pair => pair.First == pair.Second);
    }

    public Task<string> PingAsync() => Task.FromResult("pong");
}
