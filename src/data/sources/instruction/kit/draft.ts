/** A draft whose answers were settled when the picture was: the conversation is fixed, the marks become regions. */
import { conversationOf, type Region } from "../../../sample.ts";
import type { Draft, PagePicture, Source, SourceContext } from "../../../source.ts";
import type { Exchange } from "./phrases.ts";

export interface Conversation {
  readonly template: string;
  readonly pictures: readonly PagePicture[];
  readonly turns: readonly Exchange[];
  readonly augment?: Draft["augment"];
  readonly flags?: readonly string[];
}

/** A source for one leaf. `make` draws the state, the pictures of it and what is said about them. */
export function instructionSource(
  {
    name,
    leaf,
    description,
    version = 1,
  }: { readonly name: string; readonly leaf: string; readonly description: string; readonly version?: number },
  make: (context: SourceContext) => Conversation,
): Source {
  return {
    name,
    category: "instruction",
    version,
    description,
    leaves: [leaf],
    draft(context) {
      const { template, pictures, turns, augment = "light", flags } = make(context);
      return {
        template,
        leaf,
        pictures,
        augment,
        compose: (shots) => ({
          content: conversationOf(turns, pictures.length),
          regions: shots.flatMap((shot, image) =>
            shot.marks.map((mark): Region => {
              const { left, top, right, bottom } = mark.box;
              const text = mark.text || mark.name;
              return { image, kind: mark.kind, ...(text ? { text } : {}), box: [left, top, right, bottom] };
            }),
          ),
          language: "en",
          ...(flags ? { flags } : {}),
        }),
      };
    },
  };
}
