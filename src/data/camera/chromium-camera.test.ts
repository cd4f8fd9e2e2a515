import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../runtime/chromium.ts";
import { UserError } from "../../runtime/errors.ts";
import type { PagePicture } from "../source.ts";
import type { Box, Camera, Shot } from "./camera.ts";
import { openCamera } from "./chromium-camera.ts";

function page(html: string, more: Partial<PagePicture> = {}): PagePicture {
  return { kind: "page", html, width: 200, height: 120, fonts: ["Open Sans"], ...more };
}

function shot(taken: Shot | Error | undefined): Shot {
  if (!taken || taken instanceof Error) throw taken ?? new Error("no shot");
  return taken;
}

function pixel({ data, width }: Shot, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)];
}

/** The smallest box around the pixels of a colour. */
function boxOf({ data, width, height }: Shot, [red, green, blue]: readonly [number, number, number]): Box {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let i = 0; i < width * height; i++) {
    if (data[3 * i] !== red || data[3 * i + 1] !== green || data[3 * i + 2] !== blue) continue;
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
  }
  return { left, top, right, bottom };
}

const withMedia = "<style>@media (min-width: 1px) { i { color: red } }</style>";

/** Elements within each other, so many that laying them out overflows the browser's stack. */
const crashingPage = `<script>
  let inner = document.body;
  for (let i = 0; i < 60000; i++) inner = inner.appendChild(document.createElement("div"));
</script>`;

/** Pages of all kinds that might give away where they hang. */
const various: PagePicture[] = [
  page(
    `<h1 style="font: italic 700 24px Lora; margin: 7.3px" data-mark="a" data-words>Ligature ffi, kerning AVATAR</h1>`,
    {
      fonts: ["Lora"],
      scale: 1.25,
    },
  ),
  page(`<div style="height: 100vh; background: linear-gradient(33deg, #123, #fed)"></div>`, { width: 333 }),
  page(
    `<div style="margin: 30px; height: 50px; box-shadow: 0 0 17px #0008; filter: blur(1.3px); opacity: .7">soft</div>`,
  ),
  page(`<p data-mark="turned" data-characters style="transform: rotate(7deg); margin: 20px">turned by seven</p>`, {
    scale: 1.5,
  }),
  page(
    `<svg width="200" height="120"><circle cx="60.3" cy="50.7" r="33.3" fill="teal" stroke="red"/>
      <text x="20.4" y="100.1" data-mark="t" transform="rotate(-5)">vector text</text></svg>`,
    { scale: 1.37 },
  ),
  page(`<table border><tr><td data-mark="c">1<td data-mark="c">2<tr><td colspan="2" data-mark="c">3</table>`),
  page(`<style>:root { --ink: #a00 } body { background: #eef; color: var(--ink) }</style><p>words on blue</p>`),
  page(`${withMedia}<p data-mark="p">a document of <i>its own</i></p>`),
  page(`<div class="mermaid" data-mark="d" data-words>graph LR; A[One]-->B{Two}</div>`, { scripts: ["mermaid"] }),
  page(`<div class="mermaid">graph TD; A[Three]-->B[Four]</div>`, { scripts: ["mermaid"], scale: 1.25 }),
  // rounded shapes are drawn by chance where nobody says otherwise
  page(`<div class="mermaid" data-mark="d" data-words>graph LR; A([One])-->B(Two)-->C((Three))</div>`, {
    scripts: ["mermaid"],
  }),
  page(`<ol style="columns: 2; font-size: 11px"><li>first<li>second<li>third<li>fourth</ol>`, { width: 150.5 }),
];

