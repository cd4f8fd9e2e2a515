/**
 * Drills: all that can be looked up in a scene in as few words as possible ("color circle red, where star top left").
 * A row of text holds many more of them than questions in whole sentences, and finding things is learnt from how many
 * answers there were.
 */

import type { Random } from "../random.ts";
import { colorNames } from "./colors.ts";
import { numberWords } from "./questions.ts";
import { positionNames, type SceneObject, type SceneTruth } from "./scenes.ts";
import { shapeNames } from "./shapes.ts";

/** What is asked, in one to four words, and its answer. */
export interface Drill {
  readonly cue: string;
  readonly value: string;
}

/** Every drill about a scene, in random order; some ask for what is not there. */
export function drills(truth: SceneTruth, random: Random): Drill[] {
  const out: Drill[] = [];
  const { objects, word, background } = truth;
  // the word for the kind of answer before or behind the thing: neither place is to be relied on
  const ask = (kind: string, thing: string, value: string) =>
    out.push({ cue: random.chance(0.5) ? `${kind} ${thing}` : `${thing} ${kind}`, value });
  const only = (fits: (one: SceneObject) => boolean) => {
    const found = objects.filter(fits);
    return found.length === 1 ? found[0] : undefined;
  };
  for (const shape of shapeNames) {
    const count = objects.filter((one) => one.shape === shape).length;
    const one = only((other) => other.shape === shape);
    if (one) {
      ask("color", shape, one.color);
      ask("where", shape, one.position);
    }
    if (count > 0 || random.chance(0.1)) ask("many", shape, numberWords[count]!);
    if (count === 0 && random.chance(0.1)) ask(random.pick(["color", "where"]), shape, "no");
  }
  for (const color of colorNames) {
    const count = objects.filter((one) => one.color === color).length;
    const one = only((other) => other.color === color);
    if (one) {
      ask("shape", color, one.shape);
      ask("where", color, one.position);
    }
    if (count > 0 || random.chance(0.1)) ask("many", color, numberWords[count]!);
    if (count === 0 && random.chance(0.1)) ask(random.pick(["shape", "where"]), color, "no");
  }
  for (const position of positionNames) {
    const one = only((other) => other.position === position);
    if (one && word?.position !== position) {
      ask("color", position, one.color);
      ask("shape", position, one.shape);
    }
  }
  for (const one of objects) {
    const twins = objects.filter(({ color, shape }) => color === one.color && shape === one.shape);
    if (twins.length === 1) ask("where", `${one.color} ${one.shape}`, one.position);
  }
  ask("many", "shapes", numberWords[objects.length]!);
  if (word !== null) {
    ask("color", "text", word.color);
    ask("where", "text", word.position);
    ask("what", "text", `"${word.text}"`);
  }
  if (background !== null) ask("color", "background", background);
  return random.shuffled(out);
}
