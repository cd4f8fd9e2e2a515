/** Single staves in treble clef: names of notes, their values, the time signature, highs and lows. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { type Exchange, numberWord, spin } from "../kit/phrases.ts";
import { drawing, ellipse, group, line, marked, path, text } from "../kit/svg.ts";

/** Steps above middle C; 2 is E on the lowest line, 10 is F on the highest one. */
interface Note {
  readonly step: number;
  /** Beats of a quarter note. */
  readonly beats: 1 | 2 | 4;
}

const letters = ["C", "D", "E", "F", "G", "A", "B"];
export const noteName = (step: number) => letters[step % 7]!;
const octaveName = (step: number) => `${letters[step % 7]}${4 + Math.floor(step / 7)}`;
const values = { 1: "quarter note", 2: "half note", 4: "whole note" } as const;

/** Measures that are full to the beat. */
function melody(beats: number, measures: number, random: Random): Note[][] {
  let step = random.int(3, 8);
  return Array.from({ length: measures }, () => {
    const notes: Note[] = [];
    for (let rest = beats; rest > 0; ) {
      const fitting = ([1, 1, 1, 2, 4] as const).filter((value) => value <= rest);
      const value = random.pick(fitting);
      step = Math.min(11, Math.max(0, step + random.int(-3, 3)));
      notes.push({ step, beats: value });
      rest -= value;
    }
    return notes;
  });
}

export const musicScores = instructionSource(
  {
    name: "music-scores",
    leaf: "Analysis/Professional Chart Analysis/Music Score",
    description: "One staff in treble clef: note names, values, measures, highest and lowest note.",
  },
  ({ random, maxSide }) => {
    const look = { ...lookOf(random, { dark: 0.08 }) };
    const beats = random.pick([4, 4, 3, 2]);
    const measures = melody(beats, random.int(1, 3), random);
    const { width, height, body } = draw(measures, beats, look);
    return {
      template: `${beats}/4`,
      pictures: [
        drawing(
          random,
          { ...look, background: look.paper },
          maxSide,
          { width, height, background: look.paper },
          ...body,
        ),
      ],
      turns: questions(measures, beats, random),
    };
  },
);

function draw(measures: readonly (readonly Note[])[], beats: number, look: Look) {
  const gap = 14;
  const lowest = 110;
  const ink = look.ink;
  const y = (step: number) => lowest - ((step - 2) * gap) / 2;
  const total = measures.flat().length;
  const width = 150 + total * 46 + measures.length * 24;
  const body: string[] = [];
  for (let i = 0; i < 5; i++)
    body.push(line(18, lowest - i * gap, width - 18, lowest - i * gap, { stroke: ink, width: 1.3 }));
  // treble clef: the curl goes around the line of G
  const g = lowest - gap;
  body.push(
    marked(
      "clef",
      "treble clef",
      "",
      path(
        `M44 ${g + 8}Q32 ${g + 6} 34 ${g - 4}Q38 ${g - 16} 50 ${g - 12}Q60 ${g - 4} 54 ${g + 8}Q46 ${g + 18} 34 ${g + 10}Q24 ${g - 2} 34 ${g - 22}Q52 ${g - 40} 50 ${g - 56}Q46 ${g - 68} 42 ${g - 52}Q40 ${g - 40} 48 ${g + 14}Q52 ${g + 32} 42 ${g + 34}Q34 ${g + 32} 38 ${g + 26}`,
        { stroke: ink, width: 2.8, cap: "round" },
      ),
    ),
  );
  const digit = (value: number, at: number) => text(82, at, String(value), { size: 32, weight: 700 });
  body.push(marked("time", `${beats}/4`, "", digit(beats, lowest - 2 * gap - 2), digit(4, lowest - 1)));
  let x = 122;
  for (const measure of measures) {
    for (const { step, beats: value } of measure) {
      const at = y(step);
      const parts: string[] = [];
      for (let ledger = 0; ledger >= step; ledger -= 2)
        parts.push(line(x - 13, y(ledger), x + 13, y(ledger), { stroke: ink, width: 1.3 }));
      for (let ledger = 12; ledger <= step; ledger += 2)
        parts.push(line(x - 13, y(ledger), x + 13, y(ledger), { stroke: ink, width: 1.3 }));
      parts.push(
        group(
          `rotate(-18 ${x} ${at})`,
          ellipse(
            x,
            at,
            value === 4 ? 9 : 8,
            5.8,
            value === 1 ? { fill: ink } : { fill: look.paper, stroke: ink, width: 2.2 },
          ),
        ),
      );
      if (value < 4)
        parts.push(
          step >= 6
            ? line(x - 7.4, at + 2, x - 7.4, at + 46, { stroke: ink, width: 1.8 })
            : line(x + 7.4, at - 2, x + 7.4, at - 46, { stroke: ink, width: 1.8 }),
        );
      body.push(marked("note", octaveName(step), "", ...parts));
      x += 46;
    }
    body.push(line(x - 8, lowest - 4 * gap, x - 8, lowest, { stroke: ink, width: 1.6 }));
    x += 24;
  }
  return { width, height: 168, body };
}

