using System.Text;

namespace TinyClassify.Device.Tests;

public sealed class ResultsFileTests
{
    [Fact]
    public void Each_picture_appends_a_line()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "in/odd, \"name\".bmp").Start().Press().Press().Press();
        var lines = board.Results();
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("file,true_class,class_1,percent_1", lines[0]);
        Assert.StartsWith("cat.bmp,cat,", lines[1]);
        Assert.EndsWith(",21.340,41.287,board", lines[1]);
        Assert.StartsWith("\"in/odd, \"\"name\"\".bmp\",,", lines[2]);
        Assert.All(lines, line => Assert.Equal(11, Fields(line)));
    }

    [Fact]
    public void A_PCs_times_are_not_shown_as_the_boards()
    {
        using var board = new TestBoard().AddPictures("cat.bmp", "dog.bmp").Start().Press();
        using var pc = new TestBoard(onPc: true).AddPictures("cat.bmp", "dog.bmp");
        pc.Add("results.csv", File.ReadAllBytes(Path.Combine(board.Folder, "results.csv")));
        var lines = pc.Start().Press().Results();
        Assert.EndsWith(",decode_ms,inference_ms,timed_on", lines[0]);
        Assert.EndsWith(",21.340,41.287,board", lines[1]);
        Assert.EndsWith(",21.340,41.287,PC", lines[2]);
    }

    [Theory]
    [InlineData("file,true_class,class_1,percent_1,class_2,percent_2,class_3,percent_3,decode_ms,inference_ms\r\n")]
    [InlineData("file\r\n")]
    public void A_file_that_began_with_other_columns_gets_none_that_they_do_not_name(string header)
    {
        using var board = new TestBoard().AddPictures("cat.bmp");
        board.Add("results.csv", Encoding.ASCII.GetBytes(header));
        board.Start().Press();
        Assert.Equal(header.TrimEnd(), board.Results()[0]);
        Assert.EndsWith(",21.340,41.287", board.Results()[1]);
    }

    [Fact]
    public void A_line_that_was_cut_short_stays_and_is_ended()
    {
        using var board = new TestBoard().AddPictures("cat.bmp");
        board.Add("results.csv", Encoding.ASCII.GetBytes("file,true_class\r\nold.bmp,cat\r\nhalf of a li"));
        board.Start().Press();
        var lines = board.Results();
        Assert.Equal("old.bmp,cat", lines[1]);
        Assert.Equal("half of a li", lines[2]);
        Assert.Contains("cat.bmp,cat,", lines[3]);
    }

    [Fact]
    public void A_pull_while_writing_loses_no_line_that_was_there()
    {
        for (var pullAt = 1; pullAt < 30; pullAt++)
        {
            using var board = new TestBoard().AddPictures("cat.bmp", "dog.bmp").Start().Press();
            var before = File.ReadAllBytes(Path.Combine(board.Folder, "results.csv"));
            var accesses = 0;
            board.Card.Accessing += () =>
            {
                if (++accesses == pullAt) board.Card.Eject();
            };
            board.Press();
            var after = File.ReadAllBytes(Path.Combine(board.Folder, "results.csv"));
            Assert.Equal(before, after[..before.Length]);
            accesses = 1000;
            board.Pass(50).Insert();
            Assert.Equal(before, File.ReadAllBytes(Path.Combine(board.Folder, "results.csv"))[..before.Length]);
            Assert.Contains("dog.bmp,dog,", board.Results()[^1]);
        }
    }

    [Fact]
    public void A_result_that_cannot_be_written_is_shown_all_the_same()
    {
        using var board = new TestBoard().AddPictures("cat.bmp");
        Directory.CreateDirectory(Path.Combine(board.Folder, "results.csv"));
        board.Start().Press();
        Assert.Equal(AppState.Showing, board.State);
        Assert.True(board.Application.ResultsFailed);
    }

    [Fact]
    public void A_write_protected_card_is_left_as_it_is()
    {
        using var board = new TestBoard(writable: false).AddPictures("cat.bmp").Start().Press();
        Assert.Equal(AppState.Showing, board.State);
        Assert.False(board.Application.ResultsFailed);
        Assert.False(File.Exists(Path.Combine(board.Folder, "results.csv")));
    }

    private static int Fields(string line)
    {
        var quoted = false;
        var fields = 1;
        foreach (var c in line)
        {
            if (c == '"') quoted = !quoted;
            if (c == ',' && !quoted) fields++;
        }

        return fields;
    }
}
