/** What a picture is like as a whole: where it plays, how it is drawn, and day, night and frame. */

import { backgroundNamed, backgrounds } from "../../caption/scene/backgrounds.ts";
import { grouped, stylePhrase } from "../../caption/scene/facts.ts";
import { type StyleName, styleFacts, styleNames } from "../../caption/scene/palette.ts";
import { listed, numberWord } from "../../caption/scene/words.ts";
import { drawnScene } from "../../caption/scene-source.ts";
import { spin } from "../kit/phrases.ts";
import { chosen, sceneSource } from "./scene-talk.ts";

const places = backgrounds.filter(({ name }) => name !== "plain");
/** Places that nobody takes for one another. */
const unlike = ["room", "street", "beach", "kitchen", "snow", "sea", "savanna", "desk"];

/** Places with water, of which one may be taken for another. */
const watery: ReadonlySet<string> = new Set(["sea", "beach", "pond"]);

export const locationDescription = sceneSource(
  {
    name: "location-description",
    version: 4,
    leaf: "Recognition/Global Description/Location or Scene Description",
    description: "Scenes at different places; where they take place and how one knows.",
  },
  (context) => {
    const { random } = context;
    const background = random.pick(places);
    const scene = drawnScene(context, {
      background: background.name,
      count: [1, 4],
      style: random.pick(styleNames.filter((style) => style !== "outline" && style !== "dark")),
    });
    const phrase = random.pick(background.phrases);
    const seen = listed(grouped(scene, "bare").map((group) => group.phrase));
    const wrong = random.pick(
      unlike.filter(
        (name) =>
          name !== background.name &&
          !(background.indoors && backgroundNamed(name).indoors) &&
          !(watery.has(name) && watery.has(background.name)),
      ),
    );
    return {
      template: background.name,
      scene,
      turns: chosen(random, [
        [
          spin(
            random,
            "{Where does this scene take place?|What place is shown in this picture?|Describe the location.|Where is this?|What kind of scene is it?}",
          ),
          spin(
            random,
            `{The scene is ${phrase}.|This is ${background.place}.|It takes place ${phrase}, with ${seen}.|It shows ${background.place}.}`,
          ),
        ],
        [
          spin(random, "{Is it indoors or outdoors?|Are we inside or outside here?|Does this take place indoors?}"),
          background.indoors
            ? spin(random, "{It is indoors.|Indoors.|We are inside.}")
            : spin(random, "{It is outdoors.|Outdoors.|We are outside.}"),
        ],
        [
          spin(random, `{Could this be ${backgroundNamed(wrong).place}?|Is this ${backgroundNamed(wrong).place}?}`),
          spin(random, `{No, it is ${background.place}.|No, the scene is ${phrase}.}`),
        ],
        [
          spin(random, "{What is there besides the place itself?|What else can be seen there?|What is in the scene?}"),
          spin(random, `{I see ${seen}.|One can see ${seen}.|It shows ${seen}.}`),
        ],
      ]),
    };
  },
);

const styleWords: Record<StyleName, { readonly name: string; readonly signs: string }> = {
  flat: { name: "a flat illustration", signs: "even areas of color without outlines or shading" },
  cartoon: { name: "a cartoon", signs: "bold dark outlines around filled areas of color" },
  outline: { name: "a line drawing in black and white", signs: "black outlines on white paper and no colors" },
  sketch: { name: "a hand-drawn sketch", signs: "shaky double lines around the things" },
  pastel: { name: "a pastel-colored illustration", signs: "pale, soft colors mixed with white" },
  dark: { name: "a dark-toned illustration", signs: "dim, dark tones, above all in the background" },
};

