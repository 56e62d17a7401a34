using System.Text.Json;
using System.Text.Json.Nodes;

namespace Broker.Policy.Tests.Schema;

/// <summary>Live: a validator that others wrote judges every file as the tests' own one does, and finds no fault in the schema itself.</summary>
public sealed class AjvSchemaTests
{
    [NodeFact]
    public async Task EveryFile_InAjv_IsJudgedAsHere()
    {
        JsonNode schema = JsonNode.Parse(PolicySchema.Write())!;
        (string Name, JsonNode Value, bool IsGood)[] files = [.. SchemaFiles.Judged()];
        var job = new JsonObject { ["schema"] = schema, ["values"] = new JsonArray([.. files.Select(file => file.Value)]) };
        bool[] answers = JsonSerializer.Deserialize<bool[]>(await NodeTools.RunAsync("schema.mjs", job.ToJsonString()))!;
        Assert.Equal(files.Select(file => (file.Name, file.IsGood)), files.Zip(answers, (file, answer) => (file.Name, answer)));
        Assert.Equal(files.Select(file => file.IsGood), files.Select(file => Here(file.Value)));
    }

    private static bool Here(JsonNode value) =>
        new SmallValidator(JsonDocument.Parse(PolicySchema.Write()).RootElement).Accepts(JsonSerializer.SerializeToElement(value));
}
