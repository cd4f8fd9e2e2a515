import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isPublic } from "./addresses.ts";
import { ApiError } from "./errors.ts";
import { type RemoteImageOptions, remoteImages } from "./remote-images.ts";

/** A host of images on the loopback, which stands for the internet in these tests. */
let host: Server;
let port: number;
let requests: string[] = [];
const png = Buffer.from("89504e470d0a1a0a", "hex");
beforeAll(async () => {
  host = createServer((request, response) => {
    requests.push(`${request.headers.host}${request.url}`);
    const to = (status: number, headers: Record<string, string>, body?: Buffer | string) => {
      response.writeHead(status, headers).end(body);
    };
    const routes: Record<string, () => void> = {
      "/image.png": () => to(200, { "Content-Type": "image/png" }, png),
      "/page.html": () => to(200, { "Content-Type": "text/html" }, "<p>"),
      "/missing": () => to(404, {}),
      "/moved": () => to(302, { Location: "/image.png" }),
      "/inside": () => to(302, { Location: `http://inside.example:${port}/image.png` }),
      "/metadata": () => to(302, { Location: "http://169.254.169.254/latest" }),
      "/file": () => to(302, { Location: "file:///etc/passwd" }),
      "/elsewhere": () => to(302, { Location: "http://public.example:22/image.png" }),
      "/loop": () => to(302, { Location: "/loop" }),
      "/announced": () => to(200, { "Content-Type": "image/png", "Content-Length": "999999" }, png),
      "/endless": () => {
        response.writeHead(200, { "Content-Type": "image/png" });
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(4096)));
        };
        response.on("drain", more);
        more();
      },
      "/slow": () => {
        response.writeHead(200, { "Content-Type": "image/png" });
        response.write(png); // and then nothing
      },
      "/silent": () => {},
    };
    routes[request.url!]!();
  });
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
  port = (host.address() as AddressInfo).port;
});
afterAll(() => {
  host.closeAllConnections();
  host.close();
});

/** Names and their addresses, one list for each time that they are asked for. */
function names(table: Record<string, readonly (readonly string[])[]>) {
  const asked: string[] = [];
  const resolve = async (name: string) => {
    asked.push(name);
    const lists = table[name];
    if (lists === undefined) throw Object.assign(new Error(`no ${name}`), { code: "ENOTFOUND" });
    return lists[Math.min(asked.filter((other) => other === name).length, lists.length) - 1]!;
  };
  return { resolve, asked };
}

const known = {
  "public.example": [["127.0.0.1"]],
  "inside.example": [["10.0.0.7"]],
  "both.example": [["127.0.0.1", "10.0.0.7"]],
};

async function fetchImage(url: string, options: Partial<RemoteImageOptions> = {}) {
  requests = [];
  // The test's own host is let through; everything else is judged as ever.
  const allows = (address: string) => address === "127.0.0.1" || isPublic(address);
  const settings = {
    maxBytes: 10_000,
    schemes: ["http", "https"] as const,
    ports: [80, 443, port],
    allows,
    ...names(known),
  };
  return remoteImages({ ...settings, ...options })(new URL(url.replace("PORT", String(port))), "url");
}

test("an image comes from a public host, over redirects", async () => {
  expect(await fetchImage("http://public.example:PORT/image.png")).toEqual(new Uint8Array(png));
  expect(requests).toEqual([`public.example:${port}/image.png`]);
  expect(await fetchImage("http://public.example:PORT/moved")).toEqual(new Uint8Array(png));
});