describe.skipIf(!findChromium())("a Chromium as the camera", () => {
  let camera: Camera;
  beforeAll(async () => {
    camera = await openCamera();
  });
  afterAll(async () => {
    await camera.close();
  });

  test.each([1, 1.25, 2, 0.5])("a marked box is where its pixels are, at scale %f", async (scale) => {
    const html = `<div data-mark="box" data-name="red" style="position: absolute; left: 40px; top: 20px; width: 60px;
      height: 32px; background: rgb(200, 0, 0)"></div>`;
    const taken = shot((await camera.shoot([page(html, { scale })]))[0]);
    expect([taken.width, taken.height]).toEqual([200 * scale, 120 * scale]);
    expect(taken.marks).toMatchObject([{ kind: "box", name: "red", text: "" }]);
    expect(taken.marks[0]!.box).toEqual(boxOf(taken, [200, 0, 0]));
  });

  test("a page's shot does not depend on its neighbours, to the bit", async () => {
    const together = (await camera.shoot(various)).map(shot);
    const reversed = (await camera.shoot([page("filler", { width: 61, height: 31 }), ...[...various].reverse()])).map(
      shot,
    );
    for (const [i, one] of various.entries()) {
      const alone = shot((await camera.shoot([one]))[0]);
      expect(together[i]!.marks, one.html).toEqual(alone.marks);
      expect(Buffer.compare(together[i]!.data, alone.data), one.html).toBe(0);
      expect(Buffer.compare(reversed[various.length - i]!.data, alone.data), one.html).toBe(0);
      expect(new Set(alone.data).size, "the picture shows something").toBeGreaterThan(3);
    }
  });

  test("a page looks the same in a shadow tree and in a document of its own", async () => {
    const pages = various.filter(
      ({ scripts, html, width }) => !scripts && !html.startsWith(withMedia) && width % 1 === 0,
    );
    const own = pages.map((one) => ({
      ...one,
      html: `${one.html}<style>@media (max-width: 0) { a { color: red } }</style>`,
    }));
    const shots = (await camera.shoot([...pages, ...own])).map(shot);
    for (const [i, one] of pages.entries()) {
      expect(shots[i + pages.length]!.marks, one.html).toEqual(shots[i]!.marks);
      expect(Buffer.compare(shots[i + pages.length]!.data, shots[i]!.data), one.html).toBe(0);
    }
  });

  test("text is grey on white: no subpixel colours", async () => {
    const { data } = shot((await camera.shoot([page("<p>Hamburgefonstiv illicit minimum</p>")]))[0]);
    const shades = new Set<number>();
    for (let i = 0; i < data.length; i += 3) {
      expect(data[i] === data[i + 1] && data[i] === data[i + 2]).toBe(true);
      shades.add(data[i]!);
    }
    expect(shades.size).toBeGreaterThan(20);
  });

  test("every family of a page's list is drawn in its own letters, and generic names in declared families", async () => {
    const families = ["Lora", "Roboto", "Zilla Slab", "JetBrains Mono", "Patrick Hand", "Lato"];
    const line = (family: string) =>
      `<span data-mark="${family}" style="font-family: ${family.includes("serif") ? family : `'${family}'`}">Quilted 123</span><br>`;
    const html = [...families, "sans-serif", "serif"].map(line).join("");
    const { marks } = shot((await camera.shoot([page(html, { fonts: families, height: 240 })]))[0]);
    const widths = new Map(marks.map(({ kind, box }) => [kind, box.right - box.left]));
    expect(new Set(families.map((family) => widths.get(family))).size).toBe(families.length);
    expect(widths.get("sans-serif")).toBe(widths.get("Roboto"));
    expect(widths.get("serif")).toBe(widths.get("Lora"));
  });

  test("mermaid draws its diagrams in the page, in the page's font; what it cannot read is that page's error", async () => {
    const diagram = (text: string) =>
      page(`<div class="mermaid" data-mark="d" data-words>${text}</div>`, { scripts: ["mermaid"] });
    const [good, bad, plain] = await camera.shoot([
      diagram("graph LR; A[North]-->B[South]"),
      diagram("grph A"),
      page("plain"),
    ]);
    expect(shot(good).marks[0]!.words.map(({ text }) => text)).toEqual(["North", "South"]);
    expect(bad).toBeInstanceOf(Error);
    expect(String(bad)).toContain("grph A");
    expect(shot(plain).data.some((value) => value < 128)).toBe(true);
  });

  test("nothing reaches the network", async () => {
    let visitors = 0;
    const server = createServer((_, response) => {
      visitors++;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const html = [
      `<div style="background: url(${address}/a.png)">a</div><style>@font-face { font-family: x; src: url(${address}/f) } b { font-family: x }</style><b>b</b>`,
      `<link rel="stylesheet" href="${address}/s.css"><iframe src="${address}/i"></iframe>`,
      `<script>fetch("${address}/f").catch(() => {}); navigator.sendBeacon("${address}/b"); new WebSocket("${address.replace("http", "ws")}")</script>`,
      `<img src="${address}/i.png">`,
      `<meta http-equiv="refresh" content="0; url=${address}">`,
    ];
    const shots = await camera.shoot(html.map((one) => page(one)));
    server.close();
    expect(visitors).toBe(0);
    expect(shots[0]).not.toBeInstanceOf(Error);
    expect(String(shots[3])).toMatch(/image of the page cannot be decoded/);
  });

  test("scripts run, and an error of one costs its page alone", async () => {
    const shots = await camera.shoot([
      page(`<p id="p" data-mark="p"></p><script>document.getElementById("p").textContent = 6 * 7</script>`),
      page(`<script>nothing.there()</script>`),
      page(`<p data-mark="p">after</p>`),
    ]);
    expect(shot(shots[0]).marks[0]!.text).toBe("42");
    expect(String(shots[1])).toMatch(/script of the page failed: .*nothing is not defined/);
    expect(shot(shots[2]).marks[0]!.text).toBe("after");
  });

  test("a font that is not listed and a size that cannot be are refused page by page", async () => {
    const shots = await camera.shoot([
      page("x", { fonts: ["Papyrus"] }),
      page("x", { width: 0 }),
      page("x", { width: 9000 }),
      page("fine"),
    ]);
    expect(String(shots[0])).toContain("Papyrus");
    expect(String(shots[1])).toContain("0 x 120");
    expect(String(shots[2])).toContain("9000 x 120");
    expect(shot(shots[3]).width).toBe(200);
  });

  test("more pages than fit on one sheet come back in order", async () => {
    const colours = Array.from({ length: 60 }, (_, i) => i * 4);
    const pages = colours.map((red, i) =>
      page(`<style>body { background: rgb(${red}, 0, 9) }</style>`, {
        width: 100 + 9 * i,
        height: 90 + 5 * i,
        scale: i % 2 ? 1 : 2,
      }),
    );
    const shots = await camera.shoot(pages);
    expect(shots.map((one) => pixel(shot(one), 50, 50))).toEqual(colours.map((red) => [red, 0, 9]));
    expect(shots.map((one) => pixel(shot(one), shot(one).width - 1, shot(one).height - 1)[0])).toEqual(colours);
  });
});

describe.skipIf(!findChromium())("a browser that fails", () => {
  const colours = Array.from({ length: 80 }, (_, i) => i);
  const pages = colours.map((red) =>
    page(`<style>body { background: rgb(${red}, 2, 3) }</style>`, { width: 500, height: 500 }),
  );

  test("is started again when it is killed, and every page is there", async () => {
    const processes: number[] = [];
    const camera = await openCamera({ started: (id) => processes.push(id) });
    const shots = camera.shoot(pages);
    process.kill(processes[0]!, "SIGKILL");
    expect((await shots).map((one) => pixel(shot(one), 9, 9)[0])).toEqual(colours);
    expect(processes).toHaveLength(2);
    await camera.close();
    expect(() => process.kill(processes[1]!, 0)).toThrow("ESRCH");
  });

  test("costs a page only when it fails at it twice, and the reason is told", async () => {
    const processes: number[] = [];
    const camera = await openCamera({
      started: (id) => {
        processes.push(id);
        if (processes.length <= 2) process.kill(id, "SIGKILL");
      },
    });
    const [first] = await camera.shoot([page("unlucky")]);
    expect(String(first)).toMatch(/given up after a second try: \w+/);
    const [second] = await camera.shoot([page(`<p data-mark="p">again</p>`)]);
    expect(shot(second).marks[0]!.text).toBe("again");
    expect(processes).toHaveLength(3);
    await camera.close();
  });

  test("a page that crashes it costs that page alone", async () => {
    const processes: number[] = [];
    const camera = await openCamera({ started: (id) => processes.push(id) });
    const shots = await camera.shoot([page(`<p data-mark="p">one</p>`), page(crashingPage), page("three")]);
    expect(shot(shots[0]).marks[0]!.text).toBe("one");
    expect(String(shots[1])).toMatch(/given up after a second try: the browser's page crashed/);
    expect(shot(shots[2]).width).toBe(200);
    expect(processes).toHaveLength(3); // together, alone, and for the others
    await camera.close();
  });

  test("a page that hangs costs that page alone", async () => {
    const camera = await openCamera({ timeLimitMs: 4000 });
    const shots = await camera.shoot([
      page(`<p data-mark="p">one</p>`),
      page("<script>for (;;);</script>"),
      page("two"),
    ]);
    expect(shot(shots[0]).marks[0]!.text).toBe("one");
    expect(String(shots[1])).toMatch(/given up after a second try: the page took longer than 4 s/);
    expect(shot(shots[2]).height).toBe(120);
    await camera.close();
  });
});

test("without a Chromium the error says what to install", async () => {
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = "/nowhere/chromium";
  try {
    await expect(openCamera()).rejects.toThrow(UserError);
    await expect(openCamera()).rejects.toThrow(/apt install chromium/);
  } finally {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  }
});
