// Runs the page in headless Chromium: node page.mjs CHROMIUM ADDRESS PICTURE [SCREENSHOT]
// Prints one line a check, "ok ..." or "FAILED ...", and exits with 1 where one failed.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { chromium } from "playwright-core";

const [executablePath, address, picture, screenshot] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let failed = 0;

async function check(name, body) {
  try {
    const result = await body();
    console.log(`ok ${name}${result ? ": " + result : ""}`);
  } catch (error) {
    failed++;
    console.log(`FAILED ${name}: ${String(error).split("\n").slice(0, 3).join(" ")}`);
  }
}

const expect = (condition, what) => { if (!condition) throw new Error(what); };

async function open(viewport = { width: 1200, height: 900 }) {
  const page = await browser.newPage({ viewport });
  page.on("pageerror", (error) => { failed++; console.log(`FAILED page script: ${error.message}`); });
  await page.goto(address);
  await page.waitForSelector("#link.on");
  await page.waitForFunction(() => Number(document.getElementById("lcd").dataset.frames) > 0);
  return page;
}

const says = (page, text) => page.waitForFunction(
  (wanted) => document.getElementById("screen-text").textContent.includes(wanted), text, { timeout: 10000 })
  .catch(async () => { throw new Error(`waited for "${text}", saw "${await page.textContent("#screen-text")}"`); });
const lcdHash = (page) => page.evaluate(() => {
  const canvas = document.getElementById("lcd");
  const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let hash = 0;
  for (const value of data) hash = (hash * 31 + value) | 0;
  return hash;
});

