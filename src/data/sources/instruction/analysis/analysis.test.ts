import { expect, test } from "vitest";
import { randomFor } from "../../../random.ts";
import { isLeaf } from "../../../taxonomy.ts";
import { answersTo, samplesOf, textsOf } from "../recognition/testing.ts";
import { anatomy } from "./anatomy.ts";
import { circuits } from "./circuit.ts";
import { floorPlans } from "./floor-plans.ts";
import { mermaid, randomFlow, walk } from "./flow.ts";
import { flowchartReading } from "./flowchart.ts";
import { gameFacts } from "./games.ts";
import { historyFacts } from "./history.ts";
import { analysisSources } from "./index.ts";
import { maps } from "./maps.ts";
import { musicScores, noteName } from "./music.ts";
import { schedules } from "./schedules.ts";
import { sensorImages } from "./sensors.ts";
import { voiceprints } from "./signals.ts";

/** Charts and tables are checked for legibility on real shots; their truth is tested beside their own sources. */
const drawnHere = analysisSources.filter(({ name }) => !name.endsWith("-talk"));

test("every source gives clean exchanges under its own leaf, and hardly ever the same twice", () => {
  for (const source of drawnHere) {
    const samples = samplesOf(source, 14, 200);
    expect(samples.length, source.name).toBeGreaterThan(11);
    for (const { draft, pairs } of samples) {
      expect(isLeaf(draft.leaf!), draft.leaf).toBe(true);
      expect(source.leaves).toContain(draft.leaf);
      expect(pairs.length).toBeGreaterThanOrEqual(1);
      expect(pairs.length).toBeLessThanOrEqual(3);
      for (const text of pairs.flat()) expect(text, source.name).not.toMatch(/undefined|NaN|\[object|^$/);
    }
    expect(new Set(samples.map(({ pairs, html }) => JSON.stringify([pairs, html]))).size, source.name).toBeGreaterThan(
      12,
    );
  }
});

test("resistances and currents follow from the labels in the drawing", () => {
  let checked = 0;
  for (const asked of samplesOf(circuits, 60)) {
    const texts = textsOf(asked.html);
    const ohms = texts.flatMap((text) => /^R\d = (\d+) Ω$/.exec(text)?.[1] ?? []).map(Number);
    const volts = Number(texts.find((text) => / V$/.test(text))!.replace(" V", ""));
    const total =
      asked.draft.template === "parallel"
        ? 1 / ohms.reduce((sum, one) => sum + 1 / one, 0)
        : ohms.reduce((sum, one) => sum + one, 0);
    for (const answer of answersTo(asked, /total resistance|combined resistance|resistors add up/)) {
      expect(
        Number([...answer.matchAll(/([\d.]+) Ω/g)].at(answer.startsWith("R") || answer.startsWith("1") ? -1 : 0)![1]),
      ).toBeCloseTo(total, 1);
      checked++;
    }
    for (const answer of answersTo(asked, /current flows from|Compute the current|total current/)) {
      if (asked.html.includes("open switch")) expect(answer).toContain("None");
      else expect(Math.abs(Number(/([\d.]+) A/.exec(answer)![1]) / (volts / total) - 1)).toBeLessThan(0.01);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(15);
});

test("a flowchart's drawing, its Mermaid text and its walks have the same steps", () => {
  for (const asked of samplesOf(flowchartReading, 20)) {
    const steps = asked.names("step");
    for (const [, answer] of asked.pairs) {
      for (const [, quoted] of answer.matchAll(/"([^"]+)"/g))
        expect([...steps, ...asked.names("decision")]).toContain(quoted);
    }
  }
  for (let i = 0; i < 20; i++) {
    const flow = randomFlow(randomFor(1, i, "flow"));
    const text = mermaid(flow);
    const names = new Map(
      [...text.matchAll(/^ {4}(\w)[([{]+([^\])}]+)[\])}]+$/gm)].map((match) => [match[1]!, match[2]!]),
    );
    const edges = [...text.matchAll(/^ {4}(\w) -->(?:\|(\w+)\|)? ?(\w)$/gm)].map(
      (match) => `${names.get(match[1]!)} > ${names.get(match[3]!)}`,
    );
    for (const answer of [true, false]) {
      const way = walk(flow, answer);
      for (const [k, step] of way.slice(1).entries()) expect(edges).toContain(`${way[k]} > ${step}`);
    }
  }
});

test("distances on maps are those between the drawn places, by the drawn scale", () => {
  let checked = 0;
  for (const asked of samplesOf(maps, 60)) {
    const at = new Map(
      [...asked.html.matchAll(/data-mark="place" data-name="([^"]+)"><circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(
        (match) => [`the ${match[1]!.toLowerCase()}`, [Number(match[2]), Number(match[3])] as const],
      ),
    );
    const metres = Number(
      textsOf(asked.html)
        .find((text) => /^\d+ m$/.test(text))!
        .replace(" m", ""),
    );
    for (const [question, answer] of asked.pairs) {
      const names = [...at.keys()]
        .filter((name) => question.includes(name))
        .sort((a, b) => question.indexOf(a) - question.indexOf(b));
      if (names.length !== 2) continue;
      const [[x1, y1], [x2, y2]] = names.map((name) => at.get(name)!) as [
        readonly [number, number],
        readonly [number, number],
      ];
      if (/distance|How far|How many meters/.test(question)) {
        expect(answer).toContain(`${((Math.abs(x1 - x2) + Math.abs(y1 - y2)) / 92) * metres} m`);
        checked++;
      } else if (/direction/.test(question)) {
        // "In which direction from A is B?": names are in the order of the question
        const [dx, dy] = /^Seen|^In which direction/.test(question) ? [x2 - x1, y2 - y1] : [0, 0];
        expect(answer).toContain(
          `${dy < 0 ? "north" : dy > 0 ? "south" : ""}${dx < 0 ? "west" : dx > 0 ? "east" : ""}`,
        );
        checked++;
      }
    }
  }
  expect(checked).toBeGreaterThan(10);
});

