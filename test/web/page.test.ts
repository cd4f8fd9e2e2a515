/**
 * The chat page in a real Chromium, with the real server, the embedded model, and a random one that never comes to an end.
 * What an answer says is the model's business; only where the page draws something particular is an answer given by hand.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { writeTinyModel } from "../../src/chat/testing/tiny-model.ts";
import { findChromium } from "../../src/runtime/chromium.ts";
import type { Server } from "../../src/serve/index.ts";
import { goOn, heldWhen, hold } from "../../src/serve/testing/hold.ts";
import { violations } from "./accessibility.ts";
import { type ChatPage, hands, openChatPage, root } from "./chat-page.ts";

describe.skipIf(!findChromium())("the chat page", { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "periscope-chat-page-"));
  let chat: ChatPage;
  let server: Server;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let act: ReturnType<typeof hands>;

  beforeAll(async () => {
    await writeTinyModel(join(folder, "endless"), { maxPositions: 16_384 });
    chat = await openChatPage([
      { id: "nano", folder: join(root, "checkpoints/nano") },
      { id: "endless", folder: join(folder, "endless") },
    ]);
    ({ server, context, page, complaints } = chat);
    act = hands(page);
  }, 600_000); // the first run builds the page
  afterAll(async () => {
    await chat?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => {
    expect(complaints.splice(0), "the browser's console").toEqual([]);
    expect(chat.foreign.splice(0), "requests to other hosts").toEqual([]);
  });

  const question = () => act.question();
  const answers = () => act.answers();
  const finished = (count: number) => act.finished(count);
  const send = (text: string) => act.send(text);
  const newChat = () => act.newChat();
  const paste = (...names: string[]) => act.paste(...names);
  const chooseModel = (id: string) =>
    page.getByRole("combobox", { name: "Model", exact: true }).selectOption(`server:${id}`);
  const audit = async () => expect(await violations(page)).toEqual([]);

  test("an example of the gallery is asked with one click and answered", async () => {
    await audit();
    await page.getByRole("button", { name: "What does it say?" }).first().click();
    await finished(1);
    expect((await page.locator(".answer-text").textContent())?.length).toBeGreaterThan(3);
    await expect.poll(() => page.locator(".question-pictures img").count()).toBe(1);
    expect(await page.locator(".conversation").textContent()).toContain("What does it say?");
  });

  test("the panel shows both inputs, the token grid, probabilities with alternatives, and the times", async () => {
    await page.getByRole("button", { name: "What the model saw" }).click();
    await page.getByText("High resolution, 128 × 128").waitFor();
    await page.getByText("Low resolution, 64 × 64").waitFor();
    await page.getByText("64 image tokens, 8 × 8").waitFor();
    await page
      .locator(".input-square")
      .first()
      .hover({ position: { x: 3, y: 3 } });
    await page.getByText("token 1 of 64: row 1, column 1").waitFor();
    const tokens = page.locator(".tokens .token");
    await expect.poll(() => tokens.count()).toBeGreaterThan(3);
    await tokens.first().focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText("Token 2: what could have stood here").waitFor();
    await expect.poll(() => page.locator(".alternatives tbody tr").count()).toBeGreaterThanOrEqual(5);
    for (const name of ["Picture", "Prefill", "Decode"])
      await page.locator(".facts dt", { hasText: name }).first().waitFor();
    await audit();
    await page.keyboard.press("Escape");
    await page.locator(".panel").waitFor({ state: "detached" });
  });

  test("pasted and picked pictures go together, and stay with their question", async () => {
    await newChat();
    await paste("shapes.png", "word.png");
    await page.locator('.composer input[type="file"]').setInputFiles(join(root, "examples/hearts.png"));
    await page.locator(".attached img").nth(2).waitFor();
    await page.getByRole("button", { name: "Remove word.png" }).click();
    await send("What is in the image?");
    await finished(1);
    expect(
      await page.locator(".question-pictures img").evaluateAll((all) => all.map((img) => img.getAttribute("alt"))),
    ).toEqual(["shapes.png", "hearts.png"]);
    await expect.poll(() => page.locator(".attached").count()).toBe(0);
  });

  test("what is no picture is refused in a sentence", async () => {
    await page
      .locator('.composer input[type="file"]')
      .setInputFiles({ name: "notes.png", mimeType: "image/png", buffer: Buffer.from("text") });
    await page.getByText("notes.png is not a picture that this browser can read.").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await expect.poll(() => page.locator(".attached").count()).toBe(0);
  });

  test("regenerating keeps the former answer; editing asks anew with the same pictures; removing can be undone", async () => {
    await page.getByRole("button", { name: "Regenerate the answer" }).click();
    await page.getByText("2 / 2").waitFor();
    await finished(1);
    await page.getByRole("button", { name: "Former answer" }).click();
    await page.getByText("1 / 2").waitFor();

    await page.getByRole("button", { name: "Edit the question" }).click();
    await page.getByRole("textbox", { name: "The changed question" }).fill("How many hearts are there?");
    await page.getByRole("button", { name: "Ask again" }).click();
    await page.locator(".bubble", { hasText: "How many hearts are there?" }).waitFor();
    await finished(1);
    await expect.poll(() => page.locator(".question-pictures img").count()).toBe(2);
    await expect.poll(() => page.locator(".variants").count()).toBe(0);

    await page.getByRole("button", { name: "Copy the answer" }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      await (await page.locator(".answer-text").textContent())?.trim(),
    );

    await send("And what else?");
    await finished(2);
    await page.getByRole("button", { name: "Remove the last question and its answer" }).click();
    await expect.poll(() => answers().count()).toBe(1);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => answers().count()).toBe(2);
  });

  test("pictures are dropped on the conversation, and pasted with the keys, as a person does both", async () => {
    await newChat();
    const devtools = await context.newCDPSession(page);
    /** The browser's own drag of files from the desktop, over the middle of the page. */
    const drag = async (files: readonly string[], { drop = true, to = 800 } = {}) => {
      const data = { items: [], files: files.map((name) => join(root, name)), dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", ...(drop ? (["drop"] as const) : [])] as const) {
        await devtools.send("Input.dispatchDragEvent", { type, x: to, y: 300, data });
      }
    };
    const over = page.locator(".drop-here");
    await drag(["examples/word.png"], { drop: false });
    await over.waitFor();
    await drag(["examples/word.png"], { drop: false, to: 100 }); // to the list of conversations
    await over.waitFor({ state: "detached" });
    await drag(["examples/shapes.png", "examples/hearts.png"]);
    await page.locator(".attached img").nth(1).waitFor();
    await expect.poll(() => over.count()).toBe(0);
    const attached = () =>
      page.locator(".attached img").evaluateAll((all) => all.map((img) => img.getAttribute("alt")));
    expect(await attached()).toEqual(["shapes.png", "hearts.png"]);

    const base64 = readFileSync(join(root, "examples/word.png")).toString("base64");
    await page.evaluate(async (given) => {
      const blob = await (await fetch(`data:image/png;base64,${given}`)).blob();
      await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    }, base64);
    await question().press("Control+V");
    await page.locator(".attached img").nth(2).waitFor();
    for (let i = 0; i < 3; i++) await page.locator(".attached-remove").first().click();
    await expect.poll(() => page.locator(".attached").count()).toBe(0);

    await drag(["package.json"]);
    await page.getByText("package.json is not a conversation that this page has exported").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
    await devtools.detach();
  });

  test("an answer streams, and Stop ends it and keeps what was said", async () => {
    await newChat();
    await chooseModel("endless");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("spinbutton", { name: "Longest answer" }).fill("4096");
    await page.getByRole("spinbutton", { name: "Temperature" }).fill("0");
    await audit();
    await page.getByRole("button", { name: "Done" }).click();
    const model = server.models[1]!;
    // the model is quick: its process runs for moments only, and is held while the page is looked at and Stop is pressed
    const pid = model.processes[0]!;
    const shown = () => page.evaluate(() => document.querySelector(".answer-text")?.textContent?.length ?? 0);
    const longerThan = (length: number) =>
      heldWhen(pid, async () => {
        const now = await shown();
        expect(now).toBeGreaterThan(length);
        return now;
      });
    hold(pid);
    try {
      await send("Go on and on");
      const before = await longerThan(0);
      goOn(pid);
      const after = await longerThan(before);
      await page.getByRole("button", { name: "Stop", exact: true }).click();
      await page.getByText("Stopped.").waitFor();
      expect(await shown()).toBeGreaterThanOrEqual(after);
    } finally {
      goOn(pid);
    }
    expect(server.models[1]!.id).toBe("endless");
  });

  test("two models answer side by side, each regenerated by itself", async () => {
    await newChat();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("spinbutton", { name: "Longest answer" }).fill("12");
    await page.getByRole("button", { name: "Done" }).click();
    await chooseModel("nano");
    await page.getByRole("button", { name: "Compare with a second model" }).click();
    await paste("shapes.png");
    await send("What is in the image?");
    await finished(2);
    await expect.poll(() => page.locator(".answer-model").allTextContents()).toEqual(["nano", "endless"]);
    const [left, right] = await Promise.all([answers().first().boundingBox(), answers().last().boundingBox()]);
    expect(left!.y).toBe(right!.y);
    await answers().last().getByRole("button", { name: "Regenerate the answer" }).click();
    await answers().last().getByText("2 / 2").waitFor();
    await finished(2);
    await expect.poll(() => answers().first().locator(".variants").count()).toBe(0);
    await audit();
    await page.getByRole("button", { name: "Stop comparing" }).click();
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("button", { name: "The model's own settings" }).click();
    await page.getByRole("button", { name: "Done" }).click();
  });

  test("after a reload the conversation is there with its pictures, and is renamed, exported, deleted, restored", async () => {
    const before = await page.locator(".answer-text").allTextContents();
    await page.reload();
    await page.locator(".question-pictures img").waitFor();
    await expect.poll(() => page.locator(".answer-text").allTextContents()).toEqual(before);
    expect(
      await page
        .locator(".question-pictures img")
        .evaluate((img: HTMLImageElement) => img.decode().then(() => img.naturalWidth)),
    ).toBeGreaterThan(100);

    await page
      .locator(".conversation[data-current]")
      .getByRole("button", { name: /^Rename/ })
      .click();
    await page.getByRole("textbox", { name: "Name of the conversation" }).fill("Two views");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Two views", exact: true }).waitFor();

    const exported = async (format: string) => {
      await page.getByRole("button", { name: "Export" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("menuitem", { name: format }).click(),
      ]);
      return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
    };
    const json = await exported("JSON");
    const file = JSON.parse(json.text) as { messages: { role: string; content: unknown }[]; answers: unknown[][] };
    expect(json.name).toBe("Two views.json");
    expect(file.messages.map(({ role }) => role)).toEqual(["user", "assistant"]);
    expect(file.answers[0]).toHaveLength(2);
    const markdown = await exported("Markdown");
    expect(markdown.text).toContain("![shapes.png](data:image/png;base64,");

    await page.getByRole("button", { name: "Delete Two views" }).click();
    await page.locator(".welcome").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.locator(".question-pictures img").waitFor();

    const take = (name: string, text: string) =>
      page
        .locator('.sidebar input[type="file"]')
        .setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
    await page.getByRole("button", { name: "Delete Two views" }).click();
    await page.locator(".welcome").waitFor();
    await take("Two views.json", json.text);
    await page.getByText("“Two views” was imported.").waitFor();
    await expect.poll(() => page.locator(".answer-text").allTextContents()).toEqual(before);
    await page.getByRole("img", { name: "shapes.png" }).first().waitFor();
    await expect.poll(() => page.url()).toContain("#chat=");
    await page.reload();
    await page.locator(".question-pictures img").waitFor();
    await expect.poll(() => page.locator(".answer-text").allTextContents()).toEqual(before);
    await take("notes.json", markdown.text);
    await page.getByText("notes.json is not a conversation that this page has exported: it is no JSON.").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();
  });

  test("everything is reached by the keyboard alone", async () => {
    await page.keyboard.press("Control+Shift+O");
    await page.locator(".welcome").waitFor();
    await page.waitForFunction(() => document.activeElement?.id === "question");
    await page.keyboard.type("What do you see?");
    await page.keyboard.press("Enter");
    await finished(1);
    const focused = () =>
      page.evaluate(
        () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "",
      );
    const reached = new Set<string>();
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Shift+Tab");
      reached.add((await focused()).trim());
    }
    for (const name of [
      "Edit the question",
      "Copy the answer",
      "Regenerate the answer",
      "What the model saw",
      "Settings",
      "Model",
      "New chat",
      "Export",
    ]) {
      expect([...reached], name).toContain(name);
    }
    await page.locator("body").press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("the same model runs in this browser, and says the same", async () => {
    const ask = async (model: string, count: number) => {
      await newChat();
      await page.getByRole("combobox", { name: "Model", exact: true }).selectOption(model);
      await paste("shapes.png");
      await send("What is in the image?");
      await finished(count);
      return page.locator(".answer-text").textContent();
    };
    const byServer = await ask("server:nano", 1);
    expect(await ask("tab:nano", 1)).toBe(byServer);
    const chosen = page.getByRole("combobox", { name: "Model", exact: true }).locator("option:checked");
    expect(await chosen.textContent()).toBe("nano, in this browser"); // the server's has the same name
    const model = page.workers();
    expect(model.length).toBeGreaterThan(0);
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    await expect
      .poll(() => page.workers().filter((worker) => model.includes(worker)).length, { timeout: 60_000 })
      .toBe(0);
    expect(await ask("tab:nano", 1)).toBe(byServer); // a page that is come back to loads it anew
    await page.getByRole("button", { name: "What the model saw" }).click();
    await page.getByText("64 image tokens, 8 × 8").waitFor();
    await page.keyboard.press("Escape");
    await newChat();
    await chooseModel("nano");
  });

  test("without a camera the page says so, and offers nothing that needs one", async () => {
    await page.evaluate(() => {
      const denied = () => Promise.reject(new DOMException("no", "NotAllowedError"));
      Object.defineProperty(navigator.mediaDevices, "getUserMedia", { value: denied, configurable: true });
    });
    await page.getByRole("button", { name: "Take a photo" }).click();
    await page.getByText("The browser was not allowed to use the camera.").waitFor();
    expect(await page.getByRole("button", { name: "Take the photo" }).count()).toBe(0);
    await audit();
    await page.keyboard.press("Escape");
    await page.evaluate(() => Reflect.deleteProperty(navigator.mediaDevices, "getUserMedia"));
  });

  test("the camera's photo is attached", async () => {
    await page.getByRole("button", { name: "Take a photo" }).click();
    const shoot = page.getByRole("button", { name: "Take the photo" });
    await shoot.click();
    await page.locator(".attached img").waitFor();
    await page.getByRole("button", { name: "Remove photo.jpg" }).click();
  });

  test("Markdown, tables, code, formulas and boxes are drawn; HTML and foreign pictures are not", async () => {
    await newChat();
    await paste("shapes.png");
    const said = [
      "A **circle**: [40, 30, 330, 260]\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n",
      "```ts\nconst x = 1;\n```\n\nIt costs $5 and $6, and \\(a^2\\).\n\n",
      '<img src="https://example.com/a.png"> ![spy](https://example.com/b.png)',
    ];
    const chunk = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
    const logprobs = { content: [{ token: "A", logprob: -0.1, top_logprobs: [{ token: "A", logprob: -0.1 }] }] };
    const body = [
      ...said.map((content) => chunk({ choices: [{ index: 0, delta: { content }, logprobs, finish_reason: null }] })),
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
      "data: [DONE]\n\n",
    ].join("");
    await page.route("**/v1/chat/completions", (route) => route.fulfill({ contentType: "text/event-stream", body }));
    await send("Where is the circle?");
    await finished(1);
    await page.locator(".answer-text table td").first().waitFor();
    await page.locator(".answer-text .hljs-keyword").waitFor();
    await page.locator(".answer-text .katex").waitFor();
    await expect.poll(() => page.locator(".answer-text .katex").count()).toBe(1);
    await expect.poll(() => page.locator(".answer-text img").count()).toBe(0);
    await page.getByText("1 box").click();
    const mark = await page.locator(".mark-line").boundingBox();
    const picture = await page.locator(".boxes img").boundingBox();
    expect((mark!.x - picture!.x) / picture!.width).toBeCloseTo(0.04, 1);
    expect(mark!.width / picture!.width).toBeCloseTo(0.29, 1);
    await page.unroute("**/v1/chat/completions");
    await page.keyboard.press("Escape");
  });

  test("on a phone nothing is wider than the screen, in light and dark", async () => {
    await page.setViewportSize({ width: 375, height: 720 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
      await audit();
    }
    await page.getByRole("button", { name: "Show conversations" }).click();
    await audit();
    await page.locator(".conversation-open").last().click();
    await page.locator(".sidebar").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "What the model saw" }).first().click();
    await page.getByText("Low resolution, 64 × 64").waitFor();
    expect((await page.locator(".panel").boundingBox())!.width).toBe(375);
    await audit();
    await page.getByRole("button", { name: "Close the panel" }).click();
    await page.getByRole("button", { name: "Show conversations" }).click();
    await page.getByRole("button", { name: "New chat" }).click();
    await page.reload(); // an empty conversation begins with its welcome, not with its end
    await page.locator(".example button:enabled").first().waitFor();
    expect(await page.locator(".thread-scroll").evaluate((thread) => thread.scrollTop)).toBe(0);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test("on a touch screen the welcome tells what fingers can do", async () => {
    const phone = await chat.browser.newContext({
      viewport: { width: 360, height: 640 },
      hasTouch: true,
      isMobile: true,
    });
    const touched = await phone.newPage();
    await touched.goto(server.url);
    await touched.getByText("Add a picture, take a photo, or begin with one of these.").waitFor();
    await phone.close();
  });

  test("many pictures and a long question leave Send and the conversation in sight on a low screen", async () => {
    await page.setViewportSize({ width: 360, height: 560 });
    const buffer = readFileSync(join(root, "examples/word.png"));
    await act.pick(...Array.from({ length: 16 }, (_, i) => ({ name: `p${i}.png`, mimeType: "image/png", buffer })));
    const pictures = page.locator(".attached img");
    await pictures.nth(15).waitFor();
    await question().fill("Tell me everything.\n".repeat(12));
    const composer = (await page.locator(".composer").boundingBox())!;
    expect(composer.y).toBeGreaterThan(80);
    expect(composer.y + composer.height).toBeLessThan(560);
    // the newest one is shown, the first ones are scrolled to
    const list = (await page.getByRole("list", { name: "Attached pictures" }).boundingBox())!;
    const newest = (await pictures.nth(15).boundingBox())!;
    expect(newest.y + newest.height).toBeLessThanOrEqual(list.y + list.height);
    await audit();
    await page.getByRole("button", { name: "Remove p0.png" }).click();
    await pictures.nth(15).waitFor({ state: "detached" });
    await question().fill("");
    await page.reload();
    await page.locator(".example button:enabled").first().waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test("what was asked and answered in the moment before a reload is there after it", async () => {
    await newChat();
    await send("Who are you?");
    await finished(1);
    const said = await page.locator(".answer-text").textContent();
    await page.reload();
    await page.locator(".answer-text").waitFor();
    expect(await page.locator(".answer-text").textContent()).toBe(said);
  });

  test("a chosen theme holds over a reload, and paints before the page is there", async () => {
    await page.locator(".segments label", { hasText: "Dark" }).click();
    await page.emulateMedia({ colorScheme: "light" });
    await page.reload({ waitUntil: "commit" });
    await page.locator(".page").waitFor();
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor))
      .toBe("rgb(16, 23, 29)");
    await page.getByRole("radio", { name: "Dark" }).press("ArrowRight"); // round to the first
    expect(await page.getByRole("radio", { name: "As the system" }).isChecked()).toBe(true);
    await page.keyboard.press("?"); // the buttons take no letters
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await page.keyboard.press("Escape");
  });

  test("a server that has gone says so in a sentence, and the question can be asked again", async () => {
    await page.route("**/v1/chat/completions", (route) => route.abort());
    await newChat();
    await send("Are you there?");
    await page.locator(".failure", { hasText: "The server does not answer. Is it still running?" }).waitFor();
    complaints.length = 0; // the browser itself reports the failed request
    await page.unroute("**/v1/chat/completions");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".failure").waitFor({ state: "detached" });
    await finished(1);
  });
});
