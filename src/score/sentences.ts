/**
 * Short answers inside sentences, as the scorers of MMMU and CMMMU look for them: of every line what stands behind words such
 * as "is" or "so", and the numbers in it.
 */
import { plainNumber } from "./reading.ts";

/** What a language has before a result. */
export interface ResultWords {
  readonly words: readonly string[];
  /** Where one statement ends. */
  readonly end: RegExp;
}

export const english: ResultWords = {
  words: ["could be ", "so ", "is ", "thus ", "therefore ", "final ", "answer ", "result "],
  end: /\n/,
};
export const chinese: ResultWords = {
  words: ["是", "为", "所以", "等于", "方案", "选择", "正确答案", "因此", "最后", "答案", "结果"],
  end: /。|\n/,
};

/** The shortest tail of every statement behind such a word, in the last also behind "="; the whole where none has one. */
export function resultParts(output: string, { words, end }: ResultWords): string[] {
  const whole = output.trim().replace(/^[.。]+|[.。]+$/g, "");
  const statements = whole.split(end);
  const parts = statements.flatMap((statement, i) => {
    const marks = i === statements.length - 1 ? [...words, "="] : words;
    const tails = marks.flatMap((mark) => (statement.includes(mark) ? [statement.split(mark).at(-1)!.trim()] : []));
    const shortest = tails.reduce<string | undefined>(
      (a, b) => (a === undefined || b.length < a.length ? b : a),
      undefined,
    );
    return shortest && !/^[:,.!?;']$/.test(shortest) ? [shortest] : [];
  });
  return parts.length > 0 ? parts : [whole];
}

/** Numbers with and without thousands' commas, and in scientific notation, to two decimals. */
export function numbersIn(text: string): number[] {
  const found = text.match(/(?<![\d.])-?(?:\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d*\.?\d+(?:e[+-]?\d+)?)/gi) ?? [];
  return found.map((one) => asNumber(one)!).filter((one) => one !== undefined);
}

/** A text that is a number, to two decimals; undefined for any other. */
export function asNumber(text: string): number | undefined {
  const digits = plainNumber(text.replaceAll("，", ","));
  const value = Number(digits);
  return digits === "" || !Number.isFinite(value) ? undefined : Math.round(value * 100) / 100;
}
