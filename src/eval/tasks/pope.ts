/** POPE: is a thing in the image, yes or no (Li et al. 2023; the official JSON Lines files and COCO's val2014 images). */
import { z } from "zod";
import type { Rule, Task } from "../contract.ts";
import { imageFile } from "../files/images.ts";
import { records } from "../files/open-files.ts";
import { asked, image, text } from "./kit.ts";

const line = z.looseObject({
  question_id: z.union([z.int(), z.string()]),
  image: z.string(),
  text: z.string(),
  label: z.enum(["yes", "no"], { error: 'is neither "yes" nor "no"' }),
});

/** The benchmark's own scorer, which knows no other negation: "There isn't a dog" is a yes. */
const rule: Rule = ({ reference }, output) => {
  const said = output.trim();
  if (said === "") return { score: 0, read: null, path: "empty" };
  const words = said.split(".", 1)[0]!.replaceAll(",", "").split(" ");
  const denied = ["No", "no", "not"].some((word) => words.includes(word));
  const [read, path] = denied ? ["no", "negation"] : ["yes", "no negation"];
  return { score: read === (reference as { readonly label: string }).label ? 1 : 0, read, path };
};

export const pope: Task = {
  name: "pope",
  title: "POPE",
  field: "vision",
  paper: "POPE",
  protocol: {
    version: 3,
    prompt: 'image, question, then "Please answer yes or no."',
    shots: 0,
    scoring: ["generate", "likelihood"],
    normalisation: "none",
    maxNewTokens: 16,
    parser:
      "a No, no or not in the first sentence is a no, any other sentence a yes, as the benchmark's scorer has it; nothing said is neither",
    source:
      "JSON Lines coco_pope_random.json, _popular and _adversarial (question_id, image, text, label), and val2014",
    metric: "accuracy",
  },
  async *samples(files) {
    const names = await files.find(/pope[^/]*\.jsonl?$/i);
    const coco = names.filter((name) => /coco_pope/i.test(name)); // the benchmark's repository has other sets beside it
    for (const name of coco.length > 0 ? coco : names) {
      const kind = /(random|popular|adversarial)/i.exec(name)?.[1]?.toLowerCase() ?? name;
      for await (const { value } of records(files, name, line)) {
        const path = imageFile(files, name, value.image, ["val2014", "images", "../val2014"]);
        yield {
          id: `${kind}-${value.question_id}`,
          category: kind,
          prompt: asked(image(path), text(`${value.text}\nPlease answer yes or no.`)),
          options: ["Yes", "No"],
          reference: { option: value.label === "yes" ? 0 : 1, label: value.label },
        };
      }
    }
  },
  rule,
};
