"use strict";

const byId = (id) => document.getElementById(id);
const lcd = byId("lcd");
const context = lcd.getContext("2d", { alpha: false });
const image = context.createImageData(480, 272);
const pixels = new Uint32Array(image.data.buffer);
const serialLines = [];
let socket = null;
let cardIsIn = true;
let retryAfter = 250;
let modelName = null;
let shownFiles = "";

// RGB565 to the canvas's bytes, once for each of the 65,536 colours.
const colours = new Uint32Array(65536);
for (let c = 0; c < 65536; c++) {
  const r = c >> 11, g = (c >> 5) & 63, b = c & 31;
  colours[c] = 0xff000000 | ((b << 3 | b >> 2) << 16) | ((g << 2 | g >> 4) << 8) | (r << 3 | r >> 2);
}

function drawFrame(buffer) {
  const frame = new DataView(buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = colours[frame.getUint16(i * 2, true)];
  context.putImageData(image, 0, 0);
  lcd.dataset.frames = String(Number(lcd.dataset.frames || 0) + 1);
  camera.next();
}

function connect() {
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => { retryAfter = 250; showLink(true); };
  socket.onclose = () => {
    showLink(false);
    setTimeout(connect, retryAfter);
    retryAfter = Math.min(retryAfter * 2, 4000);
  };
  socket.onmessage = (event) => {
    if (typeof event.data !== "string") drawFrame(event.data);
    else handle(JSON.parse(event.data));
  };
}

function handle(message) {
  switch (message.type) {
    case "hello": serialLines.length = 0; serialLines.push(...message.log); showSerial(); break;
    case "log": serialLines.push(message.line); if (serialLines.length > 500) serialLines.shift(); showSerial(); break;
    case "led": showLed(message.on); break;
    case "relay": showRelay(message.on); break;
    case "card": showCard(message.inserted, message.files); break;
    case "screen":
      if (byId("screen-text").textContent !== message.text) byId("screen-text").textContent = message.text;
      lcd.dataset.state = message.state;
      if (message.model !== modelName) { modelName = message.model; loadMemory(); }
      break;
  }
}

function send(message) {
  if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

function showLink(on) {
  byId("link").className = on ? "on" : "";
  byId("link").textContent = on ? "Connected" : "The board's program is not there; trying again";
}

function showRelay(on) {
  byId("relay").hidden = false;
  const pin = byId("relay").firstElementChild;
  pin.classList.toggle("on", on);
  pin.setAttribute("aria-label", on ? "Pin D7 high" : "Pin D7 low");
}

function showLed(on) {
  byId("led").classList.toggle("on", on);
  byId("led").setAttribute("aria-label", on ? "Green light on" : "Green light off");
}

function showSerial() {
  const box = byId("serial");
  const atEnd = box.scrollTop + box.clientHeight >= box.scrollHeight - 8;
  box.textContent = serialLines.join("\n");
  if (atEnd) box.scrollTop = box.scrollHeight;
}

function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} KB`;
  return `${(bytes / 1048576).toFixed(1)} MB`;
}

function showCard(inserted, files) {
  cardIsIn = inserted;
  byId("card-state").textContent = `${inserted ? "in its socket" : "out"}, ${files.length} ${files.length === 1 ? "file" : "files"}`;
  byId("eject").textContent = inserted ? "Eject" : "Insert";
  byId("socket").setAttribute("aria-pressed", String(inserted));
  // Each result makes results.csv longer: only its size changes then, and the focus stays where it is.
  const names = JSON.stringify(files.map((file) => file.name));
  if (names === shownFiles) {
    byId("list").querySelectorAll(".size").forEach((element, i) => { element.textContent = size(files[i].bytes); });
    return;
  }
  shownFiles = names;
  const focused = [...byId("list").querySelectorAll("button")].indexOf(document.activeElement);
  byId("list").replaceChildren(...files.map((file) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.textContent = name.title = file.name;
    const bytes = document.createElement("span");
    bytes.className = "size";
    bytes.textContent = size(file.bytes);
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "\u2715";
    remove.setAttribute("aria-label", `Delete ${file.name}`);
    remove.onclick = () => call("DELETE", `/api/card/files/${file.name.split("/").map(encodeURIComponent).join("/")}`);
    item.append(name, bytes, remove);
    return item;
  }));
  if (focused >= 0) (byId("list").querySelectorAll("button")[Math.min(focused, files.length - 1)] || byId("choose")).focus();
}

async function loadMemory() {
  const memory = await (await fetch("/api/memory")).json();
  byId("model").textContent = `${modelName}: ${(memory.macs / 1e6).toFixed(2)} M multiply-accumulates, ${memory.operators} operators`;
  byId("estimate").textContent = memory.estimate
    ? `An inference: about ${memory.estimate.milliseconds.toFixed(0)} ms. An estimate: ${(memory.estimate.instructions / 1e6).toFixed(1)} M instructions, `
      + "counted under QEMU, at 216 MHz and one a cycle."
    : "An inference: not counted for this model yet (./build.sh bench).";
  byId("memory").replaceChildren(...memory.rows.map((row) => {
    const block = document.createElement("div");
    const line = document.createElement("div");
    line.className = "line";
    const name = document.createElement("span");
    name.textContent = row.name;
    const value = document.createElement("span");
    value.textContent = row.of > 0 ? `${size(row.bytes)} of ${size(row.of)}` : size(row.bytes);
    line.append(name, value);
    block.append(line);
    if (row.of > 0) {
      const meter = document.createElement("meter");
      meter.max = row.of;
      meter.value = row.bytes;
      meter.setAttribute("aria-label", row.name);
      block.append(meter);
    }
    return block;
  }));
}

// What went wrong, or an empty string.
async function ask(method, path, body) {
  try {
    const response = await fetch(path, { method, body });
    return response.ok ? "" : (await response.text()) || `${response.status} ${response.statusText}`;
  } catch {
    return "The board's program does not answer, or the file cannot be read.";
  }
}

async function call(method, path) {
  byId("problem").textContent = await ask(method, path);
}

const maxFileBytes = 8 * 1024 * 1024; // As CardStore.MaxFileBytes.

// The board's camera gives 320 by 240 pixels in RGB565, as small sensors do.
const camera = makeCamera({
  width: 320, height: 240,
  frame(rgba) {
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    const frame = new DataView(new ArrayBuffer(rgba.length / 2));
    for (let i = 0; i < rgba.length; i += 4) {
      frame.setUint16(i / 2, (rgba[i] >> 3) << 11 | (rgba[i + 1] >> 2) << 5 | rgba[i + 2] >> 3, true);
    }
    socket.send(frame.buffer);
  },
  changed(on) {
    byId("camera").setAttribute("aria-pressed", String(on));
    byId("camera").textContent = on ? "Stop the camera" : "Use this computer's camera";
    if (!on) send({ type: "camera-off" });
  },
});
async function toggleCamera() {
  if (camera.isOn) camera.stop();
  else byId("problem").textContent = await camera.start();
}

// The good files go onto the card, whatever the others are; each of those is told.
async function upload(files, problems = []) {
  byId("problem").textContent = "";
  const isFilm = (file) => file.type.startsWith("video/");
  for (const film of [...files].filter(isFilm)) {
    const problem = await camera.start(film);
    if (problem) problems.push(problem);
  }
  files = [...files].filter((file) => !isFilm(file));
  for (const [index, file] of [...files].entries()) {
    byId("progress").textContent = `Adding ${index + 1} of ${files.length}: ${file.name}`;
    const problem = file.size > maxFileBytes
      ? `the file has ${size(file.size)}; expected at most ${size(maxFileBytes)}.`
      : await ask("PUT", `/api/card/files/${encodeURIComponent(file.name)}`, file);
    if (problem) problems.push(`${file.name}: ${problem}`);
  }
  byId("progress").textContent = "";
  byId("problem").textContent = problems.join("\n");
}

let blueIsDown = false;
let blueMovedAt = -Infinity;
function moveBlue(down) {
  if (blueIsDown === down) return;
  blueIsDown = down;
  blueMovedAt = performance.now();
  byId("blue").classList.toggle("down", down);
  send({ type: "button", down });
}

function pressBlue(milliseconds) {
  moveBlue(true);
  setTimeout(() => moveBlue(false), milliseconds);
}

const touch = (x) => send({ type: "touch", x });
const moveCard = () => call("POST", cardIsIn ? "/api/card/eject" : "/api/card/insert");

const blue = byId("blue");
blue.addEventListener("pointerdown", (event) => { blue.setPointerCapture(event.pointerId); moveBlue(true); });
for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) blue.addEventListener(name, () => moveBlue(false));
// A screen reader clicks without a pointer or a key.
blue.addEventListener("click", (event) => { if (event.detail === 0 && performance.now() - blueMovedAt > 100) pressBlue(100); });
blue.addEventListener("contextmenu", (event) => event.preventDefault());
byId("black").onclick = () => { serialLines.length = 0; showSerial(); send({ type: "reset" }); };
byId("socket").onclick = moveCard;
byId("eject").onclick = moveCard;
byId("camera").onclick = toggleCamera;
byId("choose").onclick = () => byId("files").click();
byId("files").onchange = async (event) => { await upload(event.target.files); event.target.value = ""; };
for (const part of document.querySelectorAll(".touch button")) {
  part.onmousedown = (event) => event.preventDefault(); // A mouse leaves the focus where it is: Space stays the blue button.
  part.onclick = () => touch(Number(part.dataset.x));
}

const drop = byId("drop");
for (const name of ["dragover", "dragenter"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
}
document.addEventListener("dragleave", (event) => { if (event.relatedTarget === null) drop.classList.remove("over"); });
document.addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  const folders = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry?.isDirectory).map((entry) => entry.name);
  upload([...event.dataTransfer.files].filter((file) => !folders.includes(file.name)),
    folders.map((name) => `${name}: a folder; drop the files in it.`));
});

// Space and Enter belong to whatever control has the focus; elsewhere Space is the blue button.
const ownsKeys = (target) => target !== blue && target.closest("button, input, a");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === " " || (event.key === "Enter" && event.target === blue)) {
    if (ownsKeys(event.target)) return;
    event.preventDefault();
    if (!event.repeat) moveBlue(true);
    return;
  }
  if (event.repeat) return;
  switch (event.key) {
    case "Escape": pressBlue(750); break;
    case "ArrowLeft": touch(20); break;
    case "ArrowRight": touch(460); break;
    case "s": case "S": touch(240); break;
    case "e": case "E": moveCard(); break;
    case "c": case "C": toggleCamera(); break;
    case "r": case "R": byId("black").click(); break;
    default: return;
  }
  event.preventDefault();
});
document.addEventListener("keyup", (event) => { if (event.key === " " || event.key === "Enter") moveBlue(false); });
window.addEventListener("blur", () => moveBlue(false));

connect();
