/** Where packed rows stand over all ranks: each knows its own rows, a checkpoint needs them all. */
import type { LanePlaces } from "../rows.ts";
import { type Collective, gatherJson } from "./collective.ts";

/** The places of all rows, each from the rank that it belongs to (`ownRows`); every rank calls it. */
export async function wholeLanes(collective: Collective, mine: LanePlaces): Promise<LanePlaces> {
  const all = await gatherJson(collective, mine);
  const joined = (modality: keyof LanePlaces) =>
    mine[modality].map((_, row) => all[row % collective.size]![modality][row]!);
  return { language: joined("language"), multimodal: joined("multimodal") };
}
