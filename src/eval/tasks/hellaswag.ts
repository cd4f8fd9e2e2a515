/** HellaSwag: which ending follows, by likelihood (Zellers et al. 2019; the official JSON Lines). */
import { z } from "zod";
import { UserError } from "../../runtime/errors.ts";
import type { Task } from "../contract.ts";
import { records } from "../files/open-files.ts";
import { choiceRule } from "./kit.ts";

const line = z.looseObject({
  ind: z.int(),
  activity_label: z.string(),
  ctx_a: z.string(),
  ctx_b: z.string(),
  endings: z.array(z.string()).length(4),
  label: z.union([z.int(), z.string()]),
});

export const hellaswag: Task = {
  name: "hellaswag",
  title: "HellaSwag",
  field: "language",
  paper: "HellaSwag",
  protocol: {
    version: 3,
    prompt: "plain text: activity and context, continued by each ending; WikiHow's marks such as [title] taken out",
    shots: 0,
    scoring: ["likelihood"],
    normalisation: "tokens",
    maxNewTokens: 16,
    parser: "the ending with the highest likelihood a token",
    source: "hellaswag_val.jsonl with ind, activity_label, ctx_a, ctx_b, endings, label",
    hub: ["Rowan/hellaswag"],
    metric: "accuracy",
  },
  async *samples(files) {
    const names = await files.find(/(hellaswag|val)[^/]*\.(jsonl|parquet)$/i);
    const validation = names.filter((name) => /val/i.test(name));
    const seen = new Set<number>();
    for (const name of validation.length > 0 ? validation : names) {
      for await (const { value, where } of records(files, name, line)) {
        const right = value.label === "" ? Number.NaN : Number(value.label);
        if (!(right >= 0 && right < 4)) {
          throw new UserError(
            `${files.path(name)}, record ${where}: the label is "${value.label}", expected 0 to 3 (the test split has none)`,
          );
        }
        const second = value.ctx_b.charAt(0).toUpperCase() + value.ctx_b.slice(1);
        const again = seen.has(value.ind); // the two sources of texts number for themselves
        seen.add(value.ind);
        yield {
          id: again ? `${value.ind}-${where}` : String(value.ind),
          category: value.activity_label,
          prompt: { text: cleaned(`${value.activity_label}: ${value.ctx_a} ${second}`) },
          options: value.endings.map((ending) => ` ${cleaned(ending)}`),
          reference: { option: right, letter: "ABCD"[right] },
        };
      }
    }
  },
  rule: (sample, output) => choiceRule({ ...sample, letters: sample.letters ?? ["A", "B", "C", "D"] }, output),
};

function cleaned(text: string): string {
  return text
    .replaceAll(" [title]", ". ")
    .replace(/\[[^\]]*\]/g, "")
    .replace(/ {2,}/g, " ")
    .trim();
}
