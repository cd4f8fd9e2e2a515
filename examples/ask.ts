/** One question about one picture. Run: npx tsx examples/ask.ts [PICTURE] [QUESTION] */
import { fileURLToPath } from "node:url";
import { load } from "periscope-vl";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const [picture = here("word.png"), question = "What does it say?"] = process.argv.slice(2);

const vl = await load(here("../checkpoints/nano"));
const { text, stats } = await vl.answer(question, { images: [picture] });
console.log(text);
console.log(`${stats.promptTokens} positions read, first token after ${Math.round(stats.timeToFirstTokenMs)} ms`);
await vl.dispose();
