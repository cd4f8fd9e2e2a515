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
    other = await chat.context.newPage();
    other.on("pageerror", (error) => chat.complaints.push(error.message));
    await other.goto(chat.server.url);
    await other.locator(".example button:enabled").first().waitFor();
  }, 600_000);
  afterAll(() => chat?.close());

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
});
