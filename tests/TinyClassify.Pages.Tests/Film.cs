using Microsoft.Playwright;

namespace TinyClassify.Pages.Tests;

/// <summary>Files for a page to be dropped on it.</summary>
internal static class Film
{
    /// <summary>A film of one second, red and blue, that the browser itself records.</summary>
    /// <returns>A DataTransfer with film.webm.</returns>
    public static Task<IJSHandle> RecordAsync(IPage page) => page.EvaluateHandleAsync("""
        async () => {
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [160, 120];
          const context = canvas.getContext("2d");
          const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
          const parts = [];
          recorder.ondataavailable = (event) => parts.push(event.data);
          const ended = new Promise((resolve) => { recorder.onstop = resolve; });
          recorder.start();
          for (let i = 0; i < 20; i++) {
            context.fillStyle = i % 2 ? "red" : "blue";
            context.fillRect(0, 0, 160, 120);
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
          recorder.stop();
          await ended;
          const transfer = new DataTransfer();
          transfer.items.add(new File(parts, "film.webm", { type: "video/webm" }));
          return transfer;
        }
        """);

    /// <returns>A DataTransfer with one file.</returns>
    public static Task<IJSHandle> FileAsync(IPage page, string name, byte[] contents, string type = "") => page.EvaluateHandleAsync("""
        ([name, base64, type]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
          return transfer;
        }
        """, new object[] { name, Convert.ToBase64String(contents), type });
}
