"use strict";

const byId = (id) => document.getElementById(id);
const carried = (id) => byId(id).textContent.trim(); // What was put into this file when it was made.
const bytesOf = (base64) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
const builtIn = bytesOf(carried("model"));
const cost = JSON.parse(carried("cost"));
const clockHertz = 216e6; // Of the STM32F746.

const worker = new Worker(URL.createObjectURL(new Blob([carried("worker")], { type: "text/javascript" })));
const waiting = new Map();
let asked = 0;
worker.onmessage = ({ data: { id, value } }) => { waiting.get(id)(value); waiting.delete(id); };
const ask = (call, value) => new Promise((resolve) => { waiting.set(++asked, resolve); worker.postMessage({ id: asked, call, value }); });

let model = null, pictures = [], shown = null, round = 0;

const size = (bytes) => bytes < 1024 ? `${bytes} bytes` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1048576).toFixed(1)} MB`;
const percent = (permille) => `${(permille / 10).toFixed(1)}\u00a0%`;
const className = (index) => model.labels[index] || `class ${index}`;

function element(name, text, properties = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...properties });
}

// RGB565 onto a canvas.
function draw(canvas, view, side) {
  const image = new ImageData(side, side);
  const pixels = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i++) {
    const c = view[i], r = c >> 11, g = (c >> 5) & 63, b = c & 31;
    pixels[i] = 0xff000000 | (b << 3 | b >> 2) << 16 | (g << 2 | g >> 4) << 8 | (r << 3 | r >> 2);
  }
  [canvas.width, canvas.height] = [side, side];
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function write(id, text, kind = "") {
  const where = byId(id);
  where.className = kind;
  if (where.textContent !== text) where.textContent = text; // A screen reader says what changes, and only that.
}

function showResult(name, result) {
  byId("picture-name").textContent = name;
  if (result.status < 0) {
    byId("view").getContext("2d").clearRect(0, 0, 272, 272);
    write("verdict", `Not classified: ${result.text}`, "bad");
    byId("bars").replaceChildren();
    byId("times").textContent = "";
    return;
  }
  draw(byId("view"), result.view, result.side);
  write("verdict", className(result.top[0].class));
  byId("bars").replaceChildren(...result.top.flatMap((p) => {
    const bar = element("dd", "", { className: "bar" });
    bar.style.setProperty("--part", `${p.permille / 10}%`);
    const row = [element("dt", className(p.class)), bar, element("dd", percent(p.permille))];
    row[2].dataset.score = p.score;
    return row;
  }));
  const here = `In this browser: decoding ${(result.decode / 1000).toFixed(1)} ms, inference ${(result.invoke / 1000).toFixed(1)} ms.`;
  byId("times").textContent = model.isBuiltIn
    ? `On the board an inference takes about ${(cost.instructions / clockHertz * 1000).toFixed(0)} ms. An estimate: ${(cost.instructions / 1e6).toFixed(1)} M `
      + `instructions, counted under QEMU, at ${clockHertz / 1e6} MHz and one a cycle.\n${here}`
    : here;
}

function showModel() {
  byId("model-name").textContent = model.name || "without a name";
  byId("built-in").hidden = model.isBuiltIn;
  const takes = ["numbers", "a grey picture", "", "a picture in colour"][model.kind];
  const rows = [
    ["input", `${model.width} x ${model.height} x ${model.channels}: ${takes}`], ["classes", String(model.labels.length)],
    ["operators", String(model.operators)], ["multiply-accumulates", model.macs < 1e5 ? String(model.macs) : `${(model.macs / 1e6).toFixed(2)} M`],
    ["file", size(model.bytes)], ["arena on the board", size(model.boardArena)], ["arena and state on the board", size(model.boardMemory)],
  ];
  byId("facts").replaceChildren(...rows.map(([name, value]) => {
    const row = document.createElement("tr");
    row.append(element("th", name, { scope: "row" }), element("td", value));
    return row;
  }));
}

/** Opens a model; the one before stays where this one is refused. */
async function openModel(name, bytes) {
  const answer = await ask("open", bytes);
  if (answer.status < 0) {
    const prepare = answer.status === -4 && !answer.text.includes("prepare") ? "\nMany such models run after tinyclassify prepare has rewritten them." : "";
    write("model-verdict", `${name} is refused. The engine says: ${answer.text}${prepare}${model ? "\nThe model before stays in use." : ""}`, "bad");
    return;
  }
  model = { ...answer, bytes: bytes.length, isBuiltIn: bytes === builtIn };
  const numbers = model.kind === 0 ? " It takes numbers that no picture gives: sound, or a sensor's." : "";
  write("model-verdict", model.isBuiltIn ? "Trained on CIFAR-10: ten kinds of animals and vehicles." : `${name} runs.${numbers}`, numbers || model.isBuiltIn ? "" : "good");
  showModel();
  await classifyAll();
}

// The picture that is shown first, then the others; a later call ends this one.
async function classifyAll() {
  const mine = ++round;
  for (const picture of [shown, ...pictures.filter((p) => p !== shown)]) {
    if (picture) await classify(picture);
    if (mine !== round) return;
  }
}

async function classify(picture) {
  const result = await ask("classify", picture.bytes);
  if (result.status < 0) picture.caption.textContent = "not classified";
  else {
    draw(picture.canvas, result.view, result.side);
    picture.caption.textContent = `${className(result.top[0].class)} ${percent(result.top[0].permille)}`;
  }
  if (picture === shown && !camera.isOn) showResult(picture.name, result);
}

function addPicture(name, bytes, isFirst) {
  const button = element("button", "", { type: "button", title: name });
  const picture = { name, bytes, canvas: document.createElement("canvas"), caption: element("span", "") };
  picture.canvas.setAttribute("aria-hidden", "true");
  button.append(picture.canvas, element("span", `${name}: `, { className: "visually-hidden" }), picture.caption);
  button.onclick = () => { camera.stop(); show(picture); };
  const item = document.createElement("li");
  item.append(button);
  if (isFirst) { byId("strip").prepend(item); pictures.unshift(picture); } else { byId("strip").append(item); pictures.push(picture); }
  byId("strip-state").textContent = String(pictures.length);
  return picture;
}

function show(picture) {
  shown = picture;
  return classify(picture);
}

/** Pictures go to the front, a film becomes the camera, a model the model; what is none of them is told. */
async function take(files) {
  const problems = [];
  let first = null;
  byId("problem").textContent = "";
  for (const file of files) {
    const ending = file.name.slice(file.name.lastIndexOf(".")).toLowerCase();
    try {
      if (file.type.startsWith("video/")) {
        const problem = await camera.start(file);
        if (problem) problems.push(problem);
      } else if (ending === ".tflite") {
        await openModel(file.name, new Uint8Array(await file.arrayBuffer()));
      } else if ([".jpg", ".jpeg", ".png", ".bmp"].includes(ending)) {
        const picture = addPicture(file.name, new Uint8Array(await file.arrayBuffer()), true);
        if (!first) camera.stop();
        if (!first) await show(first = picture);
        else await classify(picture);
      } else {
        problems.push(`${file.name}: expected a picture (.jpg, .jpeg, .png, .bmp), a model (.tflite) or a film.`);
      }
    } catch (error) {
      problems.push(`${file.name}: it cannot be read (${error.message}).`);
    }
  }
  byId("problem").textContent = problems.join("\n");
}

const camera = makeCamera({
  width: 480, height: 360,
  async frame(rgba, width, height) {
    const result = await ask("frame", { rgba, width, height });
    if (!camera.isOn) return;
    showResult("from the camera", result);
    byId("view").dataset.frames = String(Number(byId("view").dataset.frames || 0) + 1);
    camera.next();
  },
  changed(on) {
    byId("camera").setAttribute("aria-pressed", String(on));
    byId("camera").textContent = on ? "Stop the camera" : "Use the camera";
    byId("verdict").setAttribute("aria-live", on ? "off" : "polite"); // Not ten times a second.
    if (!on && shown) classify(shown);
  },
});

byId("camera").onclick = async () => {
  if (camera.isOn) camera.stop();
  else byId("problem").textContent = await camera.start();
};
byId("choose").onclick = byId("choose-model").onclick = () => byId("files").click();
byId("files").onchange = async (event) => { await take([...event.target.files]); event.target.value = ""; };
byId("built-in").onclick = () => openModel("", builtIn);
for (const name of ["dragover", "dragenter"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); byId("drop").classList.add("over"); });
}
document.addEventListener("dragleave", (event) => { if (event.relatedTarget === null) byId("drop").classList.remove("over"); });
document.addEventListener("drop", (event) => {
  event.preventDefault();
  byId("drop").classList.remove("over");
  take([...event.dataTransfer.files]);
});

(async () => {
  const answer = await ask("start", bytesOf(carried("engine-wasm")).buffer);
  if (answer.status < 0) { byId("problem").textContent = `The engine does not start in this browser: ${answer.text}`; return; }
  for (const { name, jpeg } of JSON.parse(carried("card"))) addPicture(name, bytesOf(jpeg), false);
  shown = pictures[0];
  await openModel("", builtIn);
  document.body.dataset.ready = "yes";
})();
