using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.Device.Tests;

/// <summary>The sample of a relay (device/samples/Relay) on the virtual board.</summary>
public sealed class RelayTests
{
    [Fact]
    public void Pin_D7_is_high_as_long_as_a_sure_result_of_its_class_stands()
    {
        var model = File.ReadAllBytes(RepositoryRoot.Combine("native-interop/model/classifier.tflite"));
        using var board = new TestBoard(model: model, relayClass: "cat")
            .Add("a.jpg", File.ReadAllBytes(RepositoryRoot.Combine("device/card/cat.jpg"))).Add("b.jpg", []).Start();
        Assert.False(board.Board.IsRelayOn);
        var moves = new List<bool>();
        board.Board.RelayChanged += moves.Add;
        Assert.True(board.Press().Board.IsRelayOn);
        Assert.False(board.Press().Board.IsRelayOn); // A picture that cannot be shown.
        Assert.True(board.Press().Board.IsRelayOn);
        Assert.False(board.Press(800).Board.IsRelayOn); // The start screen.
        Assert.True(board.Press().Board.IsRelayOn);
        Assert.False(board.Eject().Board.IsRelayOn);
        Assert.True(board.Insert().Board.IsRelayOn);
        Assert.Equal([true, false, true, false, true, false, true], moves);
    }

    [Fact]
    public void Another_class_leaves_it_low()
    {
        using var board = new TestBoard(relayClass: "no such class").AddPictures("a.bmp").Start().Press();
        Assert.Equal(AppState.Showing, board.State);
        Assert.False(board.Board.IsRelayOn);
    }

    [Fact]
    public void Without_a_relay_there_is_no_pin()
    {
        using var board = new TestBoard().AddPictures("a.bmp").Start().Press();
        Assert.False(board.Board.HasRelay);
        Assert.False(board.Board.IsRelayOn);
    }
}
