using TinyClassify.Device.Board;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.Device.Tests;

/// <summary>A camera that is on: its frames are classified as they come, whatever the card does.</summary>
public sealed class CameraTests
{
    [Fact]
    public void Frames_are_shown_live_and_the_start_screen_comes_back()
    {
        using var board = new TestBoard().AddPictures("cat.bmp").Start().Press();
        var picture = Lcd(board);
        Show(board, 0x07E0);
        Assert.Equal(AppState.Live, board.State);
        Assert.Equal(0x07E0, Lcd(board)[100 * 480 + 100]);
        Show(board, 0xF800);
        Assert.Equal(0xF800, Lcd(board)[100 * 480 + 100]);
        Assert.Equal("camera: on", Assert.Single(board.Board.Log.Lines(),
            line => line.StartsWith("camera", StringComparison.Ordinal)));
        board.Board.Camera.SwitchOff();
        board.Settle();
        Assert.Equal(AppState.Ready, board.State);
        Assert.Contains("camera: off", board.Board.Log.Lines());
        Assert.Equal(picture, Lcd(board.Press()));
    }

    [Fact]
    public void Of_frames_that_nobody_took_the_newest_is_shown_and_none_is_shown_twice()
    {
        using var board = new TestBoard().AddPictures("cat.bmp").Start();
        board.Board.Camera.Show(Frame(0xF800));
        board.Board.Camera.Show(Frame(0x001F));
        board.Settle();
        Assert.Equal(0x001F, Lcd(board)[100 * 480 + 100]);
        var frames = board.Board.Display.FrameCount;
        board.Board.Parts.Inputs.Post(Input.FrameArrived);
        board.Settle();
        Assert.Equal(frames, board.Board.Display.FrameCount);
    }

    [Fact]
    public void A_card_that_is_pulled_meanwhile_is_asked_for_afterwards()
    {
        using var board = new TestBoard().AddPictures("cat.bmp").Start();
        Show(board, 0x07E0);
        board.Eject().Pass(500);
        Assert.Equal(AppState.Live, board.State);
        board.Press();
        Assert.Equal(AppState.Live, board.State);
        board.Board.Camera.SwitchOff();
        board.Settle();
        Assert.Equal(AppState.WaitingForCard, board.State);
        Assert.Equal(AppState.Ready, board.Insert().State);
    }

    [Fact]
    public void A_frame_of_another_size_is_refused() =>
        Assert.Throws<ArgumentException>(() => new SimulatedCamera(new InputQueue(new ManualClock())).Show(new byte[7]));

    private static void Show(TestBoard board, ushort colour)
    {
        board.Board.Camera.Show(Frame(colour));
        board.Settle();
    }

    private static byte[] Frame(ushort colour)
    {
        var frame = new byte[SimulatedCamera.FrameBytes];
        for (var i = 0; i < frame.Length; i += 2) (frame[i], frame[i + 1]) = ((byte)colour, (byte)(colour >> 8));
        return frame;
    }

    private static ushort[] Lcd(TestBoard board)
    {
        var pixels = new ushort[480 * 272];
        board.Board.Display.CopyTo(pixels);
        return pixels;
    }
}