test("notes are read from where their heads are", () => {
  let checked = 0;
  for (const asked of samplesOf(musicScores, 40)) {
    const heads = [...asked.html.matchAll(/<ellipse cx="[\d.]+" cy="([\d.]+)"/g)].map((match) =>
      noteName(Math.round(((110 - Number(match[1])) * 2) / 14) + 2),
    );
    for (const answer of answersTo(asked, /Read the notes|Name the notes|Which notes|note names/)) {
      expect(answer.replaceAll(" | ", " ").split(" ")).toEqual(heads);
      checked++;
    }
    for (const answer of answersTo(asked, /notes are there altogether|Count all notes/))
      expect(answer).toBe(`${heads.length}.`);
  }
  expect(checked).toBeGreaterThan(4);
});

test("areas of floor plans are products of the measures in the drawing", () => {
  let checked = 0;
  for (const asked of samplesOf(floorPlans, 40)) {
    const texts = textsOf(asked.html);
    const area = (room: string) => {
      const label = room.replace(/^(dining|guest) room$/, "$1");
      const [w, d] = texts[texts.findIndex((text) => text.toLowerCase() === label) + 1]!.replaceAll(" m", "")
        .split(" x ")
        .map(Number) as [number, number];
      return w * d;
    };
    for (const [question, answer] of asked.pairs) {
      const room = /(?:How large is|area of|does) the ([a-z ]+?)(?: have)?\?/.exec(question)?.[1];
      if (!room || room === "flat" || /Where|flat/.test(question)) continue;
      expect(answer).toContain(`${area(room)} m²`);
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(5);
});

test("schedules, instruments, tones, timelines and tables of games agree with their drawings", () => {
  for (const asked of samplesOf(schedules, 40)) {
    const bars = new Map(
      [...asked.html.matchAll(/data-mark="bar" data-name="([^"]+)"><rect x="[\d.]+" y="[\d.]+" width="([\d.]+)"/g)].map(
        (match) => [match[1]!, Math.round((Number(match[2]) + 4) / 34)],
      ),
    );
    for (const [question, answer] of asked.pairs) {
      const task = /(?:does|for) "([^"]+)"/.exec(question)?.[1];
      if (task && /How long|How many weeks/.test(question)) expect(answer).toContain(`${bars.get(task)} week`);
    }
  }
  for (const asked of samplesOf(sensorImages, 60)) {
    const reading = [...asked.names("needle"), ...asked.names("column")][0];
    for (const answer of answersTo(asked, /^Read the |is shown\?|does the .* show\?|What is the reading/))
      if (reading) expect(answer).toContain(reading);
  }
  for (const asked of samplesOf(voiceprints, 40)) {
    const words = ["none", "one", "two", "three", "four"];
    for (const answer of answersTo(asked, /How many tones|separate sounds|Count the tones/))
      expect(answer.toLowerCase()).toContain(words[asked.names("tone").length]!);
  }
  for (const asked of samplesOf(gameFacts, 60)) {
    for (const answer of answersTo(asked, /do the dice show|Read the dice/))
      expect(answer.match(/\d/g)).toEqual(asked.names("die"));
    for (const answer of answersTo(asked, /red cards|cards are red/)) {
      const red = asked.names("card").filter((card) => /hearts|diamonds/.test(card)).length;
      expect(answer).toBe(red === 0 ? "None." : `${red}.`);
    }
  }
  for (const asked of samplesOf(historyFacts, 60)) {
    const years = textsOf(asked.html)
      .filter((text) => /^\d{3,4}$/.test(text))
      .map(Number);
    for (const answer of answersTo(asked, /How many years lie|How much later/)) {
      const [, difference] = /(\d+) years/.exec(answer)!;
      expect(years.some((one) => years.some((other) => one - other === Number(difference)))).toBe(true);
    }
  }
});

test("letters of schemes stand at the parts that answers give them", () => {
  for (const asked of samplesOf(anatomy, 40)) {
    if (!asked.draft.template.endsWith("letters")) continue;
    const legend = new Map(
      [...asked.html.matchAll(/data-mark="label" data-name="([^"]+)">([A-F])</g)].map((match) => [
        match[2]!,
        match[1]!,
      ]),
    );
    for (const [question, answer] of asked.pairs) {
      const letter = /(?:marked|What is|the letter) ([A-F])\b/.exec(question)?.[1];
      if (letter) expect(answer).toContain(legend.get(letter)!);
    }
  }
});
