using System.Text;

namespace TinyClassify.Device.Tests;

/// <summary>Every failure is a screen, and the application goes on by itself when the cause is gone.</summary>
public sealed class FaultTests
{
    [Fact]
    public void Without_a_card_it_waits_and_goes_on_by_itself()
    {
        using var board = new TestBoard(inserted: false).AddPictures("a.bmp").Start();
        Assert.Equal(AppState.WaitingForCard, board.State);
        Assert.Equal(AppState.WaitingForCard, board.Press().State);
        Assert.Equal(AppState.Ready, board.Insert().State);
    }

    [Fact]
    public void A_card_whose_event_got_lost_is_found_by_looking()
    {
        using var board = new TestBoard(inserted: false).AddPictures("a.bmp").Start();
        board.Card.Insert();
        Assert.Equal(AppState.Ready, board.Pass(50).State);
        board.Card.Eject();
        Assert.Equal(AppState.WaitingForCard, board.Pass(50).State);
    }

    [Fact]
    public void After_a_pull_it_returns_to_the_picture_that_was_shown()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp", "c.bmp").Start().Press().Press();
        Assert.Equal(AppState.WaitingForCard, board.Eject().State);
        Assert.Equal("Card removed", board.Application.Trouble.Title);
        Assert.Equal("b.bmp", board.Insert().FileName);
        Assert.Equal(AppState.Showing, board.State);
    }

    [Fact]
    public void A_card_pulled_at_any_access_leads_to_the_waiting_screen()
    {
        // Accesses of one picture, counted first and then failed one after another.
        for (var pullAt = 1; ; pullAt++)
        {
            using var board = new TestBoard().AddPictures("a.bmp", "b.bmp").Start().Press();
            var accesses = 0;
            board.Card.Accessing += () =>
            {
                if (++accesses == pullAt) board.Card.Eject();
            };
            board.Press();
            if (accesses < pullAt)
            {
                Assert.InRange(pullAt, 5, 100);
                return;
            }

            board.Board.Parts.Inputs.Post(Device.Board.Input.CardChanged);
            Assert.Equal(AppState.WaitingForCard, board.Settle().State);
            Assert.Equal("b.bmp", board.Insert().FileName);
            Assert.Equal(AppState.Showing, board.State);
        }
    }

    [Fact]
    public void An_empty_card_is_said_to_be_empty_and_looked_at_again_on_a_press()
    {
        using var board = new TestBoard().Start();
        Assert.Equal(AppState.CardTrouble, board.State);
        Assert.StartsWith("No pictures", board.ErrorText);
        Assert.Equal(AppState.Ready, board.AddPictures("a.bmp").Press().State);
    }

    [Theory]
    [InlineData("zero.jpg", "", "Damaged picture")]
    [InlineData("text.jpg", "This is a text file.\n", "Not a picture we read")]
    public void A_file_that_is_no_picture_is_told_and_passed(string name, string contents, string title)
    {
        using var board = new TestBoard().Add(name, Encoding.ASCII.GetBytes(contents)).AddPictures("zz.bmp").Start().Press();
        Assert.Equal(AppState.PictureTrouble, board.State);
        Assert.Equal(title, board.Application.Trouble.Title);
        Assert.NotEqual(0, board.Application.Trouble.Detail.Length);
        Assert.Equal("zz.bmp", board.Press().FileName);
        Assert.Equal(AppState.Showing, board.State);
    }

    [Fact]
    public void A_truncated_picture_is_damaged()
    {
        var whole = TestPictures.GreyJpeg(640, 480);
        using var board = new TestBoard().Add("cut.jpg", whole[..(whole.Length / 2)]).Add("whole.jpg", whole).Start();
        Assert.Equal("Damaged picture", board.Press().Application.Trouble.Title);
        Assert.Equal(AppState.PictureTrouble, board.State);
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void A_picture_of_4000_by_3000_is_classified_in_the_boards_memory()
    {
        using var board = new TestBoard().Add("huge.jpg", TestPictures.GreyJpeg(4000, 3000)).Start().Press();
        Assert.True(board.State == AppState.Showing, board.ErrorText);
    }

    [Fact]
    public void A_picture_of_12000_by_9000_would_take_a_minute_and_is_refused()
    {
        using var board = new TestBoard().Add("huge.jpg", TestPictures.GreyJpeg(12000, 9000)).Start().Press();
        Assert.Equal("Picture too large", board.Application.Trouble.Title);
    }

    [Fact]
    public void A_picture_of_few_pixels_and_a_side_beyond_65535_is_told_what_side_helps()
    {
        using var board = new TestBoard().Add("strip.bmp", TestPictures.Bmp(1, width: 65_536, height: 1))
            .Add("zz.bmp", TestPictures.Bmp(1, width: 65_535, height: 1)).Start().Press();
        Assert.Equal("Picture too large", board.Application.Trouble.Title);
        Assert.Contains("no side over 65,535", board.Application.Trouble.Remedy);
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void A_progressive_picture_of_12000_by_9000_is_too_large()
    {
        using var board = new TestBoard().Add("huge.jpg", TestPictures.GreyJpeg(12000, 9000, progressive: true)).Start().Press();
        Assert.Equal(AppState.PictureTrouble, board.State);
        Assert.StartsWith("Picture too large", board.ErrorText);
    }

    [Fact]
    public void A_file_of_more_than_2_MB_is_read_as_a_stream()
    {
        using var board = new TestBoard().Add("big.bmp", TestPictures.Bmp(1, 1200, 900)).Start().Press();
        Assert.True(board.State == AppState.Showing, board.ErrorText);
    }

    [Fact]
    public void A_press_gives_up_a_picture_that_takes_long_and_the_next_is_shown()
    {
        using var board = new TestBoard().Add("a.jpg", TestPictures.GreyJpeg(4000, 3000)).AddPictures("b.bmp").Start();
        var frames = board.Board.Display.FrameCount;
        board.Application.Handle(Device.Board.Input.TouchRight, 0);
        Assert.Equal(AppState.Reading, board.State);
        for (var i = 0; i < 3; i++) board.Application.Handle(Device.Board.Input.None, 0);
        Assert.Equal(AppState.Reading, board.State);
        Assert.InRange(board.Board.Display.FrameCount - frames, 4, 6); // The name, and how far it is.
        board.Board.MoveButton(down: true);
        board.Application.Handle(board.Board.Parts.Inputs.Take(out var time), time);
        Assert.Equal(AppState.PictureTrouble, board.State);
        Assert.False(board.Board.IsLedOn);
        board.Clock.Advance(100);
        board.Board.MoveButton(down: false);
        Assert.Equal("b.bmp", board.Settle().FileName);
        Assert.Equal(AppState.Showing, board.State);
    }

    [Fact]
    public void A_card_pulled_in_the_middle_of_a_long_picture_is_waited_for()
    {
        using var board = new TestBoard().Add("a.jpg", TestPictures.GreyJpeg(4000, 3000)).AddPictures("b.bmp").Start();
        board.Application.Handle(Device.Board.Input.TouchRight, 0);
        Assert.Equal(AppState.Reading, board.State);
        Assert.Equal(AppState.WaitingForCard, board.Eject().State);
        Assert.Equal("a.jpg", board.Insert().FileName);
        Assert.Equal(AppState.Showing, board.State);
    }

    [Fact]
    public void A_full_card_loses_nothing_and_the_picture_is_shown()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "dog.bmp").Start().Press();
        var before = File.ReadAllBytes(Path.Combine(board.Folder, "results.csv"));
        board.Card.FreeBytes = 10;
        Assert.Equal(AppState.Showing, board.Press().State);
        Assert.True(board.Application.ResultsFailed);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(board.Folder, "results.csv")));
        board.Card.FreeBytes = 10_000;
        Assert.False(board.Press().Application.ResultsFailed);
        Assert.Contains("cat.bmp,cat,", board.Results()[^1]);
    }

    [Fact]
    public void A_card_put_back_before_anybody_noticed_is_mounted_again_by_itself()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "dog.bmp").Start().Press();
        Assert.Equal(AppState.Showing, board.Flick().Press().State);
        Assert.Equal("dog.bmp", board.FileName);
        Assert.Contains("dog.bmp,dog,", board.Results()[^1]);
        Assert.Equal(AppState.Ready, board.Press(800).State);
        Assert.Equal(AppState.Ready, board.Flick().Press(800).State); // Reads the card anew.
        Assert.Equal(2, board.Application.Pictures.Count);
    }

    [Fact]
    public void A_card_without_a_file_system_is_told_after_three_seconds()
    {
        using var board = new TestBoard(inserted: false).AddPictures("a.bmp").Start();
        board.Card.IsUnformatted = true;
        board.Insert();
        Assert.Equal("Insert a card", board.Pass(1000).Application.Trouble.Title);
        Assert.Equal("Card cannot be read", board.Pass(2500).Application.Trouble.Title);
        Assert.Equal(AppState.WaitingForCard, board.State);
        board.Card.IsUnformatted = false;
        Assert.Equal(AppState.Ready, board.Pass(50).State);
    }

    [Fact]
    public void Ten_folders_of_sixty_pictures_are_six_hundred_and_the_screen_says_how_far_it_is()
    {
        using var board = new TestBoard();
        for (var i = 0; i < 600; i++) board.Add($"class{i / 60}/{i % 60}.bmp", []);
        board.Card.Accessing += () => board.Clock.Advance(5);
        var frames = board.Board.Display.FrameCount;
        board.Start();
        Assert.Equal(600, board.Application.Pictures.Count);
        Assert.Equal(0, board.Application.Pictures.LeftOutCount);
        Assert.InRange(board.Board.Display.FrameCount - frames, 5, 20);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_told_with_the_cards_words()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp").Start();
        var failing = true;
        board.Card.Accessing += () =>
        {
            if (failing) throw new IOException("sector 7 is unreadable");
        };
        board.Press();
        Assert.Equal(AppState.PictureTrouble, board.State);
        Assert.StartsWith("File cannot be read: ", board.ErrorText);
        Assert.NotEqual(0, board.Application.Trouble.Detail.Length);
        failing = false;
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void A_card_that_fails_once_is_read_again_without_a_word_to_the_person()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "dog.bmp").Add("tinyclassify.ini", "# nothing"u8.ToArray())
            .Start().Press();
        var fails = false;
        board.Card.Accessing += () =>
        {
            if (!fails) return;
            fails = false;
            throw new IOException("the card was out for a moment");
        };
        fails = true;
        Assert.Equal(AppState.Showing, board.Press().State);
        Assert.Equal("dog.bmp", board.FileName);
        Assert.Contains(board.Board.Log.Lines(), line => line.StartsWith("card read again after", StringComparison.Ordinal));
        Assert.Equal(AppState.Ready, board.Press(800).State);
        fails = true;
        Assert.Equal(AppState.Ready, board.Press(800).State); // Reads the card anew.
        Assert.Equal(2, board.Application.Pictures.Count);
    }

    [Fact]
    public void A_picture_that_vanished_since_the_card_was_read_is_told()
    {
        using var board = new TestBoard().AddPictures("a.bmp", "b.bmp").Start();
        File.Delete(Path.Combine(board.Folder, "a.bmp"));
        Assert.Equal(AppState.PictureTrouble, board.Press().State);
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void A_bad_model_on_the_card_is_told_and_the_built_in_one_used()
    {
        var model = SmallModel.File();
        for (var length = 0; length < model.Length / 2; length += 97)
        {
            using var board = new TestBoard().AddPictures("a.bmp").Add("classifier.tflite", model[..length]).Start();
            Assert.Equal(AppState.Ready, board.State);
            Assert.StartsWith("classifier.tflite on the card is not used: ", TestBoard.Text(board.Application.Note));
            Assert.Equal(AppState.Showing, board.Press().State);
        }
    }

    [Fact]
    public void A_model_that_needs_more_memory_than_the_board_has_is_told()
    {
        using var board = new TestBoard().AddPictures("a.bmp")
            .Add("classifier.tflite", SmallModel.File(side: 300, labels: ["a", "b"])).Start();
        Assert.Equal(AppState.Ready, board.State);
        Assert.Matches(@"^classifier\.tflite on the card is not used: too little memory: needs \d{3},\d{3} bytes, has 245,760",
            TestBoard.Text(board.Application.Note));
    }

    [Fact]
    public void A_model_that_no_picture_can_feed_is_refused_when_it_is_opened()
    {
        using var board = new TestBoard().AddPictures("a.bmp").Add("classifier.tflite", SmallModel.File(channels: 4)).Start();
        Assert.Equal(
            "classifier.tflite on the card is not used: model not supported: a model's input that no picture feeds (sound, "
            + "sensors): kind: seen 0, expected 3",
            TestBoard.Text(board.Application.Note));
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void A_grey_model_classifies_pictures()
    {
        using var board = new TestBoard().AddPictures("a.bmp").Add("classifier.tflite", SmallModel.File(channels: 1)).Start();
        Assert.Equal(AppState.Ready, board.State);
        Assert.Equal(AppState.Showing, board.Press().State);
    }

    [Fact]
    public void Without_any_model_it_says_so_until_a_card_brings_one()
    {
        using var board = new TestBoard(model: new byte[100]).AddPictures("a.bmp").Start();
        Assert.Equal(AppState.ModelTrouble, board.State);
        Assert.StartsWith("Model does not open", board.ErrorText);
        board.Add("classifier.tflite", SmallModel.File());
        Assert.Equal(AppState.Ready, board.Press().State);
        Assert.Equal(AppState.Showing, board.Press().State);
    }
}
