/** What the content of a screen is, and the rows and people that several screens have. */
import type { Kit } from "./kit.ts";

/** The content of a screen, without its frame. */
export interface Content {
  readonly title: string;
  readonly body: string;
  readonly summary: string;
  readonly questions: readonly (readonly [string, string])[];
}

export type Maker = (kit: Kit, height: number) => Content;

const english = [
  "Anna Berg",
  "Ben Okafor",
  "Carla Diaz",
  "David Kim",
  "Emma Novak",
  "Felix Lund",
  "Grace Obi",
  "Hugo Roux",
  "Ines Prado",
  "Jonas Weber",
  "Karim Aziz",
  "Lena Vogel",
  "Mateo Silva",
  "Nora Quinn",
  "Omar Said",
  "Paula Costa",
];
const chinese = "王敏,李强,张伟,刘洋,陈静,赵磊,周婷,吴昊,郑洁,孙悦,马超,朱琳,胡斌,林晓,何雨,高远".split(",");

export function names({ say }: Kit): readonly string[] {
  return say(english, chinese);
}

/** What one calls a person who is shown by a full name. */
export function firstName(name: string): string {
  return name.split(" ")[0]!;
}

export function row(kit: Kit, inner: string, style = ""): string {
  const { look } = kit;
  return `<div style="display:flex;align-items:center;gap:${Math.round(look.fontSize * 0.7)}px;padding:${Math.round(look.fontSize * 0.55)}px ${Math.round(look.fontSize * 0.8)}px;border-bottom:1px solid ${look.line};background:${look.surface};${style}">${inner}</div>`;
}

/** How many rows of a height fit. */
export function fits(kit: Kit, height: number, ems: number, most: number): number {
  return Math.max(2, Math.min(most, Math.floor((height - 8) / (kit.look.fontSize * ems * 1.14))));
}

export function avatar(kit: Kit, name: string): string {
  const size = Math.round(kit.look.fontSize * 2.1);
  const color = kit.random.pick(["#e76f51", "#2a9d8f", "#4f6bd8", "#b5838d", "#8a6d1f", "#5b8c5a"]);
  return `<div style="flex:none;width:${size}px;height:${size}px;border-radius:50%;background:${color};color:#fff;display:flex;align-items:center;justify-content:center;font-weight:bold">${name[0]!}</div>`;
}
