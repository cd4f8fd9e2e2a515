/** All screens: a dozen kinds, each for a phone and for a desktop window, with what can be asked about them. */
import { escaped } from "../charts/render.ts";
import type { Maker } from "./content.ts";
import { calendar, weather } from "./day-screens.ts";
import { files, login, settings } from "./device-screens.ts";
import { dashboard, player } from "./media-screens.ts";
import { chat, mailList } from "./message-screens.ts";
import { cart, form, shop } from "./trade-screens.ts";

export const makers: Readonly<Record<string, Maker>> = {
  settings,
  login,
  "mail-list": mailList,
  shop,
  calendar,
  player,
  dashboard,
  form,
  chat,
  files,
  weather,
  cart,
};

/** A title for the frame, escaped. */
export function titleText(title: string): string {
  return escaped(title);
}
