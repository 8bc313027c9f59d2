using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TinyClassify.Native;
using TinyClassify.VirtualBoard.Simulation;

namespace TinyClassify.VirtualBoard.Web;

/// <summary>Serves the board's page on the loopback address.</summary>
public static class BoardServer
{
    private static readonly Dictionary<string, string> s_pageFiles = new()
    {
        ["/"] = "index.html", ["/look.css"] = "look.css", ["/board.css"] = "board.css", ["/board.js"] = "board.js",
        ["/camera.js"] = "camera.js",
    };

    private const int LeastThreads = 16;

    /// <summary>Runs until it is cancelled.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(BoardOptions options, TextWriter output, TextWriter error, CancellationToken cancel)
    {
        // Listing and reading the card holds threads while a disk is slow; a button's release must not wait for one of them.
        ThreadPool.GetMinThreads(out var workers, out var completions);
        ThreadPool.SetMinThreads(Math.Max(workers, LeastThreads), completions);
        try
        {
            Firmware.LoadModel(options.ModelFile);
            var folder = CardFolder(options.CardFolder);
            var card = new FolderCard(folder, writable: true);
            card.Insert();
            using var session = new BoardSession(card, options.RelayClass);
            await using var app = Build(session, new CardStore(folder), options.Port, cancel);
            await app.StartAsync(cancel);
            session.Start();
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            output.WriteLine($"The board is at {address} ; its card is {folder} . Ctrl+C ends it.");
            await output.FlushAsync(cancel);
            await app.WaitForShutdownAsync(cancel);
            return ExitCode.Success;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var isTaken = e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException;
            error.WriteLine(e.Message + (isTaken ? " Give another port with --port N." : ""));
            return ExitCode.NotDone;
        }
    }

    private static WebApplication Build(BoardSession session, CardStore store, int port, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = CardStore.MaxFileBytes;
            kestrel.AddServerHeader = false;
        });
        var app = builder.Build();
        var hub = new PageHub(session, store, app.Lifetime.ApplicationStopping);
        cancel.Register(app.Lifetime.StopApplication);
        app.Use(next => context => RequestGuard.CheckAsync(context, next));
        app.UseWebSockets();
        app.Map("/ws", hub.ServeAsync);
        foreach (var (path, file) in s_pageFiles) app.MapGet(path, () => PageFile(file));
        new BoardApi(session, store, hub).Map(app);
        return app;
    }

    private static IResult PageFile(string name)
    {
        var type = Path.GetExtension(name) switch { ".css" => "text/css", ".js" => "text/javascript", _ => "text/html" };
        var resource = typeof(BoardServer).Assembly.GetManifestResourceStream($"page/{name}")
            ?? throw new InvalidOperationException($"the page's file {name} is not part of the program");
        return Results.Stream(resource, $"{type}; charset=utf-8");
    }

    // Without --card, a copy of the built-in card: what a person does on the page changes nothing of the checkout.
    private static string CardFolder(string? folder)
    {
        if (folder != null)
        {
            return Directory.Exists(folder)
                ? folder
                : throw new DirectoryNotFoundException(
                    $"The card's folder {folder} does not exist. Give an existing one with --card DIR.");
        }

        var copy = Path.Combine("out", "card");
        if (Directory.Exists(copy)) return copy;
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(RepositoryPaths.Card)) File.Copy(file,
            Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}