function questions(measures: readonly (readonly Note[])[], beats: number, random: Random): Exchange[] {
  const notes = measures.flat();
  const names = notes.map(({ step }) => noteName(step));
  const i = random.int(0, notes.length - 1);
  const ordinals = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
  ];
  const [low, high] = [Math.min(...notes.map(({ step }) => step)), Math.max(...notes.map(({ step }) => step))];
  const value = random.pick([1, 2, 4] as const);
  const count = notes.filter((note) => note.beats === value).length;
  return random
    .shuffled<Exchange>([
      [
        spin(
          random,
          "{Read the notes.|Name the notes from left to right.|Which notes are written here?|What are the note names?}",
        ),
        measures.map((measure) => measure.map(({ step }) => noteName(step)).join(" ")).join(" | "),
      ],
      [
        spin(
          random,
          `{What is the ${ordinals[i]} note?|Name the ${ordinals[i]} note.|Which note comes ${ordinals[i]}?}`,
        ),
        spin(
          random,
          `{${names[i]}.|It is ${/^[AEF]/.test(names[i]!) ? "an" : "a"} ${names[i]}.|It is ${octaveName(notes[i]!.step)}, a ${values[notes[i]!.beats]}.}`,
        ),
      ],
      [
        spin(random, "{What is the time signature?|In what time is the piece?|Which meter is given?}"),
        spin(
          random,
          `{${beats}/4.|The time signature is ${beats}/4.|${beats}/4 time: ${numberWord(beats)} quarter beats in a measure.}`,
        ),
      ],
      [
        spin(random, "{How many measures are there?|Count the bars.}"),
        spin(
          random,
          `{${numberWord(measures.length)}.|There ${measures.length === 1 ? "is one measure" : `are ${numberWord(measures.length)} measures`}.}`,
        ),
      ],
      [spin(random, "{Which clef is used?|What clef is that?}"), "The treble clef (G clef)."],
      [
        spin(random, `{How many ${values[value]}s are there?|Count the ${values[value]}s.}`),
        spin(
          random,
          `{${numberWord(count).replace("zero", "none")}.|There ${count === 1 ? `is one ${values[value]}` : `are ${numberWord(count).replace("zero", "no")} ${values[value]}s`}.}`,
        ),
      ],
      [spin(random, "{What is the highest note?|Which note is the highest?}"), `${octaveName(high)}.`],
      [spin(random, "{What is the lowest note?|Which note is the lowest?}"), `${octaveName(low)}.`],
      [spin(random, "{How many notes are there altogether?|Count all notes.}"), `${notes.length}.`],
    ])
    .slice(0, random.int(1, 3));
}
