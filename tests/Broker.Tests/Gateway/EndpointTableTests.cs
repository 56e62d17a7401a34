using Broker.Gateway.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Broker.Tests.Gateway;

/// <summary>Every endpoint has a row here: method, route, longest body, who it is for. One without a row fails.</summary>
public sealed class EndpointTableTests
{
    private static readonly string[] Table =
    [
        "POST /accounts/{id} 4096 Operator",
        "POST /deposits 83886080 Depositor",
        "POST /deposits/withdraw 4096 Depositor",
        "POST /deposits/status 0 Depositor",
        "POST /deposits/proofs 65536 Depositor",
        "POST /ledger/openings 524288 Depositor",
        "POST /requests 4096 Requester",
        "POST /policies/{country}/revisions 1048576 PolicyOfficer",
        "POST /policies/{country}/approvals 8192 PolicyOfficer",
        "POST /policies/{country}/requests 4096 PolicyOfficer",
        "POST /policies/{country}/consents 8192 Depositor",
        "POST /policies/{country}/consents/status 0 Depositor",
        "POST /log/facts 4096 Auditor",
        "POST /countries/{country}/rebuild 0 Auditor",
        "POST /releases/{country}/emergency 8192 PolicyOfficer",
        "POST /releases/{country}/emergency/approvals 8192 Auditor",
        "GET /releases/{country}/emergency 0 Anyone",
        "POST /simulation/advance 1024 Operator",
        "POST /vault/init 32768 Operator",
        "POST /vault/rekey 32768 Operator",
        "POST /vault/install 4096 Operator",
        "POST /vault/seal 0 Operator",
        "POST /vault/epochs/end 1024 Operator",
        "POST /vault/issued 0 Operator",
        "POST /vault/rotate 0 Operator",
        "POST /vault/epoch 0 Operator",
        "POST /vault/shares 8192 Anyone",
        "GET /vault/status 0 Anyone",
        "GET /status 0 Anyone",
        "GET /keys/epoch 0 Anyone",
        "GET /keys/trust 0 Anyone",
        "GET /calendar/{country} 0 Anyone",
        "GET /policies/{country} 0 Anyone",
        "GET /policies/{country}/{revision} 0 Anyone",
        "GET /log/{**path} 0 Anyone",
        "GET /healthz 0 Anyone",
        "GET /readyz 0 Anyone",
        "GET / 0 Anyone",
        "GET /operator 0 Anyone",
        "GET /depositor 0 Anyone",
        "GET /requester 0 Anyone",
        "GET /auditor 0 Anyone",
        "GET /auditor/entries/{index} 0 Anyone",
        "GET /policy-officer 0 Anyone",
        "GET /problems 0 Anyone",
        "GET /problems/{code} 0 Anyone",
        "GET /assets/broker.css 0 Anyone",
        "GET /briefings/{country}/{period}/{vintage} 0 Anyone",
        "GET /briefings/{country}/{period}/{vintage}/json 0 Anyone",
        "GET /briefings/{country}/{period}/{vintage}/receipt 0 Anyone",
    ];

    [Fact]
    public void Endpoints_All_AreExactlyTheTable()
    {
        using var gateway = new TestGateway();
        var rows = gateway.Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(Row);
        Assert.Equal(Table.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Endpoints_ThatTakeABody_AreSignedOnesAndTheSharesOfTheVault()
    {
        Assert.Equal(
            ["POST /vault/shares 8192 Anyone"],
            Table.Where(row => row.StartsWith("POST", StringComparison.Ordinal) && row.Contains("Anyone", StringComparison.Ordinal)));
        Assert.All(Table.Where(row => row.StartsWith("GET", StringComparison.Ordinal)), row => Assert.EndsWith(" 0 Anyone", row, StringComparison.Ordinal));
    }

    private static string Row(Microsoft.AspNetCore.Http.Endpoint endpoint)
    {
        var route = Assert.IsType<RouteEndpoint>(endpoint);
        var methods = route.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods;
        var rule = route.Metadata.GetRequiredMetadata<RouteRule>();
        return $"{string.Join(',', methods)} {route.RoutePattern.RawText} {rule.BodyLimit} {rule.Caller}";
    }
}
