/**
 * A stand-in for the server while the page is developed: it speaks the same HTTP and says something canned that shows every
 * kind of text. `npx vite web` uses it unless PERISCOPE_SERVER names a real one; nothing else does, and it is in no build.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";

const answer = `Two boxes: a **red** button: [120, 300, 420, 480] and a menu: [600, 40, 980, 160].

| Shape | Count |
| --- | ---: |
| circle | 3 |
| star | 1 |

It costs $5, and $a^2 + b^2 = c^2$, so

$$
\\int_0^1 x^2\\,dx = \\tfrac{1}{3}
$$

\`\`\`ts
const shapes = ["circle", "star"]; // in reading order
console.log(shapes.length);
\`\`\`

1. First
2. Second: \`inline code\`
`;

export function fakeServer(): Plugin {
  return {
    name: "periscope-fake-server",
    configureServer(server) {
      server.middlewares.use("/v1/models", (_, response) => {
        json(response, { object: "list", data: [{ id: "fake" }, { id: "fake-other" }] });
      });
      server.middlewares.use("/v1/periscope/inspect", (request, response) => {
        void readBody(request).then((body) => {
          const { url } = (JSON.parse(body) as { image_url: { url: string } }).image_url;
          const content = { x: 0, y: 128, width: 1024, height: 768 };
          const grid = { rows: 24, columns: 24, tokens: 576 };
          json(response, { content, grid, high: { size: 1024, url }, low: { size: 384, url } });
        });
      });
      server.middlewares.use("/v1/chat/completions", (_, response) => void stream(response));
    },
  };
}

async function stream(response: ServerResponse): Promise<void> {
  response.writeHead(200, { "Content-Type": "text/event-stream" });
  const send = (value: object) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  const words = answer.match(/\s*\S+|\s+$/g) ?? [];
  for (const [i, token] of words.entries()) {
    if (response.destroyed) return;
    const logprob = -((i * 37) % 20) / 10;
    const top_logprobs = [token, " other", " third", " fourth"].map((text, k) => ({
      token: text,
      logprob: logprob - k,
    }));
    send({ choices: [{ delta: { content: token }, logprobs: { content: [{ token, logprob, top_logprobs }] } }] });
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  send({ choices: [{ delta: {}, finish_reason: "stop" }] });
  const usage = { prompt_tokens: 620, completion_tokens: words.length, prompt_tokens_details: { cached_tokens: 0 } };
  const timings = { image_ms: 812, queue_ms: 0, prefill_ms: 260, decode_ms: words.length * 25 };
  send({ choices: [], usage, periscope: { timings } });
  response.end("data: [DONE]\n\n");
}

function json(response: ServerResponse, value: object): void {
  response.writeHead(200, { "Content-Type": "application/json" });
  response.end(JSON.stringify(value));
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const part of request) body += String(part);
  return body;
}
