/** Every kind of thing that scenes are made of. */
import type { Kind } from "../kind.ts";
import { animals } from "./animals.ts";
import { foods } from "./food.ts";
import { furniture } from "./furniture.ts";
import { household } from "./household.ts";
import { outdoors } from "./outdoors.ts";
import { people } from "./people.ts";
import { plants } from "./plants.ts";
import { shapes } from "./shapes.ts";
import { vehicles } from "./vehicles.ts";

export const kinds: readonly Kind[] = [
  ...people,
  ...animals,
  ...vehicles,
  ...furniture,
  ...foods,
  ...plants,
  ...household,
  ...outdoors,
  ...shapes,
];

const byName = new Map(kinds.map((kind) => [kind.name, kind]));

/** Throws where there is no kind of that name: a mistake of the caller's, not of a user. */
export function kindNamed(name: string): Kind {
  const found = byName.get(name);
  if (!found) throw new Error(`there is no kind of thing called "${name}"`);
  return found;
}
