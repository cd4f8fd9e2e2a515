/** An OpenAI-compatible server on this machine, for tests: it answers by a function and counts. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Heard {
  readonly text: string;
  readonly images: number;
  readonly maxTokens: number;
  readonly wantsLogprobs: boolean;
}

export interface Said {
  /** The message's content, whole or in parts. */
  readonly text: string | readonly { readonly type: string; readonly text?: string }[];
  readonly first?: readonly { readonly token: string; readonly logprob: number }[];
  /** Answer with this status instead. */
  readonly status?: number;
}

export interface ChatServer {
  readonly url: string;
  readonly heard: readonly Heard[];
  close(): Promise<void>;
}

interface Body {
  readonly messages: readonly {
    readonly content: string | readonly { readonly type: string; readonly text?: string }[];
  }[];
  readonly max_tokens: number;
  readonly logprobs?: boolean;
}

/** Starts it; `answer` says what is replied to a request. */
export async function startChatServer(answer: (heard: Heard) => Said): Promise<ChatServer> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => {
      body += piece.toString("utf8");
    });
    request.on("end", () => {
      const { messages, max_tokens, logprobs } = JSON.parse(body) as Body;
      const parts = messages.flatMap(({ content }) =>
        typeof content === "string" ? [{ type: "text", text: content }] : [...content],
      );
      const one: Heard = {
        text: parts.flatMap((part) => (part.type === "text" ? part.text! : [])).join("\n"),
        images: parts.filter((part) => part.type === "image_url").length,
        maxTokens: max_tokens,
        wantsLogprobs: logprobs === true,
      };
      heard.push(one);
      const { text, first, status } = answer(one);
      if (status) return void response.writeHead(status).end("no");
      const content = first && [{ ...first[0]!, top_logprobs: first }];
      const choice = { message: { content: text }, finish_reason: "stop", ...(content && { logprobs: { content } }) };
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ choices: [choice] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    heard,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
