/** What the page does with what it, the browser or the server refuses: it says so, and the conversation goes on. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../src/runtime/chromium.ts";
import { violations } from "./accessibility.ts";
import { type ChatPage, hands, openChatPage, root } from "./chat-page.ts";

describe.skipIf(!findChromium())("what is refused", { timeout: 300_000 }, () => {
  let chat: ChatPage;
  let page: Page;
  let act: ReturnType<typeof hands>;
  const bodies: { messages: { role: string; content: unknown }[] }[] = [];
  beforeAll(async () => {
    chat = await openChatPage();
    page = chat.page;
    act = hands(page);
    page.setDefaultTimeout(120_000);
    page.on("request", (request) => {
      if (request.url().endsWith("/v1/chat/completions")) bodies.push(request.postDataJSON());
    });
  }, 600_000);
  afterAll(() => chat?.close());
  afterEach(() => {
    // the browser itself reports each refused request
    expect(chat.complaints.splice(0).filter((text) => !text.includes("400 (Bad Request)"))).toEqual([]);
  });

  const word = readFileSync(join(root, "examples/word.png"));
  const picture = (name: string, buffer = word) => ({ name, mimeType: "image/png", buffer });
  const told = () => bodies.at(-1)!.messages.map(({ role, content }) => `${role}: ${String(content)}`);
  const bubbles = () => page.locator(".bubble").allTextContents();
  const tooLong = "word ".repeat(3000).trim();
  const said = (sentence: string) => page.locator(".notice").getByText(sentence, { exact: true }).waitFor();
  const failure = () => page.locator(".failure");

  test("a refused question stays, says that it is not answered, and the next ones are asked without it", async () => {
    await act.send("Who are you?");
    await act.finished(1);
    await act.send(tooLong);
    await act.finished(2);
    await failure().getByText("Not answered: what you ask next goes without it.").waitFor();
    expect(await failure().locator("p").first().textContent()).toMatch(/^The conversation takes .* tokens.*\.$/);
    await act.send("And what can you do?");
    await act.finished(3);
    expect(told().map((line) => line.slice(0, 30))).toEqual([
      "user: Who are you?",
      expect.stringMatching(/^assistant: /),
      "user: And what can you do?",
    ]);
    expect(await failure().count()).toBe(1);
    // a long question scrolls in the conversation, not the page with it
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(800);
    expect(await violations(page)).toEqual([]);
  });

  test("it is not tried again while another question is answered, which would end that answer", async () => {
    await page.route("**/v1/chat/completions", () => {}); // never answered
    await act.send("Still there?");
    await page.getByText("Looking", { exact: true }).waitFor();
    const again = failure().getByRole("button", { name: "Try again" });
    expect(await again.isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await expect.poll(() => again.isDisabled()).toBe(false);
    await page.unroute("**/v1/chat/completions");
    await page.getByRole("button", { name: "Remove the question" }).last().click();
    await act.finished(3);
  });

  test("it is tried again at the end, edited there, or removed, and what was said since stays", async () => {
    await failure().getByRole("button", { name: "Try again" }).click();
    await act.finished(3);
    expect(await bubbles()).toEqual(["Who are you?", "And what can you do?", tooLong]);
    await act.send("Are you there?");
    await act.finished(4);
    const refused = page.locator(".question[data-left-out]");
    await refused.getByRole("button", { name: "Edit the question" }).click();
    await page.getByRole("textbox", { name: "The changed question" }).fill(`${tooLong} and more`);
    await page.getByRole("button", { name: "Ask again" }).click();
    await expect
      .poll(() => bubbles())
      .toEqual(["Who are you?", "And what can you do?", "Are you there?", `${tooLong} and more`]);
    await act.finished(4);
    await refused.getByRole("button", { name: "Remove the question" }).click();
    await act.finished(3);
    expect(await failure().count()).toBe(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await failure().getByRole("button", { name: "Ask in a new chat" }).click();
    await act.finished(1);
    expect(await bubbles()).toEqual([`${tooLong} and more`]);
    expect(await failure().getByRole("button").allTextContents()).toEqual(["Try again"]);
  });

  test("files that are no pictures, or half of one, are named", async () => {
    await act.newChat();
    const file = (name: string, mimeType: string) => ({ name, mimeType, buffer: Buffer.from("no picture") });
    await act.pick(file("a.txt", "text/plain"));
    await said("a.txt is not a picture that this browser can read.");
    await act.pick(picture("half.png", word.subarray(0, word.length / 2)));
    await said("half.png is incomplete or damaged.");
    await act.question().evaluate((input) => {
      const data = new DataTransfer();
      const types = { "x.pdf": "application/pdf", "v.mp4": "video/mp4", untyped: "" };
      for (const [name, type] of Object.entries(types)) data.items.add(new File(["no picture"], name, { type }));
      input.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    });
    await said("x.pdf and 2 more are not pictures that this browser can read.");
    expect(await page.locator(".attached").count()).toBe(0);
  });

  test("a picture without a type is one all the same", async () => {
    await act.question().evaluate((input, base64) => {
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      data.items.add(new File([bytes], "untyped"));
      input.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    }, word.toString("base64"));
    await page.locator(".attached img").waitFor();
    await page.getByRole("button", { name: "Remove untyped" }).click();
    await expect.poll(() => page.locator(".attached").count()).toBe(0);
  });

  test("pictures beyond what the model takes are left out, counting those that were asked about before", async () => {
    await act.pick(...Array.from({ length: 10 }, (_, i) => picture(`a${i}.png`)));
    await expect.poll(() => page.locator(".attached img").count()).toBe(10);
    await act.send("What do you see?");
    await act.finished(1);
    await act.pick(picture("b0.png"));
    await act.pick(...Array.from({ length: 7 }, (_, i) => picture(`b${i + 1}.png`)));
    await said("At most 16 pictures go into one conversation with nano; b6.png and b7.png were left out.");
    expect(await page.locator(".attached img").count()).toBe(6);
    await act.send("And now?");
    await act.finished(2);
    expect(await failure().count()).toBe(0);
  });

  test("pictures that come while the first ones are read count with them", async () => {
    await act.newChat();
    await act.question().evaluate((input, base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      for (const group of ["e", "f", "g", "h"]) {
        const data = new DataTransfer();
        for (let i = 0; i < 5; i++) data.items.add(new File([bytes], `${group}${i}.png`, { type: "image/png" }));
        input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      }
    }, word.toString("base64"));
    await said("At most 16 pictures go into one conversation with nano; h1.png and 3 more were left out.");
    expect(await page.locator(".attached img").count()).toBe(16);
    await page.getByRole("button", { name: "Dismiss" }).click();
    for (let i = 0; i < 16; i++) await page.locator(".attached-remove").first().click();
  });

  test("a model that tells no limit has none", async () => {
    await page.route("**/v1/models", (route) => route.fulfill({ json: { object: "list", data: [{ id: "nano" }] } }));
    await page.reload();
    await page.locator('.composer button[aria-label="Send"]').waitFor();
    await act.newChat();
    await act.pick(...Array.from({ length: 20 }, (_, i) => picture(`c${i}.png`)));
    await expect.poll(() => page.locator(".attached img").count(), { timeout: 30_000 }).toBe(20);
    expect(await page.locator(".notice").count()).toBe(0);
    await page.unroute("**/v1/models");
    await page.reload();
    await page.locator(".example button:enabled").first().waitFor();
  });

  test("a change of a question that is given up while its pictures are read stops no later ones", async () => {
    await act.newChat();
    await act.send("Who are you?");
    await act.finished(1);
    await page.getByRole("button", { name: "Edit the question" }).click();
    await page.getByRole("textbox", { name: "The changed question" }).evaluate((input, base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      for (let i = 0; i < 6; i++) data.items.add(new File([bytes], `d${i}.png`, { type: "image/png" }));
      const paste = () =>
        input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
      paste();
      paste();
      const buttons = [...input.closest(".composer-edit")!.querySelectorAll("button")];
      buttons.find(({ textContent }) => textContent === "Cancel")!.click();
    }, word.toString("base64"));
    await page.locator(".composer-edit").waitFor({ state: "detached" });
    await act.paste("word.png");
    expect(await page.locator(".attached").count()).toBe(1);
    expect(await page.locator(".notice").count()).toBe(0);
    await page.getByRole("button", { name: "Remove word.png" }).click();
  });

  test("a mistake of the page itself is not put down to the picture, and the next one is taken", async () => {
    await act.newChat();
    await page.evaluate(() => {
      const { createObjectURL } = URL;
      URL.createObjectURL = () => {
        URL.createObjectURL = createObjectURL;
        throw new Error("no address can be made");
      };
    });
    await act.pick(picture("e0.png"));
    await expect.poll(() => chat.complaints.splice(0)).toEqual(["no address can be made"]);
    expect(await page.locator(".notice").count()).toBe(0);
    await act.paste("word.png");
    expect(await page.locator(".attached").count()).toBe(1);
    await page.getByRole("button", { name: "Remove word.png" }).click();
  });

  test("an example is asked from within a conversation, though no model was ever chosen", async () => {
    await page.getByRole("button", { name: "Examples" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Where is the triangle?" }).click();
    await act.finished(1);
    expect(await bubbles()).toEqual(["Where is the triangle?"]);
  });

  test("a setting that is not possible says what is, stays in its field, and is never sent", async () => {
    await act.newChat();
    const open = () => page.getByRole("button", { name: "Settings" }).click();
    const field = (name: string) => page.getByRole("spinbutton", { name });
    const marks = () =>
      page.getByRole("spinbutton").evaluateAll((all) => all.map((one) => one.getAttribute("aria-invalid")));
    await open();
    await field("Temperature").fill("3");
    await field("Top p").fill("0.5");
    await field("Longest answer").fill("1.5");
    await page.getByText("Temperature takes a number from 0 to 2.").waitFor();
    await page.getByText("Longest answer takes a whole number from 1 to 4096.").waitFor();
    expect(await marks()).toEqual(["true", "false", "true", "false"]);
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Done" }).click();
    await expect.poll(() => field("Temperature").evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await field("Temperature").inputValue()).toBe("3");
    await field("Temperature").fill("0.5");
    await page.keyboard.press("Escape");
    await said("Left as it was, since what was typed is not possible: Longest answer.");
    await act.send("Who are you?");
    await act.finished(1);
    expect(bodies.at(-1)).toMatchObject({ temperature: 0.5, top_p: 0.5 });
    expect(bodies.at(-1)).not.toHaveProperty("max_tokens");

    await open();
    await field("Seed").fill("-5");
    await page.getByRole("button", { name: "The model's own settings" }).click();
    expect(await marks()).toEqual(["false", "false", "false", "false"]);
    expect(await field("Seed").inputValue()).toBe("");
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("a notice hides neither the question nor what was said last", async () => {
    await act.newChat();
    await page.setViewportSize({ width: 360, height: 740 });
    await act.send("Who are you?");
    await act.finished(1);
    await act.pick({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") });
    await said("a.txt is not a picture that this browser can read.");
    const [notice, composer] = await Promise.all([
      page.locator(".notice").boundingBox(),
      page.locator(".composer").boundingBox(),
    ]);
    expect(notice!.y + notice!.height).toBeLessThan(composer!.y);
    expect(notice!.x).toBeGreaterThanOrEqual(0);
    expect(notice!.x + notice!.width).toBeLessThanOrEqual(360);
    await page.getByRole("button", { name: "Dismiss" }).click();
    await page.getByRole("button", { name: "Settings" }).click();
    const done = page.getByRole("button", { name: "Done" });
    await done.waitFor();
    const foot = await done.boundingBox();
    expect(foot!.y + foot!.height).toBeLessThan(740); // in sight without scrolling
    const seed = page.getByRole("spinbutton", { name: "Seed" });
    await seed.fill("-1");
    const remark = await page.getByText("Seed takes a whole number").boundingBox();
    expect(remark!.y + remark!.height).toBeLessThan(foot!.y); // and not over what has the focus
    await seed.fill("");
    await done.click();
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test("a file that is dropped beside the conversation leaves the page as it is", async () => {
    const stopped = await page.locator(".header").evaluate((header) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["no picture"], "a.txt"));
      return ["dragover", "drop"].map(
        (type) => !header.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })),
      );
    });
    expect(stopped).toEqual([true, true]);
  });
});
