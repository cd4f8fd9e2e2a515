/** Several questions about one picture: the answers stream, and the picture is read once. Run: npx tsx examples/conversation.ts */
import { fileURLToPath } from "node:url";
import { load } from "periscope-vl";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const vl = await load(here("../checkpoints/nano"));
const chat = vl.conversation();
let images = [here("shapes.png")];
for (const question of ["What is in the image?", "How many shapes are there?", "What colour is the background?"]) {
  console.log(`> ${question}`);
  const answer = chat.ask(question, { images, maxNewTokens: 48 });
  let text = "";
  for await (const piece of answer) text += piece.text; // a program would show each piece as it comes
  console.log(text);
  const { stats } = await answer.result();
  console.log(`  (${stats.reusedTokens} of ${stats.promptTokens} positions were known already)`);
  images = []; // the next question is about the same picture
}
chat.dispose();
await vl.dispose();
