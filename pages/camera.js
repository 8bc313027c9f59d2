"use strict";

// This computer's camera, or a film, frame by frame: for the board's page and for the page to try models on.
// frame(rgba, width, height) is called with uint8 [height, width, 4]; the next frame follows when next() is called.
function makeCamera({ width, height, frame, changed }) {
  const shortestPause = 40; // Milliseconds from a frame to the next: faster would only heat the machine.
  const video = document.createElement("video");
  video.muted = video.loop = video.playsInline = true;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  let isOn = false, turn = 0, sentAt = 0, timer = 0, address = "";

  // The middle of the picture, as large as it fits.
  function send() {
    if (!isOn) return;
    const scale = Math.max(width / video.videoWidth, height / video.videoHeight);
    const [w, h] = [video.videoWidth * scale, video.videoHeight * scale];
    context.drawImage(video, (width - w) / 2, (height - h) / 2, w, h);
    sentAt = performance.now();
    timer = setTimeout(send, 1000); // Should no answer come.
    frame(context.getImageData(0, 0, width, height).data, width, height);
  }

  function release() {
    clearTimeout(timer);
    for (const track of video.srcObject?.getTracks() ?? []) track.stop();
    video.srcObject = null;
    if (address) { video.removeAttribute("src"); video.load(); URL.revokeObjectURL(address); address = ""; }
    if (isOn) { isOn = false; changed(false); }
  }

  // What was begun by a call that another one has overtaken is let go of.
  async function open(film, mine) {
    if (film) {
      video.src = address = URL.createObjectURL(film);
    } else {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 640 }, height: { ideal: 480 } } });
      if (mine !== turn) return stream.getTracks().forEach((track) => track.stop());
      video.srcObject = stream;
    }
    await video.play();
    if (!video.videoWidth) throw new Error("it has no pictures");
  }

  return {
    get isOn() { return isOn; },
    stop() { turn++; release(); },
    /** Begins with a film, or without one with this computer's camera.
     *  @returns what went wrong, or an empty string */
    async start(film) {
      const mine = ++turn;
      release();
      if (!film && !navigator.mediaDevices) return "This browser gives a page its camera only over https, from this machine, or from a file.";
      try {
        await open(film, mine);
      } catch (error) {
        if (mine !== turn) return "";
        release();
        return film ? `${film.name}: this browser cannot play it (${error.message})` : `The camera cannot be used: ${error.message}`;
      }
      if (mine !== turn) return "";
      isOn = true;
      changed(true);
      send();
      return "";
    },
    /** What the last frame was for is done. */
    next() {
      if (!isOn) return;
      clearTimeout(timer);
      timer = setTimeout(send, Math.max(0, shortestPause - (performance.now() - sentAt)));
    },
  };
}
