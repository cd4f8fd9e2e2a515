/**
 * Small scenes: up to six coloured shapes on a loose grid of three by three, and often one printed word. A scene comes
 * with all that is true of it, and with dense labels. Everything is a pure function of (seed, index, options).
 */
import type { SKRSContext2D } from "@napi-rs/canvas";
import { randomFor } from "../random.ts";
import { type ColorName, css } from "./colors.ts";
import { type DenseLabels, sceneLabels } from "./labels.ts";
import { boxOf, drawLettering } from "./lettering.ts";
import type { Box } from "./patches.ts";
import { type Frame, picture, type Rgb, randomFrame } from "./picture.ts";
import {
  type PaintedShape,
  type PaintedWord,
  type PositionName,
  placeShapes,
  placeWord,
  positionAt,
  type SceneContent,
  type SceneObject,
  sceneBackground,
} from "./placing.ts";
import { drawShape } from "./shapes.ts";
import type { PrintKind, Split } from "./words.ts";

export { type PositionName, positionNames, type SceneContent, type SceneObject } from "./placing.ts";

export interface SceneWord {
  text: string;
  box: Box;
  /** Face and size, e.g. `lora 700 18px`. */
  font: string;
  /** Em size in pixels. */
  size: number;
  color: ColorName;
  position: PositionName;
}

/** What is true of a picture. */
export interface SceneTruth {
  /** Row by row, as a reader would list them. */
  objects: SceneObject[];
  word: SceneWord | null;
  /** Named only where it is one plain basic colour. */
  background: ColorName | null;
}

export interface Scene {
  image: Rgb;
  truth: SceneTruth;
  labels: DenseLabels;
}

export interface SceneOptions {
  /** Which words may be printed and which seeds are drawn from; "train" unless said. */
  split?: Split;
  /** 0 to 1: how long words get, from one character to eight, and how many scenes show more than one thing; 1 unless said. */
  difficulty?: number;
  /** Longest printed text in characters; stands above `difficulty`. */
  maxWordLength?: number;
  /** What is in the picture; drawn by chance unless said. */
  content?: SceneContent;
  /** How often each content is drawn, where `content` does not say. */
  contents?: Record<SceneContent, number>;
  /** How often each number of shapes (1 to 6) is drawn where there is no word. */
  numbers?: Readonly<Record<number, number>>;
  /** What is printed; drawn by chance unless said. */
  print?: PrintKind;
  /** Without noise, blur and the like. */
  clean?: boolean;
}

const contents: Record<SceneContent, number> = { word: 38, shapes: 22, repeats: 15, "shapes and word": 24, empty: 1 };

/** Scene `index` of a seed. */
export function scene(seed: number, index: number, options: SceneOptions = {}): Scene {
  const { random, frame, behind, shapes, word, truth } = plan(seed, index, options);
  const image = picture(random, { frame, clean: options.clean }, (context: SKRSContext2D) => {
    behind.draw(context, frame);
    for (const { placed, paint } of shapes) {
      context.fillStyle = css(paint);
      drawShape(context, placed);
    }
    if (word !== null) drawWord(context, word);
  });
  return { image, truth, labels: labelled(shapes, word, truth) };
}

/** What is true of a scene, without drawing it: the same as `scene(...).truth`. */
export function sceneTruth(seed: number, index: number, options: SceneOptions = {}): SceneTruth {
  return plan(seed, index, options).truth;
}

/** A scene as its labels alone, without drawing it: what an encoder that sees everything would say. */
export function undrawnScene(seed: number, index: number, options: SceneOptions = {}): Omit<Scene, "image"> {
  const { shapes, word, truth } = plan(seed, index, options);
  return { truth, labels: labelled(shapes, word, truth) };
}

function labelled(shapes: readonly PaintedShape[], word: PaintedWord | null, truth: SceneTruth): DenseLabels {
  const position = truth.word?.position;
  return sceneLabels(shapes, word && position ? { ...word, position } : null, truth.background);
}

function plan(seed: number, index: number, options: SceneOptions) {
  const split = options.split ?? "train";
  const random = randomFor(seed, index, `scene ${split}`);
  const frame = randomFrame(random, 0.2);
  const { behind, name } = sceneBackground(random);
  const { difficulty = 1 } = options;
  // easy scenes show one thing: a single shape or a word
  const easy = difficulty < 1 && random.next() >= difficulty;
  const content =
    options.content ??
    (easy ? random.pick(["word", "shapes"] as const) : random.weighted(options.contents ?? contents));
  const withWord = content === "word" || content === "shapes and word";
  const maxLength = options.maxWordLength ?? 1 + Math.round(7 * difficulty);
  const word = withWord ? placeWord(random, frame, behind, { split, maxLength, kind: options.print, content }) : null;
  const shapes =
    content === "word" || content === "empty"
      ? []
      : placeShapes(random, frame, behind, word, { content, single: easy, numbers: options.numbers });
  const truth: SceneTruth = {
    objects: shapes.map(({ object }) => object),
    word: word === null ? null : wordTruth(word, frame),
    background: name,
  };
  return { random, frame, behind, shapes, word, truth };
}

function drawWord(context: SKRSContext2D, { lettering, x, baseline, turn, paint, plate }: PaintedWord): void {
  if (plate !== null) {
    const { left, top, right, bottom } = plate.box;
    context.fillStyle = css(plate.paint);
    context.fillRect(left, top, right - left, bottom - top);
  }
  context.fillStyle = css(paint);
  drawLettering(context, lettering, x, baseline, turn);
}

function wordTruth({ lettering, x, baseline, turn, color }: PaintedWord, frame: Frame): SceneWord {
  const box = boxOf(lettering, x, baseline, turn);
  const position = positionAt((box.left + box.right) / 2, (box.top + box.bottom) / 2, frame);
  return { text: lettering.text, box, font: lettering.font.name, size: lettering.font.size, color, position };
}
