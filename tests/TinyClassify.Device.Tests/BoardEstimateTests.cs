using System.Text.Json.Nodes;
using TinyClassify.Native;
using TinyClassify.VirtualBoard.Web;

namespace TinyClassify.Device.Tests;

public sealed class BoardEstimateTests
{
    private static readonly string s_cost = RepositoryRoot.Combine("native-interop", "model", "cost.json");

    [Fact]
    public void The_committed_count_belongs_to_the_committed_model()
    {
        var model = File.ReadAllBytes(RepositoryRoot.Combine("native-interop", "model", "classifier.tflite"));
        var estimate = BoardEstimate.Read(model, s_cost);
        Assert.True(estimate is not null,
            "Another model was counted: run ./build.sh bench --json native-interop/model/cost.json");
        Assert.Equal(estimate.Instructions / 216e3, estimate.Milliseconds, 6);
    }

    [Fact]
    public void The_virtual_board_takes_the_arena_that_was_counted_on_the_Cortex_M7()
    {
        Firmware.LoadModel(RepositoryRoot.Combine("native-interop", "model", "classifier.tflite"));
        var facts = new int[ModelFact.Count];
        Assert.Equal(0, Engine.OpenBuiltInModel());
        Assert.Equal(0, Engine.DescribeModel(facts));
        Assert.Equal((int)JsonNode.Parse(File.ReadAllText(s_cost))!["arena_bytes"]!, facts[ModelFact.ArenaBytes]);
    }

    [Fact]
    public void Nothing_is_estimated_for_another_model_or_without_a_count()
    {
        Assert.Null(BoardEstimate.Read([1, 2, 3], s_cost));
        Assert.Null(BoardEstimate.Read([1, 2, 3], s_cost + ".missing"));
    }
}
