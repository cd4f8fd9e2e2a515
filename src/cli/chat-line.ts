/** What a line typed into the interactive chat means: a command, a question, or paths of images with either. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export type ChatLine =
  | { readonly kind: "help" | "new" | "exit" | "stats" | "nothing" }
  | { readonly kind: "image"; readonly paths: readonly string[] }
  | { readonly kind: "unknown"; readonly command: string }
  /** `paths`: images that were written, or dragged, before or behind the question. */
  | { readonly kind: "question"; readonly text: string; readonly paths: readonly string[] };

/** `help`, `new` and `exit` are the reference's; they work with a slash as well. */
const plainCommands = new Map<string, "help" | "new" | "exit" | "stats">([
  ["help", "help"],
  ["/help", "help"],
  ["new", "new"],
  ["/new", "new"],
  ["exit", "exit"],
  ["/exit", "exit"],
  ["/quit", "exit"],
  ["/stats", "stats"],
]);

const imageName = /\.(png|jpe?g|webp|gif|avif|tiff?|svg)$/i;
const windows = process.platform === "win32";

export function parseChatLine(line: string): ChatLine {
  const text = line.trim();
  if (text === "") return { kind: "nothing" };
  const plain = plainCommands.get(text);
  if (plain !== undefined) return { kind: plain };
  const words = splitWords(text);
  const first = words[0]!.value;
  if (first === "/image") return { kind: "image", paths: words.slice(1).map(({ value }) => expandHome(value)) };
  let [from, to] = [0, words.length];
  while (from < to && isImagePath(words[from]!.value)) from++;
  while (to > from && isImagePath(words[to - 1]!.value)) to--;
  const paths = [...words.slice(0, from), ...words.slice(to)].map(({ value }) => expandHome(value));
  if (paths.length === 0 && /^\/[a-z]+$/.test(first)) return { kind: "unknown", command: first };
  const question = from < to ? text.slice(words[from]!.start, words[to - 1]!.end) : "";
  return question === "" ? { kind: "image", paths } : { kind: "question", text: question, paths };
}

/** A word that can only be an image: its name ends like one, and it exists or is written as a path. */
function isImagePath(word: string): boolean {
  if (!imageName.test(word)) return false;
  return /^(~?[/\\]|\.{1,2}[/\\]|[A-Za-z]:[/\\])/.test(word) || existsSync(expandHome(word));
}

function expandHome(path: string): string {
  return /^~[/\\]/.test(path) ? join(homedir(), path.slice(2)) : path;
}

interface Word {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Words as a shell cuts them; that is how a terminal writes the path of a file that is dragged into it. */
function splitWords(text: string): Word[] {
  const pattern = windows ? /"([^"]*)"|(\S+)/g : /'([^']*)'(?=\s|$)|"([^"]*)"(?=\s|$)|((?:\\.|[^\s\\])+)/g;
  return [...text.matchAll(pattern)].map((match) => {
    const quoted = windows ? match[1] : (match[1] ?? match[2]);
    const bare = windows ? match[2] : match[3]?.replace(/\\(.)/g, "$1");
    return { value: quoted ?? bare ?? "", start: match.index, end: match.index + match[0].length };
  });
}
