/** Two tabs of the page in one browser: what is said in one is there in the other, without a reload. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../src/runtime/chromium.ts";
import { type ChatPage, hands, openChatPage } from "./chat-page.ts";

describe.skipIf(!findChromium())("two tabs", { timeout: 300_000 }, () => {
  let chat: ChatPage;
  let one: Page;
  let other: Page;
  beforeAll(async () => {
    chat = await openChatPage();
    one = chat.page;
    other = await another();
    await other.locator(".example button:enabled").first().waitFor();
  }, 600_000);
  afterAll(() => chat?.close());

  async function another(...scripts: (() => void)[]): Promise<Page> {
    const page = await chat.context.newPage();
    page.on("pageerror", (error) => chat.complaints.push(error.message));
    for (const script of scripts) await page.addInitScript(script);
    await page.goto(chat.server.url);
    return page;
  }
  const titles = (page: Page) => page.locator(".conversation-open").allTextContents();

  test("a conversation that begins in one is listed in the other, with its pictures and its whole answer", async () => {
    await one.getByRole("button", { name: "What does it say?" }).first().click();
    await hands(one).finished(1);
    await expect.poll(() => titles(other), { timeout: 10_000 }).toEqual(["What does it say?"]);
    await other.locator(".conversation-open").click();
    await hands(other).finished(1);
    await other.locator(".question-pictures img").waitFor();
    expect(await other.locator(".answer-text").textContent()).toBe(await one.locator(".answer-text").textContent());
  });

  test("open in both, it goes on in both", async () => {
    await hands(other).send("Are you sure?");
    await hands(other).finished(2);
    await hands(one).finished(2);
    expect(await one.locator(".answer-text").allTextContents()).toEqual(
      await other.locator(".answer-text").allTextContents(),
    );
  });

  test("it is renamed, deleted and put back for both", async () => {
    await one.getByRole("button", { name: /^Rename/ }).click();
    await one.getByRole("textbox", { name: "Name of the conversation" }).fill("Harbour");
    await one.keyboard.press("Enter");
    await expect.poll(() => titles(other), { timeout: 10_000 }).toEqual(["Harbour"]);
    await one.getByRole("button", { name: "Delete Harbour" }).click();
    await expect.poll(() => titles(other), { timeout: 10_000 }).toEqual([]);
    await one.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => titles(other), { timeout: 10_000 }).toEqual(["Harbour"]);
    expect(chat.complaints).toEqual([]);
  });

  test("what changes while a tab still reads the list is there in that tab too", async () => {
    const late = await another(() => {
      const getAll = IDBObjectStore.prototype.getAll;
      IDBObjectStore.prototype.getAll = function (...given) {
        const request = getAll.apply(this, given);
        const listen = request.addEventListener.bind(request);
        request.addEventListener = (type: string, hear: (event: Event) => void) =>
          listen(type, (event) => {
            if (type === "success") Object.assign(window, { goOn: () => hear(event) });
            else hear(event);
          });
        return request;
      };
    });
    await late.waitForFunction(() => "goOn" in window); // the list is read, and the page does not have it yet
    await one.getByRole("button", { name: /^Rename/ }).click();
    await one.getByRole("textbox", { name: "Name of the conversation" }).fill("Quay");
    await one.keyboard.press("Enter");
    await expect.poll(() => titles(other), { timeout: 10_000 }).toEqual(["Quay"]);
    await late.evaluate(() => (window as unknown as { goOn(): void }).goOn());
    await expect.poll(() => titles(late), { timeout: 10_000 }).toEqual(["Quay"]);
    await late.close();
  });

  const pictures = (page: Page) =>
    page.evaluate(
      () =>
        new Promise((done) => {
          const opening = indexedDB.open("periscope");
          opening.onsuccess = () => {
            const counting = opening.result.transaction("pictures").objectStore("pictures").count();
            counting.onsuccess = () => done(counting.result);
            opening.result.close();
          };
        }),
    );
  const read = (page: Page) => page.locator(".sidebar-empty").waitFor();

  test("a tab that opens leaves the pictures of a conversation that can still be put back, and forgets them later", async () => {
    await one.getByRole("button", { name: "Delete Quay" }).click();
    const late = await another();
    await read(late);
    await one.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => titles(late), { timeout: 10_000 }).toEqual(["Quay"]);
    await late.locator(".conversation-open").click();
    await late.locator(".question-pictures img").waitFor();

    await late.getByRole("button", { name: "Delete Quay" }).click();
    await expect.poll(() => titles(one), { timeout: 10_000 }).toEqual([]);
    await late.reload();
    await read(late);
    expect(await pictures(late)).toBe(1);
    await late.close();
    const muchLater = await another(() => {
      const now = Date.now;
      Date.now = () => now() + 15 * 60_000;
    });
    await expect.poll(() => pictures(muchLater), { timeout: 10_000 }).toBe(0);
    await muchLater.close();
  });

  test("a conversation that is open in both and deleted in one stays deleted", async () => {
    await hands(one).send("Who are you?");
    await hands(one).finished(1);
    await other.getByRole("button", { name: "Who are you?", exact: true }).click();
    await hands(other).finished(1);
    await one.getByRole("button", { name: "Delete Who are you?" }).click();
    await expect.poll(() => titles(other), { timeout: 10_000 }).toEqual([]);
    await hands(other).send("And who am I?");
    await expect.poll(() => titles(one), { timeout: 10_000 }).toEqual(["And who am I?"]);
    await hands(other).finished(1);
    expect(await titles(other)).toEqual(["And who am I?"]);
    expect(chat.complaints).toEqual([]);
  });

  test("there is time to take back what was deleted", async () => {
    const page = await another();
    await page.locator(".conversation-open").click();
    await page.clock.install();
    await page.getByRole("button", { name: /^Delete/ }).click();
    await page.clock.fastForward(15_000);
    await page.getByRole("button", { name: "Undo" }).click({ timeout: 5000 });
    await expect.poll(() => titles(page)).toEqual(["And who am I?"]);
    await page.close();
  });
});