const page = await open();
await check("start screen", () => says(page, "Start screen"));
await check("the blue button by mouse", async () => {
  const before = await lcdHash(page);
  await page.click("#blue", { delay: 60 });
  await says(page, "1 of 3:");
  expect(await lcdHash(page) !== before, "the LCD did not change");
});
await check("the blue button by keyboard", async () => { await page.keyboard.press("Space", { delay: 60 }); await says(page, "2 of 3:"); });
await check("touch by arrow keys and on the LCD", async () => {
  await page.keyboard.press("ArrowLeft");
  await says(page, "1 of 3:");
  const box = await page.locator("#lcd").boundingBox();
  await page.mouse.click(box.x + box.width * 0.95, box.y + 50);
  await says(page, "2 of 3:");
});
await check("touch with a finger, and the slide show in the middle", async () => {
  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const hand = await phone.newPage();
  await hand.goto(address);
  await says(hand, "2 of 3:");
  const box = await hand.locator("#lcd").boundingBox();
  await hand.touchscreen.tap(box.x + box.width * 0.95, box.y + 50);
  await says(page, "3 of 3:");
  await hand.touchscreen.tap(box.x + box.width * 0.5, box.y + 50);
  await says(page, "1 of 3:");
  await hand.touchscreen.tap(box.x + box.width * 0.5, box.y + 50);
  const blue = await hand.locator("#blue").boundingBox();
  await says(page, "of 3:");
  const before = await page.textContent("#screen-text");
  await hand.touchscreen.tap(blue.x + 20, blue.y + 20);
  await page.waitForFunction((old) => document.getElementById("screen-text").textContent !== old, before);
  await phone.close();
});
await check("a screen reader, which only clicks, presses everything", async () => {
  // The phone that held the button is gone: a press within milliseconds of that release bounces.
  await page.waitForSelector("#blue:not(.down)");
  await page.waitForTimeout(150);
  await page.keyboard.press("Escape");
  await says(page, "Start screen");
  // The board acts while Escape still holds the button; a click counts once it has been let go of for a moment.
  await page.waitForSelector("#blue:not(.down)");
  await page.waitForTimeout(150);
  await page.evaluate(() => document.getElementById("blue").click());
  await says(page, "1 of 3:");
  await page.evaluate(() => document.querySelector("[aria-label^='Touch right']").click());
  await says(page, "2 of 3:");
  await page.evaluate(() => document.getElementById("socket").click());
  await says(page, "Card removed");
  await page.waitForSelector("#socket[aria-pressed=false]");
  await page.evaluate(() => document.getElementById("socket").click());
  await says(page, "2 of 3:");
});
await check("a screen reader hears names, roles and each new screen", async () => {
  const heard = await page.locator("body").ariaSnapshot();
  for (const part of ['img "LCD, 480 by 272 pixels"', "button \"Blue button: next picture; hold it to go back\"", 'button "Black button: reset"',
    'button "Memory card in its socket" [pressed]', 'img "Green light off"', "button \"Touch left: picture before\"", 'list "Files on the card"',
    'button "Delete cat.bmp"', 'log "Serial output"', 'meter "Model memory in SRAM1"']) {
    expect(heard.includes(part), `${part} is missing in ${heard}`);
  }
  expect(await page.getAttribute("#screen-text", "aria-live") === "polite", "new screens are not announced");
});
// A button that goes down again within milliseconds bounces: a hand leaves it longer.
const handPause = () => page.waitForTimeout(150);
await check("a long press goes back", async () => {
  await page.keyboard.press("Space", { delay: 900 });
  await says(page, "Start screen");
  await handPause();
});
// The aim is a median under 150 ms on a machine with nothing else to do. It is printed, not demanded: a busy machine says
// nothing about the board.
await check("a press shows the next result, 100 times", async () => {
  const times = [];
  for (let i = 0; i < 100; i++) {
    const place = `${i % 3 + 1} of 3:`;
    const time = await page.evaluate((wanted) => new Promise((resolve, reject) => {
      const text = document.getElementById("screen-text");
      const up = () => document.body.dispatchEvent(new KeyboardEvent("keyup", { key: " ", bubbles: true }));
      setTimeout(() => reject(new Error(`'${wanted}' did not come; last: ${text.textContent}`)), 10000);
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
      setTimeout(() => {
        const released = performance.now();
        new MutationObserver((_, observer) => {
          if (!text.textContent.includes(wanted)) return;
          observer.disconnect();
          requestAnimationFrame(() => resolve(performance.now() - released));
        }).observe(text, { childList: true });
        up();
      }, 40);
    }), place);
    times.push(time);
    await handPause();
  }
  times.sort((a, b) => a - b);
  return `median ${times[50].toFixed(1)} ms, 95th percentile ${times[94].toFixed(1)} ms`;
});
await check("upload", async () => {
  await page.setInputFiles("#files", { name: "zz upload.jpg", mimeType: "image/jpeg", buffer: readFileSync(picture) });
  await page.waitForFunction(() => document.getElementById("list").textContent.includes("zz upload.jpg"));
  await page.keyboard.press("r");
  await says(page, "4 pictures on the card");
  await page.keyboard.press("ArrowLeft");
  await says(page, "zz upload.jpg, 4 of 4:");
});
await check("drag and drop; what is refused is told, and the rest goes onto the card", async () => {
  const data = await page.evaluateHandle((bytes) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(bytes)], "zz dropped.jpg", { type: "image/jpeg" }));
    transfer.items.add(new File(["x"], "program.exe"));
    transfer.items.add(new File([new Uint8Array(9 * 1024 * 1024)], "huge.png"));
    transfer.items.add(new File([new Uint8Array(bytes)], "zz more.jpg", { type: "image/jpeg" }));
    return transfer;
  }, [...readFileSync(picture)]);
  await page.dispatchEvent("#drop", "dragover", { dataTransfer: data });
  expect(await page.locator("#drop.over").count() === 1, "the place to drop is not lit");
  await page.dispatchEvent("#drop", "drop", { dataTransfer: data });
  await page.waitForFunction(() => document.getElementById("problem").textContent.includes("huge.png: the file has 9.0 MB; expected at most 8.0 MB."));
  expect((await page.textContent("#problem")).includes("program.exe: Files end in"), "program.exe was not told");
  // The refusals come with the answers, the list over the socket: either may be first.
  await page.waitForFunction(() => ["zz dropped.jpg", "zz more.jpg"].every((name) => document.getElementById("list").textContent.includes(name)));
  for (const name of ["zz dropped.jpg", "zz more.jpg"]) await page.click(`[aria-label='Delete ${name}']`);
  await page.waitForFunction(() => !/zz (dropped|more)/.test(document.getElementById("list").textContent));
  // The board may have looked at the card before, between or after the two: a reset makes it begin from what is there now.
  await page.keyboard.press("r");
  await says(page, "4 pictures on the card");
  await page.keyboard.press("ArrowLeft");
  await says(page, "zz upload.jpg, 4 of 4:");
});
await check("an upload that is refused says why", async () => {
  await page.setInputFiles("#files", { name: "program.exe", mimeType: "application/octet-stream", buffer: Buffer.from("x") });
  await page.waitForFunction(() => document.getElementById("problem").textContent.includes("Files end in"));
});
await check("eject and insert", async () => {
  await page.click("#eject");
  await says(page, "Card removed");
  await page.waitForSelector("#socket[aria-pressed=false]");
  await page.keyboard.press("e");
  await says(page, "zz upload.jpg, 4 of 4:");
});
await check("delete", async () => {
  await page.click("[aria-label='Delete zz upload.jpg']");
  await says(page, "Start screen. 3 pictures");
});
await check("the keyboard's place in the list stays over results and deletions", async () => {
  await page.focus("[aria-label='Delete dog.bmp']");
  await page.keyboard.press("ArrowRight");
  await says(page, "1 of 3:");
  await page.waitForFunction(() => document.getElementById("list").textContent.includes("results.csv"));
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
  expect(await focused() === "Delete dog.bmp", `the focus is on ${await focused()}`);
  await page.keyboard.press("Escape");
  await says(page, "Start screen");
});
await check("two pages see the same", async () => {
  const second = await open();
  await page.click("#blue", { delay: 60 });
  await says(second, "1 of 3:");
  await says(page, "1 of 3:");
  await second.waitForTimeout(100);
  expect(await lcdHash(page) === await lcdHash(second), "their LCDs differ");
  await page.click("#black");
  await says(second, "Start screen");
  await second.waitForFunction(() => document.getElementById("serial").textContent === "ready");
  expect(await page.textContent("#serial") === "ready", "their serial outputs differ");
  await second.close();
});
await check("reset", async () => { await page.click("#black"); await says(page, "Start screen"); });
await check("a page of another origin is refused", async () => {
  const other = await browser.newPage();
  await other.setContent("<p>other</p>");
  const seen = await other.evaluate(async (target) => {
    try { await fetch(target + "api/press", { method: "POST", mode: "no-cors" }); } catch { return "blocked"; }
    return new Promise((resolve) => {
      const socket = new WebSocket(target.replace("http", "ws") + "ws");
      socket.onopen = () => resolve("opened");
      socket.onerror = () => resolve("refused");
    });
  }, address);
  expect(seen !== "opened", "its WebSocket was opened");
  await page.waitForTimeout(300);
  expect((await page.textContent("#screen-text")).includes("Start screen"), "it pressed the button");
  await other.close();
});
await check("every control has a name", async () => {
  const nameless = await page.evaluate(() => [...document.querySelectorAll("button, input, canvas, [role=img]")]
    .filter((e) => !(e.getAttribute("aria-label") || e.textContent.trim())).map((e) => e.outerHTML));
  expect(nameless.length === 0, nameless.join(" "));
});
await check("a screen 360 pixels wide shows all without scrolling sideways", async () => {
  const narrow = await open({ width: 360, height: 740 });
  const width = await narrow.evaluate(() => document.documentElement.scrollWidth);
  expect(width <= 360, `the page is ${width} pixels wide`);
  for (const id of ["#lcd", "#blue", "#black", "#socket"]) {
    const box = await narrow.locator(id).boundingBox();
    expect(box.x >= 0 && box.x + box.width <= 360, `${id} is cut off`);
    expect(id === "#lcd" || Math.min(box.width, box.height) >= 44, `${id} is smaller than a finger`);
  }
  await narrow.close();
});
if (screenshot) {
  await page.click("#blue", { delay: 60 });
  await says(page, "1 of 3:");
  await page.waitForTimeout(200);
  await page.screenshot({ path: screenshot });
}
await browser.close();
console.log(`${basename(executablePath)}: ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
