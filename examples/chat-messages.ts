/** A conversation in the form of OpenAI's messages, with the picture as a data URL. Run: npx tsx examples/chat-messages.ts */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type ChatInput, load } from "periscope-vl";

const vl = await load(fileURLToPath(new URL("../checkpoints/nano", import.meta.url)));
const picture = await readFile(new URL("hearts.png", import.meta.url));
const messages: ChatInput[] = [
  {
    role: "user",
    content: [
      { type: "image_url", image_url: { url: `data:image/png;base64,${picture.toString("base64")}` } },
      { type: "text", text: "What color is the square?" },
    ],
  },
];
let text = "";
for await (const piece of vl.chat(messages, { maxNewTokens: 48 })) text += piece.text;
console.log(text);

// What the model said, and what else it could have said at its first token.
const { logprobs } = await vl.chat(messages, { maxNewTokens: 1, logprobs: 3 }).result();
for (const { token, logprob } of logprobs![0]!.alternatives) {
  console.log(`${JSON.stringify(vl.tokenizer.decode([token]))} ${(100 * Math.exp(logprob)).toFixed(1)} %`);
}
await vl.dispose();