export const styleRecognition = sceneSource(
  {
    name: "style-recognition",
    version: 4,
    leaf: "Recognition/Global Description/Style Recognition",
    description:
      "The same kinds of scenes as flat illustration, cartoon, line drawing, sketch, pastel or in dark tones.",
  },
  (context) => {
    const { random } = context;
    const style = random.pick(styleNames);
    const scene = drawnScene(context, {
      style,
      count: [2, 5],
      background: random.pick(["room", "street", "beach", "field", "kitchen", "snow", "savanna", "desk"]),
    });
    const { name, signs } = styleWords[scene.style];
    const wrong = random.pick(
      styleNames.filter(
        (one) =>
          one !== scene.style &&
          one !== "flat" &&
          !(one === "cartoon" && scene.style === "sketch") &&
          !(one === "sketch" && scene.style === "cartoon"),
      ),
    );
    return {
      template: style,
      scene,
      turns: chosen(random, [
        [
          spin(
            random,
            "{In what style is this drawn?|What style is the picture in?|Describe the artistic style of this image.|What would you call this style of drawing?}",
          ),
          spin(random, `{It is ${name}.|This is ${name}, with ${signs}.|It is drawn as ${name}: ${signs}.}`),
        ],
        [
          spin(random, "{How can you tell?|What is typical of this style here?}"),
          spin(random, `{It has ${signs}.|One can tell from the ${signs}.}`),
        ],
        [
          spin(random, "{Does the picture have colors?|Is it in color or black and white?}"),
          styleFacts[scene.style].coloured
            ? spin(random, "{It is in color.|It is a color picture.}")
            : spin(random, "{It is black and white.|It has no colors, only black lines on white.}"),
        ],
        [
          spin(random, `{Is this ${styleWords[wrong].name}?|Would you call it ${styleWords[wrong].name}?}`),
          spin(random, `{No, it is ${name}.|No. It has ${signs}, so it is ${name}.}`),
        ],
      ]),
    };
  },
);

export const wholePicture = sceneSource(
  {
    name: "whole-picture",
    version: 4,
    leaf: "Recognition/Global Description/Others",
    description: "Day or night, upright or wide, crowded or empty, and a summary in one line.",
  },
  (context) => {
    const { random } = context;
    const outside = places.filter(({ indoors, name }) => !indoors && name !== "sea");
    const background = random.chance(0.4) ? backgroundNamed("night") : random.pick(outside);
    const scene = drawnScene(context, {
      background: background.name,
      count: [1, 7],
      style: random.pick(styleNames.filter((style) => style !== "outline" && style !== "dark")),
    });
    const groups = grouped(scene, "coloured");
    const format =
      scene.width > scene.height * 1.05
        ? "wider than it is tall"
        : scene.width * 1.05 < scene.height
          ? "taller than it is wide"
          : "square, or nearly so";
    const word = format.startsWith("w") ? "landscape" : format.startsWith("t") ? "portrait" : "square";
    const count = scene.things.length;
    return {
      template: "whole",
      scene,
      turns: chosen(
        random,
        random.shuffled([
          [
            spin(
              random,
              "{Is it day or night in this picture?|What time of day is shown?|Is this a night scene?}",
            ).replace(
              "Is this a night scene?",
              background.night ? "Is this a night scene?" : "Is it day or night here?",
            ),
            background.night
              ? spin(
                  random,
                  "{It is night: the sky is dark and full of stars.|Night.|It is a night scene with stars in a dark sky.}",
                )
              : spin(random, "{It is day.|Daytime: the sky is light.|It is day, the sky is light.}"),
          ],
          [
            spin(
              random,
              "{Is the picture in portrait or landscape format?|What format does the image have?|Is the image wide or tall?}",
            ),
            spin(random, `{It is ${format}.|The format is ${word}: it is ${format}.}`),
          ],
          [
            spin(
              random,
              "{Sum up the picture in one sentence.|Describe this image in one line.|What does the picture show, briefly?|Give a one-sentence description.}",
            ),
            spin(
              random,
              `{A|This is a} ${stylePhrase(scene, random)} of ${background.place} with ${listed(groups.map(({ phrase }) => phrase))}.`,
            ),
          ],
          [
            spin(random, "{How many things are in the picture?|Are there many things in the picture?}"),
            count <= 2
              ? `Only ${numberWord(count)}: ${listed(groups.map(({ phrase }) => phrase))}.`
              : spin(
                  random,
                  `{Besides the surroundings there are ${numberWord(count)} things: ${listed(groups.map(({ phrase }) => phrase))}.|I count ${numberWord(count)}: ${listed(groups.map(({ phrase }) => phrase))}.}`,
                ),
          ],
        ]),
      ),
    };
  },
);
