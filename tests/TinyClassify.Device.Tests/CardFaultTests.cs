namespace TinyClassify.Device.Tests;

/// <summary>Cards that fail at any of their accesses, and cards that hold what nobody expects.</summary>
public sealed class CardFaultTests
{
    [Fact]
    public void A_card_pulled_at_any_access_while_it_is_read_is_waited_for()
    {
        AtEachAccess(
            board => board.Press(800),
            board =>
            {
                board.Card.Eject();
                board.Board.Parts.Inputs.Post(Device.Board.Input.CardChanged);
                Assert.Equal(AppState.WaitingForCard, board.Settle().State);
                board.Insert();
            });
    }

    [Fact]
    public void A_card_put_back_at_any_access_before_anybody_noticed_is_read_or_shown_all_the_same()
    {
        AtEachAccess(board => board.Press(800), _ => { });
        AtEachAccess(board => board.Press(), _ => { });
    }

    [Fact]
    public void A_card_that_fails_at_any_access_and_then_works_is_read_or_shown_all_the_same()
    {
        AtEachAccess(board => board.Press(800), _ => { }, fails: true);
        AtEachAccess(board => board.Press(), _ => { }, fails: true);
    }

    // Does something on the start screen, with a fault at the card's first access, at its second, and so on.
    private static void AtEachAccess(Action<TestBoard> act, Action<TestBoard> after, bool fails = false)
    {
        for (var faultAt = 1; ; faultAt++)
        {
            using var board = new TestBoard().AddPictures("cat.bmp", "folder/dog.bmp")
                .Add("tinyclassify.ini", "results = on"u8.ToArray());
            board.Add("classifier.tflite", SmallModel.File(name: "From the card")).Start();
            var accesses = 0;
            board.Card.Accessing += () =>
            {
                if (++accesses != faultAt) return;
                if (fails) throw new IOException("the card does not answer");
                board.Card.Flick();
                after(board);
            };
            act(board);
            board.Settle();
            if (accesses < faultAt)
            {
                Assert.InRange(faultAt, 5, 200);
                return;
            }

            Assert.True(board.State is AppState.Ready or AppState.Showing, $"access {faultAt}: {board.State}, {board.ErrorText}");
            Assert.Equal(2, board.Application.Pictures.Count);
            Assert.Equal("From the card", TestBoard.Text(board.Application.Classifier.Name));
            if (board.State == AppState.Ready) board.Press();
            Assert.Equal(AppState.Showing, board.State);
            Assert.Contains("cat.bmp,cat,", board.Results()[^1]);
        }
    }

    [Fact]
    public void Names_on_a_card_have_no_case()
    {
        using var board = new TestBoard().AddPictures("cat.bmp").Add("TinyClassify.INI", "model = Other.TFLite"u8.ToArray());
        board.Add("OTHER.tflite", SmallModel.File(name: "Other")).Add("Results.CSV", "mine\r\n"u8.ToArray()).Start().Press();
        Assert.Equal("Other", TestBoard.Text(board.Application.Classifier.Name));
        Assert.StartsWith("mine\r\ncat.bmp,cat,", File.ReadAllText(Path.Combine(board.Folder, "Results.CSV")));
        Assert.False(File.Exists(Path.Combine(board.Folder, "results.csv")) && OperatingSystem.IsLinux());
    }

    [Fact]
    public void Folders_in_the_places_of_files_are_as_if_they_were_not_there()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "dog.bmp/1.bmp");
        foreach (var name in new[] { "tinyclassify.ini", "classifier.tflite",
            "results.csv" }) Directory.CreateDirectory(Path.Combine(board.Folder, name));
        Assert.Equal(AppState.Showing, board.Start().Press().State);
        Assert.True(board.Application.ResultsFailed);
        Assert.Equal(0, board.Application.Note.Length);
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void Folders_that_lie_too_deep_are_told()
    {
        using var board = new TestBoard().AddPictures("1/2/3/4/a.bmp", "1/2/3/4/5/b.bmp").Start();
        Assert.Equal((1, 1), (board.Application.Pictures.Count, board.Application.Pictures.LeftOutCount));
    }
}
