/** The chat page of a server that asks for a key. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../src/runtime/chromium.ts";
import { violations } from "./accessibility.ts";
import { type ChatPage, hands, openChatPage } from "./chat-page.ts";

describe.skipIf(!findChromium())("a server that asks for a key", { timeout: 300_000 }, () => {
  let chat: ChatPage;
  let page: Page;
  beforeAll(async () => {
    chat = await openChatPage(undefined, { apiKeys: ["sk-right"] });
    page = chat.page;
  }, 600_000);
  afterAll(() => chat?.close());

  const model = () => page.getByRole("combobox", { name: "Model" });
  const groups = () =>
    model()
      .locator("optgroup")
      .evaluateAll((all) => all.map((group) => group.getAttribute("label")));
  const enter = () => page.getByRole("button", { name: "Enter the key" });
  const give = async (key: string) => {
    await page.getByLabel("Key", { exact: true }).fill(key);
    await page.getByRole("button", { name: "Use it" }).click();
  };

  test("its models are there once the key is right, and its answers come; a reload keeps the key, another tab has none", async () => {
    await page.getByText("The server asks for an API key.").waitFor();
    expect(await groups()).toEqual(["In this browser"]);
    await enter().click();
    await page.getByRole("dialog", { name: "API key" }).waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('[type="password"]'));
    expect(await violations(page)).toEqual([]);
    await give("clé");
    await page.getByText("A key has no blanks in it").waitFor();
    await give("sk-wrong");
    await page.getByText("The API key is not one of this server's.").waitFor();
    await give("sk-right");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await enter().count()).toBe(0);
    expect(await groups()).toEqual(["On the server", "In this browser"]);
    expect(await model().inputValue()).toMatch(/^server/);

    const answered = page.waitForResponse((response) => response.url().endsWith("/v1/chat/completions"));
    await hands(page).send("Who are you?");
    expect((await answered).status()).toBe(200);
    await hands(page).finished(1);
    await page.reload();
    await page.locator(".answer-column").waitFor();
    await page
      .locator("optgroup", { has: page.locator("option") })
      .first()
      .waitFor({ state: "attached" });
    expect(await groups()).toEqual(["On the server", "In this browser"]);

    const other = await chat.context.newPage();
    await other.goto(chat.server.url);
    await other.getByText("The server asks for an API key.").waitFor();
    await other.close();
    // the browser itself reports each refused request
    expect(chat.complaints.filter((text) => !text.includes("401 (Unauthorized)"))).toEqual([]);
  });

  test("a key that is refused later is asked for again", async () => {
    await page.route("**/v1/chat/completions", (route) =>
      route.fulfill({ status: 401, json: { error: { message: "the API key is not one of this server's" } } }),
    );
    await hands(page).send("And now?");
    await enter().waitFor();
    await page.locator(".failure-tools").waitFor();
    await page.unroute("**/v1/chat/completions");
    await enter().click();
    await give("sk-right");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Try again" }).click();
    await hands(page).finished(2);
    expect(await page.locator(".failure").count()).toBe(0);
  });
});