test.each<[string, string, number, RegExp, Partial<RemoteImageOptions>?]>([
  ["the loopback", "http://127.0.0.1:PORT/image.png", 400, /public addresses/, { allows: isPublic }],
  ["the loopback as a number", "http://2130706433:PORT/image.png", 400, /public addresses/, { allows: isPublic }],
  ["the loopback in IPv6", "http://[::1]:PORT/image.png", 400, /public addresses/],
  ["the loopback of IPv4 in IPv6", "http://[::ffff:127.0.0.1]:PORT/image.png", 400, /public addresses/],
  ["a private address", "http://192.168.1.1/image.png", 400, /public addresses/],
  ["the metadata service", "http://169.254.169.254/latest", 400, /public addresses/],
  ["a name for a private address", "http://inside.example:PORT/image.png", 400, /public addresses/],
  ["a name for a public and a private address", "http://both.example:PORT/image.png", 400, /public addresses/],
  ["a redirect to a private address", "http://public.example:PORT/inside", 400, /public addresses/],
  ["a redirect to the metadata service", "http://public.example:PORT/metadata", 400, /public addresses/],
  ["a redirect to a file", "http://public.example:PORT/file", 400, /not by file/],
  ["a redirect to another port", "http://public.example:PORT/elsewhere", 400, /from port 22/],
  ["redirects without end", "http://public.example:PORT/loop", 400, /redirects more than 3 times/],
  ["a port", "http://public.example:6379/image.png", 400, /from port 6379/],
  ["a scheme", "http://public.example:PORT/image.png", 400, /by https, not by http/, { schemes: ["https"] }],
  ["a password", "http://user:secret@public.example:PORT/image.png", 400, /must not hold a password/],
  [
    "a host that is not on the list",
    "http://public.example:PORT/image.png",
    400,
    /may not come from public/,
    { hosts: ["*.trusted.example"] },
  ],
  ["a page", "http://public.example:PORT/page.html", 400, /"text\/html", not to an image/],
  ["too many bytes, as announced", "http://public.example:PORT/announced", 413, /999999 bytes/],
  ["too many bytes, unannounced", "http://public.example:PORT/endless", 413, /too large/],
  ["a host that says nothing", "http://public.example:PORT/silent", 504, /within 0.3 s/, { timeoutMs: 300 }],
  ["a host that stops in the middle", "http://public.example:PORT/slow", 504, /within 0.3 s/, { timeoutMs: 300 }],
  [
    "a name server that says nothing",
    "http://public.example:PORT/image.png",
    504,
    /within 0.2 s/,
    { timeoutMs: 200, resolve: () => new Promise(() => {}) },
  ],
  ["a name that there is not", "http://nobody.example:PORT/image.png", 502, /ENOTFOUND/],
  ["what the host does not have", "http://public.example:PORT/missing", 502, /status 404/],
])("refused with its status: %s", async (_, url, status, message, options) => {
  const error = await fetchImage(url, options).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(ApiError);
  expect((error as ApiError).message).toMatch(message);
  expect((error as ApiError).status).toBe(status);
  expect((error as ApiError).param).toBe("url");
  // nothing beyond the first host was spoken to
  expect(requests.every((request) => request.startsWith("public.example"))).toBe(true);
});

test("a name that changes its address after it was judged is not followed", async () => {
  const { resolve, asked } = names({ "public.example": [["127.0.0.1"], ["10.0.0.7"]] });
  expect(await fetchImage("http://public.example:PORT/image.png", { resolve })).toEqual(new Uint8Array(png));
  expect(asked).toEqual(["public.example"]);
  // and one that changes between two redirects is judged anew
  const again = names({ "public.example": [["127.0.0.1"], ["10.0.0.7"]] });
  await expect(fetchImage("http://public.example:PORT/moved", { resolve: again.resolve })).rejects.toThrow(
    "public addresses",
  );
});

test("addresses of the public internet are told from all others", () => {
  for (const address of ["8.8.8.8", "93.184.216.34", "2606:4700::1111"]) expect(isPublic(address), address).toBe(true);
  for (const address of [
    ...["127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.1.1", "100.64.0.1", "224.0.0.1"],
    ...["255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::", "::1", "fe80::1", "fc00::1", "ff02::1"],
    ...["::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:db8::1", "example.org", ""],
  ]) {
    expect(isPublic(address), address).toBe(false);
  }
});
