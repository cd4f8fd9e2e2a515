import { expect, test, vi } from "vitest";
import { importWithoutParts } from "../runtime/testing/packages.ts";
import { silentLog } from "./log.ts";
import { picture, testServer } from "./testing/server.ts";

test("without sharp a server says so when it starts, and of each picture that needs it", async () => {
  const options = process.env.NODE_OPTIONS ?? "";
  vi.stubEnv("NODE_OPTIONS", `${options} --import=${importWithoutParts("sharp")}`);
  const notes: string[] = [];
  const log = { ...silentLog, note: (text: string) => void notes.push(text) };
  const server = await testServer({ log }).finally(() => vi.unstubAllEnvs());
  const ask = async (url: string) => {
    const content = [{ type: "image_url", image_url: { url } }];
    const response = await fetch(`${server.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ messages: [{ role: "user", content }], max_tokens: 1 }),
    });
    return { status: response.status, body: await response.json() };
  };
  try {
    const problem = "the package sharp cannot be loaded (no part for this machine)";
    expect(notes.join("\n")).toContain(`tiny: pictures other than plain PNG files are refused: ${problem}`);
    expect((await ask(await picture("red"))).status).toBe(200);
    const svg = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>`).toString("base64");
    for (const url of [`data:image/gif;base64,${btoa("GIF89a..........")}`, `data:image/svg+xml;base64,${svg}`]) {
      const { status, body } = await ask(url);
      expect(status).toBe(501);
      expect(body.error).toMatchObject({ type: "server_error", code: "not_installed" });
      expect(body.error.message).toContain(problem);
    }
  } finally {
    await server.clear();
  }
});
