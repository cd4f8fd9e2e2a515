/**
 * The parts of a model that a stage trains or leaves alone (paper 3.3, spec 2.2): which one a parameter belongs to is read
 * from its name. What is frozen has no gradient in the program at all.
 */
export const modules = ["high", "neck", "low", "aligner", "language", "heads"] as const;

/**
 * `high`: SAM's body. `neck`: what follows it and the paper counts as adaptor (necks, strided convolutions, the weight of
 * the second branch). `low`: SigLIP. `heads`: what pre-training adds and throws away.
 */
export type Module = (typeof modules)[number];

/** The module of a parameter. `tower` says what a model with one vision tower has there. */
export function moduleOf(name: string, tower: "low" | "sam" | "hybrid"): Module {
  if (name.startsWith("language_model.")) return "language";
  if (name.startsWith("aligner.")) return "aligner";
  if (!name.startsWith("vision_model.")) return "heads";
  const high = tower === "hybrid" ? name.startsWith("vision_model.vision_tower_high.") : tower === "sam";
  if (!high) return "low";
  return /\.(neck|neck_hd|downsamples)\.|hd_alpha/.test(name) ? "neck" : "high";
}
