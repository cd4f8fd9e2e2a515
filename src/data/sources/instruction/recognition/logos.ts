/** Invented brands: a mark, a name, sometimes a line below; what the logo says and shows. */
import { placedSvg } from "../../caption/scene/drawing.ts";
import { lookOf as figureLook, strokesOf } from "../../caption/scene/kind.ts";
import { kindNamed } from "../../caption/scene/kinds/index.ts";
import type { ColourName } from "../../caption/scene/palette.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, spin, withArticle } from "../kit/phrases.ts";
import { circle, drawing, marked, rect, text, textWidth } from "../kit/svg.ts";

const starts = [
  "Nor",
  "Vel",
  "Aqua",
  "Lumi",
  "Terra",
  "Zen",
  "Orb",
  "Kivo",
  "Brill",
  "Sola",
  "Mara",
  "Fin",
  "Pico",
  "Quan",
  "Ember",
  "Tavi",
  "Rondo",
  "Halo",
  "Juno",
  "Cala",
];
const ends = [
  "tex",
  "via",
  "lo",
  "nix",
  "ra",
  "mont",
  "ly",
  "dex",
  "wave",
  "field",
  "gate",
  "mint",
  "berg",
  "nova",
  "sy",
  "port",
];
const trades: readonly (readonly [trade: string, slogan: string])[] = [
  ["Coffee", "Wake up slowly"],
  ["Travel", "Farther than far"],
  ["Software", "Work made simple"],
  ["Bank", "Safe since forever"],
  ["Garden", "Let it grow"],
  ["Books", "Read on"],
  ["Energy", "Power for all"],
  ["Toys", "Play every day"],
  ["Bakery", "Fresh at six"],
  ["Logistics", "There on time"],
  ["Optics", "See more"],
  ["Music", "Louder together"],
];
const marks = [
  "owl",
  "elephant",
  "tree",
  "rocket",
  "sailboat",
  "apple",
  "fish",
  "butterfly",
  "turtle",
  "heart",
  "star",
  "diamond",
  "hexagon",
  "flower",
  "rabbit",
  "bird",
  "crescent",
  "mug",
  "house",
  "airplane",
  "horse",
  "pine tree",
  "umbrella",
  "guitar",
];

export const logos = instructionSource(
  {
    name: "logos",
    version: 3,
    leaf: "Recognition/Local Description/Logo Recognition",
    description: "Logos of brands that do not exist: name, mark, slogan and colours.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0.2 });
    const name = random.pick(starts) + random.pick(ends);
    const [trade, slogan] = random.pick(trades);
    const kind = kindNamed(random.pick(marks));
    const usable = kind.colours.filter((one) =>
      look.dark ? !["black", "brown", "blue", "purple"].includes(one) : !["white", "yellow"].includes(one),
    );
    const colour: ColourName | undefined = usable.length > 0 ? random.pick(usable) : undefined;
    const shown = `${colour ? `${colour} ` : ""}${kind.name}`;
    const withTrade = random.chance(0.4);
    const withSlogan = random.chance(0.45);
    const title = random.chance(0.3) ? name.toUpperCase() : name;
    const layout = random.pick(["side", "stacked"] as const);
    const size = 120;
    const { back, front } = strokesOf(kind, figureLook(colour));
    const scale = size / Math.max(kind.width, kind.height);
    const wide = Math.max(
      textWidth(title, 52),
      withTrade ? textWidth(trade, 26) : 0,
      withSlogan ? textWidth(slogan, 20) : 0,
    );
    const width = layout === "side" ? 70 + size + wide + 40 : Math.max(size, wide) + 70;
    const height = layout === "side" ? size + 70 : size + 170;
    const [mx, my] = layout === "side" ? [30, 35] : [(width - size) / 2, 24];
    const frame = random.weighted({ none: 3, disc: 1, box: 1 });
    const behind =
      frame === "none"
        ? ""
        : frame === "disc"
          ? circle(mx + size / 2, my + size / 2, size * 0.62, { fill: look.dark ? "#3b4252" : "#eceff4" })
          : rect(mx - 10, my - 10, size + 20, size + 20, { fill: look.dark ? "#3b4252" : "#eceff4", round: 16 });
    const figure = placedSvg(
      [...back, ...front],
      {
        x: mx + (size - kind.width * scale) / 2,
        y: my + (size - kind.height * scale) / 2,
        scaleX: scale,
        scaleY: scale,
      },
      "m",
    );
    const [tx, ty] = layout === "side" ? [60 + size, withTrade || withSlogan ? 88 : 112] : [width / 2, size + 82];
    const anchor = layout === "side" ? "start" : "middle";
    const lines = [text(tx, ty, title, { size: 52, weight: 700, anchor, mark: "name" })];
    let y = ty;
    if (withTrade) {
      y += 32;
      lines.push(text(tx, y, trade, { size: 26, anchor, mark: "trade" }));
    }
    if (withSlogan) {
      y += 29;
      lines.push(text(tx, y, slogan, { size: 20, anchor, fill: look.muted, mark: "slogan" }));
    }
    const picture = drawing(
      random,
      look,
      maxSide,
      { width: Math.ceil(width), height },
      behind,
      marked("logo", shown, "", figure),
      ...lines,
    );
    const first: Exchange = [
      spin(
        random,
        "{Which brand does this logo belong to?|What company's logo is this?|What brand is this?|Whose logo is shown here?|Identify the logo.}",
      ),
      spin(
        random,
        `{The logo says "${title}".|It is the logo of ${title}.|This is the logo of "${title}"${withTrade ? ` (${trade})` : ""}; its mark is ${withArticle(shown)}.|The brand name in the logo is ${title}.}`,
      ),
    ];
    const more: Exchange[] = [
      [
        spin(random, "{What does the mark show?|Describe the symbol of the logo.|What picture is part of the logo?}"),
        spin(
          random,
          `{It shows ${withArticle(shown)}.|The mark is ${withArticle(shown)}.|${withArticle(shown)}${layout === "side" ? ", to the left of the name" : ", above the name"}.}`,
        ),
      ],
      ...(withSlogan
        ? [
            [
              spin(random, "{What is the slogan?|What does the small line say?|Is there a slogan?}"),
              spin(random, `{"${slogan}".|The slogan is "${slogan}".}`),
            ] as const,
          ]
        : [[spin(random, "{Is there a slogan?|Does the logo have a slogan?}"), "No, there is no slogan."] as const]),
      ...(withTrade
        ? [
            [
              spin(random, "{What trade is the company in, by its logo?|What does the word under the name say?}"),
              spin(random, `{"${trade}".|Under the name it says "${trade}".}`),
            ] as const,
          ]
        : []),
      ...(colour
        ? [
            [
              spin(random, `{What color is the ${kind.name}?|Which color does the mark have?}`),
              spin(random, `{It is ${colour}.|${colour}.}`),
            ] as const,
          ]
        : []),
    ];
    return {
      template: layout,
      pictures: [picture],
      turns: [first, ...random.shuffled(more).slice(0, random.int(0, 2))],
    };
  },
);
